// The ECS service: how many tasks run, where they are placed, and how a new version replaces the old one.

import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { childName } from "../model/childNames";
import { oneOf, wholeNumber } from "../model/checks";
import type { ArgumentChecks } from "./argumentChecks";
import type { Network } from "./network";
import type { Surroundings } from "./surroundings";

/** The capacity that ECS offers for Fargate. */
export const FargateCapacity = {
  /** Tasks run until you stop them. */
  Fargate: "FARGATE",
  /** Up to 70 % cheaper; AWS may stop a task with two minutes' notice. */
  FargateSpot: "FARGATE_SPOT",
} as const;
export type FargateCapacity = (typeof FargateCapacity)[keyof typeof FargateCapacity];

/** A share of the tasks, and the capacity that they run on. */
export interface ServiceCapacityProvider {
  /** "FARGATE" or "FARGATE_SPOT". An existing cluster has to have it. */
  capacityProvider: FargateCapacity;
  /**
   * The share of the tasks beyond each `base`, in relation to the other weights: 0 to 1000.
   * @default 1
   */
  weight?: number;
  /**
   * How many tasks run here before weights count: 0 or more, for one of the providers.
   * @default 0
   */
  base?: number;
}

/** How a new version replaces the old one. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-ecs.html */
export interface ServiceDeployment {
  /**
   * How many of the desired tasks keep running, in percent: 0 to 100.
   * @default 100
   */
  minimumHealthyPercent?: number;
  /**
   * How many tasks may run at once, in percent of the desired count: 100 to 400.
   * @default 200
   */
  maximumPercent?: number;
  /**
   * Whether ECS's circuit breaker ends a deployment whose tasks keep failing, and returns to the last one that worked.
   * @default true
   */
  circuitBreaker?: boolean;
  /**
   * Whether ECS moves tasks when they are spread unevenly over the zones. Needs a `maximumPercent` above 100.
   * @default true if `maximumPercent` is above 100
   */
  availabilityZoneRebalancing?: boolean;
}

/** The service, as planned. */
export interface ServicePlan {
  readonly desiredCount: pulumi.Input<number>;
  readonly capacityProviders: readonly Required<ServiceCapacityProvider>[];
  readonly deployment: Required<ServiceDeployment>;
  readonly enableExecuteCommand: boolean;
}

const DEFAULT_DESIRED_COUNT = 1;
const DEFAULT_MINIMUM_HEALTHY_PERCENT = 100;
const DEFAULT_MAXIMUM_PERCENT = 200;

/** Plans the service. */
export function planService(
  checks: ArgumentChecks,
  given: {
    readonly desiredCount?: pulumi.Input<number>;
    readonly capacityProviders?: readonly ServiceCapacityProvider[];
    readonly deployment?: ServiceDeployment;
    readonly enableExecuteCommand?: boolean;
  },
): ServicePlan {
  return {
    desiredCount: checks.value(
      "desiredCount",
      given.desiredCount ?? DEFAULT_DESIRED_COUNT,
      wholeNumber(0, 5000, "tasks"),
    ),
    capacityProviders: planCapacityProviders(checks, given.capacityProviders ?? []),
    deployment: planDeployment(checks, given.deployment ?? {}),
    enableExecuteCommand: given.enableExecuteCommand ?? false,
  };
}

