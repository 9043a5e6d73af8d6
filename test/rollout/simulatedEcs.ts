// A scripted ECS: a timeline of answers. What it does not prove: that AWS words and orders its answers like this.

import type { DeploymentRecord } from "../../rollout/deploymentRecord";
import type { Deployment, ServiceEvent, ServiceSnapshot, StoppedTask } from "../../rollout/ecs";
import type { ServiceReader } from "../../rollout/watchContext";
import { RolloutError } from "../../rollout/rolloutError";
import { watch, type WatchRequest } from "../../rollout/watch";
import { VirtualClock } from "../support/virtualClock";

/** AWS's clock is three hours behind the clock of the machine that watches. */
export const AWS_EPOCH = Date.UTC(2026, 0, 1) - 3 * 3_600_000;
const ARN = "arn:aws:ecs:eu-central-1:123456789012";

/** One deployment: revision of its task definition, wanted, running, pending; times in seconds. */
export interface ScriptedDeployment {
  readonly revision: number;
  readonly wanted: number;
  readonly running: number;
  readonly pending?: number;
  readonly status?: "PRIMARY" | "ACTIVE" | "INACTIVE";
  readonly createdAt?: number;
  /** Unless given, one deployment for each revision. */
  readonly id?: string;
}

/** What the service looks like from one second on; an Error, or no such service. */
export type Frame = readonly [
  second: number,
  answer: readonly ScriptedDeployment[] | Error | "missing" | "DRAINING" | "INACTIVE" | "no answer",
];

/** One stopped task: when, of which revision, why. */
export interface ScriptedStop {
  readonly at: number;
  readonly revision?: number;
  readonly deployment?: string;
  readonly code?: string;
  readonly reason?: string;
  readonly exitCode?: number;
}

/** A whole rollout, as AWS would tell it. Revision 7 is ours. */
export interface Timeline {
  readonly frames: readonly Frame[];
  /** Events by the second they become visible in; a third entry repeats or back-dates: the second they carry. */
  readonly events?: readonly (readonly [second: number, message: string, created?: number])[];
  readonly stops?: readonly ScriptedStop[];
  /** Why stopped tasks cannot be read. */
  readonly detailsProblem?: string;
  readonly request?: Partial<WatchRequest>;
  readonly circuitBreaker?: boolean;
  /** ECS's record of the deployment of revision 7, from one second on. */
  readonly records?: readonly (readonly [second: number, record: Partial<DeploymentRecord>])[];
  /** Why the record cannot be read, for good. */
  readonly recordProblem?: string;
  /** What the failed container wrote, or why it cannot be read. */
  readonly lastLines?: readonly string[] | Error;
  /** Why ECS refuses a rollback. */
  readonly rollbackProblem?: string;
  /** The second in which the update is interrupted. */
  readonly interruptedAt?: number;
  readonly random?: () => number;
}

/** What came of it. */
export interface Outcome {
  readonly verdict: string;
  readonly seconds: number;
  /** The error's message; of a success, the last line logged. */
  readonly message: string;
  readonly log: readonly string[];
  readonly describeServiceCalls: number;
  /** The deployments that ECS was asked to roll back. */
  readonly rolledBack: readonly string[];
  readonly timersLeft: number;
}

export const REQUEST: WatchRequest = {
  serviceName: "web",
  clusterName: "prod",
  region: "eu-central-1",
  taskDefinitionArn: `${ARN}:task-definition/web:7`,
  hasLoadBalancer: true,
  timeoutMinutes: 15,
};

const RECORD: DeploymentRecord = {
  arn: `${ARN}:service-deployment/prod/web/7`,
  status: "IN_PROGRESS",
  createdAt: awsTime(0),
  taskDefinition: REQUEST.taskDefinitionArn,
  triggeredAlarms: [],
  canRollBack: true,
};

