// A task that belongs to no service: started by schedules, and run by hand on the command line, with each of its endings.
// Not proven here: that a schedule starts a task, which no emulator does.

import assert from "node:assert/strict";
import { RunningCommand, type Ended } from "./support/commands";
import { steps } from "./support/life";
import { serviceProject } from "./support/programs";
import { describeDeployments, setScenarios } from "./support/scenarios";
import { EngineStack, succeeds } from "./support/stack";

const ECS = "AmazonEC2ContainerServiceV20141113";

const PROGRAM = `import { GhcrFargateTask } from "ghcr-fargate";
export const { clusterArn, taskDefinitionArn, taskRoleArn, subnetIds, securityGroupIds, deadLetterQueueArn } =
  new GhcrFargateTask("report", {
    image: "ghcr.io/octocat/report:1",
    command: ["report"],
    environment: { DAYS: "7" },
    schedules: [
      { name: "nightly", cron: "0 3 * * ? *", timeZone: "Europe/Berlin" },
      { name: "hourly", rate: "1 hour", command: ["report", "--small"], environment: { DAYS: "1" }, enabled: false,
        flexibleMinutes: 10, retryAttempts: 3, retryMinutes: 15 },
    ],
  });
`;

/** A schedule as EventBridge Scheduler describes it, as far as it is read here. */
interface Schedule {
  readonly Name: string;
  readonly ScheduleExpression: string;
  readonly ScheduleExpressionTimezone: string;
  readonly State: string;
  readonly FlexibleTimeWindow: unknown;
  readonly Target: Readonly<Record<string, unknown>>;
}

