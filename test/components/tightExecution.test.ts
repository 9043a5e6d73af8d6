// The tight execution role: which policy takes the place of AWS's managed one.
// Not proven here: that AWS evaluates the policies as meant.

import { deepStrictEqual, strictEqual } from "node:assert";
import * as pulumi from "@pulumi/pulumi";
import type { GhcrFargateServiceArgs } from "../../components/ghcrFargateServiceArgs";
import { difference } from "./difference";
import { deployService, policyOf, PRIVATE, PUBLIC, refusal, TOKEN } from "./serviceFixture";

const TIGHT = { executionRole: { tight: true } };
const KEY = "arn:aws:kms:eu-central-1:123456789012:key/web-key-a1b2c3d";
const SECRET = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:web-secret-a1b2c3d-AbCdEf";
const WRITE_LOGS = {
  Sid: "WriteLogs",
  Effect: "Allow",
  Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
  Resource: "arn:aws:logs:eu-central-1:123456789012:log-group:web-logs-a1b2c3d:*",
};
const LOG_IN = { Sid: "LogInToEcr", Effect: "Allow", Action: "ecr:GetAuthorizationToken", Resource: "*" };
const pull = (...repositories: string[]) => ({
  Sid: "PullFromEcr",
  Effect: "Allow",
  Action: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
  Resource: repositories.map((repository) => `arn:aws:ecr:${repository}`),
});
const policy = (...statements: object[]) => ({ Version: "2012-10-17", Statement: statements });

describe("a tight execution role", () => {
  it("reads the secret, decrypts it and writes to the log group, and has no managed policy", async () => {
    const deployment = await deployService({ ...PRIVATE, ...TIGHT });
    const expected = policy(
      { Sid: "ReadSecrets", Effect: "Allow", Action: "secretsmanager:GetSecretValue", Resource: [SECRET] },
      {
        Effect: "Allow",
        Action: "kms:Decrypt",
        Resource: [KEY],
        Condition: {
          StringEquals: {
            "kms:ViaService": "secretsmanager.eu-central-1.amazonaws.com",
            "kms:EncryptionContext:SecretARN": SECRET,
          },
        },
      },
      WRITE_LOGS,
    );
    deepStrictEqual(policyOf(deployment, "web-execution-role-policy"), expected);
    deepStrictEqual(JSON.parse(String(deployment.outputs.executionRolePolicy)), expected);
    strictEqual(deployment.find("web-service").dependsOn.includes("web-execution-role-policy"), true);
    deepStrictEqual(deployment.leaks(TOKEN), []);
    deepStrictEqual(await difference(PRIVATE, { ...PRIVATE, ...TIGHT }), {
      added: [],
      removed: ["aws:iam/rolePolicyAttachment:RolePolicyAttachment web-execution-role-managed-policy"],
      changed: ["web-execution-role-policy policy"],
    });
  });

  const IMAGES: readonly (readonly [title: string, args: GhcrFargateServiceArgs, statements: object[]])[] = [
    ["a public image takes the log group only", PUBLIC, []],
    [
      "images in ECR are pulled from their repositories, each named once",
      {
        ...PUBLIC,
        image: "123456789012.dkr.ecr.eu-central-1.amazonaws.com/acme/web:1",
        sidecars: [
          { name: "a", image: "123456789012.dkr.ecr.eu-central-1.amazonaws.com/acme/web:2" },
          { name: "b", image: "210987654321.dkr.ecr-fips.us-east-1.amazonaws.com/base:2" },
          { name: "c", image: "nginx:1" },
        ],
      },
      [LOG_IN, pull("eu-central-1:123456789012:repository/acme/web", "us-east-1:210987654321:repository/base")],
    ],
    [
      "an image that is known later is looked at then",
      { ...PUBLIC, image: pulumi.output("123456789012.dkr-ecr.eu-west-1.on.aws/web:1") },
      [LOG_IN, pull("eu-west-1:123456789012:repository/web")],
    ],
  ];
  for (const [title, args, statements] of IMAGES)
    it(title, async () => {
      deepStrictEqual(
        policyOf(await deployService({ ...args, ...TIGHT }), "web-execution-role-policy"),
        policy(WRITE_LOGS, ...statements),
      );
    });

  it("pulls GuardDuty's agent on request, whichever account it is in", async () => {
    const executionRole = { tight: true, guardDutyAgent: true };
    deepStrictEqual(
      policyOf(await deployService({ ...PUBLIC, executionRole }), "web-execution-role-policy"),
      policy(WRITE_LOGS, LOG_IN, pull("eu-central-1:*:repository/aws-guardduty-agent-fargate")),
    );
  });

  it("that exists is told the whole policy", async () => {
    const executionRole = { tight: true, arn: "arn:aws:iam::123456789012:role/mine" };
    const deployment = await deployService({ ...PUBLIC, executionRole });
    deepStrictEqual(JSON.parse(String(deployment.outputs.executionRolePolicy)), policy(WRITE_LOGS));
    deepStrictEqual(deployment.ofType("aws:iam/rolePolicy:RolePolicy"), []);
  });

  it("is refused GuardDuty's agent while it is not tight", async () => {
    strictEqual(
      await refusal({ ...PUBLIC, executionRole: { guardDutyAgent: true } }),
      `GhcrFargateService "web": executionRole.guardDutyAgent: cannot be true while tight is false: AWS's managed policy covers the agent; set executionRole.tight: true, or leave it unset`,
    );
  });
});
