// Every example, whole: it runs as its user would run it, offline, and keeps its secrets.
// Not proven here: that AWS accepts it; test/engine/examples deploys each of them to an emulator of AWS.

import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { parse } from "yaml";
import { build, CLI, ROOT, run, UNCHECKED } from "./package/installed";
import { deploy } from "./support/deploy";

const SECRET = "ghp_ExampleExampleExampleExampleExample";
const load = createRequire(__filename);

/** What an example has of other services. */
const UNPRICED: Readonly<Record<string, string>> = {
  cloudfront: "aws:cloudfront:Distribution",
  database: "aws:rds:Instance",
};

/** What RDS tells of a database whose password it keeps. */
const DATABASE = {
  address: "database.example.eu-central-1.rds.amazonaws.com",
  masterUserSecrets: [{ secretArn: "arn:aws:secretsmanager:eu-central-1:123456789012:secret:rds!db-1-AbCdEf" }],
};

interface Settings {
  readonly name: string;
  readonly main: string;
}

const yamlOf = (...path: string[]): unknown => parse(readFileSync(join(ROOT, ...path), "utf8"));

/** The settings in Pulumi.dev.yaml, without their namespace where it is the project's. */
function configOf(example: string, { name }: Settings): Record<string, string> {
  const { config = {} } = yamlOf("examples", example, "Pulumi.dev.yaml") as { config?: Record<string, unknown> };
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => [
      key.replace(`${name}:`, ""),
      typeof value === "string" ? value : JSON.stringify(value),
    ]),
  );
}

describe("the examples", function () {
  before(() => build());

  // Those in other languages are deployed by test/engine/languages.
  const examples = readdirSync(join(ROOT, "examples")).filter((name) => name !== "languages");

  it("are those that the README lists", () => {
    const readme = readFileSync(join(ROOT, "README.md"), "utf8");
    const [list = ""] = /More whole programs are in [^]*?\n\n/.exec(readme) ?? [];
    assert.deepEqual([...list.matchAll(/`([\w-]+)`/g)].map(([, name]) => name).sort(), examples.sort());
  });

  for (const example of examples) {
    const settings = yamlOf("examples", example, "Pulumi.yaml") as Settings;

    it(`${example} is a whole project that previews without edits`, async () => {
      // Pulumi looks in package.json for a program that `main` does not name.
      assert.deepEqual([settings.main, settings.name], ["index.ts", example]);
      assert.ok(existsSync(join(ROOT, "examples", example, "README.md")));
      const directory = join(ROOT, "examples", example);
      const { code, stdout, stderr } = await run(process.execPath, [CLI, "preview"], directory, UNCHECKED);
      assert.equal(code, 0, stderr);
      assert.match(stdout, /ghcr-fargate:index:(GhcrFargateService|GhcrFargateTask|EcrNamespace)/);
      assert.deepEqual(/not priced here: (.*)/.exec(stdout)?.[1], UNPRICED[example]);
    });

    it(`${example} keeps its secrets`, async () => {
      const program = join(ROOT, "examples", example, settings.main);
      const deployment = await deploy(
        () => {
          Reflect.deleteProperty(load.cache, program);
          return load(program) as object;
        },
        { config: configOf(example, settings), secretConfig: { token: SECRET }, state: { database: DATABASE } },
      );
      assert.deepEqual(deployment.leaks(SECRET), []);
      const holdsToken = deployment.ofType("aws:secretsmanager/secretVersion:SecretVersion").length > 0;
      const asksForToken = readFileSync(program, "utf8").includes('requireSecret("token")');
      assert.equal(holdsToken, asksForToken);
    });
  }

  it("run in the root as the quickstart does", () => {
    assert.equal((yamlOf("Pulumi.yaml") as Settings).main, "examples/quickstart/index.ts");
    assert.deepEqual(yamlOf("Pulumi.dev.yaml"), yamlOf("examples", "quickstart", "Pulumi.dev.yaml"));
  });
});
