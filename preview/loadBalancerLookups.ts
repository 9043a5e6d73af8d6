// Stand-ins for lookups of load balancers that exist, and of their listeners.

type Inputs = Readonly<Record<string, unknown>>;

/** What a listener's ARN tells; the rest is made up. */
export function listener({ arn }: Inputs): Readonly<Record<string, unknown>> {
  const text = String(arn);
  return {
    id: text,
    arn: text,
    loadBalancerArn: text.replace(":listener/", ":loadbalancer/").replace(/\/[^/]*$/, ""),
    port: 443,
    protocol: "HTTPS",
    tags: {},
  };
}

/** What a load balancer's ARN tells; the rest is made up. */
export function loadBalancer({ arn }: Inputs, region: string): Readonly<Record<string, unknown>> {
  const text = String(arn);
  return {
    id: text,
    arn: text,
    arnSuffix: text.split(":loadbalancer/")[1] ?? "",
    dnsName: `stand-in.${region}.elb.amazonaws.com`,
    internal: false,
    ipAddressType: "ipv4",
    loadBalancerType: "application",
    name: "stand-in",
    securityGroups: [`sg-${"0".repeat(17)}`],
    tags: {},
    zoneId: "Z00000000STANDIN",
  };
}
