// Guard rails for whole Pulumi stacks, as policies of Pulumi's policy packs (CrossGuard): `ghcr-fargate/policy`.

import type { EnforcementLevel, ResourceValidationPolicy, StackValidationPolicy } from "@pulumi/policy";
import { imagesPinned, logsEncrypted, logsExpire, noPlainSecrets } from "./resourcePolicies";
import { costLimit, noPublicIngress, tokenExpiryKnown } from "./stackPolicies";

/** What the guard rails allow. */
export interface GuardRailOptions {
  /**
   * The names of the resources that may be open to the whole internet, such as "web-lb-ingress-0.0.0.0-0".
   * @default none
   */
  readonly publicIngress?: readonly string[];
  /**
   * The most that a stack may cost a month, in US dollars, by list prices and without what is billed by use.
   * @default no limit
   */
  readonly maxMonthlyCost?: number;
  /**
   * Whether log groups need a KMS key of the account. A key costs 1 USD a month.
   * @default false
   */
  readonly logKeys?: boolean;
  /**
   * What a violation does: "mandatory" stops the update, "advisory" warns.
   * @default "mandatory"
   */
  readonly enforcementLevel?: EnforcementLevel;
}

/**
 * Policies for a policy pack: no public ingress, no secrets in plain environments, images pinned by digest, logs that expire (and
 * are encrypted), tokens whose expiry is known, and a limit of cost. For every resource of a stack, made by this library or not.
 * https://www.pulumi.com/docs/insights/policy/ (2026-11)
 *
 * @example
 * ```ts
 * new PolicyPack("guard-rails", { policies: guardRails({ maxMonthlyCost: 300 }) });
 * ```
 */
export function guardRails({
  publicIngress = [],
  maxMonthlyCost,
  logKeys = false,
  enforcementLevel = "mandatory",
}: GuardRailOptions = {}): (ResourceValidationPolicy | StackValidationPolicy)[] {
  return [
    noPublicIngress(enforcementLevel, publicIngress),
    noPlainSecrets(enforcementLevel),
    imagesPinned(enforcementLevel),
    logsExpire(enforcementLevel),
    ...(logKeys ? [logsEncrypted(enforcementLevel)] : []),
    tokenExpiryKnown(enforcementLevel),
    ...(maxMonthlyCost === undefined ? [] : [costLimit(enforcementLevel, maxMonthlyCost)]),
  ];
}
