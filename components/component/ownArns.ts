// ARNs of what has to be in the component's own partition, account or Region: known once the provider's are.

import * as pulumi from "@pulumi/pulumi";
import { parseArn } from "../../model/arns";
import type { AwsEnvironment } from "../../model/policies";
import { quote, type Fault, type Problem } from "../../model/problems";
import { isEngineAttached } from "../../rollout/engine";
import { failLate, isPlain, type OwnArn } from "./argumentChecks";

/**
 * Fails for ARNs of another partition, account or Region. Undefined without any that is known at once; an ARN of a resource is
 * checked when it is known, and nothing waits for that.
 */
export function requireOwnArns(
  subject: string,
  ownArns: readonly OwnArn[],
  awsEnvironment: pulumi.Output<AwsEnvironment>,
): pulumi.Output<void> | undefined {
  const known = ownArns.filter(({ arn }) => isPlain(arn));
  if (isEngineAttached())
    for (const own of ownArns.filter(({ arn }) => !isPlain(arn)))
      pulumi
        .all([awsEnvironment, own.arn])
        .apply(([environment, arn]) => failIfAny(subject, [problemOf({ ...own, arn }, environment)]));
  if (known.length === 0) return undefined;
  return awsEnvironment.apply((environment) =>
    failIfAny(
      subject,
      known.map((own) => problemOf(own, environment)),
    ),
  );
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
  { partition, region, account }: AwsEnvironment,
): Fault | undefined {
  const arn = parseArn(text);
  if (arn === undefined) return undefined; // refused by its form
  if (arn.partition !== partition)
    return {
      wrong: `${quote(text)} is of the partition ${arn.partition}, but the service is in ${partition}`,
      fix: `pass ${what} of partition ${partition}`,
    };
  if (shared.includes("region") && arn.region !== "" && arn.region !== region)
    return {
      wrong: `${quote(text)} is in ${arn.region}, but the service is in ${region}`,
      fix: `pass ${what} of ${region}, or deploy with a provider for ${arn.region}`,
    };
  if (shared.includes("account") && /^\d+$/.test(arn.account) && arn.account !== account)
    return {
      wrong: `${quote(text)} is of the account ${arn.account}, but the service is in ${account}`,
      fix: `pass ${what} of ${account}, or deploy with a provider for ${arn.account}`,
    };
  return undefined;
}
