// What the internet can reach once the program is deployed.

import { textOf, type CapturedResource, type Properties } from "./captured";
import { relatedTo } from "./fargateServices";

/** One way in from the internet. */
export interface Exposure {
  /** The resource that opens it, by its name. */
  readonly resource: string;
  readonly type: string;
  /** What is open, as a phrase. */
  readonly open: string;
}

const ANYWHERE = ["0.0.0.0/0", "::/0"];

/** Lists what is open to the internet: firewall rules, load balancers, public addresses. */
export function findExposures(resources: readonly CapturedResource[]): Exposure[] {
  return resources
    .filter(({ operation }) => operation !== "read")
    .flatMap((resource) =>
      openings(resource, resources).map((open) => ({ resource: resource.name, type: resource.type, open })),
    );
}

function openings(resource: CapturedResource, all: readonly CapturedResource[]): string[] {
  const { type, inputs } = resource;
  switch (type) {
    case "aws:ec2/securityGroup:SecurityGroup":
      return (Array.isArray(inputs.ingress) ? (inputs.ingress as readonly Properties[]) : []).flatMap((rule) =>
        openPorts(rule),
      );
    case "aws:ec2/securityGroupRule:SecurityGroupRule":
    case "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": {
      if (type.includes("SecurityGroupRule") && inputs.type !== "ingress") return [];
      const group = relatedTo(
        resource,
        { property: "securityGroupId", type: "aws:ec2/securityGroup:SecurityGroup" },
        all,
      );
      return openPorts(inputs).map((open) => (group ? `${open}, in security group ${group.name}` : open));
    }
    case "aws:lb/loadBalancer:LoadBalancer":
      return inputs.internal === true ? [] : ["internet-facing load balancer"];
    case "aws:ec2/eip:Eip":
      return all.some((other) => isGatewayOf(other, resource)) ? [] : ["public IPv4 address"];
    case "aws:ecs/service:Service":
      return (inputs.networkConfiguration as Properties | undefined)?.assignPublicIp === true
        ? ["each task has a public IPv4 address"]
        : [];
    default:
      return [];
  }
}

/** A NAT gateway's address lets nobody in. */
function isGatewayOf(gateway: CapturedResource, address: CapturedResource): boolean {
  if (gateway.type !== "aws:ec2/natGateway:NatGateway") return false;
  const sameComponent =
    gateway.parent !== undefined && gateway.parent === address.parent && gateway.name === address.name;
  return sameComponent || (gateway.propertyDependencies.allocationId?.includes(address.urn) ?? false);
}

/** The ports that a rule opens to anywhere; one phrase per address range. */
function openPorts(rule: Properties): string[] {
  const ranges = [rule.cidrIpv4, rule.cidrIpv6, rule.cidrBlocks, rule.ipv6CidrBlocks].flat().map(textOf);
  return ranges.filter((range) => ANYWHERE.includes(range)).map((range) => `${portsOf(rule)} from ${range}`);
}

function portsOf(rule: Properties): string {
  const protocol = textOf(rule.ipProtocol ?? rule.protocol);
  const [from, to] = [textOf(rule.fromPort), textOf(rule.toPort)];
  if (["", "-1", "all"].includes(protocol)) return "all traffic";
  if (from === "") return protocol.toUpperCase();
  return `${protocol.toUpperCase()} ${from === to ? from : `${from}-${to}`}`;
}
