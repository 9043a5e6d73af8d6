// ECS Exec: the service's switch, the cluster's key and log, and the task role's rights.
// Not proven here: that a session opens.

import { deepStrictEqual, strictEqual } from "node:assert";
import type { GhcrFargateServiceArgs } from "../../components/ghcrFargateServiceArgs";
import { difference } from "./difference";
import { deployService, policyOf, PUBLIC, refusal } from "./serviceFixture";

const KEY = "arn:aws:kms:eu-central-1:123456789012:key/mine";
const CLUSTER = { arn: "arn:aws:ecs:eu-central-1:123456789012:cluster/shared" };
const CHANNELS = {
  Sid: "ExecuteCommand",
  Effect: "Allow",
  Action: [
    "ssmmessages:CreateControlChannel",
    "ssmmessages:CreateDataChannel",
    "ssmmessages:OpenControlChannel",
    "ssmmessages:OpenDataChannel",
  ],
  Resource: "*",
};
const decrypt = (key: string) => ({ Sid: "DecryptSessions", Effect: "Allow", Action: "kms:Decrypt", Resource: key });
const record = (logGroup: string) => [
  { Sid: "FindSessionLog", Effect: "Allow", Action: "logs:DescribeLogGroups", Resource: "*" },
  {
    Sid: "RecordSessions",
    Effect: "Allow",
    Action: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
    Resource: `arn:aws:logs:eu-central-1:123456789012:log-group:${logGroup}:*`,
  },
];
const policy = (...statements: object[]) => ({ Version: "2012-10-17", Statement: statements });

