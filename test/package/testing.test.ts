// docs/testing.md, run as a user would: its files in a project that has the packed package only, under mocha.
// Not proven here: jest and vitest, which `.ci/test-runners` runs the same files with.

import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { blocksOf } from "./blocks";
import { installPackage, link, ROOT, run } from "./installed";

describe("docs/testing.md", function () {
  it("has tests that pass", async () => {
    const { project } = await installPackage();
    const files = blocksOf("docs/testing.md", readFileSync(join(ROOT, "docs/testing.md"), "utf8")).map(({ code }) => {
      const name = /^\/\/ (\S+\.ts)\n/.exec(code)?.[1] ?? "";
      writeFileSync(join(project, name), code);
      return name;
    });
    assert.deepEqual(files, ["service.ts", "service.test.ts", "own.test.ts"]);
    for (const name of ["ts-node", "typescript"])
      link(join(ROOT, "node_modules", name), join(project, "node_modules", name));
    const compilerOptions = { module: "commonjs", moduleResolution: "node10", target: "es2022", esModuleInterop: true };
    writeFileSync(join(project, "tsconfig.json"), JSON.stringify({ compilerOptions }));
    const mocha = join(ROOT, "node_modules/mocha/bin/mocha.js");
    const options = [
      "--no-config",
      "--no-package",
      "--require",
      "ts-node/register/transpile-only",
      "--timeout",
      "60000",
    ];
    for (const [name, passing] of [
      ["service.test.ts", "3 passing"],
      ["own.test.ts", "1 passing"],
    ] as const) {
      const { code, stdout, stderr } = await run(process.execPath, [mocha, ...options, "--exit", name], project);
      assert.equal(code, 0, stdout + stderr);
      assert.ok(stdout.includes(passing), stdout);
    }
  });
});
