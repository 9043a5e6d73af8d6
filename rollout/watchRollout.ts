// The watch as a component starts it: inside an update, with that update's provider.

import * as pulumi from "@pulumi/pulumi";
import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { connectEcs, connectLogs } from "./awsClients";
import { deploymentRecordReader } from "./deploymentRecord";
import { shortName } from "./ecs";
import type { EcsApi } from "./ecsApi";
import { isEngineAttached } from "./engine";
import { untilInterrupted } from "./interruption";
import { readLastLines } from "./lastLogLines";
import { providerCredentials } from "./providerCredentials";
import { getServiceSnapshot } from "./providerSnapshot";
import { redeployGivenUp } from "./redeploy";
import { untilRefused } from "./refusal";
import { accountOf, taskDetails } from "./taskDetails";
import { watch } from "./watch";
import type { ServiceReader, WatchContext } from "./watchContext";

/** What to watch for. Every value is the one that AWS returned, not an Output. */
export interface RolloutRequest {
  /** The cluster's ARN. */
  readonly clusterArn: string;
  readonly serviceName: string;
  /** The ARN of the task definition that this update registered, with its revision. */
  readonly taskDefinitionArn: string;
  /** The count that the update asked for. Leave it unset where autoscaling decides. */
  readonly desiredCount?: number;
  readonly hasLoadBalancer: boolean;
  /**
   * @default 15
   */
  readonly timeoutMinutes?: number;
  /**
   * What to do about a deployment that is certain to fail: "rollback" asks ECS to roll it back.
   * @default "none"
   */
  readonly onFailure?: "none" | "rollback";
  /**
   * Whether a deployment that ECS gave up before this update is started again.
   * @default false
   */
  readonly redeploy?: boolean;
}

/** What became of a rollout. */
export interface RolloutResult {
  /** `STEADY`: seen to its end. `NOT_WATCHED`: in a preview, in a unit test. */
  readonly status: "STEADY" | "NOT_WATCHED";
  readonly taskDefinitionArn: string;
  /** The deployment that ECS made; undefined if it was not watched. */
  readonly deploymentId?: string;
  readonly runningCount?: number;
}

/** How long a rollout may take, in minutes, unless the user says otherwise. */
export const DEFAULT_TIMEOUT_MINUTES = 15;

/**
 * Waits until the service runs what this update registered. In previews and unit tests it returns at once.
 * Call it inside an `apply` on the service's outputs, and make `url` depend on it.
 * @throws {RolloutError} if the rollout failed, or could not be seen to its end
 */
export async function watchRollout(component: pulumi.Resource, request: RolloutRequest): Promise<RolloutResult> {
  const { clusterArn, taskDefinitionArn } = request;
  if (!isEngineAttached() || pulumi.runtime.isDryRun()) return { status: "NOT_WATCHED", taskDefinitionArn };

  const connection = connect(component, request);
  const context = contextOf(component);
  const steady = await untilInterrupted(async (interruption) => {
    const watching = { ...context, interruption };
    if (request.redeploy === true) await redeployGivenUp(taskDefinitionArn, connection, watching);
    return watch(
      {
        ...request,
        timeoutMinutes: request.timeoutMinutes ?? DEFAULT_TIMEOUT_MINUTES,
        clusterName: shortName(clusterArn),
        region: taskDefinitionArn.split(":")[3],
      },
      connection.reader,
      watching,
    );
  });
  return { status: "STEADY", taskDefinitionArn, ...steady };
}

/** What is read of the service, and what may be done about it. */
interface Connection {
  readonly reader: ServiceReader;
  readonly deployAgain: () => Promise<unknown>;
}

function connect(component: pulumi.Resource, request: RolloutRequest): Connection {
  const { clusterArn, serviceName, taskDefinitionArn } = request;
  const identity = { clusterArn, serviceName, accountId: accountOf(taskDefinitionArn) ?? "" };
  const region = taskDefinitionArn.split(":")[3];
  let connected: Promise<EcsApi> | undefined;
  const ecs = () =>
    (connected ??= providerCredentials(component).then((credentials) => connectEcs(region, credentials)));
  let record: ReturnType<typeof deploymentRecordReader> | undefined;
  const reader: ServiceReader = {
    describeService: () => getServiceSnapshot(clusterArn, serviceName, component),
    describeStoppedTasks: taskDetails(identity, ecs),
    describeDeployment: untilRefused("ecs:ListServiceDeployments", async () => {
      record ??= deploymentRecordReader(await ecs(), {
        cluster: clusterArn,
        service: serviceName,
        taskDefinition: taskDefinitionArn,
      });
      return record();
    }),
    readLastLines: (container) =>
      untilRefused("logs:GetLogEvents", async () => {
        const logs = async (logRegion = region) => connectLogs(logRegion, await providerCredentials(component));
        return readLastLines(await ecs(), logs, container);
      })(),
    rollBack: async (serviceDeploymentArn) => {
      await (await ecs()).stopServiceDeployment({ serviceDeploymentArn, stopType: "ROLLBACK" });
    },
  };
  const again = {
    cluster: clusterArn,
    service: serviceName,
    taskDefinition: taskDefinitionArn,
    forceNewDeployment: true,
  } as const;
  return { reader, deployAgain: async () => (await ecs()).updateService(again) };
}

/** The clock, and the component's log. */
export function contextOf(component: pulumi.Resource): WatchContext {
  return {
    now: () => performance.now(),
    sleep: (milliseconds, signal) => sleep(milliseconds, undefined, { signal }),
    random: Math.random,
    log: (line) => void pulumi.log.info(line, component),
  };
}
