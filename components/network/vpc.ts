// The network of the tasks: looked up, created, or the user's.

import * as pulumi from "@pulumi/pulumi";
import { lookUpDefaultNetwork } from "./defaultNetwork";
import { NetworkMode, type Network, type NetworkPlan } from "./network";
import { createVpc } from "./newVpc";
import type { Surroundings } from "../component/childContext";

/** Looks the network up, or creates it. */
export function createNetwork(name: string, plan: NetworkPlan, surroundings: Surroundings): Network {
  switch (plan.mode) {
    case NetworkMode.Default:
      return lookUpDefaultNetwork(surroundings.parent);
    case NetworkMode.New:
      return createVpc(name, plan.natGateways, surroundings);
    case NetworkMode.Existing:
      return { vpcId: pulumi.output(plan.vpcId ?? ""), subnetIds: pulumi.output(plan.subnetIds ?? []) };
  }
}