function planCapacityProviders(
  checks: ArgumentChecks,
  given: readonly ServiceCapacityProvider[],
): Required<ServiceCapacityProvider>[] {
  const planned = given.map(({ capacityProvider, weight = 1, base = 0 }) => ({ capacityProvider, weight, base }));
  planned.forEach(({ capacityProvider, weight, base }, i) => {
    const path = `capacityProviders[${i}]`;
    checks.shape(`${path}.capacityProvider`, capacityProvider, oneOf(Object.values(FargateCapacity)));
    checks.shape(`${path}.weight`, weight, wholeNumber(0, 1000, "shares"));
    checks.shape(`${path}.base`, base, wholeNumber(0, 100000, "tasks"));
    if (planned.findIndex((other) => other.capacityProvider === capacityProvider) < i)
      checks.add(`${path}.capacityProvider`, `"${capacityProvider}" is given twice`, "keep one");
  });
  if (planned.filter(({ base }) => base > 0).length > 1)
    checks.add("capacityProviders", "give a base to more than one provider", "keep one base");
  if (planned.length > 0 && planned.every(({ weight }) => weight === 0))
    checks.add("capacityProviders", "have no weight above 0", "give one provider a weight of 1 or more");
  return planned;
}

function planDeployment(checks: ArgumentChecks, given: ServiceDeployment): Required<ServiceDeployment> {
  const minimumHealthyPercent = given.minimumHealthyPercent ?? DEFAULT_MINIMUM_HEALTHY_PERCENT;
  const maximumPercent = given.maximumPercent ?? DEFAULT_MAXIMUM_PERCENT;
  checks.shape("deployment.minimumHealthyPercent", minimumHealthyPercent, wholeNumber(0, 100, "percent"));
  checks.shape("deployment.maximumPercent", maximumPercent, wholeNumber(100, 400, "percent"));
  if (minimumHealthyPercent === 100 && maximumPercent === 100)
    checks.add(
      "deployment.maximumPercent",
      "100 with deployment.minimumHealthyPercent: 100 leaves no room to replace a task",
      "raise maximumPercent, or lower minimumHealthyPercent",
    );
  if (given.availabilityZoneRebalancing === true && maximumPercent <= 100)
    checks.add(
      "deployment.availabilityZoneRebalancing",
      `true with deployment.maximumPercent: ${maximumPercent}`,
      "raise maximumPercent above 100",
    );
  return {
    minimumHealthyPercent,
    maximumPercent,
    circuitBreaker: given.circuitBreaker ?? true,
    availabilityZoneRebalancing: given.availabilityZoneRebalancing ?? maximumPercent > 100,
  };
}

/** Creates the service. `after`: what ECS needs and no argument shows. */
export function createService(
  name: string,
  { desiredCount, capacityProviders, deployment, enableExecuteCommand }: ServicePlan,
  connections: {
    readonly clusterArn: pulumi.Input<string>;
    readonly taskDefinitionArn: pulumi.Input<string>;
    readonly subnetIds: Network["subnetIds"];
    readonly securityGroupIds: pulumi.Input<string>[];
    readonly assignPublicIp: boolean;
  },
  after: readonly pulumi.Resource[],
  { parent, tags }: Surroundings,
): aws.ecs.Service {
  return new aws.ecs.Service(
    childName(name, "service"),
    {
      cluster: connections.clusterArn,
      taskDefinition: connections.taskDefinitionArn,
      desiredCount,
      ...(capacityProviders.length === 0
        ? { launchType: "FARGATE" }
        : {
            capacityProviderStrategies: capacityProviders.map(({ capacityProvider, weight, base }) => ({
              capacityProvider,
              weight,
              base,
            })),
          }),
      networkConfiguration: {
        subnets: connections.subnetIds,
        securityGroups: connections.securityGroupIds,
        assignPublicIp: connections.assignPublicIp,
      },
      deploymentMinimumHealthyPercent: deployment.minimumHealthyPercent,
      deploymentMaximumPercent: deployment.maximumPercent,
      deploymentCircuitBreaker: { enable: deployment.circuitBreaker, rollback: deployment.circuitBreaker },
      availabilityZoneRebalancing: deployment.availabilityZoneRebalancing ? "ENABLED" : "DISABLED",
      enableExecuteCommand,
      enableEcsManagedTags: true,
      propagateTags: "SERVICE",
      waitForSteadyState: false, // it reports success after a rollback; the rollout watch does not
      tags,
    },
    { parent, dependsOn: [...after] },
  );
}
