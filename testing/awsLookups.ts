// What AWS answers to lookups, with values of the right form.

import { partitionOf, text, type Scope } from "./awsResources";
import { IDENTITY_LOOKUPS } from "./identityLookups";

/** The answer to a lookup, or undefined where there is no stand-in for it. */
export function answerOf(token: string, inputs: Record<string, unknown>, scope: Scope): object | undefined {
  return ANSWERS[token]?.(inputs, { ...scope, region: (inputs.region as string | undefined) ?? scope.region });
}

type Answer = (inputs: Record<string, unknown>, scope: Scope) => object;

const ANSWERS: Record<string, Answer> = {
  ...IDENTITY_LOOKUPS,
  "aws:index/getRegion:getRegion": (_inputs, { region }) => ({ region, id: region, name: region, description: region }),
  "aws:index/getCallerIdentity:getCallerIdentity": (_inputs, { account, region }) => ({
    accountId: account,
    arn: `arn:${partitionOf(region)}:iam::${account}:user/deployer`,
    userId: "AIDAEXAMPLE",
    id: account,
  }),
  "aws:index/getPartition:getPartition": (_inputs, { region }) => ({
    partition: partitionOf(region),
    dnsSuffix: region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com",
    id: partitionOf(region),
  }),
  "aws:index/getAvailabilityZones:getAvailabilityZones": (_inputs, { region }) => ({
    names: [`${region}a`, `${region}b`],
    zoneIds: ["az1", "az2"],
  }),
  "aws:ec2/getVpc:getVpc": ({ id, default: isDefault }) => ({
    id: id ?? "vpc-default",
    default: isDefault ?? false,
    cidrBlock: "172.31.0.0/16",
  }),
  "aws:ec2/getVpcs:getVpcs": () => ({ ids: ["vpc-default"] }),
  "aws:ec2/getSubnets:getSubnets": () => ({ ids: ["subnet-default1", "subnet-default2"] }),
  "aws:ec2/getSubnet:getSubnet": ({ id }, { region }) => ({
    id,
    vpcId: "vpc-default",
    mapPublicIpOnLaunch: true,
    availabilityZone: `${region}a`,
  }),
  "aws:ec2/getManagedPrefixList:getManagedPrefixList": ({ name }) => ({
    id: "pl-0123456789abcdef0",
    name,
    entries: [],
  }),
  "aws:lb/getListener:getListener": ({ arn }) => ({
    arn,
    loadBalancerArn: text(arn)
      .replace(":listener/", ":loadbalancer/")
      .replace(/\/[^/]*$/, ""),
    protocol: "HTTPS",
    port: 443,
  }),
  "aws:lb/getLoadBalancer:getLoadBalancer": ({ arn }, { region }) => ({
    arn,
    arnSuffix: text(arn).split(":loadbalancer/")[1],
    dnsName: `shared-1234567890.${region}.elb.amazonaws.com`,
    zoneId: "Z215JYRZR1TBD5",
    securityGroups: ["sg-shared2", "sg-shared1"],
  }),
  "aws:secretsmanager/getSecret:getSecret": ({ arn, name }, { account, region }) => ({
    arn: arn ?? `arn:${partitionOf(region)}:secretsmanager:${region}:${account}:secret:${text(name)}-AbCdEf`,
    name,
    kmsKeyId: "",
  }),
  "aws:route53/getZone:getZone": ({ name }) => ({ name, zoneId: `Z-${text(name)}` }),
  "aws:ec2/getRouteTables:getRouteTables": () => ({ ids: ["rtb-nat"] }),
  "aws:ec2/getRouteTable:getRouteTable": ({ routeTableId }) => ({
    routeTableId,
    routes: [{ cidrBlock: "0.0.0.0/0", natGatewayId: "nat-1" }],
  }),
  "aws:iam/getPolicyDocument:getPolicyDocument": ({ statements }) => {
    const json = JSON.stringify({ Version: "2012-10-17", Statement: statements });
    return { json, minifiedJson: json };
  },
};
