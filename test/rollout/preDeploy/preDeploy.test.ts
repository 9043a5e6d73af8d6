// When the task runs and what is said where it fails, against an ECS of the test's own. Not proven here: a real ECS's answers.

import assert from "node:assert/strict";
import type { OneOffApi, OneOffTask } from "../../../rollout/preDeploy/oneOffApi";
import { PRE_DEPLOY_TAG, runPreDeploy, type PreDeployRequest } from "../../../rollout/preDeploy/preDeploy";
import { PreDeployError } from "../../../rollout/preDeploy/preDeployError";
import { VirtualClock } from "../../support/virtualClock";

const ARN = "arn:aws:ecs:eu-central-1:123456789012";
const REQUEST: PreDeployRequest = {
  subject: 'GhcrFargateService "web"',
  clusterArn: `${ARN}:cluster/prod`,
  taskDefinitionArn: `${ARN}:task-definition/web-pre-deploy:3`,
  serviceFamily: "web",
  container: "app",
  subnetIds: ["subnet-1"],
  securityGroupIds: ["sg-1"],
  assignPublicIp: true,
  timeoutMinutes: 2,
  digest: "0123",
  always: false,
};

type Started = Awaited<ReturnType<OneOffApi["runTask"]>>;

/** How the next tasks end, a few seconds after their start; the last one counts for all that follow. */
type Fate = Partial<OneOffTask> | "endless";

class Ecs {
  readonly calls: string[] = [];
  readonly tokens: string[] = [];
  readonly tasks: OneOffTask[] = [];
  /** The digest that the newest task definition of the service has. */
  tag: string | undefined = undefined;
  answers: (Started | Error)[] = [];
  constructor(
    private readonly clock: VirtualClock,
    private readonly fates: readonly Fate[],
  ) {}

  /** A task of an update before. */
  has(task: Partial<OneOffTask>): void {
    const { taskDefinitionArn } = REQUEST;
    const common = { taskArn: `${ARN}:task/prod/old`, taskDefinitionArn, startedBy: "ghcr-fargate-0123" };
    this.tasks.push({ ...common, lastStatus: "STOPPED", createdAt: new Date(1), ...task });
  }

  readonly api: OneOffApi = {
    runTask: ({ startedBy, clientToken, launchType, networkConfiguration }) => {
      this.calls.push("runTask");
      this.tokens.push(clientToken);
      const answer = this.answers.shift();
      if (answer instanceof Error) return Promise.reject(answer);
      if (answer !== undefined) return Promise.resolve(answer);
      assert.equal(launchType, "FARGATE");
      assert.deepEqual(networkConfiguration.awsvpcConfiguration, {
        subnets: ["subnet-1"],
        securityGroups: ["sg-1"],
        assignPublicIp: "ENABLED",
      });
      const task: OneOffTask = {
        taskArn: `${ARN}:task/prod/t${this.tasks.length + 1}`,
        taskDefinitionArn: REQUEST.taskDefinitionArn,
        startedBy,
        lastStatus: "PENDING",
        createdAt: new Date(this.clock.now() + 10),
      };
      const fate = this.fates[Math.min(this.tasks.length, this.fates.length - 1)] ?? "endless";
      this.tasks.push(task);
      this.clock.at(this.clock.now() + 8_000, () => Object.assign(task, { lastStatus: "RUNNING" }));
      if (fate !== "endless")
        this.clock.at(this.clock.now() + 20_000, () => Object.assign(task, { lastStatus: "STOPPED", ...fate }));
      return Promise.resolve({ tasks: [{ ...task }] });
    },
    listTasks: ({ family, desiredStatus }) => {
      assert.equal(family, "web-pre-deploy");
      const stopped = desiredStatus === "STOPPED";
      const found = this.tasks.filter(({ lastStatus }) => (lastStatus === "STOPPED") === stopped);
      return Promise.resolve({ taskArns: found.map(({ taskArn = "" }) => taskArn) });
    },
    describeTasks: ({ tasks }) =>
      Promise.resolve({ tasks: this.tasks.filter(({ taskArn = "" }) => tasks.includes(taskArn)) }),
    stopTask: ({ reason }) => {
      this.calls.push(`stopTask: ${reason}`);
      return Promise.resolve({});
    },
    describeTaskDefinition: ({ taskDefinition }) => {
      assert.equal(taskDefinition, "web");
      if (this.tag === undefined) return Promise.reject(new Error("Unable to describe task definition."));
      return Promise.resolve({ tags: [{ key: PRE_DEPLOY_TAG, value: this.tag }] });
    },
  };
}

