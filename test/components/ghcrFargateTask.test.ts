// The component for tasks that run and end: its children, its schedules, and what it refuses. Not proven here: that a schedule
// starts a task, which no emulator does.

import { deepStrictEqual, strictEqual } from "node:assert";
import { GhcrFargateTask } from "../../components/ghcrFargateTask";
import type { GhcrFargateTaskArgs } from "../../components/ghcrFargateTaskArgs";
import { deploy, type Deployment, type DeployOptions } from "../support/deploy";
import { TOKEN } from "./serviceFixture";

const IMAGE = "ghcr.io/acme/report:1.0";
const NETWORK = { mode: "existing", vpcId: "vpc-1", subnetIds: ["subnet-1", "subnet-2"] } as const;
const PLAIN: GhcrFargateTaskArgs = { image: IMAGE, network: { ...NETWORK, subnetIds: [...NETWORK.subnetIds] } };
const NIGHTLY = { name: "nightly", cron: "0 3 * * ? *" };
const SCHEDULE = "aws:scheduler/schedule:Schedule";
const QUEUE = "arn:aws:sqs:eu-central-1:123456789012:failed";

const deployTask = (args: GhcrFargateTaskArgs, options?: DeployOptions): Promise<Deployment> =>
  deploy(() => ({ arn: new GhcrFargateTask("report", args).taskDefinitionArn }), options);

async function refusal(args: GhcrFargateTaskArgs): Promise<string | undefined> {
  return (await deployTask(args, { mayFail: true })).errors[0]?.message;
}

