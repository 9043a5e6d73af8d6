// Who may connect to a port: CIDR blocks, security groups and prefix lists, with one resource per rule.

import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { checkPrefixListId, checkSecurityGroupId } from "../../model/awsIds";
import { childNameOf } from "../../model/childNames";
import { canonicalCidr, checkCidr, isIpv6Cidr } from "../../model/cidr";
import type { ArgumentChecks } from "../component/argumentChecks";
import type { ChildContext, ChildOptions } from "../component/childContext";

/** The arguments that say who may connect. */
export interface IngressArgs {
  readonly ingressCidrs?: readonly string[];
  readonly ingressSecurityGroupIds?: readonly pulumi.Input<string>[];
  readonly ingressPrefixListIds?: readonly pulumi.Input<string>[];
}

/** The sources of traffic, as planned. */
export interface IngressPlan {
  readonly cidrs: readonly string[];
  readonly securityGroupIds: readonly pulumi.Input<string>[];
  readonly prefixListIds: readonly pulumi.Input<string>[];
}

/** Nobody. */
export const NO_INGRESS: IngressPlan = { cidrs: [], securityGroupIds: [], prefixListIds: [] };

/** Plans who may connect; `path` is the object that holds the arguments. */
export function planIngress(checks: ArgumentChecks, path: string, given: IngressArgs): IngressPlan {
  const { ingressCidrs: cidrs = [], ingressSecurityGroupIds = [], ingressPrefixListIds = [] } = given;
  checkIngressCidrs(checks, `${path}.ingressCidrs`, cidrs);
  checks.unique(`${path}.ingressSecurityGroupIds`, ingressSecurityGroupIds);
  checks.unique(`${path}.ingressPrefixListIds`, ingressPrefixListIds);
  return {
    cidrs,
    securityGroupIds: checks.values(`${path}.ingressSecurityGroupIds`, ingressSecurityGroupIds, checkSecurityGroupId),
    prefixListIds: checks.values(`${path}.ingressPrefixListIds`, ingressPrefixListIds, checkPrefixListId),
  };
}

/** Checks the CIDR blocks of ingress rules. */
export function checkIngressCidrs(checks: ArgumentChecks, path: string, cidrs: readonly string[]): void {
  cidrs.forEach((cidr, i) => {
    checks.shape(`${path}[${i}]`, cidr, checkCidr);
  });
  checks.unique(path, cidrs, (cidr) => (checkCidr(cidr) === undefined ? canonicalCidr(cidr) : cidr));
}

/** How many inbound rules AWS lets a security group have by default, for IPv4 and for IPv6. */
export const MAX_RULES = 60;

/**
 * How many rules sources take in one security group: AWS counts IPv4 and IPv6 apart, and groups and prefix lists in both
 * (https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html, checked 2026-11-28).
 */
export function countRules({ cidrs, securityGroupIds, prefixListIds }: IngressPlan): number {
  const ipv6 = cidrs.filter(isIpv6Cidr).length;
  return Math.max(ipv6, cidrs.length - ipv6) + securityGroupIds.length + prefixListIds.length;
}

/** Creates a rule for each source. `kind` starts the names of the rules: `web-ingress-10.0.0.0-8`. */
export function createIngressRules(
  { component, kind }: { readonly component: string; readonly kind: string },
  {
    plan,
    rule,
  }: {
    readonly plan: IngressPlan;
    readonly rule: ReturnType<typeof portRule> & { readonly description: string };
  },
  { options, tags }: Pick<ChildContext, "tags"> & { readonly options: pulumi.CustomResourceOptions },
): void {
  const sources = [
    ...plan.cidrs.map((cidr) => ({ key: cidr, source: cidrSource(cidr) })),
    ...plan.securityGroupIds.map((id, i) => ({
      key: keyOf(id, `group-${i}`),
      source: { referencedSecurityGroupId: id },
    })),
    ...plan.prefixListIds.map((id, i) => ({ key: keyOf(id, `prefix-list-${i}`), source: { prefixListId: id } })),
  ];
  for (const { key, source } of sources)
    new aws.vpc.SecurityGroupIngressRule(childNameOf(component, kind, key), { ...rule, ...source, tags }, options);
}

/** A rule is named by its source where that is known, so that another order of the list changes nothing. */
const keyOf = (id: pulumi.Input<string>, otherwise: string): string => (typeof id === "string" ? id : otherwise);

/** The options of a rule for the tasks' port: the rule for a new port comes first, and the old one goes once no old task runs. */
export const replacedWithPort = (options: ChildOptions): pulumi.CustomResourceOptions => ({
  ...options,
  replaceOnChanges: ["fromPort", "toPort"],
});

/** One port of a security group, as a rule names it. */
export const portRule = (
  securityGroupId: pulumi.Input<string>,
  port: number | undefined,
  transport: "tcp" | "udp" = "tcp",
) => ({
  securityGroupId,
  ipProtocol: transport as string,
  fromPort: port,
  toPort: port,
});

/** A CIDR block, as a security group rule names it. */
export const cidrSource = (cidr: string) => (isIpv6Cidr(cidr) ? { cidrIpv6: canonicalCidr(cidr) } : { cidrIpv4: cidr });
