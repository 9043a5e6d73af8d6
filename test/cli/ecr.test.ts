// `ghcr-fargate ecr`: the page is made from the outputs of a namespace that was deployed under mocks, as a stack's state has them.
// Not proven here: that the AWS CLI takes the lines; the options are those of aws-cli 2.

import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EcrNamespace } from "../../components/ecrNamespace";
import type { EcrNamespaceArgs } from "../../components/ecr/ecrNamespaceArgs";
import { createProgram } from "../../cli/program";
import { deploy } from "../support/deploy";

const PAGES = join(__dirname, "ecr");

const SHOP: EcrNamespaceArgs = {
  namespace: "shop",
  repositories: ["web", "worker"],
  tagMutabilityExclusions: ["dev-*"],
  tagPattern: String.raw`v\d+\.\d+\.\d+|dev-[a-z0-9-]+`,
  lifecycle: { protectTags: ["v*"], keepImages: 20 },
  members: {
    full: { identityCenterUserNames: ["ana"] },
    push: { oidc: [{ provider: "github", subjects: ["repo:octocat/shop:ref:refs/heads/main"] }] },
    read: { identityCenterUserNames: ["eva"] },
  },
  teams: [{ name: "cloud", members: { full: { identityCenterUserNames: ["rui"] } } }],
};

async function guideOf(args: EcrNamespaceArgs): Promise<unknown> {
  const { outputs } = await deploy(() => ({ guide: new EcrNamespace(args.namespace, args).guide }), {
    config: { "aws:region": "eu-central-1" },
  });
  return outputs.guide;
}

