// Guard rails about a stack as a whole. Exposure and cost are those that `ghcr-fargate preview` shows, from what the engine knows.

import type { EnforcementLevel, PolicyResource, StackValidationPolicy } from "@pulumi/policy";
import { EXPIRY_TAG } from "../model/tokenExpiry";
import { monthlyCost, renderMonthlyCost } from "../model/monthlyCost";
import type { CapturedResource, Properties } from "../preview/captured";
import { findExposures } from "../preview/exposure/exposures";
import { resourceCosts } from "../preview/resourceCosts";

/** Refuses what the whole internet reaches, unless its name is in `allowed`. */
export function noPublicIngress(enforcementLevel: EnforcementLevel, allowed: readonly string[]): StackValidationPolicy {
  return {
    name: "no-public-ingress",
    description: "Nothing is open to the whole internet but what the pack's author named.",
    enforcementLevel,
    validateStack: ({ resources }, reportViolation) => {
      for (const { resource: name, type, open } of findExposures(captured(resources))) {
        const resource = resources.find((each) => each.name === name && each.type === type);
        if (!allowed.includes(name) && !hasSecurityGroup(resource))
          reportViolation(
            `${name} is open to the whole internet (${open}); limit who may reach it ("ingressCidrs"), or add "${name}" to publicIngress`,
            resource?.urn,
          );
      }
    },
  };
}

/** A public address behind a security group is as open as the group's rules, which are reported themselves. */
function hasSecurityGroup({ props }: Partial<PolicyResource> = {}): boolean {
  const { networkConfiguration, securityGroups } = (props ?? {}) as {
    readonly networkConfiguration?: { readonly securityGroups?: readonly unknown[] };
    readonly securityGroups?: readonly unknown[];
  };
  return (networkConfiguration?.securityGroups ?? securityGroups ?? []).length > 0;
}

/** Refuses registry tokens whose expiry nobody wrote down: the day they expire, no task can pull its image. */
export function tokenExpiryKnown(enforcementLevel: EnforcementLevel): StackValidationPolicy {
  return {
    name: "token-expiry-known",
    description:
      "Each registry token has its expiry date written down, so that somebody is warned before tasks cannot start.",
    enforcementLevel,
    validateStack: ({ resources }, reportViolation) => {
      for (const { type, name, urn, props, parent } of resources)
        if (
          type === "aws:secretsmanager/secret:Secret" &&
          parent?.type.startsWith("ghcr-fargate:index:") === true &&
          !(EXPIRY_TAG in ((props.tags ?? {}) as object))
        )
          reportViolation(`${name}: nobody knows when the registry token expires; set "expiresOn" beside it`, urn);
    },
  };
}

/** Refuses a stack whose list prices add up to more a month. */
export function costLimit(enforcementLevel: EnforcementLevel, maxMonthlyCost: number): StackValidationPolicy {
  return {
    name: "cost-limit",
    description: `The stack costs at most ${maxMonthlyCost} USD a month by AWS's list prices, without what is billed by use.`,
    enforcementLevel,
    validateStack: ({ resources }, reportViolation) => {
      const cost = monthlyCost(resourceCosts(captured(resources)).items);
      if (cost.totalUsd > maxMonthlyCost)
        reportViolation(
          [
            `the stack costs ${cost.totalUsd.toFixed(2)} USD a month, more than ${maxMonthlyCost}:`,
            ...renderMonthlyCost(cost),
          ].join("\n"),
        );
    },
  };
}

/** The engine's resources as the preview has its own. */
function captured(resources: readonly PolicyResource[]): CapturedResource[] {
  const region = regionOf(resources);
  return resources.map(({ type, name, urn, props, opts, parent, provider, dependencies, propertyDependencies }) => ({
    urn,
    type,
    name,
    ...(parent !== undefined && { parent: parent.urn }),
    operation: "create",
    custom: provider !== undefined,
    region: String(props.region ?? provider?.props.region ?? region),
    inputs: props as Properties,
    dependencies: dependencies.map((each) => each.urn),
    propertyDependencies: Object.fromEntries(
      Object.entries(propertyDependencies).map(([property, from]) => [property, from.map((each) => each.urn)]),
    ),
    protect: opts.protect,
  }));
}

/** The Region of the stack's AWS provider; empty where there is none. */
function regionOf(resources: readonly PolicyResource[]): string {
  const provider = resources.find(({ type }) => type === "pulumi:providers:aws");
  return String(provider?.props.region ?? "");
}
