// The Elastic IP addresses of a Network Load Balancer, which stay the same whatever happens to it.

import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { checkAllocationId } from "../../model/awsIds";
import { childNameOf } from "../../model/childNames";
import type { BilledItem } from "../../model/monthlyCost";
import { costOfResource } from "../../model/resourceCost";
import { isPlain, failLate, type ArgumentChecks } from "../component/argumentChecks";
import type { ChildContext } from "../component/childContext";
import { NetworkMode, type ServiceNetwork } from "../network/networkArgs";
import { NEW_VPC_ZONES } from "../network/vpc";
import type { ServiceLoadBalancer } from "./loadBalancerArgs";
import { isNetworkProtocol, type LoadBalancerProtocol } from "./protocols";

/** The Elastic IP addresses of a Network Load Balancer: existing ones, or how many to create. */
export type AddressesPlan =
  | { readonly existing: readonly pulumi.Input<string>[]; readonly create?: undefined }
  | { readonly create: number; readonly existing?: undefined };

/** Plans the addresses; undefined without them. How many there are has to be known: each is a resource. */
export function planAddresses(
  checks: ArgumentChecks,
  given: ServiceLoadBalancer,
  { protocol, network }: { readonly protocol: LoadBalancerProtocol; readonly network: ServiceNetwork },
): AddressesPlan | undefined {
  const { fixedAddresses = false, allocationIds, internal } = given;
  if (!isNetworkProtocol(protocol) || (!fixedAddresses && allocationIds === undefined)) return undefined;
  if (internal === true)
    checks.add(
      "loadBalancer.internal",
      "true cannot be set with Elastic IP addresses, which are public",
      "leave one of them unset",
    );
  if (allocationIds !== undefined) {
    checks.mustBeUnset(
      "loadBalancer",
      { fixedAddresses: given.fixedAddresses },
      { wrong: "cannot be set with loadBalancer.allocationIds", fix: "leave one of them unset" },
    );
    if (allocationIds.length < 1) checks.add("loadBalancer.allocationIds", "is empty", "pass one for each subnet");
    return { existing: checks.values("loadBalancer.allocationIds", allocationIds, checkAllocationId) };
  }
  const subnetIds = given.subnetIds ?? network.subnetIds;
  if (subnetIds !== undefined && isPlain(subnetIds)) return { create: subnetIds.length };
  if (network.mode !== NetworkMode.New || subnetIds !== undefined)
    checks.add(
      "loadBalancer.fixedAddresses",
      "cannot be true while the number of subnets is not known",
      'set loadBalancer.subnetIds to a plain list, or network.mode: "new", or allocationIds',
    );
  return { create: NEW_VPC_ZONES };
}

/** The addresses of a load balancer. */
export interface Addresses {
  /** The subnets, each with its address. */
  readonly mappings: pulumi.Output<aws.types.input.lb.LoadBalancerSubnetMapping[]>;
  /** The addresses that are created. */
  readonly publicIps: pulumi.Output<string[]> | undefined;
}

/** Creates the addresses, unless they exist, and gives each subnet its own. */
export function createAddresses(
  name: string,
  {
    plan,
    subnetIds,
    subject,
  }: { readonly plan: AddressesPlan; readonly subnetIds: pulumi.Output<string[]>; readonly subject: string },
  { options, tags }: ChildContext,
): Addresses {
  const created = Array.from(
    { length: plan.create ?? 0 },
    (_, i) => new aws.ec2.Eip(addressName(name, i), { domain: "vpc", tags }, options),
  );
  const allocationIds: pulumi.Input<string>[] = plan.existing
    ? [...plan.existing]
    : created.map(({ allocationId }) => allocationId);
  const mappings = pulumi.all([subnetIds, pulumi.all(allocationIds)]).apply(async ([ids, allocations]) => {
    if (ids.length !== allocations.length)
      return failLate(subject, [
        {
          path: "loadBalancer.allocationIds",
          wrong: `has ${allocations.length} addresses for ${ids.length} subnets`,
          fix: "pass one for each subnet",
        },
      ]);
    return ids.map((subnetId, i) => ({ subnetId, allocationId: allocations[i] ?? "" }));
  });
  return {
    mappings,
    publicIps: created.length === 0 ? undefined : pulumi.all(created.map(({ publicIp }) => publicIp)),
  };
}

/** What the created addresses are billed for. */
export function costOfAddresses(name: string, plan: AddressesPlan | undefined): BilledItem[] {
  return Array.from({ length: plan?.create ?? 0 }, (_, i) =>
    costOfResource(addressName(name, i), "aws:ec2:Eip"),
  ).flat();
}

const addressName = (name: string, i: number): string => childNameOf(name, "lb-address", i);
