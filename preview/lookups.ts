// What stands in for the functions that ask AWS something: values with AWS's shapes that are clearly of no real account.

import {
  identityCenterGroup,
  identityCenterInstances,
  identityCenterUser,
  openIdConnectProvider,
} from "./identityLookups";
import { listener, loadBalancer } from "./loadBalancerLookups";
import { policyDocument } from "./policyDocument";
import { publicParameter } from "./publicParameters";
import { UNKNOWN_ON_THE_WIRE } from "./wire";

/** The account that every stand-in belongs to: the one of AWS's own documentation. */
export const STAND_IN_ACCOUNT = "123456789012";

type Inputs = Readonly<Record<string, unknown>>;
type Answer = Readonly<Record<string, unknown>>;

/** A function call to answer. */
export interface Lookup {
  /** `aws:ec2/getVpc:getVpc` */
  readonly token: string;
  readonly inputs: Inputs;
  readonly region: string;
  /** The names of what its answer has, where they are known. */
  readonly properties?: readonly string[];
}

/** Answers a function; `exact` is false where nothing is known of it but what it was asked: what else it has is unknown. */
export function answerLookup({ token, inputs, region, properties = [] }: Lookup): { answer: Answer; exact: boolean } {
  const name = token.replace(/\/[^:]*:/, ":").replace(/^aws:index:/, "aws:");
  const answer = ANSWERS[name]?.(inputs, region);
  if (answer) return { answer: { region, ...answer }, exact: true };
  const id = firstText(inputs, ["id", "arn", "name"]) ?? "stand-in";
  const unknown = Object.fromEntries(properties.map((property) => [property, UNKNOWN_ON_THE_WIRE]));
  return { answer: { ...unknown, name: id, arn: arn("stand-in", region, id), ...inputs, id }, exact: false };
}

const DEFAULT_VPC = `vpc-${"d".repeat(17)}`;
const OTHER_VPC = `vpc-${"0".repeat(17)}`;
const ZONES = ["a", "b", "c"];

/** Subnets of the default VPC carry its letter, so that what is asked of one later fits. */
const subnetIds = (vpcId: unknown) =>
  ZONES.map((zone) => `subnet-${vpcId === DEFAULT_VPC ? "d" : "0"}${zone.repeat(16)}`);

