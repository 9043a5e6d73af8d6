// Programs that the preview once failed, each reduced to a few lines; made here with this checkout's packages, and run whole.
// Does not prove that the public programs that they stand for draw.

import { deepStrictEqual, match, ok, strictEqual } from "node:assert";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { previewProgram, type Preview, type PreviewOptions } from "../../preview/preview";

const IMPORTS = `import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";
`;

describe("a program that", function () {
  let directory: string;
  beforeEach(() => {
    directory = realpathSync(mkdtempSync(join(tmpdir(), "preview-fault-")));
    symlinkSync(join(__dirname, "../../node_modules"), join(directory, "node_modules"));
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  const write = (files: Readonly<Record<string, string>>): void => {
    for (const [name, content] of Object.entries({ "Pulumi.yaml": "name: app\nruntime: nodejs\n", ...files })) {
      mkdirSync(dirname(join(directory, name)), { recursive: true });
      writeFileSync(join(directory, name), content);
    }
  };
  const run = (program: string, options: Partial<PreviewOptions> = {}): Promise<Preview> => {
    write({ "index.ts": IMPORTS + program });
    return preview(options);
  };
  const preview = (options: Partial<PreviewOptions> = {}): Promise<Preview> =>
    previewProgram({ directory, config: [], timeoutSeconds: 100, env: { AWS_REGION: "eu-central-1" }, ...options });
  const told = ({ diagnostics }: Preview): string[] =>
    diagnostics.map(({ severity, message, source }) => {
      const column = source?.column === undefined ? "" : `:${source.column}`;
      return `${severity}${source ? ` ${relative(directory, source.file)}:${source.line}${column}` : ""} ${message}`;
    });
  const types = ({ resources }: Preview) => resources.map(({ type }) => type.split(":").pop());

  const drawn: [string, string, string[]][] = [
    [
      "passes a role as an argument",
      `const role = new aws.iam.Role("app", { assumeRolePolicy: "{}" });
       new aws.iam.RolePolicyAttachment("logs", { role: role, policyArn: "arn:aws:iam::aws:policy/CloudWatchLogsFullAccess" });`,
      ["Role", "RolePolicyAttachment"],
    ],
    [
      "passes a bucket as an argument",
      `const site = new aws.s3.Bucket("site");
       new aws.s3.BucketObject("page", { bucket: site, key: "index.html", content: "<h1>Hello</h1>" });`,
      ["Bucket", "BucketObject"],
    ],
    [
      "passes a resource as an argument and as the parent",
      `const topic = new aws.sns.Topic("messages");
       new aws.sns.TopicSubscription("mail", { topic: topic, protocol: "email", endpoint: "ops@example.com" }, { parent: topic });`,
      ["Topic", "TopicSubscription"],
    ],
    [
      "passes a resource to a component",
      `class Site extends pulumi.ComponentResource {
         constructor(name: string, bucket: aws.s3.Bucket) {
           super("acme:index:Site", name, { bucket });
           new aws.s3.BucketVersioning(name, { bucket: bucket.id, versioningConfiguration: { status: "Enabled" } }, { parent: this });
         }
       }
       new Site("site", new aws.s3.Bucket("files"));`,
      ["Bucket", "Site", "BucketVersioning"],
    ],
    [
      "passes a resource in a list to a component of a plugin",
      `class Api extends pulumi.ComponentResource {
         constructor(name: string, routes: { path: string; topic: aws.sns.Topic }[]) {
           super("acme:index:Api", name, { routes }, {}, true);
         }
       }
       new Api("api", [{ path: "/", topic: new aws.sns.Topic("orders") }]);`,
      ["Topic", "Api"],
    ],
  ];
  for (const [title, program, expected] of drawn)
    it(`${title} is drawn`, async () => {
      const result = await run(program);
      deepStrictEqual(types(result).sort(), [...expected].sort());
      strictEqual(result.succeeded, true);
    });

  it("parses what only AWS knows is drawn, with an unknown in its place", async () => {
    const result = await run(
      `const ami = aws.ssm.getParameterOutput({ name: "/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended" });
       const own = aws.ssm.getParameterOutput({ name: "/shop/settings" });
       export const imageId = ami.value.apply((text) => JSON.parse(text).image_id);
       export const size = own.value.apply((text) => JSON.parse(text).size);`,
    );
    deepStrictEqual(result.outputs, { imageId: "[unknown]", size: "[unknown]" });
  });

  it("takes a made-up answer apart is told which one it is, and can be given the answer", async () => {
    const program = `export = async () => {
         const organization = await aws.organizations.getOrganization();
         new aws.organizations.OrganizationalUnit("dev", { parentId: organization.roots[0].id });
       };`;
    const failed = await run(program);
    deepStrictEqual(told(failed), [
      "warning aws:organizations/getOrganization:getOrganization is not known offline; what it returned here is made up",
      "error index.ts:5 TypeError: Cannot read properties of undefined (reading 'id'); the answer of getOrganization is made up " +
        `offline; give what the program needs with: --answer 'getOrganization={"NAME": VALUE}'`,
    ]);
    const answered = await preview({ answers: ['getOrganization={"roots":[{"id":"r-1"}]}'] });
    deepStrictEqual(told(answered), []);
    strictEqual(answered.resources[0]?.inputs.parentId, "r-1");
  });

  it("requires the Region gets the assumed one, with a warning", async () => {
    const result = await run(
      `const region = aws.config.requireRegion();
       new aws.s3.Bucket("files", { bucket: \`files-\${region}\` });`,
      { env: {} },
    );
    strictEqual(result.resources[0]?.inputs.bucket, "files-us-east-1");
    match(told(result).join(), /^warning aws:region is not set; us-east-1 is assumed/);
  });

  it("misses config is told all of it at once, also what other files read, each with its place", async () => {
    write({
      "settings.ts": `${IMPORTS}export const zones = new pulumi.Config("net").requireNumber("zones");\n`,
      "index.ts": `${IMPORTS}import { zones } from "./settings";
const config = new pulumi.Config();
export const page = config.require("domain") + config.require("path") + zones + config.requireBoolean("public");
export const password = config.requireSecret("password");
config.requireObject<{ a: { b: string } }>("shape").a.b;
config.require("after");
`,
    });
    const result = await preview();
    deepStrictEqual(told(result), [
      `error 6 config values are required and not set:
  net:zones  settings.ts:3
  domain     index.ts:5
  path       index.ts:5
  public     index.ts:5
  password   index.ts:6  a secret: with --secret
  shape      index.ts:7
set each with: pulumi config set KEY VALUE, or for this preview: --config KEY=VALUE
with a made-up value in its place the program stopped at index.ts:7 (TypeError: Cannot read properties of undefined (reading 'b')), so more may be missing`,
    ]);
    deepStrictEqual([result.finished, result.succeeded], [false, false]);
    const given = { config: ["net:zones=2", "domain=d", "path=p", "public=true", 'shape={"a":{"b":"c"}}', "after=z"] };
    strictEqual((await preview(given)).succeeded, true);
  });

  it("is an ES module that is compiled to another folder is told the places of its own files", async () => {
    write({
      "package.json": '{ "type": "module" }',
      "tsconfig.json": '{ "compilerOptions": { "outDir": "bin", "target": "es2022", "module": "nodenext" } }',
    });
    const result = await run(`export const path = new pulumi.Config().require("path");`);
    match(told(result).join(), /^error index\.ts:3 config `path` is required and not set/);
  });

  it("is an ES module without tsconfig.json runs", async () => {
    write({ "package.json": '{ "type": "module" }' });
    const result = await run(`export const stack: string = pulumi.getStack();`);
    deepStrictEqual([result.succeeded, result.outputs.stack], [true, "dev"]);
  });

  it("is of one stack only takes that stack's config", async () => {
    write({ "Pulumi.prod.yaml": "config:\n  app:domain: shop.example.com\n" });
    const result = await run(`export const domain = new pulumi.Config().require("domain");`);
    deepStrictEqual([result.stack, result.outputs.domain], ["prod", "shop.example.com"]);
  });

  it("asks for its stack gets PULUMI_STACK", async () => {
    const result = await run(`export const stack = pulumi.getStack();`, { env: { PULUMI_STACK: "prod" } });
    strictEqual(result.outputs.stack, "prod");
  });

  it("has a type error is refused with its place, as pulumi up refuses it, unless the check is skipped", async () => {
    const program = `const api = new aws.apigateway.RestApi("orders", { body: "{}" });
const deployment = new aws.apigateway.Deployment("orders", { restApi: api.id });
export const endpoint = pulumi.interpolate\`\${deployment.invokeUrl}live\`;`;
    const refused = await run(program, { typeCheck: true });
    deepStrictEqual(told(refused), [
      "error index.ts:5:57 TS2339: Property 'invokeUrl' does not exist on type 'Deployment'.",
    ]);
    deepStrictEqual([refused.finished, refused.succeeded], [false, false]);
    strictEqual((await preview({ typeCheck: false })).succeeded, true);
  });

  it("is an ES module with type errors is refused with each of them", async () => {
    write({
      "package.json": '{ "type": "module" }',
      "tsconfig.json": '{ "compilerOptions": { "target": "es2022", "module": "nodenext", "strict": true } }',
    });
    const result = await run(
      `const bucket = new aws.s3.Bucket("files", { versioned: true });
export const name: number = bucket.bucket;`,
      { typeCheck: true },
    );
    deepStrictEqual(
      told(result).map((line) => line.slice(0, 27)),
      ["error index.ts:3:45 TS2353:", "error index.ts:4:14 TS2322:"],
    );
  });

  it("is an ES module in JavaScript runs without ts-node", async () => {
    rmSync(join(directory, "node_modules"));
    mkdirSync(join(directory, "node_modules"));
    symlinkSync(join(__dirname, "../../node_modules/@pulumi"), join(directory, "node_modules/@pulumi"));
    write({
      "package.json": '{ "type": "module" }',
      "index.js": `import * as pulumi from "@pulumi/pulumi";
export const stack = pulumi.getStack();
new pulumi.ComponentResource("acme:index:Site", "site");`,
    });
    const result = await preview({ stack: "dev", typeCheck: true });
    deepStrictEqual([types(result), result.outputs.stack, result.succeeded], [["Site"], "dev", true]);
  });

  it("uses an alias of tsconfig.json is told that Node.js does not know it", async () => {
    write({
      "tsconfig.json": '{ "compilerOptions": { "paths": { "@app/*": ["./src/*"] } } }',
      "src/image.ts": 'export const image = "nginx";',
    });
    const result = await run(`import { image } from "@app/image";\nexport const uri = image;`);
    deepStrictEqual(told(result), [
      "error index.ts:3 Cannot find module '@app/image': it is an alias of tsconfig.json (\"paths\"), which Node.js does not know; " +
        'import it by its path, or name it under "imports" in package.json',
    ]);
  });

  it("needs another stack's outputs as plain values is told how to give them, and is drawn with them", async () => {
    const program = `export = async () => {
  const network = new pulumi.StackReference("acme/network/prod");
  const vpcId = (await network.getOutputDetails("vpcId")).value as string;
  const subnetIds = (await network.requireOutputValue("subnetIds")) as string[];
  new aws.ec2.SecurityGroup("web", { vpcId, tags: { subnets: subnetIds.slice(0, 2).join() } });
};`;
    const missing = await run(program);
    deepStrictEqual(told(missing), [
      `error 2 outputs of other stacks are not known offline, and the program needs them as plain values:
  acme/network/prod.vpcId      index.ts:5
  acme/network/prod.subnetIds  index.ts:6
pass each with: --stack-output STACK.KEY=VALUE
with a made-up value in its place the program stopped at index.ts:7 (TypeError: subnetIds.slice(...).join is not a function), so more may be missing`,
    ]);
    const given = await preview({
      stackOutputs: ["acme/network/prod.vpcId=vpc-1", 'acme/network/prod.subnetIds=["subnet-1","subnet-2","subnet-3"]'],
    });
    deepStrictEqual(told(given), []);
    deepStrictEqual(given.resources.find(({ name }) => name === "web")?.inputs, {
      vpcId: "vpc-1",
      tags: { subnets: "subnet-1,subnet-2" },
      description: "Managed by Pulumi",
    });
  });

  it("takes another stack's outputs as Outputs is drawn, what is not given is unknown and said to be", async () => {
    const result = await run(
      `const network = new pulumi.StackReference("acme/network/prod");
const subnetIds = network.requireOutput("subnetIds") as pulumi.Output<string[]>;
export const vpcId = network.requireOutput("vpcId");
export const zones = subnetIds.apply((ids) => ids.length);`,
      { stackOutputs: ["acme/network/prod.vpcId=vpc-1"] },
    );
    deepStrictEqual(result.outputs, { vpcId: "vpc-1", zones: "[unknown]" });
    deepStrictEqual(
      told(result).filter((line) => line.startsWith("info")),
      [
        "info index.ts:4 outputs of stack acme/network/prod are not known offline; pass them with: --stack-output acme/network/prod.KEY=VALUE",
      ],
    );
  });

  it("has an SDK that is too old is told which one it needs", async () => {
    rmSync(join(directory, "node_modules"));
    write({ "node_modules/@pulumi/pulumi/package.json": '{ "name": "@pulumi/pulumi", "version": "3.48.0" }' });
    deepStrictEqual(told(await run("")), [
      `error the preview needs @pulumi/pulumi 3.197 or later; here is 3.48.0; run npm install @pulumi/pulumi@latest in ${directory}`,
    ]);
  });

  it("has @pulumi/aws of another major version is told so in one line", async () => {
    rmSync(join(directory, "node_modules"));
    write({ "node_modules/@pulumi/aws/package.json": '{ "name": "@pulumi/aws", "version": "6.83.0" }' });
    symlinkSync(join(__dirname, "../../node_modules/@pulumi/pulumi"), join(directory, "node_modules/@pulumi/pulumi"));
    write({ "index.js": "module.exports = { answer: 42 };" });
    const [first] = told(await preview());
    strictEqual(
      first,
      "warning @pulumi/aws 6.83.0 is installed; this package and its preview are made for 7.x; run npm install @pulumi/aws@7",
    );
  });

  it("throws an error without a message is told its class and where it comes from", async () => {
    const result = await run(`class Odd extends Error {}\nthrow new Odd();`);
    const [line = ""] = told(result);
    ok(line.startsWith("error index.ts:4 Odd without a message, thrown at "), line);
  });
});
