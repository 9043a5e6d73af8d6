// Who connects to a created load balancer, on which ports and in which subnets.

import { isIpv6Cidr } from "../../model/cidr";
import { quote } from "../../model/problems";
import { isPlain, type ArgumentChecks } from "../component/argumentChecks";
import { countRules, MAX_RULES, planIngress, type IngressPlan } from "../network/ingress";
import type { ServiceNetwork } from "../network/networkArgs";
import type { ServiceLoadBalancer } from "./loadBalancerArgs";

/** The ports for clients, each with a rule for each source. */
export function portsOf(
  { targets = [] }: ServiceLoadBalancer,
  {
    listener,
    redirectPort,
  }: { readonly listener: { readonly port: number }; readonly redirectPort: number | undefined },
): number[] {
  const own = targets.flatMap(({ listenerPort }) => listenerPort ?? []);
  return [listener.port, ...(redirectPort === undefined ? [] : [redirectPort]), ...own];
}

/** Plans who may connect to the ports. */
export function planClients(
  checks: ArgumentChecks,
  given: ServiceLoadBalancer,
  { dualstack, ports }: { readonly dualstack: boolean; readonly ports: readonly number[] },
): IngressPlan {
  const path = "loadBalancer.ingressCidrs";
  const { ingressCidrs, ingressSecurityGroupIds, ingressPrefixListIds } = given;
  if ([ingressCidrs, ingressSecurityGroupIds, ingressPrefixListIds].every((sources) => sources === undefined)) {
    const everybody = given.internal === true ? "10.0.0.0/8" : "0.0.0.0/0";
    checks.add(path, "is missing", `set it to the blocks of the clients, such as [${quote(everybody)}], or to []`);
  }
  ingressCidrs?.forEach((cidr, i) => {
    if (isIpv6Cidr(cidr) && !dualstack)
      checks.add(
        `${path}[${i}]`,
        `${quote(cidr)} is an IPv6 block, but the load balancer has IPv4 addresses only`,
        'set loadBalancer.ipAddressType: "dualstack", or remove it',
      );
  });
  const ingress = planIngress(checks, "loadBalancer", given);
  const rules = ports.length * countRules(ingress);
  if (rules > MAX_RULES)
    checks.add(
      path,
      `makes ${rules} rules${ports.length === 1 ? "" : `, for ports ${ports.join(" and ")}`}, but a security group takes ${MAX_RULES}`,
      "use wider blocks, or a prefix list in loadBalancer.ingressPrefixListIds",
    );
  return ingress;
}

/** Checks that the load balancer has subnets in enough zones. */
export function checkSubnets(
  checks: ArgumentChecks,
  given: ServiceLoadBalancer,
  { network, fewest }: { readonly network: ServiceNetwork; readonly fewest: number },
): void {
  const [path, subnetIds] =
    given.subnetIds === undefined
      ? ["network.subnetIds", network.subnetIds]
      : ["loadBalancer.subnetIds", given.subnetIds];
  if (subnetIds !== undefined && isPlain(subnetIds) && subnetIds.length < fewest)
    checks.add(
      path,
      `has ${subnetIds.length === 0 ? "no subnet" : "one subnet"}, but a load balancer needs two zones`,
      "pass subnets in two zones or more",
    );
}
