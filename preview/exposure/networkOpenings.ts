// What the network lets in: firewall rules, load balancers, public addresses.

import { textOf, type CapturedResource, type Properties } from "../captured";
import { relatedTo } from "../fargateServices";
import type { Openings } from "./openings";

const ANYWHERE = ["0.0.0.0/0", "::/0"];

const inlineRules = ({ inputs }: CapturedResource): string[] => records(inputs.ingress).flatMap(openPorts);

const ruleOfItsOwn = (rule: CapturedResource, all: readonly CapturedResource[]): string[] => {
  const group = relatedTo(rule, { property: "securityGroupId", type: "aws:ec2/securityGroup:SecurityGroup" }, all);
  return openPorts(rule.inputs).map((open) => (group ? `${open}, in security group ${group.name}` : open));
};

const loadBalancer = (balancer: CapturedResource, all: readonly CapturedResource[]): string[] => {
  if (balancer.inputs.internal === true) return [];
  const ports = all
    .filter(
      ({ type, propertyDependencies }) =>
        /:Listener$/.test(type) && propertyDependencies.loadBalancerArn?.includes(balancer.urn),
    )
    .map(({ inputs }) => textOf(inputs.port))
    .filter((port) => port !== "");
  const unique = [...new Set(ports)].sort((a, b) => Number(a) - Number(b));
  const listed = unique.length === 0 ? "" : `, ${unique.length > 1 ? "ports" : "port"} ${unique.join(", ")}`;
  return [`internet-facing load balancer${listed}`];
};

const withPublicAddress = (flag: unknown): string[] => (flag === true ? ["public IPv4 address"] : []);

/** By type. */
export const networkOpenings: Openings = {
  "aws:ec2:SecurityGroup": inlineRules,
  "aws:ec2:DefaultSecurityGroup": inlineRules,
  "aws:ec2:SecurityGroupRule": (rule, all) => (rule.inputs.type === "ingress" ? ruleOfItsOwn(rule, all) : []),
  "aws:vpc:SecurityGroupIngressRule": ruleOfItsOwn,
  "aws:lb:LoadBalancer": loadBalancer,
  "aws:alb:LoadBalancer": loadBalancer,
  "aws:elb:LoadBalancer": loadBalancer,
  "aws:ec2:Eip": (address, all) => (all.some((other) => isGatewayOf(other, address)) ? [] : ["public IPv4 address"]),
  "aws:ec2:Instance": ({ inputs }) => withPublicAddress(inputs.associatePublicIpAddress),
  "aws:ec2:LaunchTemplate": ({ inputs }) =>
    withPublicAddress(
      records(inputs.networkInterfaces).some(
        ({ associatePublicIpAddress }) => textOf(associatePublicIpAddress) === "true",
      ),
    ),
  "aws:ec2:LaunchConfiguration": ({ inputs }) => withPublicAddress(inputs.associatePublicIpAddress),
  "aws:ecs:Service": ({ inputs }) =>
    (inputs.networkConfiguration as Properties | undefined)?.assignPublicIp === true
      ? ["each task has a public IPv4 address"]
      : [],
  "aws:globalaccelerator:Accelerator": ({ inputs }) => (inputs.enabled === false ? [] : ["public addresses"]),
  "kubernetes:core:Service": ({ inputs }) =>
    (inputs.spec as Properties | undefined)?.type === "LoadBalancer" ? ["load balancer of Kubernetes"] : [],
  "kubernetes:networking.k8s.io:Ingress": () => ["ingress of Kubernetes"],
};

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

function records(value: unknown): Properties[] {
  const isRecord = (item: unknown): item is Properties =>
    typeof item === "object" && item !== null && !Array.isArray(item);
  return Array.isArray(value) ? value.filter(isRecord) : [value].filter(isRecord);
}
