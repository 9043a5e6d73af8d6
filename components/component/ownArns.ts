// ARNs of what has to be in the component's own partition, account or Region: known once the provider's are.

import * as pulumi from "@pulumi/pulumi";
import { parseArn } from "../../model/arns";
import type { AwsEnvironment } from "../../model/policies";
import { quote, type Fault, type Problem } from "../../model/problems";
import { isEngineAttached } from "../../rollout/engine";
import { failLate, isPlain, type OwnArn } from "./argumentChecks";

/**
 * Fails for ARNs of another partition, account or Region. With an engine attached, returns what children wait for; undefined
 * without ARNs that are known at once. An ARN of a resource is checked when it is known, and nothing waits for that.
 */
export function requireOwnArns(
  subject: string,
  ownArns: readonly OwnArn[],
  awsEnvironment: pulumi.Output<AwsEnvironment>,
): pulumi.Output<void> | undefined {
  const known = ownArns.filter(({ arn }) => isPlain(arn));
  const check = (environment: AwsEnvironment): Promise<void> =>
    failIfAny(
      subject,
      known.map((own) => problemOf(own, environment)),
    );
  if (!isEngineAttached()) {
    if (known.length > 0) checkTogether(awsEnvironment, check);
    return undefined;
  }
  for (const own of ownArns.filter(({ arn }) => !isPlain(arn)))
    pulumi
      .all([awsEnvironment, own.arn])
      .apply(([environment, arn]) => failIfAny(subject, [problemOf({ ...own, arn }, environment)]));
  return known.length === 0 ? undefined : awsEnvironment.apply(check);
}

type EnvironmentCheck = (environment: AwsEnvironment) => Promise<void>;

const waiting = new WeakMap<pulumi.Output<AwsEnvironment>, EnvironmentCheck[]>();

/**
 * Runs the checks of all components of a unit test once the environment is known. Nothing is created there, so that nothing waits:
 * that saves 980 of 8,800 promises of a service (`npm run bench`).
 */
function checkTogether(awsEnvironment: pulumi.Output<AwsEnvironment>, check: EnvironmentCheck): void {
  const together = waiting.get(awsEnvironment);
  if (together !== undefined) {
    together.push(check);
    return;
  }
  const checks = [check];
  waiting.set(awsEnvironment, checks);
  awsEnvironment.apply(async (environment) => {
    waiting.delete(awsEnvironment);
    await Promise.all(checks.map((each) => each(environment)));
  });
}

async function failIfAny(subject: string, found: readonly (Problem | undefined)[]): Promise<void> {
  const problems = found.filter((problem) => problem !== undefined);
  if (problems.length > 0) await failLate(subject, problems);
}

function problemOf({ path, arn, what, shared }: OwnArn, environment: AwsEnvironment): Problem | undefined {
  const fault = typeof arn === "string" ? faultOf(arn, { what, shared }, environment) : undefined;
  return fault && { path, ...fault };
}

function faultOf(
  text: string,
  { what, shared }: Pick<OwnArn, "what" | "shared">,
  { partition, region, account, madeUp = false }: AwsEnvironment,
): Fault | undefined {
  const arn = parseArn(text);
  if (arn === undefined || madeUp) return undefined; // refused by its form, or not to be compared
  if (arn.partition !== partition)
    return {
      wrong: `${quote(text)} is of the partition ${arn.partition}, but the component is in ${partition}`,
      fix: `pass ${what} of partition ${partition}`,
    };
  if (shared.includes("region") && arn.region !== "" && arn.region !== region)
    return {
      wrong: `${quote(text)} is in ${arn.region}, but the component is in ${region}`,
      fix: `pass ${what} of ${region}, or deploy with a provider for ${arn.region}`,
    };
  if (shared.includes("account") && /^\d+$/.test(arn.account) && arn.account !== account)
    return {
      wrong: `${quote(text)} is of the account ${arn.account}, but the component is in ${account}`,
      fix: `pass ${what} of ${account}, or deploy with a provider for ${arn.account}`,
    };
  return undefined;
}
