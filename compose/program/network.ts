// The network of a service: that of ecs-params.yml, or a security group for each network of the compose file.

import type { ConvertedServiceOfProject } from "../convert";
import type { EcsService } from "../ecsCli/service";
import type { ConvertedService } from "../services/convert";
import type { TaskOfProgram } from "./containers";
import { portOf } from "./containers";
import { isComposeService } from "./service";
import { Reference, type Args, type Data, type ProgramSettings } from "./program";
import type { SharedSteps } from "./sharedSteps";

/** What the network of a service depends on. */
export interface NetworkContext {
  readonly settings: ProgramSettings;
  readonly shared: SharedSteps;
  /** Whether there are other services, which it reaches. */
  readonly isTogether: boolean;
}

/** The argument `network`, and the group by which tasks are found at their public addresses. */
export interface ServiceNetworkArgs {
  readonly args: Args;
  readonly publicGroup?: Data | undefined;
}

/** Plans the network of a service. */
export function networkOf(
  service: ConvertedServiceOfProject,
  task: TaskOfProgram,
  context: NetworkContext,
): ServiceNetworkArgs {
  return isComposeService(service) ? composeNetwork(service, task, context) : ecsCliNetwork(service, task, context);
}

/** The network of ecs-params.yml, or that of the settings. */
function ecsCliNetwork(
  { networkConfiguration }: EcsService,
  task: TaskOfProgram,
  { settings: { network, ingressCidrs = [] }, shared }: NetworkContext,
): ServiceNetworkArgs {
  const { subnets, securityGroups, assignPublicIp } = networkConfiguration?.awsvpcConfiguration ?? {};
  if (!subnets || !securityGroups) noteFurtherPorts(task);
  if (!subnets)
    return network || ingressCidrs.length > 0
      ? { args: { network: { ...network, ...(ingressCidrs.length > 0 && { ingressCidrs: [...ingressCidrs] }) } } }
      : { args: {} };
  const [first = ""] = subnets;
  const subnet = shared.lookup("subnet", {
    call: "getSubnet",
    args: { id: first },
    comment: "The VPC of the subnets.",
  });
  const args = {
    mode: "existing",
    vpcId: new Reference(subnet, "vpcId"),
    subnetIds: [...subnets],
    ...(securityGroups && { securityGroupIds: [...securityGroups] }),
    ...(!securityGroups && ingressCidrs.length > 0 && { ingressCidrs: [...ingressCidrs] }),
    ...(assignPublicIp !== undefined && { assignPublicIp: assignPublicIp === "ENABLED" }),
  };
  return { args: { network: args }, publicGroup: securityGroups?.[0] };
}

/** The group of the service that is created opens one port. */
function noteFurtherPorts({ containers, main, notes, ownerOf }: TaskOfProgram): void {
  for (const container of containers) {
    const further = (container.portMappings ?? []).filter(({ containerPort }) => containerPort !== portOf(main));
    if (further.length > 0)
      notes.service(
        ownerOf(container),
        [["ports"]],
        `${further.map(({ containerPort, protocol }) => `${containerPort}/${protocol}`).join(", ")}: network.ingressCidrs opens ${portOf(main) === undefined ? "no port" : `port ${portOf(main) ?? 0}`} alone; for others set network.securityGroupIds`,
      );
  }
}

/** A group for each network of the compose file, and one for the published ports. */
function composeNetwork(service: ConvertedService, task: TaskOfProgram, context: NetworkContext): ServiceNetworkArgs {
  const { shared, isTogether, settings } = context;
  const { network, ingressCidrs = [] } = settings;
  const { publishedPorts = [], publishedUdpPorts = [] } = service;
  const isPublished = publishedPorts.length + publishedUdpPorts.length > 0;
  const isPlain = publishedUdpPorts.length === 0 && publishedPorts.every((port) => port === portOf(task.main));
  const isOpen = isPublished && ingressCidrs.length > 0;
  if (!isTogether && !isPlain && !isOpen) noteFurtherPorts(task);
  if (!isTogether && (isPlain || !isOpen)) {
    const args = { ...network, ...(isOpen && { ingressCidrs: [...ingressCidrs] }) };
    return { args: network || isOpen ? { network: args } : {} };
  }
  const groups = (service.networks ?? ["default"]).map((name) => new Reference(shared.networkGroup(name), "id"));
  const published = isOpen ? new Reference(shared.publishedGroup(service, ingressCidrs), "id") : undefined;
  const isExisting = network?.vpcId !== undefined;
  const securityGroupIds = published === undefined ? groups : [...groups, published];
  return { args: { network: { ...(isExisting ? network : {}), securityGroupIds } }, publicGroup: published };
}
