// The ECS service: number of tasks, capacity providers, network, deployment settings.

import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { childName } from "../../model/childNames";
import { oneOf, wholeNumber } from "../../model/checks";
import { checkEcsName } from "../../model/fixedNames";
import type { ArgumentChecks } from "../component/argumentChecks";
import { DEFAULT_MIN_TASKS, type ServiceAutoscaling } from "./autoscaling";
import type { DeploymentPlan } from "../deployment/deployment";
import { DeploymentStrategy } from "../deployment/deploymentArgs";
import type { Cluster } from "./cluster";
import type { Discovery } from "./discovery";
import type { LoadBalancing } from "./loadBalancing";
import type { ConnectedService } from "./serviceConnect";
import type { ChildContext } from "../component/childContext";

/** The capacity providers of Fargate. */
export const FargateCapacity = {
  /** Tasks run without interruption. */
  Fargate: "FARGATE",
  /** Up to 70 % cheaper; AWS may stop a task with two minutes' notice. */
  FargateSpot: "FARGATE_SPOT",
} as const;
export type FargateCapacity = (typeof FargateCapacity)[keyof typeof FargateCapacity];

/** A capacity provider, and its share of the tasks. */
export interface ServiceCapacityProvider {
  /** "FARGATE" or "FARGATE_SPOT". An existing cluster has to have it configured. */
  capacityProvider: FargateCapacity;
  /**
   * The share of the tasks beyond each `base`, relative to the other weights: 0 to 1000.
   * @default 1
   */
  weight?: number;
  /**
   * The number of tasks that run on this provider before weights apply: 0 or more, for one of the providers.
   * @default 0
   */
  base?: number;
}

/** The service, as planned. */
export interface ServicePlan {
  readonly serviceName?: string;
  readonly desiredCount: pulumi.Input<number>;
  /** Whether autoscaling, not a deployment, decides how many tasks run. */
  readonly autoscaled: boolean;
  readonly capacityProviders: readonly Required<ServiceCapacityProvider>[];
  readonly enableExecuteCommand: boolean;
}

const DEFAULT_DESIRED_COUNT = 1;
const MAX_TASKS = 5000;

/** Plans the service. */
export function planService(
  checks: ArgumentChecks,
  given: {
    readonly desiredCount?: pulumi.Input<number>;
    readonly autoscaling?: ServiceAutoscaling;
    readonly capacityProviders?: readonly ServiceCapacityProvider[];
    readonly executeCommand?: object;
    readonly serviceName?: string;
  },
): ServicePlan {
  const { autoscaling } = given;
  const least = autoscaling === undefined ? 0 : (autoscaling.min ?? DEFAULT_MIN_TASKS);
  const most = autoscaling?.max ?? MAX_TASKS;
  checks.shape("serviceName", given.serviceName, checkEcsName);
  return {
    ...(given.serviceName !== undefined && { serviceName: given.serviceName }),
    desiredCount:
      checks.value("desiredCount", given.desiredCount, wholeNumber(least, most, "tasks")) ??
      autoscaling?.min ??
      DEFAULT_DESIRED_COUNT,
    autoscaled: autoscaling !== undefined,
    capacityProviders: planCapacityProviders(checks, given.capacityProviders ?? []),
    enableExecuteCommand: given.executeCommand !== undefined,
  };
}

