// The ECS cluster that a service runs in: created, or existing.

import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { childName } from "../../model/childNames";
import { checkClusterArn } from "../../model/awsIds";
import { oneOf } from "../../model/checks";
import { checkEcsName } from "../../model/fixedNames";
import type { BilledItem } from "../../model/monthlyCost";
import { costOfContainerInsights } from "../../model/resourceCost";
import type { ArgumentChecks } from "../component/argumentChecks";
import type { ExecuteCommand } from "./executeCommand";
import type { ChildContext } from "../component/childContext";
import { answered } from "../component/unitTests";

/** The level of CloudWatch Container Insights. */
export const ContainerInsights = {
  /** No metrics. */
  Disabled: "disabled",
  /** Metrics of cluster, service and task. */
  Enabled: "enabled",
  /** Metrics of each container too. */
  Enhanced: "enhanced",
} as const;
export type ContainerInsights = (typeof ContainerInsights)[keyof typeof ContainerInsights];

/** The cluster: an existing one (`arn`), or a new one. */
export interface ServiceCluster {
  /**
   * An existing cluster, such as another service's `clusterArn`. A change replaces the service.
   * @default one is created, with the capacity providers FARGATE and FARGATE_SPOT (free)
   */
  arn?: pulumi.Input<string>;
  /**
   * The name of the created cluster. A change replaces the cluster and its service, and nobody answers meanwhile.
   * @default the component's name and a random suffix
   */
  name?: string;
  /**
   * The level of CloudWatch Container Insights in the created cluster: "disabled", "enabled" or "enhanced". CloudWatch
   * charges per metric (https://aws.amazon.com/cloudwatch/pricing).
   * @default "disabled"
   */
  containerInsights?: ContainerInsights;
}

/** The cluster, as planned. */
export type ClusterPlan =
  | { readonly existing: pulumi.Input<string>; readonly name?: undefined; readonly containerInsights?: undefined }
  | { readonly existing?: undefined; readonly name?: string; readonly containerInsights: ContainerInsights };

/** Plans the cluster. */
export function planCluster(
  checks: ArgumentChecks,
  { arn, name, containerInsights }: ServiceCluster = {},
): ClusterPlan {
  checks.shape("cluster.name", name, checkEcsName);
  checks.shape("cluster.containerInsights", containerInsights, oneOf(Object.values(ContainerInsights)));
  if (arn === undefined)
    return { ...(name !== undefined && { name }), containerInsights: containerInsights ?? ContainerInsights.Disabled };
  checks.mustBeUnset(
    "cluster",
    { name, containerInsights },
    { wrong: "cannot be set with cluster.arn: an existing cluster is not modified", fix: "leave one of them unset" },
  );
  return {
    existing: checks.arn("cluster.arn", arn, {
      check: checkClusterArn,
      what: "a cluster",
      shared: ["region", "account"],
    }),
  };
}

/** The cluster's ARN and name; `ready` is there once a created cluster has its capacity providers. */
export interface Cluster {
  readonly arn: pulumi.Output<string>;
  readonly name: pulumi.Output<string>;
  /** The ARN for other services: whatever uses it waits for the capacity providers. */
  readonly sharedArn: pulumi.Output<string>;
  readonly ready?: aws.ecs.ClusterCapacityProviders;
}

/** Creates the cluster, unless it exists. */
export function createCluster(
  name: string,
  {
    plan,
    executeCommandConfiguration,
  }: { readonly plan: ClusterPlan; readonly executeCommandConfiguration: ExecuteCommand["configuration"] },
  { options, tags }: ChildContext,
): Cluster {
  if (plan.existing !== undefined) {
    const arn = pulumi.output(plan.existing);
    return { arn, sharedArn: arn, name: arn.apply(clusterNameOf) };
  }
  const cluster = new aws.ecs.Cluster(
    childName(name, "cluster"),
    {
      name: plan.name,
      settings: [{ name: "containerInsights", value: plan.containerInsights }],
      configuration: executeCommandConfiguration && { executeCommandConfiguration },
      tags,
    },
    options,
  );
  const ready = new aws.ecs.ClusterCapacityProviders(
    childName(name, "clusterCapacity"),
    { clusterName: cluster.name, capacityProviders: ["FARGATE", "FARGATE_SPOT"] },
    options,
  );
  const sharedArn = pulumi.all([cluster.arn, ready.urn]).apply(([arn]) => arn); // a URN is known even in a preview
  return { arn: cluster.arn, name: cluster.name, sharedArn, ready };
}

/** The name at the end of a cluster's ARN; in a unit test there may be none. */
function clusterNameOf(arn: string | undefined): string {
  return answered(arn, "cluster").split("/").at(-1) ?? "";
}

/** What the cluster is billed for. */
export function costOfCluster(name: string, { containerInsights }: ClusterPlan): BilledItem[] {
  return costOfContainerInsights(childName(name, "cluster"), containerInsights);
}
