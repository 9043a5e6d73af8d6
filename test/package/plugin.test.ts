// The package as Pulumi programs in Python, Go, .NET, Java and YAML reach it: its plugin process, from the packed tarball.
// Not proven here: the generated SDKs, and what Pulumi's own engine does with the answers.

import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { isSecret, leaksOf } from "../support/leaks";
import { analyzeComponents, describeInterfaces } from "../../tools/schema/analyze";
import { NO_INTEGERS, serveSchema, type AnalyzedSchema, type Manifest } from "../../tools/schema/serve";
import { renderArgumentShapes, type Schema } from "./argumentShapes";
import { installPackage, link, ROOT } from "./installed";
import { secret, startPlugin, type Plugin } from "./plugin";

const SCHEMA = join(ROOT, "plugin/schema.json");
const UPDATE = "run UPDATE_SCHEMA=1 npx mocha test/package/plugin.test.ts";
const SHAPES = join(ROOT, "components/component/argumentShapes.ts");

/** A secret, as languages without output values send it, and how all send what is not known yet. */
const marked = (value: unknown) => ({
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  value,
});
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

const TEXTS = ["description", "name"]; // "name" of an enum's member

interface ServedSchema extends Schema, AnalyzedSchema {
  readonly resources: Schema["resources"] & AnalyzedSchema["resources"];
  readonly types: Schema["types"] & AnalyzedSchema["types"];
  readonly language: Readonly<
    Record<"nodejs" | "python" | "go" | "java" | "csharp", Readonly<Record<string, unknown>>>
  >;
  readonly repository: string;
  readonly pluginDownloadURL: string;
}

const reviewed = () => JSON.parse(readFileSync(SCHEMA, "utf8")) as ServedSchema;

