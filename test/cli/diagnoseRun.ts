// Runs `ghcr-fargate diagnose` over a stand-in for the ECS API.

import type { Service, ServiceDeployment, Task } from "@aws-sdk/client-ecs";
import { Command } from "commander";
import { addDiagnoseWith } from "../../cli/diagnose";
import type { Terminal } from "../../cli/terminal";
import type { EcsApi } from "../../rollout/ecsApi";

export const ARN = "arn:aws:ecs:eu-central-1:123456789012";
export const BAD_TOKEN =
  "CannotPullContainerError: failed to resolve ref ghcr.io/acme/web:1: failed to authorize: failed to fetch oauth token: 403 Forbidden";
export const NOW = Date.UTC(2026, 0, 1, 12);

export function service(
  more: Partial<Service>,
  events: readonly (readonly [minute: number, message: string])[] = [],
): Service {
  return {
    status: "ACTIVE",
    desiredCount: 2,
    runningCount: 2,
    pendingCount: 0,
    deployments: [deployment(6, {})],
    events: events
      .map(([minute, message]) => ({ id: `${minute}-${message}`, createdAt: at(minute), message }))
      .reverse(),
    ...more,
  };
}

export function deployment(revision: number, more: Partial<NonNullable<Service["deployments"]>[number]>) {
  return {
    id: `ecs-svc/${revision}`,
    status: "PRIMARY",
    taskDefinition: `${ARN}:task-definition/web:${revision}`,
    desiredCount: 2,
    runningCount: 2,
    pendingCount: 0,
    createdAt: at(revision - 6),
    ...more,
  };
}

export function task(minute: number, more: Partial<Task>): Task {
  return {
    taskArn: `${ARN}:task/prod/${String(minute).padStart(8, "0")}`,
    taskDefinitionArn: `${ARN}:task-definition/web:7`,
    startedBy: "ecs-svc/7",
    lastStatus: "STOPPED",
    stopCode: "TaskFailedToStart",
    stoppedAt: at(minute),
    ...more,
  };
}

export function record(more: Partial<ServiceDeployment>): ServiceDeployment {
  return {
    serviceDeploymentArn: `${ARN}:service-deployment/prod/web/7`,
    targetServiceRevision: { arn: `${ARN}:service-revision/prod/web/7` },
    createdAt: at(1),
    ...more,
  };
}

export function at(minute: number): Date {
  return new Date(NOW + minute * 60_000);
}

export async function run(
  argv: readonly string[],
  found: {
    readonly service?: Service;
    readonly tasks?: readonly Task[];
    readonly current?: readonly Task[];
    readonly record?: ServiceDeployment | Error;
    readonly error?: Error;
  } = {},
  input = "",
) {
  const result = { output: "", error: "", code: -1, connectedWith: [] as unknown[] };
  const terminal: Terminal = {
    write: (text) => void (result.output += text),
    writeError: (text) => void (result.error += text),
    readInput: () => Promise.resolve(input),
    env: {},
    colour: false,
    interactive: false,
    exitWith: (code) => void (result.code = code),
  };
  const api: EcsApi = {
    describeServices: () =>
      found.error ? Promise.reject(found.error) : Promise.resolve({ services: found.service ? [found.service] : [] }),
    listTasks: ({ desiredStatus }) => {
      const tasks = (desiredStatus === "STOPPED" ? found.tasks : found.current) ?? [];
      return Promise.resolve({ taskArns: tasks.map(({ taskArn }) => taskArn ?? "") });
    },
    describeTasks: ({ tasks }) =>
      Promise.resolve({
        tasks: [...(found.tasks ?? []), ...(found.current ?? [])].filter(({ taskArn }) =>
          tasks.includes(taskArn ?? ""),
        ),
      }),
    describeTaskDefinition: () => Promise.reject(new Error("not needed")),
    listServiceDeployments: () =>
      found.record instanceof Error
        ? Promise.reject(found.record)
        : Promise.resolve({ serviceDeployments: found.record === undefined ? [] : [found.record] }),
    describeServiceDeployments: () =>
      Promise.resolve({ serviceDeployments: found.record instanceof Error ? [] : [found.record ?? {}] }),
    describeServiceRevisions: ({ serviceRevisionArns }) =>
      Promise.resolve({
        serviceRevisions: serviceRevisionArns.map((serviceRevisionArn) => ({
          serviceRevisionArn,
          taskDefinition: `${ARN}:task-definition/web:${serviceRevisionArn.slice(-1)}`,
        })),
      }),
    stopServiceDeployment: () => Promise.reject(new Error("diagnose writes nothing")),
    updateService: () => Promise.reject(new Error("diagnose writes nothing")),
  };
  const program = new Command();
  addDiagnoseWith(program, terminal, (region, credentials) => {
    result.connectedWith = [region, credentials];
    return Promise.resolve(api);
  });
  await program.parseAsync(["diagnose", ...argv], { from: "user" });
  return result;
}