const ANSWERS: Readonly<Record<string, (inputs: Inputs, region: string) => Answer | undefined>> = {
  "aws:getRegion": (_, region) => ({
    id: region,
    name: region,
    region,
    description: region,
    endpoint: `ec2.${region}.amazonaws.com`,
  }),
  "aws:getRegions": (_, region) => ({ id: "regions", names: [region] }),
  "aws:getCallerIdentity": (_, region) => ({
    id: STAND_IN_ACCOUNT,
    accountId: STAND_IN_ACCOUNT,
    arn: `arn:${partition(region)}:iam::${STAND_IN_ACCOUNT}:user/stand-in`,
    userId: "AIDAEXAMPLE",
  }),
  "aws:getPartition": (_, region) => ({
    id: partition(region),
    partition: partition(region),
    dnsSuffix: region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com",
    reverseDnsPrefix: region.startsWith("cn-") ? "cn.com.amazonaws" : "com.amazonaws",
  }),
  "aws:getAvailabilityZones": (_, region) => ({
    id: region,
    names: ZONES.map((zone) => region + zone),
    zoneIds: ZONES.map((_zone, i) => `${region}-az${i + 1}`),
    groupNames: [region],
  }),
  "aws:ec2:getVpc": (inputs) => {
    const isDefault = inputs.default === true || inputs.id === DEFAULT_VPC;
    const id = firstText(inputs, ["id"]) ?? (isDefault ? DEFAULT_VPC : OTHER_VPC);
    return {
      id,
      arn: `arn:aws:ec2:::vpc/${id}`,
      default: isDefault,
      state: "available",
      cidrBlock: isDefault ? "172.31.0.0/16" : "10.0.0.0/16",
      cidrBlockAssociations: [],
      ipv6CidrBlock: "",
      enableDnsHostnames: true,
      enableDnsSupport: true,
      mainRouteTableId: routeTableId(id),
      ownerId: STAND_IN_ACCOUNT,
      tags: {},
    };
  },
  "aws:ec2:getVpcs": () => ({ id: "vpcs", ids: [DEFAULT_VPC] }),
  "aws:ec2:getSubnets": (inputs) => ({ id: "subnets", ids: subnetIds(filterValue(inputs, "vpc-id") ?? DEFAULT_VPC) }),
  "aws:ec2:getSubnet": (inputs, region) => {
    const id = firstText(inputs, ["id"]) ?? subnetIds(inputs.vpcId)[0] ?? "";
    const zone = ZONES.findIndex((letter) => id.endsWith(letter));
    return {
      id,
      arn: arn("ec2", region, `subnet/${id}`),
      vpcId: firstText(inputs, ["vpcId"]) ?? vpcOf(id),
      availabilityZone: firstText(inputs, ["availabilityZone"]) ?? region + (ZONES[zone] ?? "a"),
      cidrBlock: `${vpcOf(id) === DEFAULT_VPC ? "172.31" : "10.0"}.${16 * Math.max(0, zone)}.0/20`,
      mapPublicIpOnLaunch: vpcOf(id) === DEFAULT_VPC,
      defaultForAz: vpcOf(id) === DEFAULT_VPC,
      availableIpAddressCount: 4091,
      state: "available",
      ownerId: STAND_IN_ACCOUNT,
      tags: {},
    };
  },
  // The default VPC's subnets are public. Of others nothing is known: a NAT gateway is a way out with a public address and without.
  "aws:ec2:getRouteTable": (inputs) => {
    const id = firstText(inputs, ["subnetId", "vpcId", "routeTableId"]) ?? OTHER_VPC;
    const isDefault = id === DEFAULT_VPC || vpcOf(id) === DEFAULT_VPC;
    const wayOut = isDefault ? { gatewayId: `igw-${"d".repeat(17)}` } : { natGatewayId: `nat-${"0".repeat(17)}` };
    return {
      id: routeTableId(id),
      routeTableId: routeTableId(id),
      vpcId: isDefault ? DEFAULT_VPC : OTHER_VPC,
      associations: [],
      routes: [{ ...NO_ROUTE, cidrBlock: "0.0.0.0/0", ...wayOut }],
      ownerId: STAND_IN_ACCOUNT,
      tags: {},
    };
  },
  "aws:ec2:getRouteTables": (inputs) => ({
    id: "routeTables",
    ids: [routeTableId(firstText(inputs, ["vpcId"]) ?? OTHER_VPC)],
  }),
  "aws:ec2:getManagedPrefixList": (inputs, region) => prefixList(inputs, region),
  "aws:ec2:getPrefixList": (inputs, region) => prefixList(inputs, region),
  "aws:ec2:getSecurityGroup": (inputs, region) => {
    const id = firstText(inputs, ["id"]) ?? `sg-${"0".repeat(17)}`;
    return {
      id,
      arn: arn("ec2", region, `security-group/${id}`),
      name: "stand-in",
      vpcId: DEFAULT_VPC,
      tags: {},
      ...inputs,
    };
  },
  "aws:iam:getPolicyDocument": (inputs) => {
    const json = JSON.stringify(policyDocument(inputs), undefined, 2);
    return { id: "policy", json, minifiedJson: JSON.stringify(JSON.parse(json)) };
  },
  "aws:iam:getRole": ({ name }, region) => ({
    id: name,
    name,
    arn: `arn:${partition(region)}:iam::${STAND_IN_ACCOUNT}:role/${String(name)}`,
    assumeRolePolicy: "{}",
    path: "/",
    tags: {},
  }),
  "aws:iam:getOpenIdConnectProvider": (inputs) => openIdConnectProvider(inputs, STAND_IN_ACCOUNT),
  "aws:identitystore:getGroup": identityCenterGroup,
  "aws:identitystore:getUser": identityCenterUser,
  "aws:ssoadmin:getInstances": identityCenterInstances,
  "aws:lb:getListener": listener,
  "aws:lb:getLoadBalancer": loadBalancer,
  "aws:secretsmanager:getSecret": (inputs, region) => {
    const name = firstText(inputs, ["name"]) ?? "stand-in";
    const secretArn = firstText(inputs, ["arn"]) ?? arn("secretsmanager", region, `secret:${name}-StandI`);
    return { id: secretArn, arn: secretArn, name, kmsKeyId: "", policy: "", tags: {} };
  },
  "aws:kms:getKey": ({ keyId }, region) => ({
    id: keyId,
    keyId,
    arn: arn("kms", region, `key/${String(keyId)}`),
    enabled: true,
  }),
  "aws:ssm:getParameter": ({ name }, region) => publicParameter(String(name), { region, partition: partition(region) }),
  "aws:route53:getZone": (inputs) => {
    const id = firstText(inputs, ["zoneId"]) ?? "Z00000000STANDIN";
    return {
      id,
      zoneId: id,
      name: firstText(inputs, ["name"]) ?? "stand-in.example",
      nameServers: [],
      privateZone: false,
      tags: {},
    };
  },
  "aws:acm:getCertificate": ({ domain }, region) => {
    const certificate = arn("acm", region, "certificate/00000000-0000-4000-8000-000000000000");
    return { id: certificate, arn: certificate, domain, status: "ISSUED", tags: {} };
  },
  "aws:ecs:getCluster": ({ clusterName }, region) => {
    const cluster = arn("ecs", region, `cluster/${String(clusterName)}`);
    return { id: cluster, arn: cluster, clusterName, status: "ACTIVE", settings: [], tags: {} };
  },
};

const NO_ROUTE = { cidrBlock: "", ipv6CidrBlock: "", destinationPrefixListId: "", gatewayId: "", natGatewayId: "" };

function partition(region: string): string {
  if (region.startsWith("cn-")) return "aws-cn";
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}

function arn(service: string, region: string, rest: string): string {
  return `arn:${partition(region)}:${service}:${region}:${STAND_IN_ACCOUNT}:${rest}`;
}

function vpcOf(subnetId: string): string {
  return subnetIds(DEFAULT_VPC).includes(subnetId) ? DEFAULT_VPC : OTHER_VPC;
}

function routeTableId(id: string): string {
  return `rtb-${(id === DEFAULT_VPC || vpcOf(id) === DEFAULT_VPC ? "d" : "0").repeat(17)}`;
}

function firstText(inputs: Inputs, names: readonly string[]): string | undefined {
  return names.map((name) => inputs[name]).find((value): value is string => typeof value === "string" && value !== "");
}

function filterValue({ filters }: Inputs, name: string): unknown {
  if (!Array.isArray(filters)) return undefined;
  const filter = (filters as { name?: unknown; values?: unknown[] }[]).find((candidate) => candidate.name === name);
  return filter?.values?.[0];
}

/** A managed prefix list. Its entries are AWS's to say. */
function prefixList(inputs: Inputs, region: string): Answer {
  const id = firstText(inputs, ["id", "prefixListId"]) ?? `pl-${"0".repeat(8)}`;
  const { name = UNKNOWN_ON_THE_WIRE } = inputs;
  return { ...inputs, id, name, arn: arn("ec2", region, `prefix-list/${id}`), entries: [], cidrBlocks: [] };
}
