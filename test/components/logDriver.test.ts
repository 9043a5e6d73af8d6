// Log drivers: what each container's log configuration is, the FireLens router, and who reads the secret options.

import { deepStrictEqual, strictEqual } from "node:assert";
import * as pulumi from "@pulumi/pulumi";
import type { ServiceLogs } from "../../components/task/logGroup";
import { difference } from "./difference";
import { containerIn, deployService, policyOf, PUBLIC, refusal } from "./serviceFixture";

const SECRET = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:datadog-AbCdEf";
const toLogGroup = (prefix: string, more = {}) => ({
  logDriver: "awslogs",
  options: {
    "awslogs-group": "web-logs-a1b2c3d",
    "awslogs-region": "eu-central-1",
    "awslogs-stream-prefix": prefix,
    mode: "non-blocking",
    ...more,
  },
});
const SIDECARS = [{ name: "proxy", image: "nginx:1" }];

describe("the log driver", () => {
  it("is awslogs to the service's log group", async () => {
    const deployment = await deployService({ ...PUBLIC, sidecars: SIDECARS });
    deepStrictEqual(containerIn(deployment).logConfiguration, toLogGroup("app"));
    deepStrictEqual(containerIn(deployment, "proxy").logConfiguration, toLogGroup("proxy"));
  });

  it("awslogs takes further options, sorted, in every container", async () => {
    const options = { mode: "blocking", "awslogs-multiline-pattern": "^E", "awslogs-stream-prefix": "web" };
    const deployment = await deployService({ ...PUBLIC, sidecars: SIDECARS, logs: { options } });
    const expected = toLogGroup("web", { mode: "blocking", "awslogs-multiline-pattern": "^E" });
    deepStrictEqual(containerIn(deployment).logConfiguration, expected);
    deepStrictEqual(containerIn(deployment, "proxy").logConfiguration, expected);
    const reversed = Object.fromEntries(Object.entries(options).reverse());
    deepStrictEqual(await difference({ ...PUBLIC, logs: { options } }, { ...PUBLIC, logs: { options: reversed } }), {
      added: [],
      removed: [],
      changed: [],
    });
  });

  it("splunk sends every container's output to the collector, with a token that the execution role reads", async () => {
    const logs: ServiceLogs = {
      driver: "splunk",
      options: { "splunk-url": "https://splunk.example.com:8088" },
      secretOptions: { "splunk-token": SECRET },
    };
    const deployment = await deployService({ ...PUBLIC, sidecars: SIDECARS, logs });
    const expected = {
      logDriver: "splunk",
      options: { "splunk-url": "https://splunk.example.com:8088" },
      secretOptions: [{ name: "splunk-token", valueFrom: SECRET }],
    };
    deepStrictEqual(containerIn(deployment).logConfiguration, expected);
    deepStrictEqual(containerIn(deployment, "proxy").logConfiguration, expected);
    deepStrictEqual(policyOf(deployment, "web-execution-role-policy"), {
      Version: "2012-10-17",
      Statement: [{ Sid: "ReadSecrets", Effect: "Allow", Action: "secretsmanager:GetSecretValue", Resource: [SECRET] }],
    });
    deepStrictEqual(await difference(PUBLIC, { ...PUBLIC, logs }), {
      added: ["aws:iam/rolePolicy:RolePolicy web-execution-role-policy"],
      removed: [],
      changed: ["web-task containerDefinitions"],
    });
  });

  it("awsfirelens sends every container's output to the router, which writes its own to the log group", async () => {
    const logs: ServiceLogs = {
      driver: "awsfirelens",
      options: { Name: "cloudwatch", region: pulumi.output("eu-west-1") },
    };
    const deployment = await deployService({ ...PUBLIC, sidecars: SIDECARS, logs });
    const expected = {
      logDriver: "awsfirelens",
      options: { Name: "cloudwatch", region: "eu-west-1" },
      secretOptions: [],
    };
    deepStrictEqual(containerIn(deployment).logConfiguration, expected);
    deepStrictEqual(containerIn(deployment, "proxy").logConfiguration, expected);
    deepStrictEqual(containerIn(deployment, "log_router"), {
      name: "log_router",
      image: "public.ecr.aws/aws-observability/aws-for-fluent-bit:stable",
      essential: true,
      portMappings: [],
      environment: [],
      secrets: [],
      user: "0",
      firelensConfiguration: { type: "fluentbit", options: { "enable-ecs-log-metadata": "true" } },
      logConfiguration: toLogGroup("log_router"),
    });
    deepStrictEqual(await difference(PUBLIC, { ...PUBLIC, logs }), {
      added: [],
      removed: [],
      changed: ["web-task containerDefinitions"],
    });
  });

  it("awsfirelens takes a router image with a configuration file of its own", async () => {
    const fireLens = { image: "123456789012.dkr.ecr.eu-central-1.amazonaws.com/router:2", configFile: "/extra.conf" };
    const deployment = await deployService({ ...PUBLIC, logs: { driver: "awsfirelens", fireLens } });
    const router = containerIn(deployment, "log_router");
    strictEqual(router.image, fireLens.image);
    deepStrictEqual(router.firelensConfiguration, {
      type: "fluentbit",
      options: {
        "enable-ecs-log-metadata": "true",
        "config-file-type": "file",
        "config-file-value": "/extra.conf",
      },
    });
  });

  const REFUSED: readonly (readonly [title: string, logs: ServiceLogs, message: string])[] = [
    [
      "a driver that Fargate lacks",
      { driver: "gelf" as "splunk" },
      'logs.driver: "gelf" is not valid; must be "awslogs" or "awsfirelens" or "splunk"',
    ],
    [
      "another log group",
      { options: { "awslogs-group": "mine" } },
      "logs.options.awslogs-group: cannot be set: it is that of the created log group; leave it unset",
    ],
    [
      "secret options of awslogs",
      { secretOptions: { x: SECRET } },
      'logs.secretOptions: cannot be set with logs.driver: "awslogs", which has no secret options; leave it unset',
    ],
    [
      "a router without FireLens",
      { fireLens: {} },
      'logs.fireLens: cannot be set with logs.driver: "awslogs"; set logs.driver: "awsfirelens", or leave it unset',
    ],
    [
      "FireLens that sends nowhere",
      { driver: "awsfirelens" },
      'logs.options.Name: is missing while logs.driver is "awsfirelens"; set it to the Fluent Bit output, or set logs.fireLens.configFile to a file that has one',
    ],
    [
      "an option given twice",
      { driver: "awsfirelens", options: { Name: "x", apikey: "k" }, secretOptions: { apikey: SECRET } },
      "logs.secretOptions.apikey: is set in logs.options too; keep it in one of them",
    ],
    [
      "splunk without a collector",
      { driver: "splunk", secretOptions: { "splunk-token": SECRET } },
      `logs.options.splunk-url: is missing while logs.driver is "splunk"; set it to the collector's URL`,
    ],
    [
      "splunk without a token",
      { driver: "splunk", options: { "splunk-url": "https://x" } },
      `logs.secretOptions.splunk-token: is missing while logs.driver is "splunk"; set it to the secret that holds the collector's token, such as secretsmanager:NAME`,
    ],
    [
      "a Splunk token in clear",
      { driver: "splunk", options: { "splunk-url": "https://x", "splunk-token": "t0p-s3cret" } },
      "logs.options.splunk-token: can be read by everyone who can read the task definition; put it into a secret, and the secret's name or ARN into logs.secretOptions",
    ],
    [
      "a secret option that is no ARN",
      { driver: "awsfirelens", options: { Name: "x" }, secretOptions: { apikey: "t0p-s3cret" } },
      'logs.secretOptions.apikey: is neither the name nor the ARN of a Secrets Manager secret or an SSM parameter; pass "secretsmanager:NAME" (with :json-key:: behind it for one key of a JSON secret) or "ssm:NAME", or the ARN of either',
    ],
    [
      "an image of the router that is none",
      { driver: "awsfirelens", options: { Name: "x" }, fireLens: { image: "" } },
      "logs.fireLens.image: is empty; write it as ghcr.io/owner/image:tag",
    ],
  ];
  for (const [title, logs, message] of REFUSED)
    it(`is refused: ${title}`, async () => {
      const text = await refusal({ ...PUBLIC, logs });
      strictEqual(text, `GhcrFargateService "web": ${message}`);
      strictEqual(text.includes("t0p-s3cret"), false);
    });

  it("awsfirelens keeps the router's name for itself", async () => {
    strictEqual(
      await refusal({
        ...PUBLIC,
        sidecars: [{ name: "log_router", image: "nginx:1" }],
        logs: { driver: "awsfirelens", options: { Name: "x" } },
      }),
      `GhcrFargateService "web": sidecars[0].name: "log_router" is another container's name; give each container a name of its own`,
    );
  });
});