describe("the package as a plugin", function () {
  let plugin: Plugin;

  before(async () => {
    const installed = await installPackage();
    plugin = await startPlugin(join(installed.packageDir, "plugin"), installed.project);
  });
  after(() => plugin.stop());

  it("has the name, the version and the description of the package", () => {
    const read = (path: string) => JSON.parse(readFileSync(join(ROOT, path), "utf8")) as Record<string, unknown>;
    const { name, version, description } = read("package.json");
    const own = read("plugin/package.json");
    assert.deepEqual([own.name, own.version, own.description], [name, version, description]);
  });

  it("serves the schema that was reviewed", async () => {
    assert.deepEqual(await plugin.getSchema(), reviewed());
  });

  it("makes a service with its children, and keeps the token secret", async () => {
    const made = await plugin.construct("ghcr-fargate:index:GhcrFargateService", "web", {
      image: "ghcr.io/acme/web:1.0",
      port: 8080,
      credentials: { username: "octo", token: secret("t0ken-t0ken") },
      registry: { pin: false, preflight: false },
      rollout: { wait: false },
    });
    assert.equal(made.urn, "urn:pulumi:dev::test::ghcr-fargate:index:GhcrFargateService::web");
    const service = made.resources.find(({ type }) => type === "aws:ecs/service:Service");
    assert.equal(service?.parent, "web");
    assert.equal(made.state.imageUri, "ghcr.io/acme/web:1.0");
    assert.match(String(made.state.serviceArn), /^arn:aws:ecs:eu-central-1:123456789012:service\//);
    const version = made.resources.find(({ type }) => type === "aws:secretsmanager/secretVersion:SecretVersion");
    assert.deepEqual(JSON.parse(String(version?.inputs.secretString)), { username: "octo", password: "t0ken-t0ken" });
    assert.deepEqual(
      made.resources.flatMap(({ name, raw }) => leaksOf("t0ken-t0ken", name, raw)),
      [],
    );
    assert.deepEqual(leaksOf("t0ken-t0ken", "state", made.rawState), []);
  });

  it("takes an object that is one output, as Java sends one with an output or a secret in a field", async () => {
    const made = await plugin.construct("ghcr-fargate:index:GhcrFargateService", "web", {
      image: "ghcr.io/acme/web:1.0",
      credentials: { username: "octo", token: marked("t0ken-t0ken"), expiresOn: "2099-03-31" },
      sidecars: marked([{ name: "proxy", image: "ghcr.io/acme/proxy:1.0", portMappings: [{ port: 9000 }] }]),
      registry: { pin: false, preflight: false },
      rollout: { wait: false },
    });
    const version = made.resources.find(({ type }) => type === "aws:secretsmanager/secretVersion:SecretVersion");
    assert.deepEqual(JSON.parse(String(version?.inputs.secretString)), { username: "octo", password: "t0ken-t0ken" });
    assert.deepEqual(
      made.resources.flatMap(({ name, raw }) => leaksOf("t0ken-t0ken", name, raw)),
      [],
    );
    const definition = made.resources.find(({ type }) => type === "aws:ecs/taskDefinition:TaskDefinition");
    const containers = JSON.parse(String(definition?.inputs.containerDefinitions)) as { name: string; image: string }[];
    assert.deepEqual(
      containers.map(({ image }) => image),
      ["ghcr.io/acme/web:1.0", "ghcr.io/acme/proxy:1.0"],
    );
  });

  it("takes such an object when a field is not known yet, as in the preview of what another resource will be", async () => {
    const network = { mode: "existing", vpcId: UNKNOWN, subnetIds: ["subnet-0a1b2c3d", "subnet-0b1c2d3e"] };
    const made = await plugin.construct(
      "ghcr-fargate:index:GhcrFargateService",
      "web",
      { image: "ghcr.io/acme/web:1.0", network: marked(network), registry: { pin: false, preflight: false } },
      { preview: true },
    );
    const group = made.resources.find(({ type }) => type === "aws:ec2/securityGroup:SecurityGroup");
    assert.equal(group?.inputs.vpcId, "<unknown>");
    const service = made.resources.find(({ type }) => type === "aws:ecs/service:Service");
    const { subnets } = service?.inputs.networkConfiguration as { subnets: unknown };
    assert.deepEqual(subnets, network.subnetIds);
  });

  it("refuses a plain value that is an output", () =>
    assert.rejects(
      plugin.construct("ghcr-fargate:index:GhcrFargateService", "web", {
        image: "ghcr.io/acme/web:1.0",
        port: marked(8080),
      }),
      /port: is an Output, but decides what is created; pass a plain value/,
    ));

  it("answers arguments that cannot work with an error that names them", async () => {
    await assert.rejects(
      plugin.construct("ghcr-fargate:index:GhcrFargateService", "web", { image: "ghcr.io/Acme/web:1.0" }),
      /GhcrFargateService "web".*image/s,
    );
  });
});

describe("the schema of the plugin", function () {
  let analyzed: AnalyzedSchema;
  let manifest: Manifest;

  before(async () => {
    manifest = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as Manifest;
    analyzed = await analyzeComponents(ROOT);
  });

  it("is what Pulumi's analyzer reads from the sources, with what it cannot say", () => {
    const served = serveSchema(analyzed, manifest, describeInterfaces(join(ROOT, "model"), join(ROOT, "components")));
    const schema = `${JSON.stringify(served, undefined, 2)}\n`;
    if (process.env.UPDATE_SCHEMA === "1") writeFileSync(SCHEMA, schema);
    const before = existsSync(SCHEMA) ? readFileSync(SCHEMA, "utf8") : "";
    const changed = schema.split("\n").findIndex((line, i) => line !== before.split("\n")[i]);
    assert.ok(
      schema === before,
      `what other languages see has changed, from line ${changed + 1} of plugin/schema.json on: ${UPDATE} and review the difference`,
    );
  });

  it("gives the arguments the names and types that they are checked by", async () => {
    const shapes = await renderArgumentShapes(reviewed());
    if (process.env.UPDATE_SCHEMA === "1") writeFileSync(SHAPES, shapes);
    assert.equal(readFileSync(SHAPES, "utf8"), shapes, UPDATE);
  });

  it("has the analyzer's components, properties, requirements and types, but for whole numbers", () => {
    const asAnalyzed = JSON.parse(
      JSON.stringify(reviewed()).replaceAll('"type":"integer"', '"type":"number"'),
    ) as object;
    const withoutTexts = (schema: object) =>
      JSON.parse(
        JSON.stringify(schema, (key, value: unknown) =>
          TEXTS.includes(key) && typeof value === "string" ? undefined : value,
        ),
      ) as Schema;
    for (const part of ["resources", "types"] as const)
      assert.deepEqual(withoutTexts(asAnalyzed)[part], withoutTexts(analyzed)[part]);
  });

  it("calls a number whole unless it is known to have fractions or to be large", () => {
    const { resources, types } = reviewed();
    const numbers = Object.entries({ ...resources, ...types }).flatMap(([token, type]) =>
      Object.entries({ ...type.properties, ...type.inputProperties })
        .filter(([, property]) => JSON.stringify(property).includes('"type":"number"'))
        .map(([name]) => `${token.slice(token.lastIndexOf(":") + 1)}.${name}`),
    );
    assert.deepEqual(numbers.sort(), [...NO_INTEGERS]);
  });

  it("names packages of ours in each language", () => {
    const { language, pluginDownloadURL, repository } = reviewed();
    assert.equal(`git+${repository}.git`, manifest.repository.url);
    assert.equal(pluginDownloadURL, "github://api.github.com/ghcr-fargate/ghcr-fargate");
    assert.deepEqual(
      [
        language.nodejs.packageName,
        language.python.packageName,
        language.go.importBasePath,
        language.java.basePackage,
        language.csharp.rootNamespace,
      ],
      [
        "@ghcr-fargate/sdk",
        "ghcr_fargate",
        "github.com/ghcr-fargate/ghcr-fargate/sdk/go/ghcrfargate",
        "io.github.ghcrfargate",
        "GhcrFargate",
      ],
    );
  });

  it("describes each component, each type and each argument", () => {
    const { resources, types } = reviewed();
    const silent = Object.entries({ ...resources, ...types }).flatMap(([token, type]) => [
      ...(type.description === undefined && !("enum" in type) ? [token] : []),
      ...Object.entries(type.inputProperties ?? {})
        .filter(([, property]) => (property as { description?: string }).description === undefined)
        .map(([name]) => `${token}.${name}`),
    ]);
    assert.deepEqual(silent, []);
  });
});

describe("startPlugin", function () {
  let dir: string;
  let plugin: Plugin;

  before(async () => {
    const { project } = await installPackage();
    dir = join(project, "fixture");
    mkdirSync(dir);
    writeFileSync(join(dir, "package.json"), JSON.stringify({ name: "fixture", version: "1.2.3", main: "index.js" }));
    writeFileSync(join(dir, "index.ts"), FIXTURE);
    const options = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 };
    writeFileSync(join(dir, "index.js"), ts.transpile(FIXTURE, options));
    for (const name of ["@pulumi/aws", "@pulumi/pulumi"]) {
      link(join(ROOT, "node_modules", name), join(dir, "node_modules", name));
    }
    plugin = await startPlugin(dir, project);
  });
  after(() => plugin.stop());

  it("gets the schema", async () => {
    const schema = (await plugin.getSchema()) as { name: string; version: string; resources: object };
    assert.deepEqual([schema.name, schema.version], ["fixture", "1.2.3"]);
    assert.deepEqual(schema.resources, {
      "fixture:index:Topic": {
        type: "object",
        properties: { topicArn: { type: "string" }, shown: { type: "string" } },
        required: ["shown", "topicArn"],
        inputProperties: { display: { type: "string" } },
        requiredInputs: ["display"],
        isComponent: true,
      },
    });
  });

  it("makes a component, with its children, outputs and secrets", async () => {
    const made = await plugin.construct("fixture:index:Topic", "news", { display: secret("quiet") });
    assert.deepEqual(
      made.resources.map(({ type, name, parent }) => [type, name, parent]),
      [
        ["fixture:index:Topic", "news", undefined],
        ["aws:sns/topic:Topic", "news-topic", "news"],
      ],
    );
    assert.equal(made.resources[1]?.inputs.displayName, "quiet");
    assert.ok(isSecret(made.resources[1].raw.displayName));
    assert.deepEqual(made.state, {
      topicArn: "arn:aws:sns:eu-central-1:123456789012:news-topic-a1b2c3d",
      shown: "quiet",
    });
    assert.ok(isSecret(made.rawState.shown));
  });

  it("rejects with the text of a constructor's error", async () => {
    await assert.rejects(plugin.construct("fixture:index:Topic", "news", { display: "bad" }), /display: bad; say more/);
  });

  it("tells why a plugin does not start", async () => {
    await assert.rejects(startPlugin(join(dir, "nowhere"), dir), /the plugin exited with 32\n.*nowhere/s);
  });
});

const FIXTURE = `
import * as sns from "@pulumi/aws/sns";
import * as pulumi from "@pulumi/pulumi";

export interface TopicArgs {
  display: pulumi.Input<string>;
}

export class Topic extends pulumi.ComponentResource {
  readonly topicArn: pulumi.Output<string>;
  readonly shown: pulumi.Output<string>;

  constructor(name: string, args: TopicArgs, opts?: pulumi.ComponentResourceOptions) {
    super("fixture:index:Topic", name, {}, opts);
    if ((args.display as string) === "bad") throw new Error("display: bad; say more");
    const topic = new sns.Topic(name + "-topic", { displayName: args.display }, { parent: this });
    this.topicArn = topic.arn;
    this.shown = pulumi.output(args.display);
    this.registerOutputs({ topicArn: this.topicArn });
  }
}
`;
