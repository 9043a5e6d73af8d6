// Sessions in a task through ECS Exec: what the AWS CLI hands to its session-manager-plugin.
// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html

import type { Task } from "@aws-sdk/client-ecs";
import type { Aws } from "./aws";
import { describeTasks, nameOf, type ServiceRef } from "./service";
import { callSystemsManager } from "./signedRequest";
import { WrongOption } from "./wrongOption";

/** The program that speaks the sessions' protocol. */
export const SESSION_PLUGIN = "session-manager-plugin";

/** The arguments of the plugin for one session. They hold the session's own token, which ends with it. */
export type PluginArguments = readonly string[];

/** A container of a running task. */
export interface TaskContainer {
  readonly cluster: string;
  readonly taskArn: string;
  readonly container: string;
  /** `ecs:CLUSTER_TASK_RUNTIME`, as Systems Manager names it. */
  readonly target: string;
}

/** Finds a container that accepts sessions. Permissions: ecs:ListTasks, ecs:DescribeTasks. */
export async function findContainer(
  aws: Aws,
  ref: ServiceRef,
  { task, container }: { readonly task?: string | undefined; readonly container?: string | undefined },
): Promise<TaskContainer> {
  const running = (await describeTasks(aws, ref, "RUNNING")).filter(({ lastStatus }) => lastStatus === "RUNNING");
  if (running.length === 0) throw new Error("no task of the service runs; see ghcr-fargate status");
  const ids = running.map(({ taskArn = "" }) => nameOf(taskArn));
  const chosen = task === undefined ? running[0] : running.find(({ taskArn = "" }) => nameOf(taskArn).startsWith(task));
  if (chosen === undefined)
    throw new WrongOption(`--task: no running task ${task ?? ""}; those that run are ${ids.join(", ")}`);
  if (chosen.enableExecuteCommand !== true)
    throw new Error(
      "ECS Exec is off in this task; set executeCommand: {} in the program, or { audited: true } to encrypt and record sessions, and run pulumi up: only tasks started afterwards accept sessions",
    );
  return containerOf(chosen, container);
}

function containerOf(
  { taskArn = "", clusterArn = "", containers = [] }: Task,
  wanted: string | undefined,
): TaskContainer {
  const names = containers.map(({ name }) => name);
  const found =
    containers.find(({ name }) => name === (wanted ?? "app")) ?? (wanted === undefined ? containers[0] : undefined);
  if (found?.name === undefined)
    throw new WrongOption(`--container: the task has no container ${wanted ?? ""}; it has ${names.join(", ")}`);
  const agent = found.managedAgents?.find(({ name }) => name === "ExecuteCommandAgent");
  if (agent !== undefined && agent.lastStatus !== "RUNNING")
    throw new Error(
      `the agent of ECS Exec does not run in this task (${agent.lastStatus ?? "unknown"}${agent.reason === undefined ? "" : `: ${agent.reason}`}); check the task role's ssmmessages permissions and the route to Systems Manager`,
    );
  return {
    cluster: clusterArn,
    taskArn,
    container: found.name,
    target: `ecs:${nameOf(clusterArn)}_${nameOf(taskArn)}_${found.runtimeId ?? ""}`,
  };
}

/** Starts a command in a container. Permission: ecs:ExecuteCommand. */
export async function startCommand(aws: Aws, target: TaskContainer, command: string): Promise<PluginArguments> {
  const ecs = await aws.ecs();
  const { session } = await ecs.executeCommand({
    cluster: target.cluster,
    task: target.taskArn,
    container: target.container,
    command,
    interactive: true,
  });
  return pluginArguments(
    aws,
    { SessionId: session?.sessionId, StreamUrl: session?.streamUrl, TokenValue: session?.tokenValue },
    { Target: target.target },
  );
}

/** Starts a tunnel from a local port to a port of a task. Permission: ssm:StartSession. */
export async function startTunnel(
  aws: Aws,
  { target }: TaskContainer,
  { port, localPort }: { readonly port: number; readonly localPort: number },
): Promise<PluginArguments> {
  const request = {
    Target: target,
    DocumentName: "AWS-StartPortForwardingSession",
    Parameters: { portNumber: [String(port)], localPortNumber: [String(localPort)] },
  };
  return pluginArguments(aws, await callSystemsManager(aws, "StartSession", request), request);
}

async function pluginArguments(aws: Aws, session: object, request: object): Promise<PluginArguments> {
  const region = await (await aws.ecs()).config.region();
  const endpoint = `https://ssm.${region}.amazonaws.com${region.startsWith("cn-") ? ".cn" : ""}`;
  return [
    JSON.stringify(session),
    region,
    "StartSession",
    aws.settings.profile ?? "",
    JSON.stringify(request),
    endpoint,
  ];
}
