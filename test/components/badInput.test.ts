// What is refused, and in which words: before any child exists. A table: what is wrong, the arguments, the message.

import { deepStrictEqual, ok, strictEqual } from "node:assert";
import { readFileSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import type { GhcrFargateServiceArgs } from "../../components/ghcrFargateServiceArgs";
import { GhcrFargateService } from "../../components/ghcrFargateService";
import { RegistryCredentials, type RegistryCredentialsArgs } from "../../components/registryCredentials";
import { deploy } from "../support/deploy";
import { deployService, PRIVATE, PUBLIC, refusal, TOKEN } from "./serviceFixture";

const SECRET_ARN = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:ghcr-AbCdEf";
const EXISTING = PRIVATE.network;

/** Arguments as a JavaScript or YAML user may write them. */
const untyped = (args: object) => args as GhcrFargateServiceArgs;

const CASES: readonly (readonly [title: string, args: GhcrFargateServiceArgs, message: string])[] = [
  ["an empty image", { ...PUBLIC, image: "" }, "image: is empty; write it as ghcr.io/owner/image:tag"],
  [
    "a malformed image",
    { ...PUBLIC, image: "ghcr.io/acme/-web" },
    'image: "ghcr.io/acme/-web" has the malformed repository "acme/-web"; write it as ghcr.io/owner/image:tag',
  ],
  ["an image that is no text", untyped({ ...PUBLIC, image: 7 }), 'image: is 7, not a string; write it in quotes: "7"'],
  [
    "an upper-case owner",
    { ...PUBLIC, image: "ghcr.io/Acme/web:1.0" },
    'image: "ghcr.io/Acme/web:1.0" has upper-case letters in its repository; registries know lower case only: write "ghcr.io/acme/web:1.0"',
  ],
  [
    "a scheme in the image",
    { ...PUBLIC, image: "https://ghcr.io/acme/web" },
    'image: "https://ghcr.io/acme/web" starts with "https://"; leave the scheme out: "ghcr.io/acme/web"',
  ],
  ["two tags", { ...PUBLIC, image: "ghcr.io/acme/web:1:2" }, 'image: "ghcr.io/acme/web:1:2" has 2 tags; keep one tag'],
  [
    "a username without a token",
    { ...PUBLIC, credentials: { username: "acme-bot" } },
    "credentials.token: is missing; set it to a token with the right to read packages",
  ],
  [
    "a token without a username",
    { ...PUBLIC, credentials: { token: TOKEN } },
    "credentials.username: is missing; set it to the login that the token belongs to",
  ],
  [
    "credentials without anything in them",
    { ...PUBLIC, credentials: {} },
    "credentials: has neither username and token nor secretArn; set username and token, or secretArn; for a public image leave credentials unset",
  ],
  [
    "a mode for the network",
    untyped({ ...PUBLIC, network: "new" }),
    'network: is "new", not an object; write { mode: "new" }',
  ],
  [
    "a token for the credentials",
    untyped({ ...PUBLIC, credentials: TOKEN }),
    "credentials: is a string, not an object; write { username: ... }",
  ],
  [
    "credentials that are an Output as a whole",
    untyped({ ...PUBLIC, credentials: pulumi.output({ username: "acme-bot", token: TOKEN }) }),
    "credentials: is an Output, but decides what is created; pass a plain value; the fields of objects may be Outputs",
  ],
  [
    "an empty token",
    { ...PUBLIC, credentials: { username: "u", token: "" } },
    "credentials.token: is empty; pass a token with the right to read packages",
  ],
  [
    "a token with a line end",
    { ...PUBLIC, credentials: { username: "u", token: `${TOKEN}\n` } },
    "credentials.token: contains white space; pass the token alone, without a line end",
  ],
  [
    "a fine-grained token for ghcr.io",
    { ...PUBLIC, credentials: { username: "u", token: "github_pat_11ABC" } },
    "credentials.token: is a fine-grained token, which ghcr.io does not accept; create a classic personal access token with the scope read:packages",
  ],
  [
    "a secretArn of another service",
    { ...PUBLIC, credentials: { secretArn: "arn:aws:ssm:eu-central-1:123456789012:parameter/x" } },
    'credentials.secretArn: "arn:aws:ssm:eu-central-1:123456789012:parameter/x" is not a valid ARN of a Secrets Manager secret; pass an ARN like arn:aws:secretsmanager:REGION:ACCOUNT:secret:NAME',
  ],
  [
    "a key alias for a key",
    { ...PUBLIC, credentials: { secretArn: SECRET_ARN, keyArn: "arn:aws:kms:eu-central-1:123456789012:alias/x" } },
    'credentials.keyArn: "arn:aws:kms:eu-central-1:123456789012:alias/x" is not a valid ARN of a KMS key; pass an ARN like arn:aws:kms:REGION:ACCOUNT:key/NAME',
  ],
  [
    "a memory size that the CPU size lacks",
    { ...PUBLIC, cpu: 256, memory: 4096 },
    "memory: 4096 MiB do not go with cpu: 256; Fargate's nearest sizes are memory: 2048, or cpu: 512 with memory: 4096",
  ],
  [
    "a CPU size that Fargate lacks",
    { ...PUBLIC, cpu: 300 },
    "cpu: 300 is not a CPU size of Fargate; use one of 256, 512, 1024, 2048, 4096, 8192, 16384, 32768 (1024 units are one vCPU)",
  ],
  ["a port of 0", { ...PUBLIC, port: 0 }, "port: 0 is not valid; must be a whole number from 1 to 65535 (TCP port)"],
  [
    "a port of 65536",
    { ...PUBLIC, port: 65536 },
    "port: 65536 is not valid; must be a whole number from 1 to 65535 (TCP port)",
  ],
  [
    "a port that is a text",
    untyped({ ...PUBLIC, port: "8080" }),
    'port: is "8080", not a number; write it without quotes and units',
  ],
  [
    "an unknown architecture",
    untyped({ ...PUBLIC, cpuArchitecture: "amd64" }),
    'cpuArchitecture: "amd64" is not valid; must be "X86_64" or "ARM64"',
  ],
  [
    "a small disk",
    { ...PUBLIC, ephemeralStorageGib: 20 },
    "ephemeralStorageGib: 20 is not valid; must be a whole number from 21 to 200 (GiB)",
  ],
  [
    "a negative count",
    { ...PUBLIC, desiredCount: -1 },
    "desiredCount: -1 is not valid; must be a whole number from 0 to 5000 (tasks)",
  ],
  [
    "a retention that AWS does not offer",
    { ...PUBLIC, logs: { retentionDays: 31 } },
    "logs.retentionDays: 31 days is not a retention period of CloudWatch Logs; use 30, or another of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653",
  ],
  [
    "a CIDR that is none",
    { ...PUBLIC, port: 80, network: { ...EXISTING, ingressCidrs: ["everyone"] } },
    'network.ingressCidrs[0]: "everyone" is not a valid CIDR block; write an address and a prefix length, as in 203.0.113.0/24 or 2001:db8::/32',
  ],
  [
    "the same CIDR twice",
    { ...PUBLIC, port: 80, network: { ...EXISTING, ingressCidrs: ["10.0.0.0/8", "10.0.0.0/8"] } },
    'network.ingressCidrs[1]: "10.0.0.0/8" is given twice; keep one',
  ],
  [
    "ingress without a port",
    { ...PUBLIC, network: { ...EXISTING, ingressCidrs: ["10.0.0.0/8"] } },
    "network.ingressCidrs: cannot be set without port; set port to the port that the container listens on",
  ],
  [
    "an existing network without subnets",
    { ...PUBLIC, network: { mode: "existing", vpcId: "vpc-1" } },
    'network.subnetIds: is missing; set it, or use network.mode: "new"',
  ],
  [
    "subnets without a VPC",
    { ...PUBLIC, network: { mode: "existing", subnetIds: ["subnet-1"] } },
    'network.vpcId: is missing; set it, or use network.mode: "new"',
  ],
  [
    "an empty list of subnets",
    { ...PUBLIC, network: { mode: "existing", vpcId: "vpc-1", subnetIds: [] } },
    "network.subnetIds: is empty; pass one subnet or more, in two zones for availability",
  ],
  [
    "a subnet id that is none",
    { ...PUBLIC, network: { mode: "existing", vpcId: "vpc-1", subnetIds: ["subnet-1", "vpc-2"] } },
    'network.subnetIds: "vpc-2" is not a valid id; pass an id like subnet-0123456789abcdef0',
  ],
  [
    "a VPC without the mode for it",
    { ...PUBLIC, network: { vpcId: "vpc-1" } },
    'network.vpcId: cannot be set with network.mode: "default"; set network.mode: "existing", or leave it unset',
  ],
  [
    "an unknown network mode",
    untyped({ ...PUBLIC, network: { mode: "public" } }),
    'network.mode: "public" is not valid; must be "default" or "new" or "existing"',
  ],
  [
    "egress that cuts the pull",
    { ...PUBLIC, network: { ...EXISTING, egress: [{ cidr: "10.0.0.0/8", port: 443 }] } },
    'network.egress: does not allow HTTPS to the image registry; add { cidr: "0.0.0.0/0", port: 443 }: the image, its secret and the logs are transferred over HTTPS',
  ],
  [
    "rules for groups that exist",
    { ...PUBLIC, port: 80, network: { ...EXISTING, securityGroupIds: ["sg-1"], ingressCidrs: ["10.0.0.0/8"] } },
    "network.ingressCidrs: cannot be set with network.securityGroupIds: existing security groups are not modified; leave one of them unset",
  ],
  ["no image", untyped({ network: EXISTING }), 'image: is missing; pass { image: "ghcr.io/owner/image:tag" }'],
  [
    "environment and secrets with the same key",
    { ...PUBLIC, environment: { A: "1" }, secrets: { A: SECRET_ARN } },
    "secrets.A: is set in environment too; keep it in one of them",
  ],
  [
    "a secret given in clear",
    { ...PUBLIC, secrets: { PASSWORD: TOKEN } },
    'secrets.PASSWORD: is neither the name nor the ARN of a Secrets Manager secret or an SSM parameter; pass "secretsmanager:NAME" (with :json-key:: behind it for one key of a JSON secret) or "ssm:NAME", or the ARN of either',
  ],
  [
    "a variable that is none",
    { ...PUBLIC, environment: { "A B": "1" } },
    'environment: "A B" is not a valid name of an environment variable; use letters, digits and underscores',
  ],
  [
    "a health check without its kind",
    { ...PUBLIC, healthCheck: { command: ["curl", "-f", "localhost"] } },
    'healthCheck.command: ["curl","-f","localhost"] is not a valid health check command; start with "CMD" or "CMD-SHELL", as in ["CMD-SHELL", "curl -f http://localhost/ || exit 1"]',
  ],
  [
    "a sidecar named as the service's own container",
    { ...PUBLIC, sidecars: [{ name: "app", image: "ghcr.io/acme/proxy:1" }] },
    'sidecars[0].name: "app" is another container\'s name; give each container a name of its own',
  ],
  [
    "a sidecar on the service's port",
    { ...PUBLIC, port: 80, sidecars: [{ name: "proxy", image: "ghcr.io/acme/proxy:1", port: 80 }] },
    "sidecars[0].port: 80 is another container's port; the containers of a task share one network interface: give each a port of its own",
  ],
  [
    "a dependency on no container",
    {
      ...PUBLIC,
      dependsOn: [{ containerName: "db", condition: "START" }],
      sidecars: [{ name: "proxy", image: "ghcr.io/acme/proxy:1" }],
    },
    'dependsOn[0].containerName: "db" is not the name of another container of the task; use one of "proxy"',
  ],
  [
    "a dependency on health that nobody checks",
    {
      ...PUBLIC,
      dependsOn: [{ containerName: "proxy", condition: "HEALTHY" }],
      sidecars: [{ name: "proxy", image: "ghcr.io/acme/proxy:1" }],
    },
    'dependsOn[0].condition: "HEALTHY", but "proxy" has no healthCheck; set its healthCheck, or use START',
  ],
  [
    "shared credentials where there are none",
    { ...PUBLIC, sidecars: [{ name: "proxy", image: "ghcr.io/acme/proxy:1", shareCredentials: true }] },
    "sidecars[0].shareCredentials: cannot be true while the service has no credentials; set credentials, or leave it unset",
  ],
  [
    "capacity providers without weight",
    { ...PUBLIC, capacityProviders: [{ capacityProvider: "FARGATE_SPOT", weight: 0 }] },
    "capacityProviders: have no weight above 0; set the weight of one provider to 1 or more",
  ],
  [
    "two bases",
    {
      ...PUBLIC,
      capacityProviders: [
        { capacityProvider: "FARGATE_SPOT", base: 1 },
        { capacityProvider: "FARGATE", base: 1 },
      ],
    },
    "capacityProviders: have a base for more than one provider; keep one base",
  ],
  [
    "a deployment without room",
    { ...PUBLIC, deployment: { maximumPercent: 100 } },
    "deployment.maximumPercent: 100 with deployment.minimumHealthyPercent: 100 allows no task to be replaced; raise maximumPercent, or lower minimumHealthyPercent",
  ],
  [
    "rebalancing without room",
    { ...PUBLIC, deployment: { maximumPercent: 100, minimumHealthyPercent: 0, availabilityZoneRebalancing: true } },
    "deployment.availabilityZoneRebalancing: true cannot be set with deployment.maximumPercent: 100; raise maximumPercent above 100",
  ],
  [
    "rights for a task role that exists",
    { ...PUBLIC, taskRole: { arn: "arn:aws:iam::123456789012:role/x", policyArns: [] } },
    "taskRole.policyArns: cannot be set with taskRole.arn: an existing role is not modified; leave one of them unset",
  ],
  [
    "a role's name for its ARN",
    { ...PUBLIC, executionRole: { arn: "ecsTaskExecutionRole" } },
    'executionRole.arn: "ecsTaskExecutionRole" is not a valid ARN of an IAM role; pass an ARN like arn:aws:iam::ACCOUNT:role/NAME',
  ],
  [
    "insights for a cluster that exists",
    { ...PUBLIC, cluster: { arn: "arn:aws:ecs:eu-central-1:123456789012:cluster/x", containerInsights: "enabled" } },
    "cluster.containerInsights: cannot be set with cluster.arn: an existing cluster is not modified; leave one of them unset",
  ],
];

const REGISTRY: RegistryCredentialsArgs = { username: "acme-bot", token: TOKEN };

const REGISTRY_CASES: readonly (readonly [title: string, args: RegistryCredentialsArgs, message: string])[] = [
  ["an empty username", { ...REGISTRY, username: "" }, "username: is empty; give it a value or leave it unset"],
  [
    "a key that is kept for too short",
    { ...REGISTRY, keyDeletionWindowDays: 6 },
    "keyDeletionWindowDays: 6 is not valid; must be a whole number from 7 to 30 (days)",
  ],
  [
    "a secret that is kept for too short",
    { ...REGISTRY, recoveryWindowDays: 1 },
    "recoveryWindowDays: 1 is not valid; must be a whole number from 7 to 30 (days)",
  ],
  [
    "an alias of AWS's own",
    { ...REGISTRY, keyAlias: "alias/aws/x" },
    'keyAlias: "alias/aws/x" is not a valid alias of a customer-managed key; write "alias/" and letters, digits, dashes, underscores and slashes, not starting with "alias/aws/"',
  ],
  [
    "an alias for a key that exists",
    { ...REGISTRY, keyAlias: "alias/x", keyArn: "arn:aws:kms:eu-central-1:123456789012:key/1" },
    "keyAlias: cannot be set with keyArn: an existing key is not modified; leave one of them unset",
  ],
];

describe("bad arguments", () => {
  for (const [title, args, message] of CASES)
    it(`${title}: refused before any child exists`, async () => {
      const { errors, resources } = await deployService(args, { mayFail: true });
      deepStrictEqual(
        errors.map((error) => error.message),
        [`GhcrFargateService "web": ${message}`],
      );
      deepStrictEqual(
        resources.map(({ name }) => name),
        ["web"], // the component itself
      );
    });

  for (const [title, args, message] of REGISTRY_CASES)
    it(`RegistryCredentials with ${title}: refused`, async () => {
      const { errors } = await deploy(() => new RegistryCredentials("ghcr", args), { mayFail: true });
      deepStrictEqual(
        errors.map((error) => error.message),
        [`RegistryCredentials "ghcr": ${message}`],
      );
    });

  it("lists every problem of a call at once, and never the token", async () => {
    const message = await refusal({
      image: "ghcr.io/Acme/web",
      port: 0,
      desiredCount: -1,
      credentials: { username: "", token: `${TOKEN} ` },
    });
    strictEqual(
      message,
      [
        'GhcrFargateService "web": 5 problems, nothing was created',
        "  - port: 0 is not valid; must be a whole number from 1 to 65535 (TCP port)",
        '  - image: "ghcr.io/Acme/web" has upper-case letters in its repository; registries know lower case only: write "ghcr.io/acme/web"',
        "  - credentials.username: is empty; give it a value or leave it unset",
        "  - credentials.token: contains white space; pass the token alone, without a line end",
        "  - desiredCount: -1 is not valid; must be a whole number from 0 to 5000 (tasks)",
      ].join("\n"),
    );
  });

  it("says what the README shows", async () => {
    const message = await refusal({ ...PUBLIC, image: "ghcr.io/Octocat/web", cpu: 256, memory: 4096 });
    ok(readFileSync("README.md", "utf8").includes(message), message);
  });

  const NAMES = [
    [
      "w".repeat(42),
      `"${"w".repeat(42)}" has 42 characters, too many for the name of its execution-role; use 41 at the most`,
    ],
    ["1web", '"1web" is not a valid name; start with a letter and use letters, digits, dashes and underscores'],
    ["my web", '"my web" is not a valid name; start with a letter and use letters, digits, dashes and underscores'],
  ] as const;
  for (const [name, message] of NAMES)
    it(`a component named ${JSON.stringify(name)}: refused`, async () => {
      const { errors } = await deploy(() => new GhcrFargateService(name, PUBLIC), { mayFail: true });
      strictEqual(errors[0]?.message, `GhcrFargateService ${JSON.stringify(name)}: name: ${message}`);
    });

  it("takes the longest name that fits", async () => {
    const { resources } = await deploy(() => new GhcrFargateService("w".repeat(41), PUBLIC));
    strictEqual(resources.length, 11);
  });
});
