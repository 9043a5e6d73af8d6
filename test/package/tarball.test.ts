// Not proven here: that npm resolves the version ranges the package declares.

import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { installPackage, link, ROOT, run, type Installed } from "./installed";

const CREDENTIALS = /gh[pousr]_\w{36}|github_pat_\w{22}|AKIA[0-9A-Z]{16}|npm_\w{36}|PRIVATE KEY-----/;

describe("the packed package", function () {
  let installed: Installed;
  let exported: string[];
  const file = (path: string): string => readFileSync(join(installed.packageDir, path), "utf8");
  const node = (...args: string[]) => run(process.execPath, args, installed.project);
  const tool = (name: string, ...args: string[]) => run(join(ROOT, "node_modules/.bin", name), args, installed.project);

  before(async () => {
    installed = await installPackage();
    const { stdout } = await node("-p", "JSON.stringify(Object.keys(require('ghcr-fargate')))");
    exported = JSON.parse(stdout) as string[];
  });

  it("holds the built library, the plugin for other languages, and what a reader looks for", () => {
    const needed = ["dist/index.js", "dist/index.d.ts", "dist/index.js.map", "dist/plugin/main.js"];
    needed.push("plugin/PulumiPlugin.yaml", "plugin/package.json", "plugin/prepare.mjs", "plugin/schema.json");
    needed.push("package.json", "LICENSE", "CHANGELOG.md");
    assert.deepEqual(
      needed.filter((path) => !installed.files.includes(path)),
      [],
    );
  });

  it("holds no source, test, benchmark, example or configuration of this checkout", () => {
    const allowed = /^(dist|plugin|docs)\/|^(package\.json|LICENSE|README\.md|CHANGELOG\.md)$/;
    assert.deepEqual(
      installed.files.filter((path) => !allowed.test(path) || /(^|\/)(test|bench|examples)\/|\.test\./.test(path)),
      [],
    );
  });

  it("is built from the sources that are here, and holds nothing that an earlier build left", () => {
    const built = installed.files.filter((path) => path.startsWith("dist/") && path.endsWith(".js"));
    assert.deepEqual(
      built
        .map((path) => path.replace("dist/", "").replace(/\.js$/, ".ts"))
        .filter((path) => !existsSync(join(ROOT, path))),
      [],
    );
  });

  it("is no larger than docs/languages.md says", () => {
    const guide = readFileSync(join(ROOT, "docs/languages.md"), "utf8");
    const [, packed, unpacked] = /less than (\d+\.\d) MB packed and (\d+\.\d) MB unpacked/.exec(guide) ?? [];
    const bytes = installed.files.reduce((sum, path) => sum + statSync(join(installed.packageDir, path)).size, 0);
    assert.ok(statSync(installed.tarball).size < Number(packed) * 1e6, "packed");
    assert.ok(bytes < Number(unpacked) * 1e6, "unpacked");
  });

  it("holds no credential and no path of the machine it was packed on", () => {
    assert.deepEqual(
      installed.files.filter((path) => CREDENTIALS.test(file(path)) || file(path).includes(ROOT)),
      [],
    );
  });

  it("holds what its README links to, as far as the links are not to the repository's page", () => {
    const links = [...file("README.md").matchAll(/\]\(([^)#]+)[^)]*\)/g)].map(([, link = ""]) => link);
    const { repository } = installed.manifest as unknown as { repository: { url: string } };
    const page = repository.url.replace(/^git\+|\.git$/g, "");
    const relative = links.filter((link) => !link.startsWith("https://"));
    assert.deepEqual(
      relative.filter((link) => !installed.files.some((path) => path === link || path.startsWith(`${link}/`))),
      [],
    );
    const inRepository = links
      .filter((link) => link.startsWith(`${page}/`))
      .map((link) => link.slice(page.length + 1).replace(/^(tree|blob)\/main\//, ""))
      .filter((path) => /\//.test(path) || path.endsWith(".md"));
    assert.deepEqual(
      inRepository.filter((path) => !/^(issues|security|actions|releases)/.test(path) && !existsSync(join(ROOT, path))),
      [],
    );
  });

  for (const [title, args] of [
    ["a program that imports it", ["-e", "require('ghcr-fargate'); setImmediate(report)"]],
    [
      "the help of its command",
      ["-e", "process.argv[2] = '--help'; require('ghcr-fargate/package.json'); main(); setTimeout(report, 500)"],
    ],
  ] as const)
    it(`loads no AWS SDK for ${title}`, async () => {
      const prelude = `
        const main = () => require(${JSON.stringify(join(installed.packageDir, "dist/cli/main.js"))});
        const report = () => console.log("\\nloaded " + Object.keys(require.cache).filter((path) => /@aws-sdk|@smithy/.test(path)).length);
      `;
      const { stdout } = await node(args[0], prelude + args[1]);
      assert.match(stdout, /\nloaded 0\n$/);
    });

  it("is loaded by require", () => {
    assert.ok(exported.includes("ArgumentError"), exported.join());
  });

  it("gives ESM the same names, each importable by name", async () => {
    const script = `import { ${exported.join(", ")} } from "ghcr-fargate"; console.log([${exported.join(", ")}].every(Boolean));`;
    const { stdout, stderr } = await node("--input-type=module", "-e", script);
    assert.deepEqual({ stdout, stderr }, { stdout: "true\n", stderr: "" });
  });

  it("lets a program that imports it end", async () => {
    const { code, stdout } = await node("-e", "require('ghcr-fargate'); console.log('end')");
    assert.deepEqual({ code, stdout }, { code: 0, stdout: "end\n" });
  });

  it("has types that a strict program accepts, from CommonJS and from ESM, its libraries checked too", async () => {
    const uses = exported.map((name) => `export const of${name}: unknown = ${name};`).join("\n");
    const source = `import { ${exported.join(", ")} } from "ghcr-fargate";\n${uses}\n// @ts-expect-error: any would be accepted\nimport { notExported } from "ghcr-fargate";\nexport { notExported };\n`;
    mkdirSync(join(installed.project, "types"));
    for (const name of ["a.mts", "b.cts"]) writeFileSync(join(installed.project, "types", name), source);
    link(join(ROOT, "node_modules/@types/node"), join(installed.project, "node_modules/@types/node"));
    const options = ["--noEmit", "--strict", "--module", "node16", "--target", "es2022", "--types", "node"];
    const { code, stdout } = await tool("tsc", ...options, "types/a.mts", "types/b.cts");
    assert.deepEqual({ code, stdout }, { code: 0, stdout: "" });
  });

  // Other targets, modules and compilers: .ci/consumers.
  it("compiles in a project as pulumi new aws-typescript makes it, its libraries checked too", async () => {
    const uses = exported.map((name) => `export const of${name}: unknown = ${name};`).join("\n");
    const source = `import { ${exported.join(", ")} } from "ghcr-fargate";\n${uses}\n`;
    writeFileSync(join(installed.project, "index.ts"), source);
    const options = ["--noEmit", "--strict", "--types", "node", "--target", "es2020", "--module", "commonjs"];
    const { code, stdout } = await tool("tsc", ...options, "--moduleResolution", "node10", "index.ts");
    assert.deepEqual({ code, stdout }, { code: 0, stdout: "" });
  });

  it("names its repository, its page and where to report a fault", () => {
    const manifest = JSON.parse(file("package.json")) as Record<string, unknown>;
    for (const field of ["repository", "homepage", "bugs", "author"]) assert.ok(manifest[field], field);
  });

  it("has a command that runs", async () => {
    const { code, stdout } = await run("node_modules/.bin/ghcr-fargate", ["--version"], installed.project);
    assert.deepEqual({ code, stdout }, { code: 0, stdout: `${installed.manifest.version}\n` });
  });

  it("passes publint", async () => {
    const { code, stdout, stderr } = await tool("publint", "run", installed.tarball, "--strict");
    assert.equal(code, 0, stdout + stderr);
    assert.match(stdout, /All good!/);
  });

  it("passes are-the-types-wrong", async () => {
    const { code, stdout, stderr } = await tool("attw", installed.tarball, "--no-color", "--no-emoji");
    assert.equal(code, 0, stdout + stderr);
    assert.match(stdout, /No problems found/);
  });
});
