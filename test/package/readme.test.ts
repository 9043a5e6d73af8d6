// Every code block of the documentation: `ts` is type-checked as a user's strict program and run as a preview, `sh` is proven
// command by command. Not proven here: what the text around the blocks says.

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parse } from "yaml";
import { deploy } from "../support/deploy";
import { blocksOf, commandsOf, type Block } from "./blocks";
import { proveCommand } from "./commands";
import { build, ROOT, run } from "./installed";
import { typeErrors } from "./typeErrors";

/** What the programs of the documentation read from their configuration. */
const SETTINGS: Record<string, string> = {
  username: "octocat",
  token: "made-up-token-7f3a9c",
  allowedCidr: "203.0.113.7/32",
  vpcName: "main",
  vpcId: "vpc-0a1b2c3d",
  subnetIds: JSON.stringify(["subnet-0a1b2c3d", "subnet-0b1c2d3e"]),
  securityGroupIds: JSON.stringify(["sg-0a1b2c3d"]),
  trustedRoot: JSON.stringify({ mediaType: "application/vnd.dev.sigstore.trustedroot+json;version=0.1" }),
};

const load = createRequire(__filename);

/** What a block without imports of its own may take for granted. */
const PRELUDE = (exported: readonly string[]): string =>
  `import * as aws from "@pulumi/aws"; import * as pulumi from "@pulumi/pulumi"; ` +
  `import { ${exported.join(", ")} } from "ghcr-fargate"; const config = new pulumi.Config(); `;

/** A program that type-checks, and one that does not. */
const PROOF = ['"ghcr.io/acme/web:1.0"', "1"].map((image, line): Block => {
  const code = `export const web = new GhcrFargateService("web", { image: ${image} });`;
  return { document: "proof", line, language: "ts", code };
});

/** Pages with a test of their own: test/preview/page.test.ts, testing.test.ts, test/engine/languages. Guides: guides.test.ts. */
const TESTED_ALONE = ["docs/preview.md", "docs/testing.md", "docs/languages.md"];

const documents = [
  "README.md",
  ...readdirSync(join(ROOT, "docs")).map((name) => `docs/${name}`),
  ...readdirSync(join(ROOT, "examples")).map((name) => `examples/${name}/README.md`),
].filter((path) => path.endsWith(".md") && !TESTED_ALONE.includes(path) && existsSync(join(ROOT, path)));
const blocks = documents.flatMap((path) => blocksOf(path, readFileSync(join(ROOT, path), "utf8")));
const inLanguage = (language: string): Block[] => blocks.filter((block) => block.language === language);
/** Where a reader runs the commands of a document. */
const directoryOf = ({ document }: Block): string =>
  join(ROOT, document.startsWith("examples/") ? dirname(document) : "");
const titleOf = ({ document, line }: Block): string => `${document}:${line}`;

