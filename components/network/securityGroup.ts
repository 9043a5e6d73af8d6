// The security groups of the tasks: one that is created, with one resource per rule, or existing ones.

import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { checkSecurityGroupId } from "../../model/awsIds";
import { childName, childNameOf } from "../../model/childNames";
import { tcpPort } from "../../model/checks";
import { checkCidr, isPrivateCidr } from "../../model/cidr";
import { isEcrRegistry } from "../../model/imageReference";
import { isPlain, type ArgumentChecks } from "../component/argumentChecks";
import type { ChildContext } from "../component/childContext";
import type { ImageSources } from "./imageSources";
import {
  cidrSource,
  countRules,
  createIngressRules,
  MAX_RULES,
  planIngress,
  replacedWithPort,
  portRule,
  type IngressPlan,
} from "./ingress";
import type { NetworkEgress, ServiceNetwork } from "./networkArgs";

/** The tasks' security groups, as planned: existing ones, or one to create. */
export type SecurityGroupPlan =
  | { readonly existing: pulumi.Input<string>[]; readonly create?: undefined }
  | { readonly create: SecurityGroupRules; readonly existing?: undefined };

interface SecurityGroupRules {
  readonly port?: number;
  readonly ingress: IngressPlan;
  readonly egress: readonly NetworkEgress[] | undefined;
}

/** The tasks' security groups. */
export interface TaskSecurityGroups {
  readonly ids: pulumi.Input<string>[];
  /** The group that is created, unless groups are given. */
  readonly created?: aws.ec2.SecurityGroup;
  /** The created group, where `network.egress` limits what the tasks may connect to. */
  readonly limited?: aws.ec2.SecurityGroup;
}

/** The port of AWS's APIs and of image registries. */
export const HTTPS_PORT = 443;

/** How many security groups ECS takes for a service. */
const MAX_SECURITY_GROUPS = 5;

/** What the service's own container listens on; "none" for tasks that nobody connects to. */
export type TaskPort = number | "none" | undefined;

/** Plans the security group. */
export function planSecurityGroup(
  checks: ArgumentChecks,
  network: ServiceNetwork,
  { port, images }: { readonly port: TaskPort; readonly images: ImageSources },
): SecurityGroupPlan {
  const { securityGroupIds, ingressCidrs, ingressSecurityGroupIds, ingressPrefixListIds, egress } = network;
  if (securityGroupIds !== undefined) {
    if (securityGroupIds.length === 0)
      checks.add("network.securityGroupIds", "is empty", "pass one group or more, or leave it unset");
    checks.atMost("network.securityGroupIds", securityGroupIds.length, {
      max: MAX_SECURITY_GROUPS,
      of: "a service takes",
      fix: "combine their rules in fewer groups",
    });
    checks.unique("network.securityGroupIds", securityGroupIds);
    checks.mustBeUnset(
      "network",
      { ingressCidrs, ingressSecurityGroupIds, ingressPrefixListIds, egress },
      {
        wrong: "cannot be set with network.securityGroupIds: existing security groups are not modified",
        fix: "leave one of them unset",
      },
    );
    return { existing: checks.values("network.securityGroupIds", securityGroupIds, checkSecurityGroupId) };
  }
  const ingress = planIngress(checks, "network", network);
  checks.atMost("network.ingressCidrs", countRules(ingress), {
    max: MAX_RULES,
    of: "a security group takes",
    fix: "use wider blocks, or groups of your own in network.securityGroupIds",
  });
  if (typeof port !== "number")
    checks.mustBeUnset(
      "network",
      {
        ingressCidrs: anyOf(ingressCidrs),
        ingressSecurityGroupIds: anyOf(ingressSecurityGroupIds),
        ingressPrefixListIds: anyOf(ingressPrefixListIds),
      },
      port === undefined
        ? { wrong: "cannot be set without port", fix: "set port to the port that the container listens on" }
        : { wrong: "cannot be set: nobody connects to a task that runs and ends", fix: "leave it unset" },
    );
  if (egress !== undefined) checkEgress(checks, egress, { images, ecrEndpoints: network.endpoints?.ecr ?? false });
  return { create: { ...(typeof port === "number" && { port }), ingress, egress } };
}

/** A list that is not empty; an empty one changes nothing. */
const anyOf = <T>(list: readonly T[] | undefined) => (list?.length === 0 ? undefined : list);

function checkEgress(
  checks: ArgumentChecks,
  egress: readonly NetworkEgress[],
  { images, ecrEndpoints }: { readonly images: ImageSources; readonly ecrEndpoints: boolean },
): void {
  egress.forEach(({ cidr, port }, i) => {
    checks.shape(`network.egress[${i}].cidr`, cidr, checkCidr);
    checks.shape(`network.egress[${i}].port`, port, tcpPort);
  });
  checks.unique(
    "network.egress",
    egress.map(({ cidr, port }) => `${cidr} ${port}`),
  );
  checks.atMost("network.egress", egress.length, {
    max: MAX_RULES,
    of: "a security group takes",
    fix: "use wider blocks, or groups of your own in network.securityGroupIds",
  });
  const imagesInEcr = images.registries.every((registry) => isPlain(registry) && isEcrRegistry(registry));
  const reachesRegistry = egress.some(({ cidr, port }) => port === HTTPS_PORT && (imagesInEcr || !isPrivateCidr(cidr)));
  if (!reachesRegistry && !(imagesInEcr && ecrEndpoints))
    checks.add(
      "network.egress",
      "does not allow HTTPS to the image registry",
      `add { cidr: "0.0.0.0/0", port: ${HTTPS_PORT} }: the image, its secret and the logs are transferred over HTTPS`,
    );
}

/** Creates the security group and its rules; returns it, or the existing groups. */
export function createSecurityGroup(
  name: string,
  { plan, vpcId }: { readonly plan: SecurityGroupPlan; readonly vpcId: pulumi.Input<string> },
  { options, tags }: ChildContext,
): TaskSecurityGroups {
  if (plan.existing !== undefined) return { ids: plan.existing };
  const group = new aws.ec2.SecurityGroup(
    childName(name, "securityGroup"),
    { description: `Tasks of ${name}`, vpcId, tags },
    options,
  );
  const { port, ingress, egress } = plan.create;
  createIngressRules(
    { component: name, kind: "ingress" },
    { plan: ingress, rule: { ...portRule(group.id, port), description: "Clients of the service" } },
    { options: replacedWithPort(options), tags },
  );
  if (egress === undefined)
    new aws.vpc.SecurityGroupEgressRule(
      childNameOf(name, "egress"),
      {
        securityGroupId: group.id,
        ipProtocol: "-1",
        cidrIpv4: "0.0.0.0/0",
        description: "All outbound traffic of the tasks",
        tags,
      },
      options,
    );
  for (const { cidr, port: to } of egress ?? [])
    new aws.vpc.SecurityGroupEgressRule(
      childNameOf(name, "egress", cidr, to),
      { ...portRule(group.id, to), ...cidrSource(cidr), description: "Outbound traffic of the tasks", tags },
      options,
    );
  return { ids: [group.id], created: group, ...(egress !== undefined && { limited: group }) };
}

/** The port and the group of tasks that clients may connect to; undefined where nobody may, or where the rules are the user's. */
export function reachableTasks(
  { create }: SecurityGroupPlan,
  { created }: TaskSecurityGroups,
): { readonly securityGroupId: pulumi.Output<string>; readonly port: number } | undefined {
  if (create?.port === undefined || created === undefined || create.ingress.cidrs.length === 0) return undefined;
  return { securityGroupId: created.id, port: create.port };
}
