// The network of the tasks: VPC and subnets, VPC endpoints, security groups, and whether images can be pulled from there.

import type { ArgumentChecks } from "../component/argumentChecks";
import type { ImageSources } from "./imageSources";
import { checkInternetAccess } from "./internetAccess";
import type { ServiceNetwork } from "./networkArgs";
import { planSecurityGroup, type SecurityGroupPlan, type TaskPort } from "./securityGroup";
import { planVpc, type VpcPlan } from "./vpc";
import { planEndpoints, type EndpointsPlan } from "./vpcEndpoints";

/** The network, as planned. */
export interface NetworkPlan {
  readonly vpc: VpcPlan;
  readonly endpoints: EndpointsPlan | undefined;
  readonly securityGroup: SecurityGroupPlan;
}

/** Plans the network. */
export function planNetwork(
  checks: ArgumentChecks,
  given: ServiceNetwork = {},
  tasks: { readonly port: TaskPort; readonly images: ImageSources },
): NetworkPlan {
  const vpc = planVpc(checks, given);
  const endpoints = planEndpoints(checks, given);
  const securityGroup = planSecurityGroup(checks, given, tasks);
  checkInternetAccess(checks, { vpc, endpoints }, tasks.images);
  return { vpc, endpoints, securityGroup };
}