const exit = (exitCode: number): Fate => ({
  stopCode: "EssentialContainerExited",
  stoppedReason: "Essential container in task exited",
  containers: [{ name: "app", exitCode }],
});
const NO_IMAGE: Fate = {
  stopCode: "TaskFailedToStart",
  stoppedReason: "CannotPullContainerError: failed to resolve ref ghcr.io/octocat/web:2: not found",
  containers: [{ name: "app" }],
};

interface Run {
  readonly ecs: Ecs;
  readonly log: string[];
  readonly error: PreDeployError | undefined;
  readonly seconds: number;
}

/** Runs it to its end. `prepare`: what ECS knows before. */
async function run(
  fates: readonly Fate[],
  {
    prepare,
    interruptAt,
    ...changed
  }: Partial<PreDeployRequest> & { prepare?: (ecs: Ecs) => void; interruptAt?: number } = {},
): Promise<Run> {
  const clock = new VirtualClock();
  const ecs = new Ecs(clock, fates);
  prepare?.(ecs);
  const log: string[] = [];
  const interruption = new AbortController();
  if (interruptAt !== undefined) clock.at(interruptAt, () => interruption.abort());
  const lines = { container: "app", lines: ["no such table"], logGroup: "web", logStream: "s", mayMissLines: false };
  const readLastLines = () => Promise.resolve({ value: lines });
  const watching = {
    now: clock.now,
    sleep: clock.sleep,
    random: () => 0,
    log: (line: string) => void log.push(line),
    interruption: interruption.signal,
  };
  const work = runPreDeploy({ ...REQUEST, ...changed }, { ecs: ecs.api, readLastLines }, watching);
  const result = await clock.run(work);
  const error = result.status === "rejected" ? (result.reason as unknown) : undefined;
  if (error !== undefined && !(error instanceof PreDeployError)) throw new Error("another error", { cause: error });
  return { ecs, log, error, seconds: Math.round(clock.now() / 1000) };
}

