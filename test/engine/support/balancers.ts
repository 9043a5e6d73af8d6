// Load balancers, as the emulator describes them.

import { type Emulator, texts } from "./emulator";

/** Asks Elastic Load Balancing; the answer is XML. */
export function balancers(
  emulator: Emulator,
  action: string,
  parameters: Record<string, string> = {},
): Promise<string> {
  return emulator.query("elasticloadbalancing", action, "2015-12-01", parameters);
}

/** The attributes of a load balancer, a listener or a target group. */
export async function attributes(
  emulator: Emulator,
  kind: "LoadBalancer" | "Listener" | "TargetGroup",
  arn: unknown,
): Promise<Record<string, string | undefined>> {
  const xml = await balancers(emulator, `Describe${kind}Attributes`, { [`${kind}Arn`]: String(arn) });
  // Empty values come as <Value/>, so that each is read within its own member.
  const members = xml.split("<member>").slice(1);
  return Object.fromEntries(members.map((member) => [texts(member, "Key")[0] ?? "", texts(member, "Value")[0]]));
}

/** The ARN of the only load balancer. */
export async function onlyBalancer(emulator: Emulator): Promise<string> {
  const [arn, ...others] = texts(await balancers(emulator, "DescribeLoadBalancers"), "LoadBalancerArn");
  if (arn === undefined || others.length > 0) throw new Error(`${others.length + 1} load balancers, or none`);
  return arn;
}
