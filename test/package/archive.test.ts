// The archive of the plugin that a release has: all that programs in other languages need, without a registry and a compiler.
// test/engine/languages has Pulumi install it. Not proven here: that it runs on Windows and macOS.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { requiredPackages, writeArchive } from "../../tools/plugin/archive";
import { build, ROOT } from "./installed";
import { startPlugin } from "./plugin";

const LICENCES = ["0BSD", "Apache-2.0", "BlueOak-1.0.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "ISC", "MIT"];
/** The licences of others, by package; "SEE LICENSE IN LICENSE" is MIT's text. */
const OTHER_LICENCES = {
  "@logdna/tail-file": "SEE LICENSE IN LICENSE",
  argparse: "Python-2.0",
  "google-protobuf": "(BSD-3-Clause AND Apache-2.0)",
  "spdx-exceptions": "CC-BY-3.0",
};

const json = (path: string) => JSON.parse(readFileSync(path, "utf8")) as Readonly<Record<string, unknown>>;

describe("the plugin's archive", function () {
  const directory = mkdtempSync(join(tmpdir(), "archive-"));
  const plugin = join(directory, "plugin");
  let archive: string;
  let files: string[];

  const found = () =>
    readdirSync(plugin, { recursive: true, encoding: "utf8" }).filter((path) => statSync(join(plugin, path)).isFile());

  before(async () => {
    await build();
    archive = writeArchive(ROOT, directory);
    mkdirSync(plugin);
    execFileSync("tar", ["-xzf", archive, "-C", plugin]);
    files = found();
  });
  after(() => rmSync(directory, { recursive: true }));

  it("has the name that Pulumi looks for, but for the platform", () =>
    assert.equal(
      archive,
      join(directory, `pulumi-resource-ghcr-fargate-v${String(json(join(ROOT, "package.json")).version)}.tar.gz`),
    ));

  it("is no larger than docs/languages.md says", () => {
    const guide = readFileSync(join(ROOT, "docs/languages.md"), "utf8");
    const [, packed, unpacked] = /(\d+) MB to download and (\d+) MB on the disk/.exec(guide) ?? [];
    const bytes = files.reduce((sum, path) => sum + statSync(join(plugin, path)).size, 0);
    assert.ok(statSync(archive).size < Number(packed) * 1e6, `${statSync(archive).size} bytes packed`);
    assert.ok(bytes < Number(unpacked) * 1e6, `${bytes} bytes unpacked`);
  });

  it("has no compiler, no linter, no test tool, and no declarations for them", () => {
    const tools = ["typescript", "ts-node", "eslint", "mocha", "prettier", "typedoc"];
    assert.deepEqual(
      tools.filter((name) => files.includes(`node_modules/${name}/package.json`)),
      [],
    );
    assert.deepEqual(
      files.filter((path) => /\.ts$|\.map$|^(test|bench|docs)\//.test(path)),
      [],
    );
  });

  it("keeps the licence of each package, all of which may be passed on", () => {
    const packages = files.filter((path) => /node_modules\/(@[^/]+\/)?[^/]+\/package\.json$/.test(path));
    const others = packages.flatMap((path) => {
      const { name, license } = json(join(plugin, path));
      return LICENCES.includes(String(license)) ? [] : [[String(name), license]];
    });
    assert.deepEqual(Object.fromEntries(others), OTHER_LICENCES);
  });

  it("leaves Pulumi's `npm install` nothing to do and nothing to ask for", () => {
    const env = { ...process.env, npm_config_registry: "http://127.0.0.1:1", npm_config_fetch_retries: "0" };
    execFileSync("npm", ["install", "--loglevel=error"], { cwd: plugin, env });
    assert.deepEqual(
      found().filter((path) => !files.includes(path)),
      ["node_modules/.package-lock.json"],
    );
  });

  it("serves the schema, and makes a service, with no package from elsewhere", async () => {
    const running = await startPlugin(plugin, directory);
    try {
      assert.deepEqual(await running.getSchema(), json(join(ROOT, "plugin/schema.json")));
      const made = await running.construct("ghcr-fargate:index:GhcrFargateService", "web", {
        image: "ghcr.io/acme/web:1.0",
        registry: { pin: false, preflight: false },
        rollout: { wait: false },
      });
      assert.ok(made.resources.some(({ type }) => type === "aws:ecs/service:Service"));
    } finally {
      running.stop();
    }
  });

  it("has what a new VPC needs", () =>
    void execFileSync(process.execPath, ["-e", "require('@pulumi/awsx/ec2/vpc').Vpc.length"], { cwd: plugin }));
});

describe("requiredPackages", () => {
  const at = (fields: object = {}) => ({ name: "", version: "1.0.0", description: "", license: "MIT", ...fields });

  it("finds what packages need as Node.js does, beside them first", () =>
    assert.deepEqual(
      requiredPackages(["a"], {
        "node_modules/a": at({ dependencies: { b: "1", c: "1" } }),
        "node_modules/a/node_modules/b": at({ dependencies: { c: "1" } }),
        "node_modules/b": at(),
        "node_modules/c": at({ dependencies: { a: "1" } }),
        "node_modules/unused": at(),
      }),
      ["node_modules/a", "node_modules/a/node_modules/b", "node_modules/c"],
    ));

  it("takes peers that are needed, and optional packages where they are there", () =>
    assert.deepEqual(
      requiredPackages(["a"], {
        "node_modules/a": at({
          peerDependencies: { b: "1", unwanted: "1" },
          peerDependenciesMeta: { unwanted: { optional: true } },
          optionalDependencies: { c: "1", elsewhere: "1" },
        }),
        "node_modules/b": at(),
        "node_modules/c": at(),
        "node_modules/unwanted": at(),
      }),
      ["node_modules/a", "node_modules/b", "node_modules/c"],
    ));

  it("refuses a package that is not locked", () =>
    assert.throws(
      () => requiredPackages(["a"], { "node_modules/a": at({ dependencies: { b: "1" } }) }),
      /^Error: b, which node_modules\/a needs, is not locked$/,
    ));
});
