// ARNs of another partition, Region or account: refused once the provider's are known, before any child exists, in one error.

import { deepStrictEqual } from "node:assert";
import * as pulumi from "@pulumi/pulumi";
import { GhcrFargateService } from "../../../components/ghcrFargateService";
import type { GhcrFargateServiceArgs } from "../../../components/ghcrFargateServiceArgs";
import { RegistryCredentials } from "../../../components/registryCredentials";
import { deploy } from "../../support/deploy";

const BASE: GhcrFargateServiceArgs = { image: "ghcr.io/octocat/web:1.0", network: { mode: "new" } };
const HTTPS = { ingressCidrs: [], domainName: "app.example.com" };
const config = { "aws:region": "us-east-1" };

const TOPIC = "arn:aws:sns:eu-west-1:123456789012:ops";
const KEY = "arn:aws:kms:eu-west-1:123456789012:key/1";
const elsewhere = (arn: string, what: string) =>
  `"${arn}" is in eu-west-1, but the component is in us-east-1; pass ${what} of us-east-1, or deploy with a provider for eu-west-1`;
const foreign = (arn: string, what: string) =>
  `"${arn}" is of the account 999999999999, but the component is in 123456789012; pass ${what} of 123456789012, or deploy with a provider for 999999999999`;

const REFUSED: readonly (readonly [args: Partial<GhcrFargateServiceArgs>, message: string])[] = [
  [
    {
      port: 80,
      loadBalancer: { ...HTTPS, certificateArn: "arn:aws:acm:eu-west-1:123456789012:certificate/abc" },
    },
    `loadBalancer.certificateArn: ${elsewhere("arn:aws:acm:eu-west-1:123456789012:certificate/abc", "a certificate")}`,
  ],
  [
    { cluster: { arn: "arn:aws:ecs:eu-west-1:123456789012:cluster/x" } },
    `cluster.arn: ${elsewhere("arn:aws:ecs:eu-west-1:123456789012:cluster/x", "a cluster")}`,
  ],
  [
    { cluster: { arn: "arn:aws:ecs:us-east-1:999999999999:cluster/x" } },
    `cluster.arn: ${foreign("arn:aws:ecs:us-east-1:999999999999:cluster/x", "a cluster")}`,
  ],
  [
    { secrets: { A: "arn:aws-cn:secretsmanager:cn-north-1:123456789012:secret:x-AbCdEf" } },
    'secrets.A: "arn:aws-cn:secretsmanager:cn-north-1:123456789012:secret:x-AbCdEf" is of the partition aws-cn, but the component is in aws; pass a secret of partition aws',
  ],
  [
    { taskRole: { arn: "arn:aws:iam::999999999999:role/x" } },
    `taskRole.arn: ${foreign("arn:aws:iam::999999999999:role/x", "a role")}`,
  ],
  [
    { executionRole: { arn: "arn:aws:iam::999999999999:role/x" } },
    `executionRole.arn: ${foreign("arn:aws:iam::999999999999:role/x", "a role")}`,
  ],
  [
    { taskRole: { policyArns: ["arn:aws:iam::aws:policy/ReadOnlyAccess", "arn:aws:iam::999999999999:policy/x"] } },
    `taskRole.policyArns[1]: ${foreign("arn:aws:iam::999999999999:policy/x", "a policy")}`,
  ],
  [{ alarms: { topicArn: TOPIC } }, `alarms.topicArn: ${elsewhere(TOPIC, "a topic")}`],
  [{ executeCommand: { keyArn: KEY } }, `executeCommand.keyArn: ${elsewhere(KEY, "a key")}`],
  [
    { credentials: { username: "octocat", token: "ghp_a", keyArn: KEY } },
    `credentials.keyArn: ${elsewhere(KEY, "a key")}`,
  ],
];

