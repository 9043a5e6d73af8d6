// Before a deployment: can ECS pull, read, log and route what the service's task definition names?

import type { TaskDefinition } from "@aws-sdk/client-ecs";
import { parseArn } from "../model/arns";
import { connectAws, type Aws } from "./aws";
import { explainAwsError } from "./awsErrors";
import { describeService, describeTaskDefinition, nameOf, type ServiceRef } from "./service";
import type { Readers, Verdict } from "./verdict";
import { verifyImage } from "./verifyImage";
import { verifyLogGroup, verifySubnets, verifyTargetGroups, verifyTrust } from "./verifyInfrastructure";
import { verifySecrets } from "./verifySecrets";

/** Verifies a service's task definition and what it names. Writes nothing. */
export async function verifyService(aws: Aws, ref: ServiceRef, revision?: string): Promise<Verdict[]> {
  const service = await describeService(aws, ref);
  const definition = await describeTaskDefinition(aws, revision ?? service.taskDefinition ?? "");
  const role = await assumeExecutionRole(aws, definition);
  const { account } = parseArn(definition.taskDefinitionArn ?? "") ?? {};
  const readers: Readers = { account, caller: aws, executionRole: role.aws };
  const architecture = definition.runtimePlatform?.cpuArchitecture === "ARM64" ? "arm64" : "amd64";
  const containers = definition.containerDefinitions ?? [];
  const verdicts = await Promise.all([
    guarded("trust of the roles", () => verifyTrust(aws, definition)),
    ...containers.flatMap((container) => [
      guarded(`image of ${container.name ?? ""}`, () => verifyImage(readers, { container, architecture })),
      verifySecrets(readers, container),
      guarded(`logs of ${container.name ?? ""}`, () => verifyLogGroup(aws, container)),
    ]),
    guarded("subnets", () => verifySubnets(aws, service)),
    guarded("target groups", () => verifyTargetGroups(aws, service, containers)),
  ]);
  return [role.verdict, ...verdicts.flat()];
}

/** Runs a check; what it may not read is unknown, not wrong. */
export async function guarded(subject: string, check: () => Promise<Verdict[]>): Promise<Verdict[]> {
  try {
    return await check();
  } catch (error) {
    return [{ subject, state: "unknown", detail: explainAwsError(error) }];
  }
}

async function assumeExecutionRole(
  aws: Aws,
  { executionRoleArn }: TaskDefinition,
): Promise<{ readonly aws: Aws; readonly verdict: Verdict }> {
  const subject = "execution role";
  if (executionRoleArn === undefined)
    return {
      aws,
      verdict: {
        subject,
        state: "failed",
        detail: "the task definition has none",
        fix: "set executionRole, or leave it unset so that one is created",
      },
    };
  const name = nameOf(executionRoleArn);
  try {
    const sts = await aws.sts();
    const { Credentials } = await sts.assumeRole({
      RoleArn: executionRoleArn,
      RoleSessionName: "ghcr-fargate-verify",
      DurationSeconds: 900,
    });
    const { AccessKeyId, SecretAccessKey, SessionToken } = Credentials ?? {};
    if (AccessKeyId === undefined || SecretAccessKey === undefined) throw new Error("no credentials");
    const region = await (await aws.ecs()).config.region();
    const credentials = {
      accessKeyId: AccessKeyId,
      secretAccessKey: SecretAccessKey,
      ...(SessionToken !== undefined && { sessionToken: SessionToken }),
    };
    return {
      aws: connectAws({ region, credentials }),
      verdict: { subject, state: "ok", detail: `${name}; what follows is read as this role` },
    };
  } catch {
    // Only ECS may assume it, as it should be: the caller reads instead.
    return {
      aws,
      verdict: {
        subject,
        state: "ok",
        detail: `${name}; only ECS may assume it, so what follows is read with your own credentials`,
      },
    };
  }
}
