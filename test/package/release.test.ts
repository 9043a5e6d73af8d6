// What a release rests on: workflows whose actions cannot change behind our back, and dependencies whose licences users may pass on.
// Not proven here: that GitHub runs the workflows (.ci/lint-workflows checks their form), and that npm trusts the publisher.

import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { ROOT } from "./installed";

interface Workflow {
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<
    Record<string, { readonly steps: readonly { readonly uses?: string; readonly run?: string }[] }>
  >;
}

const WORKFLOWS = join(ROOT, ".github/workflows");
const text = (file: string) => readFileSync(join(WORKFLOWS, file), "utf8");
const stepsOf = (file: string) => Object.values((parse(text(file)) as Workflow).jobs).flatMap(({ steps }) => steps);

describe("the workflows", () => {
  for (const file of readdirSync(WORKFLOWS)) {
    it(`${file} pins each action by its commit, with the version beside it`, () => {
      const uses = text(file)
        .split("\n")
        .filter((line) => line.includes("uses:"));
      assert.deepEqual(
        uses.filter((line) => !/uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+/.test(line)),
        [],
      );
      assert.equal(uses.length, stepsOf(file).filter(({ uses: action }) => action !== undefined).length);
    });

    it(`${file} may read the repository, and each job asks for more by itself`, () =>
      assert.deepEqual((parse(text(file)) as Workflow).permissions, { contents: "read" }));
  }

  it("publish only what was tested, with provenance", () => {
    const runs = stepsOf("release.yml").flatMap(({ run }) => (run === undefined ? [] : [run]));
    const at = (command: string) => runs.findIndex((run) => run.startsWith(command));
    assert.ok(at("npm test") > at("npm ci") && at("npm ci") >= 0, runs.join("\n"));
    assert.equal(at("npm publish --provenance --access public"), at("npm test") + 1);
  });

  it("put the archives of the plugin into the release", () => {
    const runs = stepsOf("release.yml").flatMap(({ run }) => (run === undefined ? [] : [run]));
    const made = runs.indexOf("npm run plugin-archive -- plugin-archive");
    const released = runs.findIndex((run) => /gh release create .* plugin-archive\/\*\.tar\.gz$/m.test(run));
    assert.ok(made >= 0 && released > made, runs.join("\n"));
  });
});

interface Locked {
  readonly license?: string;
  readonly dev?: true;
  readonly devOptional?: true;
  readonly peer?: true;
}

describe("the dependencies", () => {
  const lock = JSON.parse(readFileSync(join(ROOT, "package-lock.json"), "utf8")) as {
    packages: Readonly<Record<string, Locked>>;
  };
  const installed = Object.entries(lock.packages).filter(
    ([path, { dev, devOptional, peer }]) => path !== "" && !dev && !devOptional && !peer,
  );

  it("have licences that users may pass on", () => {
    const allowed = ["0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "BlueOak-1.0.0", "ISC", "MIT"];
    assert.deepEqual(
      installed.filter(([, { license }]) => !allowed.includes(license ?? "")),
      [],
    );
  });

  // UPDATE_DOCS=1 npx mocha test/package/release.test.ts writes the page anew.
  it("are listed by licence in docs/licences.md", () => {
    const page = join(ROOT, "docs/licences.md");
    const byLicence = new Map<string, Set<string>>();
    for (const [path, { license = "none" }] of installed)
      byLicence.set(license, (byLicence.get(license) ?? new Set()).add(path.replace(/^.*node_modules\//, "")));
    const sections = [...byLicence]
      .sort(([a], [b]) => a.localeCompare(b))
      .map(
        ([licence, names]) =>
          `## ${licence}\n\n${[...names]
            .sort()
            .map((name) => `- ${name}`)
            .join("\n")}\n`,
      );
    const expected = `# Licences of what is installed with the package\n\nWithout the peer dependencies, which your program chooses.\n\n${sections.join("\n")}`;
    if (process.env.UPDATE_DOCS === "1") writeFileSync(page, expected);
    assert.equal(readFileSync(page, "utf8"), expected);
  });
});