describe("an ARN of elsewhere", () => {
  for (const [args, message] of REFUSED)
    it(`is refused before any child exists: ${message.slice(0, 70)}`, async () => {
      const service = { ...BASE, registry: { pin: false, preflight: false }, ...args };
      const { errors, resources } = await deploy(() => new GhcrFargateService("web", service), {
        config,
        engine: true,
        mayFail: true,
      });
      deepStrictEqual([...new Set(errors.map((error) => error.message))], [`GhcrFargateService "web": ${message}`]);
      deepStrictEqual(
        resources.map(({ type }) => type),
        ["ghcr-fargate:index:GhcrFargateService"],
      );
    });

  it("is refused in a unit test too", async () => {
    const arn = "arn:aws:ecs:eu-west-1:123456789012:cluster/x";
    const { errors } = await deploy(
      () => {
        for (const name of ["web", "api"]) new GhcrFargateService(name, { ...BASE, cluster: { arn } });
      },
      { config, mayFail: true },
    );
    deepStrictEqual(
      errors.map((error) => error.message),
      [`GhcrFargateService "web": cluster.arn: ${elsewhere(arn, "a cluster")}`],
    );
  });

  it("is refused with all others in one error", async () => {
    const { errors } = await deploy(
      () =>
        new RegistryCredentials("ghcr", {
          username: "octocat",
          token: "ghp_a",
          keyArn: KEY,
          expiresOn: "2099-01-01",
          topicArn: TOPIC,
        }),
      { config, mayFail: true },
    );
    deepStrictEqual(
      [...new Set(errors.map((error) => error.message))],
      [
        `RegistryCredentials "ghcr": 2 problems, nothing was created\n  - keyArn: ${elsewhere(KEY, "a key")}\n  - topicArn: ${elsewhere(TOPIC, "a topic")}`,
      ],
    );
  });

  it("is refused where only an update knows it", async () => {
    const { errors } = await deploy(
      () =>
        new GhcrFargateService("web", {
          ...BASE,
          registry: { pin: false, preflight: false },
          rollout: { wait: false },
          cluster: { arn: pulumi.secret("arn:aws:ecs:eu-west-1:123456789012:cluster/x") },
        }),
      { config, engine: true, mayFail: true },
    );
    deepStrictEqual(
      [...new Set(errors.map((error) => error.message))],
      [
        `GhcrFargateService "web": cluster.arn: ${elsewhere("arn:aws:ecs:eu-west-1:123456789012:cluster/x", "a cluster")}`,
      ],
    );
  });

  const ACCEPTED: readonly Partial<GhcrFargateServiceArgs>[] = [
    { secrets: { A: "arn:aws:secretsmanager:eu-west-1:999999999999:secret:x-AbCdEf" } },
    { credentials: { secretArn: "arn:aws:secretsmanager:eu-west-1:999999999999:secret:x-AbCdEf", keyArn: KEY } },
    { taskRole: { policyArns: ["arn:aws:iam::aws:policy/ReadOnlyAccess"] } },
    { secretKeyArns: [KEY] },
    { image: "123456789012.dkr.ecr.eu-west-1.amazonaws.com/web:1" },
  ];
  for (const args of ACCEPTED)
    it(`is fine where AWS takes it: ${JSON.stringify(args).slice(0, 70)}`, async () => {
      const { errors } = await deploy(() => new GhcrFargateService("web", { ...BASE, ...args }), {
        config,
        mayFail: true,
      });
      deepStrictEqual(errors, []);
    });
});

describe("warnings", () => {
  const warningsOf = async (args: Partial<GhcrFargateServiceArgs>) => {
    const { warnings } = await deploy(() => new GhcrFargateService("web", { ...BASE, ...args }), { config });
    return warnings;
  };

  it("say that ECS Exec opens no session in a container with a read-only root file system", async () =>
    deepStrictEqual(await warningsOf({ executeCommand: {}, readonlyRootFilesystem: true }), [
      'executeCommand: the container "app" has a read-only root file system, in which no session can start; set its readonlyRootFilesystem to false, or remove executeCommand',
    ]));

  it("say that an image without a tag is whatever latest is", async () =>
    deepStrictEqual(await warningsOf({ image: "nginx" }), [
      'image: "nginx" deploys whatever "latest" is at the moment; set a version to know what runs',
    ]));

  it("are not shown for ECS Exec in containers that write, nor for a version", async () =>
    deepStrictEqual(await warningsOf({ executeCommand: {} }), []));
});
