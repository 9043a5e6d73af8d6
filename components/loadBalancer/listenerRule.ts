// A rule on a listener: which requests go to this service.

import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
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
import type { ChildContext } from "../component/childContext";
import { forwardActions, planAuthentication, type AuthenticationPlan } from "./authentication";
import type { ServiceLoadBalancer } from "./loadBalancerArgs";

/** A rule on an existing listener, as planned. */
export interface ListenerRulePlan {
  /** What is called, for errors that show later: `GhcrFargateService "web"`. */
  readonly subject: string;
  readonly listenerArn: pulumi.Input<string>;
  readonly securityGroupId: pulumi.Input<string> | undefined;
  readonly patterns: RequestPatterns;
  readonly priority: number;
  readonly authentication: AuthenticationPlan | undefined;
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
  if (patterns.hosts.length + paths.length === 0)
    checks.add(
      "loadBalancer.listenerArn",
      "cannot be set without hosts or paths: the rule would match every request",
      'set them, as in hosts: ["app.example.com"]; paths: ["/*"] matches every request',
    );
  return {
    subject: checks.subject,
    // An output that has no ARN in the end fails the check.
    listenerArn: checks.arn("loadBalancer.listenerArn", listenerArn as pulumi.Input<string>, {
      check: checkListenerArn,
      what: "a listener",
      shared: ["region", "account"],
    }),
    securityGroupId: checks.value("loadBalancer.securityGroupId", securityGroupId, checkSecurityGroupId),
    authentication: planAuthentication(checks, given.authentication),
    ...planMatch(checks, "loadBalancer", { ...patterns, priority }),
  };
}

/** Plans which requests a rule matches; `path` is the object that holds the arguments. */
export function planMatch(
  checks: ArgumentChecks,
  path: string,
  { hosts, paths, priority }: RequestPatterns & { readonly priority: number | undefined },
): Pick<ListenerRulePlan, "patterns" | "priority"> {
  hosts.forEach((host, i) => checks.shape(`${path}.hosts[${i}]`, host, checkHostPattern));
  paths.forEach((pattern, i) => checks.shape(`${path}.paths[${i}]`, pattern, checkPathPattern));
  const count = hosts.length + paths.length;
  if (count > MAX_PATTERNS)
    checks.add(`${path}.hosts`, `${count} with ${path}.paths`, `use at most ${MAX_PATTERNS} together`);
  checks.shape(`${path}.priority`, priority, checkPriority);
  return { patterns: { hosts, paths }, priority: priority ?? priorityOf({ hosts, paths }) };
}

/** A rule to create: which requests it forwards. */
export interface NewListenerRule {
  readonly listenerArn: pulumi.Input<string>;
  readonly patterns: RequestPatterns;
  readonly priority: number;
  readonly targetGroupArn: pulumi.Input<string>;
  /** What comes before the request is forwarded. */
  readonly authentication?: AuthenticationPlan | undefined;
  /** The second target group, where ECS shifts traffic between the two: the weights that it set are then kept. */
  readonly alternateTargetGroupArn?: pulumi.Input<string>;
}

/** Creates a rule that forwards matching requests. */
export function createListenerRule(
  logicalName: string,
  { listenerArn, patterns, priority, targetGroupArn, alternateTargetGroupArn, authentication }: NewListenerRule,
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
    logicalName,
    {
      listenerArn,
      priority,
      conditions: [
        ...(hosts.length > 0 ? [{ hostHeader: { values: [...hosts] } }] : []),
        ...(paths.length > 0 ? [{ pathPattern: { values: [...paths] } }] : []),
      ],
      actions: forwardActions({ type: "forward", ...action }, authentication),
      tags,
    },
    { ...options, ...(alternateTargetGroupArn !== undefined && { ignoreChanges: ["actions"] }) },
  );
}
