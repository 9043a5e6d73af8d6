// A deployment that ECS gave up before an update that has nothing new to deploy: it is started again.
// What was wrong may be fixed outside of the service, as a right, a quota or an image, and then only ECS has to try again.

import type { DeploymentRecord } from "./deploymentRecord";
import type { ServiceSnapshot } from "./ecs";
import { redact } from "./redact";
import { recordedFailure } from "./recordVerdict";
import type { ServiceReader, Watching } from "./watchContext";

/** ECS does nothing more about a deployment in one of these states, until a new one starts. */
const ENDED: ReadonlySet<string> = new Set(["ROLLBACK_SUCCESSFUL", "ROLLBACK_FAILED", "STOPPED"]);

/** Polls until ECS has the new deployment on record: its API is eventually consistent. */
const POLL_LIMIT = 10;
const POLL_MS = 1_000;

/** What is read of the service, and what starts a deployment of the task definition. */
export interface Redeployment {
  readonly reader: Pick<ServiceReader, "describeService" | "describeDeployment">;
  readonly deployAgain: () => Promise<unknown>;
}

/**
 * Whether ECS gave up deploying the task definition, and nobody has deployed another one since.
 * `record`: the newest deployment of the task definition.
 */
export function isGivenUp(
  record: DeploymentRecord | undefined,
  service: ServiceSnapshot | undefined,
  taskDefinitionArn: string,
): boolean {
  if (record === undefined || service?.status !== "ACTIVE") return false;
  if (!ENDED.has(record.status) || recordedFailure(record) === "REPLACED") return false;
  const ours = [taskDefinitionArn, record.rollback?.taskDefinition];
  return service.deployments.every(
    ({ status, taskDefinition }) => status !== "PRIMARY" || ours.includes(taskDefinition),
  );
}

/**
 * Starts the deployment again where ECS gave it up before this update. Where that cannot be found out or is refused, the watch
 * that follows says what there is to say.
 */
export async function redeployGivenUp(
  taskDefinitionArn: string,
  { reader, deployAgain }: Redeployment,
  { log, sleep, interruption }: Pick<Watching, "log" | "sleep" | "interruption">,
): Promise<void> {
  const { value: record } = await reader.describeDeployment();
  if (record === undefined || !ENDED.has(record.status)) return;
  const service = await reader.describeService().catch(() => undefined);
  if (!isGivenUp(record, service, taskDefinitionArn)) return;
  const name = taskDefinitionArn.slice(taskDefinitionArn.lastIndexOf("/") + 1);
  log(`${name}: ECS gave the deployment up before this update; it is started again`);
  try {
    await deployAgain();
  } catch (error) {
    log(`${name}: the deployment could not be started again: ${redact(String(error))}`);
    return;
  }
  for (let polls = 1; polls <= POLL_LIMIT; polls++) {
    const { value: newest } = await reader.describeDeployment();
    if (newest === undefined || newest.arn !== record.arn) return;
    await sleep(POLL_MS, interruption);
  }
}
