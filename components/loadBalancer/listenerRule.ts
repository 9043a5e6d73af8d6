// A rule on a listener: which requests go to this service.

import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { childName, type ChildKey } from "../../model/childNames";
import { checkListenerArn, checkSecurityGroupId } from "../../model/awsIds";
import { wholeNumber } from "../../model/checks";
import {
  checkHostPattern,
  checkPathPattern,
  LAST_PRIORITY,
  MAX_PATTERNS,
  priorityOf,
  type RequestPatterns,
} from "../../model/listenerRules";
import type { ArgumentChecks } from "../component/argumentChecks";
import type { ApplicationLoadBalancer } from "./loadBalancerArgs";
import type { ChildContext } from "../component/childContext";

/** A rule on a listener that exists, as planned. */
export interface ListenerRulePlan {
  readonly listenerArn: pulumi.Input<string>;
  readonly securityGroupId: pulumi.Input<string> | undefined;
  readonly patterns: RequestPatterns;
  readonly priority: number;
}

// From 2 on: the number before it is the production rule's.
const checkPriority = wholeNumber(2, LAST_PRIORITY, "rule priority");

/** Plans the rule on an existing listener, if one is given. */
export function planListenerRule(checks: ArgumentChecks, given: ApplicationLoadBalancer): ListenerRulePlan | undefined {
  const { listenerArn, securityGroupId, domainName, hosts, paths = [], priority } = given;
  if (listenerArn === undefined) {
    for (const [key, value] of Object.entries({ securityGroupId, hosts, paths: given.paths, priority }))
      if (value !== undefined)
        checks.add(
          `loadBalancer.${key}`,
          "given while loadBalancer.listenerArn is unset",
          "set listenerArn, or leave it unset: all requests to a balancer of its own go to the service",
        );
    return undefined;
  }
  const patterns = { hosts: hosts ?? (domainName === undefined ? [] : [domainName]), paths };
  hosts?.forEach((host, i) => checks.shape(`loadBalancer.hosts[${i}]`, host, checkHostPattern));
  paths.forEach((path, i) => checks.shape(`loadBalancer.paths[${i}]`, path, checkPathPattern));
  const count = patterns.hosts.length + paths.length;
  if (count === 0)
    checks.add(
      "loadBalancer.listenerArn",
      "given without hosts and paths, so the rule would match every request",
      'name them, as in hosts: ["app.example.com"]; paths: ["/*"] matches every request',
    );
  if (count > MAX_PATTERNS)
    checks.add("loadBalancer.hosts", `${count} with loadBalancer.paths`, `use ${MAX_PATTERNS} together at the most`);
  checks.shape("loadBalancer.priority", priority, checkPriority);
  return {
    // An output that has no ARN in the end fails the check.
    listenerArn: checks.value("loadBalancer.listenerArn", listenerArn as pulumi.Input<string>, checkListenerArn),
    securityGroupId: checks.value("loadBalancer.securityGroupId", securityGroupId, checkSecurityGroupId),
    patterns,
    priority: priority ?? priorityOf(patterns),
  };
}

/** Creates a rule that forwards matching requests. `shifted`: ECS moves the weights, and they stay where it moved them. */
export function createListenerRule(
  name: string,
  key: ChildKey,
  rule: {
    readonly listenerArn: pulumi.Input<string>;
    readonly patterns: RequestPatterns;
    readonly priority: number;
    readonly targetGroupArns: readonly pulumi.Input<string>[];
    readonly shifted: boolean;
  },
  { options, tags }: ChildContext,
): aws.lb.ListenerRule {
  const { hosts, paths } = rule.patterns;
  return new aws.lb.ListenerRule(
    childName(name, key),
    {
      listenerArn: rule.listenerArn,
      priority: rule.priority,
      conditions: [
        ...(hosts.length > 0 ? [{ hostHeader: { values: [...hosts] } }] : []),
        ...(paths.length > 0 ? [{ pathPattern: { values: [...paths] } }] : []),
      ],
      actions: [
        rule.shifted
          ? {
              type: "forward",
              forward: { targetGroups: rule.targetGroupArns.map((arn, i) => ({ arn, weight: i === 0 ? 100 : 0 })) },
            }
          : { type: "forward", targetGroupArn: rule.targetGroupArns[0] },
      ],
      tags,
    },
    { ...options, ...(rule.shifted && { ignoreChanges: ["actions"] }) },
  );
}
