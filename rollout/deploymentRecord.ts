// ECS's own record of a service's deployments: what became of each, and why.
// https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ServiceDeployment.html (checked 2026-11)

import type { ServiceDeployment } from "@aws-sdk/client-ecs";
import type { EcsApi } from "./ecsApi";

/** What ECS has on record about one deployment. Times are AWS's, in milliseconds. */
export interface DeploymentRecord {
  readonly arn: string;
  /** PENDING, IN_PROGRESS, SUCCESSFUL, STOP_REQUESTED, STOPPED, ROLLBACK_REQUESTED, ROLLBACK_IN_PROGRESS, ... */
  readonly status: string;
  readonly statusReason?: string;
  readonly createdAt: number;
  readonly finishedAt?: number;
  /** The ARN of the task definition that is deployed; undefined where its revision may not be read. */
  readonly taskDefinition?: string;
  /** ROLLING, BLUE_GREEN, LINEAR, CANARY. */
  readonly strategy?: string;
  /** Where the deployment stands: SCALE_UP, BAKE_TIME, ... Newer stages than these are possible. */
  readonly lifecycleStage?: string;
  /** Percent of the production traffic that goes to the new tasks, where a strategy shifts traffic. */
  readonly productionWeight?: number;
  readonly circuitBreaker?: { readonly status: string; readonly failureCount: number; readonly threshold: number };
  /** CloudWatch alarms that went off. */
  readonly triggeredAlarms: readonly string[];
  /** A hook that waits for a person. */
  readonly approval?: { readonly until?: number; readonly timeoutAction?: string };
  /** Whether there is an earlier revision that ECS could roll back to. */
  readonly canRollBack: boolean;
  readonly rollback?: { readonly revision?: string; readonly taskDefinition?: string };
}

/** Whose deployments are read. */
export interface DeployedService {
  readonly cluster: string;
  readonly service: string;
  /** The ARN of the task definition that is deployed. */
  readonly taskDefinition?: string;
}

/** DescribeServiceDeployments and DescribeServiceRevisions take no more at once. */
const PER_CALL = 20;

/**
 * Reads, again and again, the newest deployment of a task definition; without one, the deployment that is under way, or else the
 * newest. Undefined if there is none (yet).
 */
export function deploymentRecordReader(
  api: EcsApi,
  { cluster, service, taskDefinition }: DeployedService,
): (current?: string) => Promise<DeploymentRecord | undefined> {
  const taskDefinitions = new Map<string, string>();

  const learn = async (revisions: readonly string[]): Promise<void> => {
    const unknown = revisions.filter((arn) => !taskDefinitions.has(arn)).slice(0, PER_CALL);
    if (unknown.length === 0) return;
    const { serviceRevisions = [] } = await api.describeServiceRevisions({ serviceRevisionArns: unknown });
    for (const { serviceRevisionArn, taskDefinition: known } of serviceRevisions)
      if (serviceRevisionArn !== undefined && known !== undefined) taskDefinitions.set(serviceRevisionArn, known);
  };

  const find = async (): Promise<string | undefined> => {
    const { serviceDeployments = [] } = await api.listServiceDeployments({ cluster, service, maxResults: PER_CALL });
    const newestFirst = serviceDeployments.sort((a, b) => time(b.createdAt) - time(a.createdAt));
    if (taskDefinition === undefined) return newestFirst[0]?.serviceDeploymentArn;
    await learn(newestFirst.flatMap(({ targetServiceRevisionArn }) => targetServiceRevisionArn ?? []));
    return newestFirst.find(
      ({ targetServiceRevisionArn = "" }) => taskDefinitions.get(targetServiceRevisionArn) === taskDefinition,
    )?.serviceDeploymentArn;
  };

  return async (current) => {
    const arn = (taskDefinition === undefined ? current : undefined) ?? (await find());
    if (arn === undefined) return undefined;
    const { serviceDeployments = [] } = await api.describeServiceDeployments({ serviceDeploymentArns: [arn] });
    const [deployment] = serviceDeployments;
    if (deployment === undefined) return undefined;
    const revisions = [deployment.targetServiceRevision?.arn, deployment.rollback?.serviceRevisionArn];
    await learn(revisions.filter((revision) => revision !== undefined));
    return toRecord(arn, deployment, taskDefinitions);
  };
}

function toRecord(
  arn: string,
  deployment: ServiceDeployment,
  taskDefinitions: ReadonlyMap<string, string>,
): DeploymentRecord {
  const { statusReason, finishedAt, lifecycleStage, deploymentCircuitBreaker: breaker, rollback } = deployment;
  const { arn: revision = "", requestedProductionTrafficWeight: productionWeight } =
    deployment.targetServiceRevision ?? {};
  const strategy = deployment.deploymentConfiguration?.strategy;
  const taskDefinition = taskDefinitions.get(revision);
  const approval = deployment.lifecycleHookDetails?.find(({ status }) => status === "AWAITING_ACTION");
  return {
    arn,
    status: deployment.status ?? "PENDING",
    createdAt: time(deployment.createdAt),
    triggeredAlarms: deployment.alarms?.triggeredAlarmNames ?? [],
    canRollBack: (deployment.sourceServiceRevisions ?? []).length > 0,
    ...(statusReason !== undefined && { statusReason }),
    ...(finishedAt !== undefined && { finishedAt: time(finishedAt) }),
    ...(taskDefinition !== undefined && { taskDefinition }),
    ...(strategy !== undefined && { strategy }),
    ...(lifecycleStage !== undefined && { lifecycleStage }),
    ...(productionWeight !== undefined && { productionWeight }),
    ...(breaker?.status !== undefined &&
      breaker.status !== "DISABLED" && {
        circuitBreaker: {
          status: breaker.status,
          failureCount: breaker.failureCount ?? 0,
          threshold: breaker.threshold ?? 0,
        },
      }),
    ...(approval !== undefined && {
      approval: {
        ...(approval.expiresAt !== undefined && { until: time(approval.expiresAt) }),
        ...(approval.timeoutAction !== undefined && { timeoutAction: approval.timeoutAction }),
      },
    }),
    ...(rollback !== undefined && { rollback: rollbackOf(rollback.serviceRevisionArn, taskDefinitions) }),
  };
}

function rollbackOf(revision: string | undefined, taskDefinitions: ReadonlyMap<string, string>) {
  const taskDefinition = revision === undefined ? undefined : taskDefinitions.get(revision);
  return { ...(revision !== undefined && { revision }), ...(taskDefinition !== undefined && { taskDefinition }) };
}

function time(date: Date | undefined): number {
  return date?.getTime() ?? 0;
}