describe("a task that runs and ends", () => {
  it("has what a service has, but for the service", async () => {
    const deployment = await deployTask({ ...PLAIN, credentials: { username: "acme-bot", token: TOKEN } });
    deepStrictEqual(deployment.list(), [
      "aws:cloudwatch/logGroup:LogGroup report-logs",
      "aws:ec2/securityGroup:SecurityGroup report-security-group",
      "aws:ecs/cluster:Cluster report-cluster",
      "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders report-cluster-capacity",
      "aws:ecs/taskDefinition:TaskDefinition report-task",
      "aws:iam/role:Role report-execution-role",
      "aws:iam/role:Role report-task-role",
      "aws:iam/rolePolicy:RolePolicy report-execution-role-policy",
      "aws:iam/rolePolicyAttachment:RolePolicyAttachment report-execution-role-managed-policy",
      "aws:kms/alias:Alias report-key-alias",
      "aws:kms/key:Key report-key",
      "aws:secretsmanager/secret:Secret report-secret",
      "aws:secretsmanager/secretVersion:SecretVersion report-secret-version",
      "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule report-egress",
      "ghcr-fargate:index:GhcrFargateTask report",
    ]);
    deepStrictEqual(deployment.leaks(TOKEN), []);
  });

  it("is started by schedules, in its network and with its tags, and keeps starts that fail", async () => {
    const deployment = await deployTask({
      ...PLAIN,
      schedules: [
        { ...NIGHTLY, timeZone: "Europe/Berlin" },
        {
          name: "hourly",
          rate: "1 hour",
          command: ["./report.sh", "--small"],
          environment: { B: "2", A: "1" },
          enabled: false,
          flexibleMinutes: 10,
          retryAttempts: 0,
          retryMinutes: 5,
        },
      ],
      tags: { team: "data" },
    });
    const queue = deployment.find("report-dead-letters");
    deepStrictEqual(queue.inputs, {
      messageRetentionSeconds: 1_209_600,
      sqsManagedSseEnabled: true,
      tags: { team: "data" },
    });
    const target = {
      arn: "arn:aws:ecs:eu-central-1:123456789012:cluster/report-cluster-a1b2c3d",
      roleArn: "arn:aws:iam::123456789012:role/report-schedule-role-a1b2c3d",
      ecsParameters: {
        taskDefinitionArn: "arn:aws:ecs:eu-central-1:123456789012:task-definition/test-dev-report:1",
        launchType: "FARGATE",
        taskCount: 1,
        networkConfiguration: {
          subnets: ["subnet-1", "subnet-2"],
          securityGroups: ["sg-reportsecuritygroupa1b2c3d"],
          assignPublicIp: false,
        },
        propagateTags: "TASK_DEFINITION",
        enableEcsManagedTags: true,
      },
      deadLetterConfig: { arn: "arn:aws:sqs:eu-central-1:123456789012:report-dead-letters-a1b2c3d" },
    };
    deepStrictEqual(deployment.find("report-schedule-nightly").inputs, {
      description: "Starts a task of report",
      scheduleExpression: "cron(0 3 * * ? *)",
      scheduleExpressionTimezone: "Europe/Berlin",
      state: "ENABLED",
      flexibleTimeWindow: { mode: "OFF" },
      target: { ...target, retryPolicy: { maximumRetryAttempts: 5, maximumEventAgeInSeconds: 3600 } },
    });
    const { target: hourly, ...inputs } = deployment.find("report-schedule-hourly").inputs;
    deepStrictEqual(inputs, {
      description: "Starts a task of report",
      scheduleExpression: "rate(1 hours)",
      state: "DISABLED",
      flexibleTimeWindow: { mode: "FLEXIBLE", maximumWindowInMinutes: 10 },
    });
    const { input, ...other } = hourly as Record<string, unknown>;
    deepStrictEqual(other, { ...target, retryPolicy: { maximumRetryAttempts: 0, maximumEventAgeInSeconds: 300 } });
    deepStrictEqual(JSON.parse(String(input)), {
      containerOverrides: [
        {
          name: "app",
          command: ["./report.sh", "--small"],
          environment: [
            { name: "A", value: "1" },
            { name: "B", value: "2" },
          ],
        },
      ],
    });
  });

  it("lets Scheduler start this task in this cluster with its roles, and no other", async () => {
    const deployment = await deployTask({ ...PLAIN, schedules: [NIGHTLY], deadLetterArn: QUEUE });
    deepStrictEqual(deployment.ofType("aws:sqs/queue:Queue"), []);
    const cluster = "arn:aws:ecs:eu-central-1:123456789012:cluster/report-cluster-a1b2c3d";
    const { Statement } = JSON.parse(String(deployment.find("report-schedule-role-policy").inputs.policy)) as {
      Statement: unknown;
    };
    deepStrictEqual(Statement, [
      {
        Sid: "StartTasks",
        Effect: "Allow",
        Action: "ecs:RunTask",
        Resource: "arn:aws:ecs:eu-central-1:123456789012:task-definition/test-dev-report:*",
        Condition: { ArnEquals: { "ecs:cluster": cluster } },
      },
      {
        Sid: "TagTasks",
        Effect: "Allow",
        Action: "ecs:TagResource",
        Resource: `${cluster.replace(":cluster/", ":task/")}/*`,
        Condition: { StringEquals: { "ecs:CreateAction": "RunTask" } },
      },
      {
        Sid: "PassTaskRoles",
        Effect: "Allow",
        Action: "iam:PassRole",
        Resource: ["execution", "task"].map((role) => `arn:aws:iam::123456789012:role/report-${role}-role-a1b2c3d`),
        Condition: { StringLike: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } },
      },
      { Sid: "KeepFailedStarts", Effect: "Allow", Action: "sqs:SendMessage", Resource: QUEUE },
    ]);
    const trust = JSON.parse(String(deployment.find("report-schedule-role").inputs.assumeRolePolicy)) as {
      Statement: { Principal: unknown; Condition: unknown }[];
    };
    deepStrictEqual(trust.Statement[0]?.Principal, { Service: "scheduler.amazonaws.com" });
    deepStrictEqual(trust.Statement[0].Condition, {
      StringEquals: {
        "aws:SourceAccount": "123456789012",
        "aws:SourceArn": "arn:aws:scheduler:eu-central-1:123456789012:schedule-group/default",
      },
    });
  });

  it("has no role and no queue where no schedule starts it", async () => {
    const deployment = await deployTask(PLAIN);
    deepStrictEqual(
      deployment.list().filter((line) => /schedule|dead-letters/.test(line)),
      [],
    );
    deepStrictEqual(deployment.ofType(SCHEDULE), []);
  });

  it("refuses schedules that AWS refuses, all problems at once", async () => {
    strictEqual(
      await refusal({
        ...PLAIN,
        schedules: [
          { name: "a b", cron: "0 3 * * *" },
          { name: "both", cron: "0 3 * * ? *", rate: "1 hour" },
          { name: "none", timeZone: "Mars", retryAttempts: 186 },
          { name: "both", rate: "1 week", flexibleMinutes: 0, retryMinutes: 1441, command: [] },
        ],
        deadLetterArn: "arn:aws:sns:eu-central-1:123456789012:failed",
      }),
      [
        'GhcrFargateTask "report": 13 problems, nothing was created',
        '  - schedules[3].name: "both" is given twice; give each schedule a name of its own',
        '  - schedules[0].name: "a b" is not a valid name; use letters, digits, dots, dashes and underscores',
        '  - schedules[0].cron: "0 3 * * *" is not six cron fields; write minutes, hours, day of month, month, day of week, year, as in "0 8 ? * MON-FRI *"',
        '  - schedules[1].cron: cannot be set with rate; set one of them: cron: "0 3 * * ? *" or rate: "1 hour"',
        '  - schedules[2].cron: is missing, and rate too; set one of them: cron: "0 3 * * ? *" or rate: "1 hour"',
        '  - schedules[2].timeZone: "Mars" is not a valid time zone; use an IANA name, such as "Europe/Berlin" or "UTC"',
        "  - schedules[2].timeZone: cannot be set with rate; set cron, or leave it unset",
        "  - schedules[2].retryAttempts: 186 is not valid; must be a whole number from 0 to 185 (attempts)",
        '  - schedules[3].rate: "1 week" is not valid; must be a number of minutes, hours or days, as in "5 minutes"',
        "  - schedules[3].command: is empty; leave it unset for the task's own command",
        "  - schedules[3].flexibleMinutes: 0 is not valid; must be a whole number from 1 to 1440 (minutes)",
        "  - schedules[3].retryMinutes: 1441 is not valid; must be a whole number from 1 to 1440 (minutes)",
        '  - deadLetterArn: "arn:aws:sns:eu-central-1:123456789012:failed" is not a valid ARN of an SQS queue; pass an ARN like arn:aws:sqs:REGION:ACCOUNT:NAME',
      ].join("\n"),
    );
    strictEqual(
      await refusal({ ...PLAIN, deadLetterArn: QUEUE }),
      'GhcrFargateTask "report": deadLetterArn: cannot be set without schedules; set schedules, or leave it unset',
    );
  });

  it("refuses a name that is too long for a schedule's", async () => {
    strictEqual(
      await refusal({ ...PLAIN, schedules: [{ name: "n".repeat(41), rate: "5 minutes" }] }),
      `GhcrFargateTask "report": schedules[0].name: "${"n".repeat(41)}" has 41 characters; use 40 at the most`,
    );
  });

  it("refuses clients, which it has none of", async () => {
    const group = "sg-0a1b2c3d4e5f60718";
    const wrong = "cannot be set: nobody connects to a task that runs and ends; leave it unset";
    strictEqual(
      await refusal({
        ...PLAIN,
        network: { ...PLAIN.network, ingressCidrs: ["10.0.0.0/8"], ingressSecurityGroupIds: [group] },
      }),
      [
        'GhcrFargateTask "report": 2 problems, nothing was created',
        `  - network.ingressCidrs: ${wrong}`,
        `  - network.ingressSecurityGroupIds: ${wrong}`,
      ].join("\n"),
    );
    const { errors } = await deployTask({ ...PLAIN, network: { ...PLAIN.network, ingressCidrs: [] } });
    deepStrictEqual(errors, []);
  });

  it("warns of tokens that have expired, its sidecars' too, and refuses days that are none", async () => {
    const expiring = (expiresOn: string) => ({ username: "acme-bot", token: TOKEN, expiresOn });
    const sidecars = [{ name: "agent".repeat(12), image: "ghcr.io/acme/agent:1", credentials: expiring("2020-02-01") }];
    const { warnings } = await deployTask({ ...PLAIN, credentials: expiring("2020-01-31"), sidecars });
    deepStrictEqual(
      warnings.map((text) => /^(.*): the token (.*?);/.exec(text)?.slice(1)),
      [
        ["credentials.expiresOn", "expired on 2020-01-31"],
        ["sidecars[0].credentials.expiresOn", "expired on 2020-02-01"],
      ],
    );
    strictEqual(
      await refusal({ ...PLAIN, credentials: expiring("2020-13-01") }),
      'GhcrFargateTask "report": credentials.expiresOn: "2020-13-01" is not a valid date; write year, month and day, as in 2027-03-31',
    );
  });
});
