// The parts of a migration that need no registry: digests, names, selections.

import { strict as assert } from "node:assert";
import { createHash } from "node:crypto";
import { forEachConcurrently, mapConcurrently } from "../../migrate/concurrency";
import { DigestMap } from "../../migrate/digestMap";
import { checkCollisions, planName } from "../../migrate/names";
import { companionOf, createSelection, type SelectionOptions } from "../../migrate/selection";

const digestOf = (text: string | number): string => `sha256:${createHash("sha256").update(String(text)).digest("hex")}`;

describe("a map of digests", () => {
  it("holds what a Map holds, however large it grows", () => {
    const [digests, map] = [new DigestMap(), new Map<string, number>()];
    for (let at = 0; at < 20_000; at++) {
      const digest = digestOf(at % 15_000); // a quarter is set again
      digests.set(digest, at);
      map.set(digest, at);
    }
    assert.equal(digests.size, 15_000);
    for (const [digest, at] of map) assert.equal(digests.get(digest), at);
    assert.deepEqual([digests.has(digestOf(15_000)), digests.get(digestOf("x"))], [false, undefined]);
  });

  it("tells digests apart that begin alike, and knows 0 from nothing", () => {
    const digests = new DigestMap();
    const [one, other] = [`sha256:${"0".repeat(31)}1${"0".repeat(32)}`, `sha256:${"0".repeat(31)}2${"0".repeat(32)}`];
    digests.set(one);
    assert.deepEqual([digests.get(one), digests.get(other), digests.size], [0, undefined, 1]);
  });
});

describe("the name of a repository at the target", () => {
  const names: readonly (readonly [namespace: string, path: string, rules: "ecr" | "oci", expected: object])[] = [
    ["shop", "web", "ecr", { name: "shop/web", changed: false }],
    ["", "web", "ecr", { name: "web", changed: false }],
    ["shop", "Backend/API", "ecr", { name: "shop/backend/api", changed: true }],
    ["shop", "web__api", "ecr", { name: "shop/web_api", changed: true }],
    ["shop", "web---api", "ecr", { name: "shop/web-api", changed: true }],
    ["shop", "web__api", "oci", { name: "shop/web__api", changed: false }],
    ["", "a", "ecr", { name: "a", problem: 'ECR takes no repository of the name "a"' }],
    ["shop", "web_", "ecr", { name: "shop/web_", problem: 'ECR takes no repository of the name "shop/web_"' }],
    [
      "shop",
      "x".repeat(252),
      "ecr",
      { name: `shop/${"x".repeat(252)}`, problem: "the name has 257 characters; ECR takes 256" },
    ],
  ];
  for (const [namespace, path, rules, expected] of names)
    it(`of ${path.slice(0, 20)} in "${namespace}" follows the rules of ${rules}`, () => {
      assert.deepEqual(planName(namespace, path, rules), expected);
    });

  it("is refused where two repositories would get it, both named", () => {
    const named = (repository: string, name: string) => ({
      registry: "r.example.com",
      repository,
      target: { name, changed: true },
    });
    checkCollisions([named("a", "shop/a"), named("b", "shop/b")]);
    assert.throws(
      () => checkCollisions([named("A", "shop/a"), named("b", "shop/b"), named("a", "shop/a")]),
      /:\n {2}shop\/a: r\.example\.com\/A, r\.example\.com\/a$/,
    );
  });
});

describe("a selection", () => {
  const taken = (options: SelectionOptions, images: readonly string[]): string[] => {
    const selection = createSelection(options);
    return images.filter((image) => {
      const [path = "", tag = ""] = image.split(":");
      return selection.takesRepository(path) && selection.takesTag(path, tag);
    });
  };
  const IMAGES = [
    "web:1.0.0",
    "web:v1.2.0",
    "web:2.0.0-rc.1",
    "web:main",
    "backend/api:1.0.0",
    "backend/api:dev",
    "a/b/c:x",
  ];
  const cases: readonly (readonly [options: SelectionOptions, expected: readonly string[]])[] = [
    [{}, IMAGES],
    [{ include: ["backend/**"] }, ["backend/api:1.0.0", "backend/api:dev"]],
    [{ include: ["*:main", "a/**"] }, ["web:main", "a/b/c:x"]],
    [{ exclude: ["web"] }, ["backend/api:1.0.0", "backend/api:dev", "a/b/c:x"]],
    [{ include: ["web"], exclude: ["*:v*", "web:main"] }, ["web:1.0.0", "web:2.0.0-rc.1"]],
    [{ semver: ">=1.0.0 <2" }, ["web:1.0.0", "web:v1.2.0", "backend/api:1.0.0"]],
    [{ include: ["nothing"] }, []],
  ];
  for (const [options, expected] of cases)
    it(`of ${JSON.stringify(options)} takes ${expected.length} of ${IMAGES.length} images`, () => {
      assert.deepEqual(taken(options, IMAGES), expected);
    });

  it("in parts takes every repository once, and the same ones each time", () => {
    const paths = Array.from({ length: 500 }, (_, at) => `group/project-${at}`);
    const parts = [1, 2, 3, 4].map((index) => createSelection({ shard: { index, count: 4 } }));
    const counts = paths.map((path) => parts.filter((part) => part.isInShard(path)).length);
    assert.ok(counts.every((count) => count === 1));
    for (const part of parts) {
      const share = paths.filter((path) => part.isInShard(path)).length;
      assert.ok(share > 90 && share < 160, `${share} of 500`);
    }
  });

  it("knows that tags are left out, since signatures must then follow their images", () => {
    assert.deepEqual(
      [{}, { include: ["web"] }, { include: ["*:v*"] }, { newest: 1 }, { semver: "1" }].map(
        (options) => createSelection(options).filtersTags,
      ),
      [false, false, true, true, true],
    );
    const hex = "a".repeat(64);
    assert.deepEqual(
      [`sha256-${hex}`, `sha256-${hex}.sig`, `sha256-${hex}.att`, "1.0", `sha256-${hex}.x`].map(companionOf),
      [`sha256:${hex}`, `sha256:${hex}`, `sha256:${hex}`, undefined, undefined],
    );
  });

  it("refuses patterns and ranges that mean nothing", () => {
    assert.throws(
      () => createSelection({ include: [":v1"] }),
      /^MigrationError: --include: ":v1" is not a pattern of repositories; write it as /,
    );
    assert.throws(() => createSelection({ exclude: ["web:"] }), /--exclude: "web:" is not a pattern/);
    assert.throws(() => createSelection({ exclude: [""] }), /--exclude: "" is not a pattern/);
    assert.throws(() => createSelection({ semver: "newest" }), /--semver: "newest" is not a range of versions/);
    assert.throws(() => createSelection({ semver: " " }), /--semver: " " is not a range of versions/);
  });
});

describe("work that runs side by side", () => {
  async function* items() {
    yield* await Promise.resolve([1, 2, 3]);
  }

  /** The first item fails first; the others end later. */
  const failing = (ended: number[]) => async (item: number) => {
    await new Promise((resolve) => setTimeout(resolve, item * 5));
    if (item === 1) throw new Error("no");
    ended.push(item);
  };

  it("has ended when a failure is reported: nothing is written after it", async () => {
    const [each, mapped]: [number[], number[]] = [[], []];
    await assert.rejects(forEachConcurrently(items(), 3, failing(each)), { message: "no" });
    assert.deepEqual(each, [2, 3]);
    const all = mapConcurrently(items(), 3, failing(mapped));
    await assert.rejects(all.next(), { message: "no" });
    assert.deepEqual(mapped, [2, 3]);
  });
});