/** Watches a timeline to its end. */
export async function simulate(timeline: Timeline): Promise<Outcome> {
  const clock = new VirtualClock();
  const log: string[] = [];
  let describeServiceCalls = 0;
  const rolledBack: string[] = [];
  const seconds = () => clock.now() / 1000;
  const port: ServiceReader = {
    describeService: () => {
      describeServiceCalls++;
      const answer = timeline.frames.findLast(([second]) => second <= seconds())?.[1] ?? "missing";
      if (answer instanceof Error) return Promise.reject(answer);
      if (answer === "missing") return Promise.resolve(undefined);
      if (answer === "no answer") return new Promise(() => undefined);
      return Promise.resolve(snapshot(timeline, answer, seconds()));
    },
    describeStoppedTasks: () => {
      const tasks = (timeline.stops ?? []).filter(({ at }) => at <= seconds()).map(stoppedTask);
      const problem = timeline.detailsProblem;
      return Promise.resolve(problem === undefined ? { tasks } : { tasks: [], problem });
    },
    describeDeployment: () => {
      const problem = timeline.recordProblem;
      if (problem !== undefined) return Promise.resolve({ problem, refused: true });
      const record = timeline.records?.findLast(([second]) => second <= seconds())?.[1];
      return Promise.resolve(record === undefined ? {} : { value: { ...RECORD, ...record } });
    },
    readLastLines: ({ container = "web", taskArn }) => {
      const lines = timeline.lastLines;
      if (lines instanceof Error) return Promise.reject(lines);
      if (lines === undefined) return Promise.resolve({});
      const logStream = `web/${container}/${taskArn.slice(taskArn.lastIndexOf("/") + 1)}`;
      return Promise.resolve({ value: { container, lines, logGroup: "/ecs/web", logStream, mayMissLines: false } });
    },
    rollBack: (arn) => {
      rolledBack.push(arn);
      const problem = timeline.rollbackProblem;
      return problem === undefined ? Promise.resolve() : Promise.reject(new Error(problem));
    },
  };
  const interruption = new AbortController();
  if (timeline.interruptedAt !== undefined) clock.at(timeline.interruptedAt * 1000, () => interruption.abort());
  const random = timeline.random ?? (() => 0);
  const context = { now: clock.now, sleep: clock.sleep, random, log: (line: string) => void log.push(line) };
  const result = await clock.run(
    watch({ ...REQUEST, ...timeline.request }, port, { ...context, interruption: interruption.signal }),
  );
  const rest = {
    seconds: Math.round(seconds() * 10) / 10,
    log,
    describeServiceCalls,
    rolledBack,
    timersLeft: clock.pending,
  };
  if (result.status === "fulfilled") return { verdict: "steady", message: log.at(-1) ?? "", ...rest };
  const error: unknown = result.reason;
  if (!(error instanceof RolloutError)) throw error;
  return { verdict: error.code, message: error.message, ...rest };
}

function snapshot(timeline: Timeline, answer: readonly ScriptedDeployment[] | string, now: number): ServiceSnapshot {
  const deployments = typeof answer === "string" ? [] : answer.map(deployment);
  const primary = deployments.find(({ status }) => status === "PRIMARY");
  const enable = timeline.circuitBreaker ?? true;
  return {
    status: typeof answer === "string" ? answer : "ACTIVE",
    desiredCount: primary?.desiredCount ?? 0,
    runningCount: primary?.runningCount ?? 0,
    pendingCount: primary?.pendingCount ?? 0,
    deployments,
    // The newest first, as ECS lists them.
    events: (timeline.events ?? [])
      .filter(([second]) => second <= now)
      .map(([second, message, created = second]): ServiceEvent => {
        return { id: `${created}-${message}`, createdAt: awsTime(created), message };
      })
      .reverse(),
    circuitBreaker: { enable, rollback: enable },
  };
}

function deployment(
  { revision, wanted, running, pending = 0, status, createdAt, id }: ScriptedDeployment,
  index: number,
): Deployment {
  return {
    id: id ?? `ecs-svc/${revision}`,
    status: status ?? (index === 0 ? "PRIMARY" : "ACTIVE"),
    taskDefinition: `${ARN}:task-definition/web:${revision}`,
    createdAt: awsTime(createdAt ?? (revision === 7 ? 0 : -86_400 * (8 - revision))),
    desiredCount: wanted,
    runningCount: running,
    pendingCount: pending,
  };
}

function stoppedTask(
  { at, revision = 7, deployment: startedBy, code, reason, exitCode }: ScriptedStop,
  index: number,
): StoppedTask {
  return {
    arn: `${ARN}:task/prod/${String(index).padStart(8, "0")}`,
    taskDefinition: `${ARN}:task-definition/web:${revision}`,
    startedBy: startedBy ?? `ecs-svc/${revision}`,
    stoppedAt: awsTime(at),
    stopCode: code ?? "TaskFailedToStart",
    ...(reason !== undefined && { stoppedReason: reason }),
    containers: [{ name: "web", ...(exitCode !== undefined && { exitCode }) }],
  };
}

function awsTime(second: number): number {
  return AWS_EPOCH + second * 1000;
}
