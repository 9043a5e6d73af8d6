// Real programs in real child processes. Does not prove that AWS would take what they create.

import { deepStrictEqual, match, ok, strictEqual } from "node:assert";
import { join, relative } from "node:path";
import { previewProgram, type Preview, type PreviewOptions } from "../../preview/preview";
import { renderPreviewJson, renderPreviewText } from "../../preview/renderPreview";

const PROGRAMS = join(__dirname, "programs");
const TOKEN = "ghp_0123456789secret";

const run = (name: string, options: Partial<PreviewOptions> = {}): Promise<Preview> =>
  previewProgram({ directory: join(PROGRAMS, name), config: [], timeoutSeconds: 60, env: {}, ...options });

/** What the user is told, as `severity file:line message`. */
const told = ({ diagnostics }: Preview): string[] =>
  diagnostics.map(({ severity, message, source }) => {
    const place = source ? ` ${relative(PROGRAMS, source.file)}:${source.line}` : "";
    return `${severity}${place} ${message}`;
  });

describe("a program", function () {
  const failures: [string, string, Partial<PreviewOptions>, string][] = [
    ["that throws", "throws", {}, "error throws/index.ts:6 RangeError: the size is odd"],
    [
      "that throws in an apply",
      "throws-in-apply",
      {},
      'error throws-in-apply/index.ts:6 error serializing property "displayName": cannot name it news',
    ],
    ["that throws in an ES module", "esm-throws", {}, "error esm-throws/index.ts:8 TypeError: no name like news"],
    [
      "that never finishes",
      "never-finishes",
      {},
      "error the program never finishes: it waits for a promise that nothing resolves; look at each `await` of its main function",
    ],
    [
      "with a resource that waits for ever",
      "open-promise",
      {},
      'error open-promise/index.ts:4 resource "waiting" waits for something that never comes: a promise that nothing resolves, or resources that wait for each other',
    ],
    [
      "that registers a name twice",
      "duplicate",
      {},
      'error duplicate/index.ts:5 aws:sns/topic:Topic "news" is registered twice, first in line 3; give each its own name',
    ],
    [
      "whose config is missing",
      "missing-config",
      {},
      "error missing-config/index.ts:5 config `image` is required and not set; set it with: pulumi config set image VALUE, or for this preview: --config image=VALUE",
    ],
    [
      "that runs too long",
      "timer",
      { timeoutSeconds: 4 },
      "error the program did not finish within 4 s (0 resources by then); look for a timer, a server or a loop that never ends, or allow more with --timeout",
    ],
    [
      "that ends its process",
      "exits",
      {},
      "error exits/index.ts:1 the program ended its own process (exit code 3) before it finished; look for process.exit",
    ],
  ];
  for (const [title, name, options, message] of failures)
    it(`${title} fails with one clear message`, async () => {
      const preview = await run(name, options);
      deepStrictEqual(told(preview), [message]);
      deepStrictEqual([preview.finished, preview.succeeded], [false, false]);
    });

  it("that logs an error finishes but does not succeed; each log line has its place", async () => {
    const preview = await run("logs");
    deepStrictEqual(told(preview), [
      "warning logs/index.ts:3 this is a warning",
      "error logs/index.ts:4 this is an error",
      "info logs/index.ts:5 this is said in passing",
      `warning ${join(PROGRAMS, "logs/index.ts")} creates nothing`,
    ]);
    deepStrictEqual([preview.finished, preview.succeeded], [true, false]);
  });

  for (const name of ["plain-js", "esm"])
    it(`of ${name} runs as TypeScript does`, async () => {
      const preview = await run(name, { stack: "dev" });
      deepStrictEqual(told(preview), []);
      deepStrictEqual(
        preview.resources.map(({ type }) => type),
        ["aws:sns/topic:Topic"],
      );
      strictEqual(preview.outputs.topicName, "[unknown]");
    });

  it("that package.json hides is not run, as Pulumi does not, and its user is told the way out", async () => {
    const preview = await run("hidden/program");
    deepStrictEqual(told(preview), [
      `warning ${join(PROGRAMS, "hidden/library.js")} creates nothing, which package.json names; write "main: index.ts" in Pulumi.yaml to run the program in ${join(PROGRAMS, "hidden/program")}`,
    ]);
  });

  it("keeps the values of secrets to itself, even those it lets out of their wrapper", async () => {
    const preview = await run("secrets", { config: [`token=${TOKEN}`, "number=987654"] });
    deepStrictEqual(preview.resources[0]?.inputs, { displayName: "news [secret]", tags: { token: "[secret]" } });
    deepStrictEqual(preview.outputs, { clear: "[secret]", number: "[secret]" });
    deepStrictEqual(told(preview), ["warning secrets/index.ts:9 the token is [secret]"]);
    for (const text of [renderPreviewJson(preview), renderPreviewText(preview, { colour: false, from: PROGRAMS })])
      for (const secret of [TOKEN, "987654"]) ok(!text.includes(secret));
  });

  it("gets a stand-in for a required secret that is not set, and its user is told", async () => {
    const preview = await run("good");
    deepStrictEqual(told(preview), [
      "warning config secret `token` is not set; a stand-in was used; set it with: pulumi config set --secret token",
    ]);
    strictEqual(preview.outputs.token, "[secret]");
    strictEqual(preview.succeeded, true);
  });

  it("may pass a resource where its id is wanted, as Pulumi's own examples do", async () => {
    const preview = await run("resource-argument");
    deepStrictEqual(
      [
        preview.succeeded,
        preview.resources.map(({ name }) => name),
        told(preview).filter((line) => line.startsWith("error")),
      ],
      [true, ["reader", "reads"], []],
    );
  });

  it("with an explicit provider is asked and priced in the provider's region", async () => {
    const preview = await run("provider");
    deepStrictEqual(preview.outputs, { there: "ap-northeast-1", here: "eu-central-1" });
    deepStrictEqual(
      preview.resources.map(({ name, region, operation, protect }) => [name, region, operation, protect]).sort(),
      [
        ["existing", "eu-central-1", "read", false],
        ["key", "eu-central-1", "create", true],
        ["nat", "ap-northeast-1", "create", false],
        ["tokyo", "ap-northeast-1", "create", false],
      ],
    );
    deepStrictEqual(preview.cost.regionsWithoutPrices, ["ap-northeast-1"]);
  });

  it("with awsx.ec2.Vpc shows and prices what that creates", async () => {
    const preview = await run("network");
    const counted = Object.fromEntries(preview.counts.map(({ type, count }) => [type, count]));
    deepStrictEqual(counted, {
      "aws:ec2:Eip": 1,
      "aws:ec2:InternetGateway": 1,
      "aws:ec2:NatGateway": 1,
      "aws:ec2:Route": 4,
      "aws:ec2:RouteTable": 4,
      "aws:ec2:RouteTableAssociation": 4,
      "aws:ec2:Subnet": 4,
      "aws:ec2:Vpc": 1,
      "aws:lb:LoadBalancer": 1,
      "awsx:ec2:Vpc": 1,
    });
    deepStrictEqual(preview.outputs, { vpcId: "[unknown]", firstSubnet: "[unknown]", subnets: "[unknown]" });
    deepStrictEqual(
      preview.cost.lines.map(({ resource, what, quantity }) => [resource, what, quantity]),
      [
        ["net-1", "public IPv4 address", 1],
        ["net-1", "NAT gateway", 1],
        ["web", "Application Load Balancer", 1],
        ["web", "public IPv4 address", 2],
      ],
    );
    deepStrictEqual(
      preview.exposures.map(({ resource, open }) => [resource, open]),
      [["web", "internet-facing load balancer"]],
    );
  });

  it("is told where no region is set", async () => {
    const preview = await run("plain-js", { stack: "noregion" });
    match(told(preview)[0] ?? "", /^warning aws:region is not set; us-east-1 is assumed/);
    strictEqual((await run("plain-js", { stack: "noregion", env: { AWS_REGION: "eu-west-1" } })).region, "eu-west-1");
  });

  it("with a list of containers that is known in part shows it, without its secrets", async () => {
    const preview = await run("containers", { config: ["password=hunter2hunter2"] });
    const { inputs } = preview.resources.find(({ name }) => name === "task") ?? {};
    deepStrictEqual(JSON.parse(inputs?.containerDefinitions as string), [
      {
        name: "web",
        image: "nginx:1.27",
        environment: [
          { name: "QUEUE", value: "[unknown]" },
          { name: "PASSWORD", value: "[secret]" },
        ],
        portMappings: [{ containerPort: 80 }],
      },
    ]);
    const text = renderPreviewText(preview, { colour: false, from: PROGRAMS, inputs: true });
    match(
      text,
      /\n {2}\+ aws:ecs:TaskDefinition task\n {6}containerDefinitions:\n {8}- name: web\n {10}image: nginx:1.27\n/,
    );
    ok(!(text + renderPreviewJson(preview)).includes("hunter2"));
  });

  it("is drawn in the width of a terminal", async () => {
    const preview = await run("component");
    const tree = (width: number) => {
      const text = renderPreviewText(preview, { colour: false, from: PROGRAMS, width });
      return text.split("\n\n")[1]?.split("\n") ?? [];
    };
    strictEqual(tree(60)[4], " +   │  └─ aws:kms:Key      one-right      encryption key, …");
    strictEqual(tree(45)[4], " +   │  └─ aws:kms:Key      one-right");
    strictEqual(tree(30)[2], " +   ├─ exampl…  one");
    for (const width of [30, 45, 60, 80])
      deepStrictEqual(
        tree(width).filter((line) => line.length > width),
        [],
      );
  });

  it("is drawn for a person", async () => {
    const text = renderPreviewText(await run("component"), { colour: false, from: PROGRAMS });
    strictEqual(
      text,
      `Preview of component, stack dev (offline: AWS was not asked, nothing was created)

     Type                   Name           What it is for
 +   pulumi:pulumi:Stack    component-dev  the stack
 +   ├─ example:index:Pair  one
 +   │  ├─ aws:sqs:Queue    one-left       queue
 +   │  └─ aws:kms:Key      one-right      encryption key, protected
 +   └─ example:index:Pair  two
 +      ├─ aws:sqs:Queue    two-left       queue
 +      └─ aws:kms:Key      two-right      encryption key, protected

Resources: + 7 to create
  2 aws:kms:Key
  2 aws:sqs:Queue
  2 example:index:Pair

Outputs: ([unknown]: known after the deployment)
  keyArn  [unknown]
  queues  ["one","two"]

Monthly cost: USD, eu-central-1, list prices of 2026-07-07, 730 hours, before free tiers and taxes
  one-right  KMS key  1 × $1.00/month  1.00
  two-right  KMS key  1 × $1.00/month  1.00
  at least                             2.00
  Billed by use, not in the sum:
    SQS requests  $0.40 per million  price unverified
    KMS requests  $0.03 per 10,000 requests  price unverified

Open to the internet: nothing found

component/index.ts:16: warning: two is enough
`,
    );
  });
});