describe("ghcr-fargate ecr", () => {
  let directory: string;
  let state: string;

  before(async () => {
    directory = mkdtempSync(join(tmpdir(), "ecr-"));
    state = join(directory, "state.json");
    const guides = [await guideOf(SHOP), await guideOf({ namespace: "api", createOnPush: false })];
    const resources = guides.map((guide, i) => ({
      urn: `urn:pulumi:dev::lab::ghcr-fargate:index:EcrNamespace::${i}`,
      type: "ghcr-fargate:index:EcrNamespace",
      outputs: { guide },
    }));
    writeFileSync(state, JSON.stringify({ version: 3, deployment: { resources } }));
  });
  after(() => rmSync(directory, { recursive: true, force: true }));

  const run = async (...args: string[]): Promise<{ output: string; error: string; code: number }> => {
    const result = { output: "", error: "", code: 0 };
    const program = createProgram(
      {
        write: (text) => void (result.output += text),
        writeError: (text) => void (result.error += text),
        readInput: () => Promise.resolve(""),
        env: {},
        colour: false,
        interactive: false,
        exitWith: (code) => void (result.code = code),
      },
      "0.0.0",
    );
    await program.parseAsync(["ecr", ...args], { from: "user" });
    return result;
  };

  for (const [language, options] of [
    ["en", []],
    ["pt", ["--lang", "pt"]],
    ["uk", ["--lang", "uk"]],
  ] as const)
    it(`prints the page to hand out in the language "${language}" (UPDATE_PAGES=1 writes it anew)`, async () => {
      const { output, code } = await run("commands", "--state", state, "--namespace", "shop", "--markdown", ...options);
      const page = join(PAGES, `shop.${language}.md`);
      if (process.env.UPDATE_PAGES === "1") writeFileSync(page, output);
      assert.equal(code, 0);
      assert.equal(output, readFileSync(page, "utf8"));
    });

  it("has the same commands, tables and lists in each language", async () => {
    const shapes = await Promise.all(
      ["en", "pt", "uk"].map(async (language) => {
        const { output } = await run("commands", "--state", state, "--lang", language, "--markdown");
        const codes = [...output.matchAll(/```\w+\n.*?```/gs)].map(([block]) => block);
        const kinds = output.split("\n").map((line) => /^(#+|-|\|)? ?/.exec(line)?.[1] ?? "");
        return { codes, kinds };
      }),
    );
    assert.deepEqual(shapes[1], shapes[0]);
    assert.deepEqual(shapes[2], shapes[0]);
  });

  it("prints all namespaces as text", async () => {
    const { output } = await run("commands", "--state", state);
    assert.ok(output.startsWith("Images of api\n=============\n"), output.slice(0, 200));
    assert.ok(output.includes("Images of shop\n"), output);
    assert.ok(output.includes("    aws sso login --profile shop\n"), output);
    assert.ok(!/```|\| ---/.test(output), output);
  });

  it("does not tell people to sign in where nobody comes from Identity Center", async () => {
    const { output } = await run("commands", "--state", state, "--namespace", "api");
    assert.ok(!output.includes("aws sso login"), output);
    assert.ok(
      output.includes(
        "aws ecr get-login-password --region eu-central-1 | docker login --username AWS --password-stdin 123456789012.dkr.ecr.eu-central-1.amazonaws.com\n",
      ),
      output,
    );
  });

  it("says which namespaces there are", async () => {
    const { error, code } = await run("commands", "--state", state, "--namespace", "bank");
    assert.equal(error, "error: --namespace: the stack has no namespace bank; it has api, shop\n");
    assert.equal(code, 64);
  });

  it("checks tags by the namespace's pattern", async () => {
    const { output, code } = await run("check-tag", "v1.4.2", "latest", "dev-x", "--state", state, "-n", "shop");
    assert.equal(
      output,
      String.raw`latest: "latest" does not match v\d+\.\d+\.\d+|dev-[a-z0-9-]+ (namespace shop); name it by the pattern` +
        "\n",
    );
    assert.equal(code, 1);
  });

  it("checks tags by the patterns of all namespaces of a stack that is named without one", async () => {
    const { output, code } = await run("check-tag", "v1.4.2", "latest", "--state", state, "--json");
    assert.deepEqual(JSON.parse(output), [
      {
        tag: "latest",
        wrong: '"latest" says nothing of which image it is',
        fix: "name a version, as in v1.4.2",
        namespaces: ["api"],
      },
      {
        tag: "latest",
        wrong: `"latest" does not match ${SHOP.tagPattern as string}`,
        fix: "name it by the pattern",
        namespaces: ["shop"],
      },
    ]);
    assert.equal(code, 1);
    const invalid = await run("check-tag", ".x", "--state", state, "--json");
    assert.deepEqual(
      (JSON.parse(invalid.output) as { namespaces: string[] }[]).map((fault) => fault.namespaces),
      [["api", "shop"]],
    );
  });

  it("does not pass over a stack or a file that is not there", async () => {
    const nowhere = join(directory, "nope.json");
    const file = await run("check-tag", "v1.4.2", "--state", nowhere);
    assert.deepEqual([file.code, file.error], [64, `error: --state: ${nowhere} does not exist\n`]);
    const before = process.cwd();
    process.chdir(directory);
    try {
      const stack = await run("check-tag", "v1.4.2", "--stack", "dev");
      assert.deepEqual([stack.code, stack.error], [64, "error: there is no Pulumi project here; pass --state\n"]);
    } finally {
      process.chdir(before);
    }
  });

  it("matches a pattern with whole tags, and refuses what no registry takes and, without a pattern, latest", async () => {
    assert.equal((await run("check-tag", "v1.4.2", "--pattern", "v[0-9.]+")).code, 0);
    assert.equal(
      (await run("check-tag", "xv1.4.2", "v1.4.2x", "--pattern", "v[0-9.]+|x")).output.split("\n").length,
      3,
    );
    assert.match((await run("check-tag", ".x")).output, /^\.x: "\.x" is not a valid image tag; /);
    assert.equal(
      (await run("check-tag", "latest")).output,
      'latest: "latest" says nothing of which image it is; name a version, as in v1.4.2\n',
    );
    const wrong = await run("check-tag", "v1", "--pattern", "v(");
    assert.equal(wrong.code, 64);
    assert.match(wrong.error, /^error: --pattern: Invalid regular expression/);
  });

  const NAMESPACE = { urn: "urn:shop", type: "ghcr-fargate:index:EcrNamespace", outputs: { guide: {} } };
  for (const [title, content, says] of [
    ["null", null, "is not what pulumi stack export wrote"],
    ["resources that are no list", { deployment: { resources: 5 } }, "is not what pulumi stack export wrote"],
    ["a resource that is none", { deployment: { resources: [null] } }, "is not what pulumi stack export wrote"],
    ["a namespace without a page", { deployment: { resources: [NAMESPACE] } }, undefined],
  ] as const)
    it(`refuses a state that is ${title}`, async () => {
      const file = join(directory, "wrong.json");
      writeFileSync(file, JSON.stringify(content));
      const message =
        says === undefined
          ? "urn:shop: its output guide is not what an EcrNamespace has; run pulumi up with this version of ghcr-fargate"
          : `--state: ${file} ${says}`;
      assert.deepEqual(await run("commands", "--state", file), { output: "", error: `error: ${message}\n`, code: 64 });
    });
});
