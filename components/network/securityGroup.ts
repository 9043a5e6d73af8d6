// Who reaches the tasks, and what they reach: a security group with one rule resource per rule.

import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { checkSecurityGroupId } from "../../model/awsIds";
import { childName, childNameOf } from "../../model/childNames";
import { tcpPort } from "../../model/checks";
import { checkCidr, isIpv6Cidr, isPrivateCidr } from "../../model/cidr";
import { quote } from "../../model/problems";
import type { ArgumentChecks } from "../component/argumentChecks";
import type { NetworkEgress, ServiceNetwork } from "./network";
import type { Surroundings } from "../component/childContext";

/** The security groups of a service's tasks. */
export type SecurityGroupPlan =
  | { readonly existing: pulumi.Input<string>[]; readonly create?: undefined }
  | { readonly create: SecurityGroupRules; readonly existing?: undefined };

interface SecurityGroupRules {
  readonly port?: number;
  readonly ingressCidrs: readonly string[];
  readonly egress: readonly NetworkEgress[] | undefined;
}

const HTTPS_PORT = 443;

/** Plans the security group: its rules, or the groups that exist. `imagesInEcr`: nothing is pulled over the internet. */
export function planSecurityGroup(
  checks: ArgumentChecks,
  network: ServiceNetwork = {},
  port: number | undefined,
  imagesInEcr: boolean,
): SecurityGroupPlan {
  const { securityGroupIds, ingressCidrs = [], egress } = network;
  if (securityGroupIds !== undefined) {
    if (securityGroupIds.length === 0)
      checks.add("network.securityGroupIds", "is empty", "pass one group or more, or leave it unset");
    for (const [key, value] of Object.entries({ ingressCidrs: network.ingressCidrs, egress }))
      if (value !== undefined)
        checks.add(
          `network.${key}`,
          "given together with network.securityGroupIds, whose rules are yours",
          "leave one of them unset",
        );
    return { existing: checks.values("network.securityGroupIds", securityGroupIds, checkSecurityGroupId) };
  }
  ingressCidrs.forEach((cidr, i) => checks.shape(`network.ingressCidrs[${i}]`, cidr, checkCidr));
  checkTwice(checks, "network.ingressCidrs", ingressCidrs);
  if (ingressCidrs.length > 0 && port === undefined)
    checks.add("network.ingressCidrs", "given while port is unset", "set port to what the container listens on");
  if (egress !== undefined) checkEgress(checks, egress, imagesInEcr, network.endpoints?.ecr ?? false);
  return { create: { ...(port !== undefined && { port }), ingressCidrs, egress } };
}

function checkEgress(
  checks: ArgumentChecks,
  egress: readonly NetworkEgress[],
  imagesInEcr: boolean,
  ecrEndpoints: boolean,
): void {
  egress.forEach(({ cidr, port }, i) => {
    checks.shape(`network.egress[${i}].cidr`, cidr, checkCidr);
    checks.shape(`network.egress[${i}].port`, port, tcpPort);
  });
  checkTwice(
    checks,
    "network.egress",
    egress.map(({ cidr, port }) => `${cidr} ${port}`),
  );
  const reachesRegistry = egress.some(({ cidr, port }) => port === HTTPS_PORT && (imagesInEcr || !isPrivateCidr(cidr)));
  if (!reachesRegistry && !(imagesInEcr && ecrEndpoints))
    checks.add(
      "network.egress",
      "cuts the tasks off their image's registry",
      `add { cidr: "0.0.0.0/0", port: ${HTTPS_PORT} }: the image, its secret and the logs are reached over HTTPS`,
    );
}

function checkTwice(checks: ArgumentChecks, path: string, values: readonly string[]): void {
  values.forEach((value, i) => {
    if (values.indexOf(value) < i) checks.add(`${path}[${i}]`, `${quote(value)} is given twice`, "keep one");
  });
}

/** The tasks' security groups. */
export interface TaskGroups {
  readonly ids: pulumi.Input<string>[];
  readonly created?: aws.ec2.SecurityGroup;
  /** The created group, where `network.egress` limits what it lets out. */
  readonly limited?: aws.ec2.SecurityGroup;
}

/** The security groups that the tasks are in. */
export interface TaskSecurityGroups {
  readonly ids: pulumi.Input<string>[];
  /** The group that is created, unless groups are given. */
  readonly created?: aws.ec2.SecurityGroup;
}

/** Creates the security group and its rules; returns it, or the groups that exist. */
export function createSecurityGroup(
  name: string,
  plan: SecurityGroupPlan,
  vpcId: pulumi.Input<string>,
  { parent, tags }: Surroundings,
): TaskGroups {
  if (plan.existing !== undefined) return { ids: plan.existing };
  const group = new aws.ec2.SecurityGroup(
    childName(name, "securityGroup"),
    { description: `Tasks of ${name}`, vpcId, tags },
    { parent },
  );
  const { port, ingressCidrs, egress } = plan.create;
  for (const cidr of ingressCidrs)
    new aws.vpc.SecurityGroupIngressRule(
      childNameOf(name, "ingress", cidr),
      { securityGroupId: group.id, ipProtocol: "tcp", fromPort: port, toPort: port, ...cidrSource(cidr), tags },
      { parent },
    );
  if (egress === undefined)
    new aws.vpc.SecurityGroupEgressRule(
      childNameOf(name, "egress"),
      { securityGroupId: group.id, ipProtocol: "-1", cidrIpv4: "0.0.0.0/0", tags },
      { parent },
    );
  for (const rule of egress ?? [])
    new aws.vpc.SecurityGroupEgressRule(
      childNameOf(name, "egress", rule.cidr, rule.port),
      {
        securityGroupId: group.id,
        ipProtocol: "tcp",
        fromPort: rule.port,
        toPort: rule.port,
        ...cidrSource(rule.cidr),
        tags,
      },
      { parent },
    );
  return { ids: [group.id], created: group, ...(egress !== undefined && { limited: group }) };
}

/** A CIDR block, as a security group rule takes it. */
export const cidrSource = (cidr: string) => (isIpv6Cidr(cidr) ? { cidrIpv6: cidr } : { cidrIpv4: cidr });