describe("the documentation's code blocks", function () {
  let dir: string;
  /** Of all programs: checking them together takes little longer than checking one. */
  let errors: string[];

  before(async () => {
    await build();
    dir = mkdtempSync(join(ROOT, ".blocks-"));
    const programs = [...inLanguage("ts"), ...PROOF];
    writePrograms(programs);
    errors = typeErrors(programs.map(fileOf));
  });
  after(() => rmSync(dir, { recursive: true, force: true }));

  const fileOf = (block: Block): string => join(dir, `${titleOf(block).replace(/\W/g, "-")}.ts`);

  /** A block with imports is a whole program; one without gets the usual ones, in its first line. */
  function writePrograms(programs: readonly Block[]): void {
    const exported = Object.keys(load("ghcr-fargate") as object);
    for (const block of programs) {
      const complete = /^import /m.test(block.code) ? block.code : PRELUDE(exported) + block.code;
      writeFileSync(fileOf(block), `${complete}\nexport {};\n`);
    }
  }

  it("names shell blocks sh and TypeScript blocks ts, so that none goes unproven", () => {
    const others = blocks.filter(({ language }) =>
      /^(bash|shell|console|zsh|typescript|js|javascript|)$/.test(language),
    );
    assert.deepEqual(others.map(titleOf), []);
  });

  // The other commands are proven with the file itself: here npx has to find it, and to be allowed to run it.
  it("has commands of npx that run in an example of a clone", async () => {
    const example = join(ROOT, "examples/public-image");
    const { code, stdout, stderr } = await run("npx", ["--no-install", "ghcr-fargate", "status", "--help"], example);
    assert.deepEqual([code, stdout.split("\n")[0]], [0, "Usage: ghcr-fargate status|ps [options]"], stderr);
  });

  it("has ts blocks that a strict program accepts", () => {
    assert.deepEqual(
      errors.filter((error) => !error.startsWith("proof-")),
      [],
    );
  });

  it("would see a program that does not type-check", () => {
    const [error, ...others] = errors.filter((found) => found.startsWith("proof-"));
    assert.match(error ?? "", /^proof-1\.ts:1: Type 'number' is not assignable to type 'Input<string>'/);
    assert.deepEqual(others, []);
  });

  // A policy pack waits for the engine that calls it: it is type-checked, and test/policy calls its policies.
  for (const block of inLanguage("ts").filter(({ code }) => !code.includes("new PolicyPack("))) {
    it(`runs the program at ${titleOf(block)} as a preview`, async () => {
      const used = [...block.code.matchAll(/\b(?:get|require)(Secret)?\w*\("(\w+)"/g)];
      const settings = used.map(([, secret, key = ""]) => {
        const value = SETTINGS[key];
        assert.ok(value !== undefined, `give the setting "${key}" a value in test/package/readme.test.ts`);
        return { secret: secret !== undefined, entry: [key, value] as const };
      });
      const pick = (wanted: boolean) => settings.filter(({ secret }) => secret === wanted).map(({ entry }) => entry);
      const result = await deploy(() => ({ ...(load(fileOf(block)) as object) }), {
        preview: true,
        config: Object.fromEntries(pick(false)),
        secretConfig: Object.fromEntries(pick(true)),
      });
      for (const [key, value] of pick(true)) assert.deepEqual(result.leaks(value), [], `${key} in clear`);
    });
  }

  for (const block of inLanguage("sh")) {
    for (const command of commandsOf(block.code)) {
      it(`proves the command at ${titleOf(block)}: ${command}`, () => proveCommand(command, directoryOf(block)));
    }
  }

  for (const block of [...inLanguage("yaml"), ...inLanguage("json")]) {
    it(`parses the ${block.language} at ${titleOf(block)}`, () => void parse(block.code));
  }
});

describe("blocksOf", () => {
  it("finds fenced blocks with their language and line, also in lists and around other fences", () => {
    const markdown = "# T\n```sh\nnpm ci\n```\n1. x\n   ```ts\n   a;\n     b;\n   ```\n````md\n```sh\nno\n```\n````\n";
    assert.deepEqual(blocksOf("a.md", markdown), [
      { document: "a.md", line: 3, language: "sh", code: "npm ci" },
      { document: "a.md", line: 7, language: "ts", code: "a;\n  b;" },
      { document: "a.md", line: 11, language: "md", code: "```sh\nno\n```" },
    ]);
  });

  it("refuses a block without an end", () => {
    assert.throws(() => blocksOf("a.md", "```sh\nnpm ci\n"), /^Error: a\.md:1: the code block does not end$/);
  });
});

describe("commandsOf", () => {
  it("takes lines apart as a shell does, and leaves out comments and variables", () => {
    const code = "# first\nnpm ci && npm test # installs\n\nNO_COLOR=1 npx ghcr-fargate \\\n  preview\n";
    assert.deepEqual(commandsOf(code), ["npm ci", "npm test", "npx ghcr-fargate preview"]);
  });
});

describe("proveCommand", function () {
  before(() => build());

  const good = ["npm ci", "npm run bench", "npm install ghcr-fargate @pulumi/pulumi", "npx ghcr-fargate --version"];
  for (const command of [...good, "pulumi config set --secret token", "cd examples/quickstart"]) {
    it(`accepts ${command}`, () => proveCommand(command));
  }

  const bad: [string, RegExp][] = [
    ["rm -rf /", /no proof is known for "rm -rf \/"/],
    ["npm run dance", /no script "dance"/],
    ["npm install left-pad", /neither this package nor/],
    ["npx ghcr-fargate dance", /there is no command "dance"/],
    ["pulumi config set nonsense 1", /no example reads the setting "nonsense"/],
    ["pulumi config set token 1", /no example reads the setting "token"/],
    ["pulumi config set --secret username", /no example reads the secret "username"/],
    ["cd nowhere", /there is no nowhere/],
  ];
  for (const [command, message] of bad) {
    it(`refuses ${command}`, () => assert.rejects(proveCommand(command), message));
  }

  const example = join(ROOT, "examples/public-image");
  it("refuses in an example what another example needs", () =>
    assert.rejects(proveCommand("pulumi config set vpcName main", example), /no example reads the setting "vpcName"/));
  it("refuses in an example an installation that leaves out what its program imports", () =>
    assert.rejects(proveCommand("npm install ghcr-fargate", example), /imported and not installed/));
});