describeDeployments("a task that belongs to no service", function () {
  this.timeout(300_000);
  const step = steps();
  let stack: EngineStack;
  let outputs: Readonly<Record<string, unknown>> = {};

  const start = (...args: string[]): RunningCommand =>
    new RunningCommand(["run", "--stack", "dev", ...args], { cwd: stack.directory });
  const runTask = (...args: string[]): Promise<Ended> => start(...args).ended;
  const tasks = async (desiredStatus: string): Promise<readonly string[]> => {
    const list = { cluster: outputs.clusterArn, desiredStatus };
    return (await stack.emulator.json<{ taskArns: string[] }>("ecs", `${ECS}.ListTasks`, list)).taskArns;
  };

  step("has the schedules that it is given, which start it in its network", async () => {
    setScenarios([]);
    const project = serviceProject("jobs", "{}");
    stack = await EngineStack.create({ ...project, files: { ...project.files, "index.ts": PROGRAM } });
    ({ outputs } = await succeeds(stack.up()));
    const { Schedules } = JSON.parse(await stack.emulator.rest("scheduler", "/schedules")) as {
      Schedules: { Name: string }[];
    };
    const sorted = (list: unknown) => [...(list as string[])].sort();
    const described = await Promise.all(
      Schedules.map(({ Name }) => stack.emulator.rest("scheduler", `/schedules/${Name}`)),
    );
    const inOrder = (key: string, value: unknown) => (key === "Subnets" ? sorted(value) : value);
    const schedules = described
      .map((text) => JSON.parse(text, inOrder) as Schedule)
      .sort((a, b) => (a.Name < b.Name ? -1 : 1));
    const roleArns = schedules.map(({ Target }) => String(Target.RoleArn));
    assert.match(roleArns[0] ?? "", /:role\/report-schedule-role-/);
    const target = (RetryPolicy: object, input: object = {}) => ({
      Arn: outputs.clusterArn,
      RoleArn: roleArns[0],
      EcsParameters: {
        TaskDefinitionArn: outputs.taskDefinitionArn,
        TaskCount: 1,
        LaunchType: "FARGATE",
        NetworkConfiguration: {
          awsvpcConfiguration: {
            Subnets: sorted(outputs.subnetIds),
            SecurityGroups: outputs.securityGroupIds,
            AssignPublicIp: "ENABLED",
          },
        },
        EnableECSManagedTags: true,
        EnableExecuteCommand: false,
        PropagateTags: "TASK_DEFINITION",
      },
      DeadLetterConfig: { Arn: outputs.deadLetterQueueArn },
      RetryPolicy,
      ...input,
    });
    const Input = JSON.stringify({
      containerOverrides: [
        { name: "app", command: ["report", "--small"], environment: [{ name: "DAYS", value: "1" }] },
      ],
    });
    assert.deepEqual(
      schedules.map(({ ScheduleExpression, ScheduleExpressionTimezone, State, FlexibleTimeWindow, Target }) => ({
        when: [ScheduleExpression, ScheduleExpressionTimezone, State, FlexibleTimeWindow],
        target: Target,
      })),
      [
        {
          when: ["rate(1 hours)", "UTC", "DISABLED", { Mode: "FLEXIBLE", MaximumWindowInMinutes: 10 }],
          target: target({ MaximumEventAgeInSeconds: 900, MaximumRetryAttempts: 3 }, { Input }),
        },
        {
          when: ["cron(0 3 * * ? *)", "Europe/Berlin", "ENABLED", { Mode: "OFF" }],
          target: target({ MaximumEventAgeInSeconds: 3600, MaximumRetryAttempts: 5 }),
        },
      ],
    );
  });

  step("shows what it writes, and ends with exit code 0", async () => {
    setScenarios([{ command: "report", exit: { code: 0, after: 20 }, logs: ["42 rows"] }]);
    const { code, stdout, stderr } = await runTask("--task", "report");
    assert.equal(code, 0, stderr);
    assert.match(stdout, /42 rows/);
  });

  step("ends with its exit code, with another command too", async () => {
    setScenarios([{ command: "report --all", exit: { code: 3, after: 20 }, logs: ["no such table"] }]);
    const { code, stdout, stderr } = await runTask("--task", "report", "--", "report", "--all");
    assert.equal(code, 3, stderr);
    assert.match(stdout, /no such table/);
    assert.match(stderr, /exit code 3/);
  });

  step("says why it did not start: an image that cannot be pulled, and no capacity", async () => {
    const pull = "CannotPullContainerError: failed to resolve ref ghcr.io/octocat/report:1: not found";
    setScenarios([{ image: "*/octocat/report:1", pull }]);
    const unpulled = await runTask("--task", "report");
    assert.equal(unpulled.code, 1, unpulled.stderr);
    assert.match(unpulled.stderr, /task \S+ ended: CannotPullContainerError: .*octocat\/report:1: not found/);
    setScenarios([{ image: "*/octocat/report:1", launch: "capacity" }]);
    const unplaced = await runTask("--task", "report");
    assert.notEqual(unplaced.code, 0);
    assert.match(unplaced.stderr, /ECS started no task: .*[Cc]apacity/);
  });

  step("is stopped at the end of its time, after its last lines", async () => {
    setScenarios([{ command: "report", exit: { code: 0, after: 90_000 }, logs: ["waiting for a lock"] }]);
    const { code, stdout, stderr } = await runTask("--task", "report", "--timeout", "20s");
    assert.equal(code, 124, stderr);
    assert.match(stdout, /waiting for a lock/);
    assert.match(stderr, /task [0-9a-f]{32} had not ended after 20s; it was stopped\n$/);
    assert.deepEqual(await tasks("RUNNING"), []);
  });

  step("goes on after Ctrl-C, which says how to stop it", async () => {
    const command = start("--task", "report");
    await command.until(({ stdout }) => stdout.includes("waiting for a lock"));
    command.interrupt();
    const { code, stderr } = await command.ended;
    assert.equal(code, 130, stderr);
    const [, cluster = "", task = ""] =
      /goes on running; stop it with aws ecs stop-task --cluster (\S+) --task ([0-9a-f]{32})\n$/.exec(stderr) ?? [];
    assert.deepEqual(
      (await tasks("RUNNING")).map((arn) => arn.split("/").at(-1)),
      [task],
    );
    await stack.emulator.json("ecs", `${ECS}.StopTask`, { cluster, task });
  });

  step("is refused where the options do not go together, or name no task", async () => {
    const forms = [
      ["--task", "report", "--timeout", "soon"],
      ["--task", "report", "--timeout", "1m", "--detach"],
    ];
    const wrong = await Promise.all(forms.map((args) => runTask(...args)));
    assert.deepEqual(
      wrong.map(({ code, stderr }) => [code, stderr]),
      [
        [64, "error: --timeout: soon is not a duration; write 90s, 30m or 2h\n"],
        [64, "error: --timeout: cannot be given with --detach, which does not wait\n"],
      ],
    );
    const { code, stderr } = await runTask("--task", "other");
    assert.equal(code, 64);
    assert.match(stderr, /--task: stack dev has no GhcrFargateTask other; it has report/);
    await succeeds(stack.destroy());
  });
});