describe("ECS Exec", () => {
  it("is off unless asked for", async () => {
    const deployment = await deployService(PUBLIC);
    strictEqual(deployment.find("web-service").inputs.enableExecuteCommand, false);
    strictEqual("configuration" in deployment.find("web-cluster").inputs, false);
  });

  it("switched on alone opens the channels, and nothing else", async () => {
    const args = { ...PUBLIC, executeCommand: {} };
    deepStrictEqual(policyOf(await deployService(args), "web-task-role-policy"), policy(CHANNELS));
    deepStrictEqual(await difference(PUBLIC, args), {
      added: ["aws:iam/rolePolicy:RolePolicy web-task-role-policy"],
      removed: [],
      changed: ["web-service enableExecuteCommand"],
    });
  });

  it("encrypts sessions with a created key and records them in a created log group", async () => {
    const args = { ...PUBLIC, executeCommand: { audited: true } };
    const deployment = await deployService(args);
    deepStrictEqual(deployment.find("web-cluster").inputs.configuration, {
      executeCommandConfiguration: {
        kmsKeyId: "arn:aws:kms:eu-central-1:123456789012:key/web-session-key-a1b2c3d",
        logging: "OVERRIDE",
        logConfiguration: { cloudWatchLogGroupName: "web-session-logs-a1b2c3d" },
      },
    });
    deepStrictEqual(deployment.find("web-session-logs").inputs, { retentionInDays: 30 });
    deepStrictEqual(
      policyOf(deployment, "web-task-role-policy"),
      policy(
        CHANNELS,
        decrypt("arn:aws:kms:eu-central-1:123456789012:key/web-session-key-a1b2c3d"),
        ...record("web-session-logs-a1b2c3d"),
      ),
    );
    deepStrictEqual(await difference(PUBLIC, args), {
      added: [
        "aws:cloudwatch/logGroup:LogGroup web-session-logs",
        "aws:iam/rolePolicy:RolePolicy web-task-role-policy",
        "aws:kms/key:Key web-session-key",
      ],
      removed: [],
      changed: ["web-cluster configuration", "web-service enableExecuteCommand"],
    });
  });

  it("leaves to IAM who administers the created key and who opens sessions with it", async () => {
    const deployment = await deployService({ ...PUBLIC, executeCommand: { audited: true }, tags: { team: "a" } });
    const { policy: keyPolicy, ...key } = deployment.find("web-session-key").inputs;
    deepStrictEqual(key, {
      description: "ECS Exec sessions of web",
      enableKeyRotation: true,
      tags: { team: "a" },
    });
    const { Statement: statements } = JSON.parse(String(keyPolicy)) as { Statement: Record<string, unknown>[] };
    deepStrictEqual(
      statements.map(({ Sid, Principal }) => [Sid, Principal]),
      [
        ["AdministrationByIam", { AWS: "arn:aws:iam::123456789012:root" }],
        ["UseByIam", { AWS: "arn:aws:iam::123456789012:root" }],
      ],
    );
    deepStrictEqual(statements[1]?.Action, ["kms:Decrypt", "kms:GenerateDataKey"]);
  });

  it("takes a key and a log group that exist", async () => {
    const args = { ...PUBLIC, executeCommand: { keyArn: KEY, logGroupName: "sessions" } };
    const deployment = await deployService(args);
    deepStrictEqual(deployment.find("web-cluster").inputs.configuration, {
      executeCommandConfiguration: {
        kmsKeyId: KEY,
        logging: "OVERRIDE",
        logConfiguration: { cloudWatchLogGroupName: "sessions" },
      },
    });
    deepStrictEqual(
      policyOf(deployment, "web-task-role-policy"),
      policy(CHANNELS, decrypt(KEY), ...record("sessions")),
    );
    deepStrictEqual((await difference(PUBLIC, args)).added, ["aws:iam/rolePolicy:RolePolicy web-task-role-policy"]);
  });

  it("keeps the created log group's events as long as asked for", async () => {
    const deployment = await deployService({ ...PUBLIC, executeCommand: { retentionDays: 365 } });
    deepStrictEqual(deployment.find("web-session-logs").inputs, { retentionInDays: 365 });
  });

  for (const [title, executeCommand, statements] of [
    ["the key", { keyArn: KEY }, [decrypt(KEY)]],
    ["the log group", { logGroupName: "sessions" }, record("sessions")],
  ] as const)
    it(`in a cluster that exists creates nothing but the right to use ${title} that is named`, async () => {
      const args = { ...PUBLIC, cluster: CLUSTER, executeCommand };
      deepStrictEqual(policyOf(await deployService(args), "web-task-role-policy"), policy(CHANNELS, ...statements));
      deepStrictEqual(await difference({ ...PUBLIC, cluster: CLUSTER }, args), {
        added: ["aws:iam/rolePolicy:RolePolicy web-task-role-policy"],
        removed: [],
        changed: ["web-service enableExecuteCommand"],
      });
    });

  it("leaves the rights to the task role that exists, and says which it needs", async () => {
    const taskRole = { arn: "arn:aws:iam::123456789012:role/mine" };
    const deployment = await deployService({ ...PUBLIC, taskRole, executeCommand: {} });
    deepStrictEqual(deployment.ofType("aws:iam/rolePolicy:RolePolicy"), []);
    deepStrictEqual(JSON.parse(String(deployment.outputs.taskRolePolicy)), policy(CHANNELS));
  });

  const REFUSED: readonly (readonly [title: string, args: Partial<GhcrFargateServiceArgs>, message: string])[] = [
    [
      "with a key and without audit",
      { executeCommand: { audited: false, keyArn: KEY } },
      "executeCommand.keyArn: cannot be set with executeCommand.audited: false; leave one of them unset",
    ],
    [
      "in a cluster that exists without naming what it has",
      { cluster: CLUSTER, executeCommand: { audited: true } },
      "executeCommand: has neither keyArn nor logGroupName, and those of cluster.arn are not known; set those that the cluster has, or use executeCommand: {} if it has none",
    ],
    [
      "with a retention of a log group that exists",
      { executeCommand: { logGroupName: "x", retentionDays: 30 } },
      "executeCommand.retentionDays: cannot be set: no log group is created for sessions; leave it unset",
    ],
    [
      "with a retention that CloudWatch Logs lacks",
      { executeCommand: { retentionDays: 31 } },
      "executeCommand.retentionDays: 31 days is not a retention period of CloudWatch Logs; use 30, or another of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653",
    ],
    [
      "with a key that is none",
      { executeCommand: { keyArn: "alias/x" } },
      'executeCommand.keyArn: "alias/x" is not a valid ARN of a KMS key; pass an ARN like arn:aws:kms:REGION:ACCOUNT:key/NAME',
    ],
  ];
  for (const [title, args, message] of REFUSED)
    it(`is refused ${title}`, async () => {
      strictEqual(await refusal({ ...PUBLIC, ...args }), `GhcrFargateService "web": ${message}`);
    });
});
