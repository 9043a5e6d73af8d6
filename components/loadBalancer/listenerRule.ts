// A rule on a listener: which requests go to this service.

import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { checkListenerArn, checkSecurityGroupId } from "../../model/awsIds";
import { childName, type ChildKey } from "../../model/childNames";
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
import type { ChildContext } from "../component/childContext";
import type { ServiceLoadBalancer } from "./loadBalancerArgs";

/** A rule on an existing listener, as planned. */
export interface ListenerRulePlan {
  /** What is called, for errors that show later: `GhcrFargateService "web"`. */
  readonly subject: string;
  readonly listenerArn: pulumi.Input<string>;
  readonly securityGroupId: pulumi.Input<string> | undefined;
  readonly patterns: RequestPatterns;
  readonly priority: number;
}

/** From 2: a strategy that shifts traffic uses the number before it too. */
const checkPriority = wholeNumber(2, LAST_PRIORITY, "rule priority");

/** Plans the rule on an existing listener; undefined without one. */
export function planListenerRule(checks: ArgumentChecks, given: ServiceLoadBalancer): ListenerRulePlan | undefined {
  const { listenerArn, securityGroupId, domainName, hosts, paths = [], priority } = given;
  if (listenerArn === undefined) {
    checks.mustBeUnset(
      "loadBalancer",
      { securityGroupId, hosts, paths: given.paths, priority },
      {
        wrong: "cannot be set without loadBalancer.listenerArn",
        fix: "set listenerArn, or leave it unset: all requests to a created load balancer go to the service",
      },
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
      "cannot be set without hosts or paths: the rule would match every request",
      'set them, as in hosts: ["app.example.com"]; paths: ["/*"] matches every request',
    );
  if (count > MAX_PATTERNS)
    checks.add("loadBalancer.hosts", `${count} with loadBalancer.paths`, `use at most ${MAX_PATTERNS} together`);
  checks.shape("loadBalancer.priority", priority, checkPriority);
  return {
    subject: checks.subject,
    // An output that has no ARN in the end fails the check.
    listenerArn: checks.arn("loadBalancer.listenerArn", listenerArn as pulumi.Input<string>, {
      check: checkListenerArn,
      what: "a listener",
      shared: ["region", "account"],
    }),
    securityGroupId: checks.value("loadBalancer.securityGroupId", securityGroupId, checkSecurityGroupId),
    patterns,
    priority: priority ?? priorityOf(patterns),
  };
}

/** A rule to create: which requests it forwards. */
export interface NewListenerRule {
  readonly listenerArn: pulumi.Input<string>;
  readonly patterns: RequestPatterns;
  readonly priority: number;
  readonly targetGroupArn: pulumi.Input<string>;
  /** The second target group, where ECS shifts traffic between the two: the weights that it set are then kept. */
  readonly alternateTargetGroupArn?: pulumi.Input<string>;
}

/** Creates a rule that forwards matching requests. */
export function createListenerRule(
  child: { readonly component: string; readonly key: ChildKey },
  { listenerArn, patterns, priority, targetGroupArn, alternateTargetGroupArn }: NewListenerRule,
  { options, tags }: ChildContext,
): aws.lb.ListenerRule {
  const { hosts, paths } = patterns;
  const action =
    alternateTargetGroupArn === undefined
      ? { targetGroupArn }
      : {
          forward: {
            targetGroups: [
              { arn: targetGroupArn, weight: 100 },
              { arn: alternateTargetGroupArn, weight: 0 },
            ],
          },
        };
  return new aws.lb.ListenerRule(
    childName(child.component, child.key),
    {
      listenerArn,
      priority,
      conditions: [
        ...(hosts.length > 0 ? [{ hostHeader: { values: [...hosts] } }] : []),
        ...(paths.length > 0 ? [{ pathPattern: { values: [...paths] } }] : []),
      ],
      actions: [{ type: "forward", ...action }],
      tags,
    },
    { ...options, ...(alternateTargetGroupArn !== undefined && { ignoreChanges: ["actions"] }) },
  );
}
