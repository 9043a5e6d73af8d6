// An AWS service whose name the tasks cannot resolve: they have a route, and no name server that answers.

import type { Rule } from "../rule";

/** The rule for a service (`CloudWatch Logs`) with the VPC endpoint `endpoint`, of which the other conditions are given. */
export function unresolved(service: string, endpoint: string, rule: Pick<Rule, "code" | "stage" | "page">): Rule {
  return {
    ...rule,
    weight: "start",
    kind: "dns",
    cause: `the name of ${service}[[, {host},]] does not resolve in the tasks' network: its name server does not answer, or does not know it`,
    fix: `turn on DNS support and DNS host names of the VPC, and check the name servers of its DHCP options (port 53) and the Region; a VPC endpoint for ${endpoint} has to have private DNS; and give the tasks a route (NAT gateway, public IP address or that endpoint)`,
  };
}
