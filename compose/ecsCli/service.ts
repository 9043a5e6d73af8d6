// The service that ecs-cli created for a project.

import type { Findings } from "../problems";
import { child, keyAt } from "../tree";
import { withoutEmpty } from "./container";
import type { EcsParams, ServiceDiscoveryParams } from "./params";

/** A service with the names of AWS's API. */
export interface EcsService {
  readonly desiredCount: number;
  readonly launchType?: string;
  readonly networkConfiguration?: {
    readonly awsvpcConfiguration: {
      readonly subnets?: readonly string[];
      readonly securityGroups?: readonly string[];
      readonly assignPublicIp?: string;
    };
  };
  readonly placementStrategy?: readonly { readonly type: string; readonly field?: string }[];
  readonly placementConstraints?: readonly { readonly type: string; readonly expression?: string }[];
  readonly serviceDiscovery?: ServiceDiscoveryParams;
}

/** The service; what makes it impossible for ecs-cli, and not for Fargate with this library, is a warning. */
export function serviceOf(
  params: EcsParams | undefined,
  flags: { readonly launchType: string; readonly serviceDiscovery: boolean },
  findings: Findings,
): EcsService {
  const isAwsvpc = params?.networkMode === "awsvpc";
  if (params && isAwsvpc && params.subnets.length === 0)
    findings.warn(
      keyAt(params.root, "run_params"),
      "service",
      "run_params.network_configuration.awsvpc_configuration.subnets is missing: ecs-cli created no service; the subnets of the default VPC are used",
    );
  if (params && !isAwsvpc && flags.launchType === "FARGATE")
    findings.warn(
      keyAt(params.root, "task_definition"),
      "service",
      "ecs-cli created no service: Fargate needs task_definition.ecs_network_mode: awsvpc, which is used",
    );
  const awsvpcConfiguration = withoutEmpty({
    subnets: params?.subnets ?? [],
    securityGroups: params?.securityGroups ?? [],
    assignPublicIp: params?.assignPublicIp ?? "",
  });
  if (params?.discovery && !flags.serviceDiscovery) {
    const run = child(params.root, "run_params");
    findings.warn(
      run ? keyAt(run, "service_discovery") : params.root.at,
      "run_params.service_discovery",
      "has no effect: ecs-cli used it with --enable-service-discovery alone",
    );
  }
  return withoutEmpty(
    {
      desiredCount: 1,
      launchType: flags.launchType,
      ...(isAwsvpc && { networkConfiguration: { awsvpcConfiguration } }),
      placementStrategy: params?.servicePlacement.strategy ?? [],
      placementConstraints: params?.servicePlacement.constraints ?? [],
      ...(params?.discovery && flags.serviceDiscovery && { serviceDiscovery: discoveryOf(params.discovery, isAwsvpc) }),
    },
    ["desiredCount"],
  );
}

/** A record of type A where each task has an address of its own, else SRV. */
function discoveryOf(discovery: ServiceDiscoveryParams, isAwsvpc: boolean): ServiceDiscoveryParams {
  return withoutEmpty({ ...discovery, dnsRecord: { type: isAwsvpc ? "A" : "SRV", ...discovery.dnsRecord } });
}