describe("a pre-deploy task", () => {
  it("runs where no task definition of the service tells that it has", async () => {
    const { ecs, log, error } = await run([exit(0)]);
    assert.equal(error, undefined);
    assert.deepEqual(ecs.calls, ["runTask"]);
    assert.deepEqual(log, [
      "pre-deploy task t1: PENDING",
      "pre-deploy task t1: RUNNING",
      "pre-deploy task t1: ended with exit code 0",
    ]);
  });

  it("does not run where the service's newest task definition has its digest, unless it always does", async () => {
    const prepare = (ecs: Ecs) => void (ecs.tag = "0123");
    assert.deepEqual((await run([exit(0)], { prepare })).ecs.calls, []);
    assert.deepEqual((await run([exit(0)], { prepare, always: true })).ecs.calls, ["runTask"]);
    assert.deepEqual((await run([exit(0)], { prepare, digest: "4567" })).ecs.calls, ["runTask"]);
  });

  it("fails with the exit code and the last log lines", async () => {
    const { error, ecs } = await run([exit(1)]);
    assert.equal(error?.code, "ERR_PRE_DEPLOY_FAILED");
    const lines = error.message.split("\n");
    assert.equal(
      lines[0],
      'GhcrFargateService "web": pre-deploy task: ended with exit code 1; the service was not changed',
    );
    assert.match(error.message, /\n {2}cause: .*exit code 1/);
    assert.match(error.message, /\n {2}fix: read the last log lines below\n/);
    assert.deepEqual(lines.slice(-4), [
      "  last log lines of container app (web, s):",
      "    no such table",
      "  task: t1 of web-pre-deploy:3 in cluster prod",
      "  next: fix the cause, then pulumi up: it runs the task again",
    ]);
    assert.deepEqual(ecs.calls, ["runTask"], "what has run is not run again");
  });

  it("is started a second time, and no third, where it cannot start", async () => {
    const failed = await run([NO_IMAGE]);
    assert.equal(failed.error?.code, "ERR_PRE_DEPLOY_NOT_STARTED");
    assert.match(
      failed.error.message,
      /pre-deploy task: did not start; the service was not changed\n {2}cause: .*image/,
    );
    assert.deepEqual(failed.ecs.calls, ["runTask", "runTask"]);
    assert.equal((await run([NO_IMAGE, exit(0)])).error, undefined);
  });

  it("is stopped at its time limit", async () => {
    const { error, ecs, seconds } = await run(["endless"]);
    assert.equal(error?.code, "ERR_PRE_DEPLOY_TIMED_OUT");
    assert.match(error.message, /not done within preDeploy\.timeoutMinutes \(2\); it was stopped/);
    assert.deepEqual(ecs.calls, ["runTask", "stopTask: preDeploy.timeoutMinutes (2) passed"]);
    assert.equal(seconds, 120);
  });

  it("waits for capacity until its time limit, and for a new role a minute", async () => {
    const noCapacity = { failures: [{ reason: "Capacity is unavailable at this time. Please try again later" }] };
    const found = await run([exit(0)], { prepare: (ecs) => (ecs.answers = [noCapacity, noCapacity]) });
    assert.equal(found.error, undefined);
    assert.equal(new Set(found.ecs.tokens).size, 3, "each call is a new one");
    const none = await run([exit(0)], { prepare: (ecs) => (ecs.answers = Array<Started>(99).fill(noCapacity)) });
    assert.equal(none.error?.code, "ERR_PRE_DEPLOY_NOT_STARTED");
    assert.equal(none.seconds, 120);
    const role = Object.assign(new Error("ECS was unable to assume the role 'arn:aws:iam::123456789012:role/x'"), {
      name: "ClientException",
      $fault: "client",
    });
    const unknown = await run([exit(0)], { prepare: (ecs) => (ecs.answers = Array<Error>(99).fill(role)) });
    assert.equal(unknown.seconds, 60);
  });

  it("repeats a call whose answer is lost as the same call, and gives up one that AWS refuses", async () => {
    const lost = await run([exit(0)], { prepare: (ecs) => (ecs.answers = [new Error("socket hang up")]) });
    assert.equal(lost.error, undefined);
    assert.equal(new Set(lost.ecs.tokens).size, 1);
    const wrong = Object.assign(new Error("No such shape."), { name: "ClientException", $fault: "client" });
    const refused = await run([exit(0)], { prepare: (ecs) => (ecs.answers = [wrong]) });
    assert.equal(refused.error?.code, "ERR_PRE_DEPLOY_NOT_STARTED");
    assert.match(refused.error.message, /ECS said: No such shape/);
    const name = "AccessDeniedException";
    const words = "User: arn:aws:sts::123456789012:assumed-role/ci/1 is not authorized to perform: ecs:RunTask";
    const denied = await run([exit(0)], {
      prepare: (ecs) => (ecs.answers = [Object.assign(new Error(words), { name })]),
    });
    assert.equal(denied.error?.code, "ERR_PRE_DEPLOY_ACCESS_DENIED");
    assert.match(denied.error.message, /the permission ecs:RunTask is missing/);
  });

  it("goes on when the update is interrupted", async () => {
    const { error, ecs } = await run(["endless"], { interruptAt: 15_000 });
    assert.equal(error?.code, "ERR_PRE_DEPLOY_INTERRUPTED");
    assert.match(error.message, /the next pulumi up waits for it, and takes its exit code if it has ended/);
    assert.deepEqual(ecs.calls, ["runTask"], "it is not stopped");
  });

  it("is not started beside one that an update before has left running", async () => {
    const { ecs, error, log } = await run([], {
      prepare: (known) => {
        known.has({ lastStatus: "RUNNING" });
        const [task] = known.tasks;
        known.api.describeTasks = () => {
          const described = { ...task! };
          Object.assign(task!, { lastStatus: "STOPPED", ...(exit(0) as object) });
          return Promise.resolve({ tasks: [described] });
        };
      },
    });
    assert.equal(error, undefined);
    assert.deepEqual(ecs.calls, []);
    assert.match(log[0] ?? "", /still runs since an update that did not see its end; no second one is started/);
  });

  for (const [what, task, calls] of [
    ["takes exit code 0 of one that ended unseen", exit(0), []],
    ["runs again after one that failed", exit(1), ["runTask"]],
    ["does not count one of another revision", { ...(exit(0) as object), taskDefinitionArn: "x:2" }, ["runTask"]],
    ["does not count one of another run", { ...(exit(0) as object), startedBy: "ghcr-fargate-9" }, ["runTask"]],
  ] as const)
    it(what, async () => {
      const { ecs, error } = await run([exit(0)], { prepare: (known) => known.has(task as Partial<OneOffTask>) });
      assert.equal(error, undefined);
      assert.deepEqual(ecs.calls, calls);
    });
});