function planCapacityProviders(
  checks: ArgumentChecks,
  given: readonly ServiceCapacityProvider[],
): Required<ServiceCapacityProvider>[] {
  const planned = given.map(({ capacityProvider, weight = 1, base = 0 }) => ({ capacityProvider, weight, base }));
  planned.forEach(({ capacityProvider, weight, base }, i) => {
    const path = `capacityProviders[${i}]`;
    checks.required(path, { capacityProvider });
    checks.shape(`${path}.capacityProvider`, capacityProvider, oneOf(Object.values(FargateCapacity)));
    checks.shape(`${path}.weight`, weight, wholeNumber(0, 1000, "shares"));
    checks.shape(`${path}.base`, base, wholeNumber(0, 100000, "tasks"));
    if (planned.findIndex((other) => other.capacityProvider === capacityProvider) < i)
      checks.add(`${path}.capacityProvider`, `"${capacityProvider}" is given twice`, "keep one");
  });
  if (planned.filter(({ base }) => base > 0).length > 1)
    checks.add("capacityProviders", "have a base for more than one provider", "keep one base");
  if (planned.length > 0 && planned.every(({ weight }) => weight === 0))
    checks.add("capacityProviders", "have no weight above 0", "set the weight of one provider to 1 or more");
  return planned;
}

/** What the service takes from elsewhere. */
export interface ServiceConnections {
  readonly deployment: DeploymentPlan;
  readonly cluster: Cluster;
  readonly taskDefinitionArn: pulumi.Input<string>;
  readonly subnetIds: pulumi.Input<string[]>;
  readonly securityGroupIds: pulumi.Input<string>[];
  readonly assignPublicIp: boolean;
  readonly loadBalancing: LoadBalancing | undefined;
  readonly discovery: Discovery | undefined;
  readonly serviceConnect: ConnectedService | undefined;
  /** What has to exist before a task starts and no argument shows. */
  readonly after: readonly pulumi.Resource[];
}

/** Creates the service. */
export function createService(
  name: string,
  { plan, deployment, cluster, loadBalancing, ...connections }: ServiceConnections & { readonly plan: ServicePlan },
  { options, tags }: ChildContext,
): aws.ecs.Service {
  const { desiredCount, autoscaled, capacityProviders } = plan;
  const after = [...connections.after, ...(loadBalancing?.ready ?? [])];
  // ECS refuses a capacity provider that the cluster does not have yet.
  if (cluster.ready !== undefined && capacityProviders.length > 0) after.push(cluster.ready);
  return new aws.ecs.Service(
    childName(name, "service"),
    {
      name: plan.serviceName,
      cluster: cluster.arn,
      taskDefinition: connections.taskDefinitionArn,
      desiredCount,
      ...(capacityProviders.length === 0
        ? { launchType: "FARGATE" }
        : {
            capacityProviderStrategies: capacityProviders.map((provider) => ({ ...provider })),
            forceNewDeployment: true, // the provider refuses to change a strategy without it
          }),
      networkConfiguration: {
        subnets: connections.subnetIds,
        securityGroups: connections.securityGroupIds,
        assignPublicIp: connections.assignPublicIp,
      },
      serviceRegistries: connections.discovery?.registry,
      serviceConnectConfiguration: connections.serviceConnect?.configuration,
      deploymentMinimumHealthyPercent: deployment.minimumHealthyPercent,
      deploymentMaximumPercent: deployment.maximumPercent,
      deploymentCircuitBreaker: { enable: deployment.circuitBreaker, rollback: deployment.circuitBreaker },
      availabilityZoneRebalancing: deployment.availabilityZoneRebalancing ? "ENABLED" : "DISABLED",
      ...(deployment.alarmNames.length > 0 && {
        alarms: { alarmNames: [...deployment.alarmNames], enable: true, rollback: true },
      }),
      ...loadBalancing?.inputs,
      // Set in every case: without it, AWS keeps the last strategy.
      deploymentConfiguration: loadBalancing?.deploymentConfiguration ?? { strategy: DeploymentStrategy.Rolling },
      enableExecuteCommand: plan.enableExecuteCommand,
      enableEcsManagedTags: true,
      propagateTags: "SERVICE",
      waitForSteadyState: false, // it reports success after a rollback; our own wait does not
      tags,
    },
    {
      ...options, // its checks come with the task definition, which waits for them
      dependsOn: after,
      ignoreChanges: autoscaled ? ["desiredCount"] : [],
    },
  );
}
