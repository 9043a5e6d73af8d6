// Back to the version before, by ECS's own record of deployments.

import type { ServiceDeployment } from "@aws-sdk/client-ecs";
import { quote } from "../model/problems";
import type { Aws } from "./aws";
import { describeRevision, isUnfinished, recentDeployments } from "./deployments";
import { WrongOption } from "./wrongOption";
import { describeService, describeTaskDefinition, mainContainer, nameOf, type ServiceRef } from "./service";

/** The family, its ARN or nothing, and the number. */
const REVISION = /^(?:([\w-]+|arn:\S+:task-definition\/[\w-]+):)?([1-9]\d*)$/;

/** What a rollback did. */
export interface Rollback {
  /** "stopped": ECS rolls a running deployment back. "deployed": an earlier version is being deployed. */
  readonly action: "stopped" | "deployed";
  /** The task definition that is left, and the one that is deployed again: `web:7`. */
  readonly from: string;
  readonly to: string;
  /** The image of the version that is deployed again. */
  readonly image: string | undefined;
}

/**
 * Rolls back: stops the deployment that runs, with ECS's own rollback; else deploys the task definition of the last
 * successful deployment before, or the one named.
 * Permissions: ecs:DescribeServices, ecs:ListServiceDeployments, ecs:DescribeServiceDeployments, ecs:DescribeServiceRevisions,
 * ecs:StopServiceDeployment, ecs:UpdateService, ecs:DescribeTaskDefinition, iam:PassRole for the task's roles.
 */
export async function rollBack(aws: Aws, ref: ServiceRef, wanted?: string): Promise<Rollback> {
  const ecs = await aws.ecs();
  const service = await describeService(aws, ref);
  const current = service.taskDefinition ?? "";
  const deployments = await recentDeployments(aws, ref);
  const [newest] = deployments;
  if (wanted === undefined && newest !== undefined && isUnfinished(newest)) {
    const target = newest.sourceServiceRevisions?.[0]?.arn;
    if (target === undefined)
      throw new Error(
        "this is the service's first deployment: there is no version to go back to; stop it with ghcr-fargate stop",
      );
    const { taskDefinition = "" } = await describeRevision(aws, target);
    await ecs.stopServiceDeployment({ serviceDeploymentArn: newest.serviceDeploymentArn, stopType: "ROLLBACK" });
    return {
      action: "stopped",
      from: nameOf(current),
      to: nameOf(taskDefinition),
      image: await imageOf(aws, taskDefinition),
    };
  }
  const taskDefinition =
    wanted === undefined ? await previousVersion(aws, deployments, current) : revisionOf(current, wanted);
  const image = await imageOf(aws, taskDefinition); // fails here if there is no such revision, before anything changes
  await ecs.updateService({ cluster: ref.cluster, service: ref.service, taskDefinition });
  return { action: "deployed", from: nameOf(current), to: nameOf(taskDefinition), image };
}

/** The task definition of the last successful deployment of another one. */
async function previousVersion(aws: Aws, deployments: readonly ServiceDeployment[], current: string): Promise<string> {
  for (const { status, targetServiceRevision, sourceServiceRevisions = [] } of deployments) {
    const arns = [...(status === "SUCCESSFUL" ? [targetServiceRevision] : []), ...sourceServiceRevisions].flatMap(
      (revision) => revision?.arn ?? [],
    );
    for (const arn of arns) {
      const { taskDefinition } = await describeRevision(aws, arn);
      if (taskDefinition !== undefined && taskDefinition !== current) return taskDefinition;
    }
  }
  throw new Error("ECS's record has no earlier version that ran (it goes back 90 days); name a revision with --to");
}

/** Refuses what is no revision of any family: `7`, `web:7` or an ARN. */
export function checkRevision(wanted: string): string {
  if (REVISION.test(wanted)) return wanted;
  throw new WrongOption(`--to: ${quote(wanted)} is not a revision of a task definition; write 7, web:7 or an ARN`);
}

/** `7`, `web:7` or an ARN, as a task definition of the same family. */
function revisionOf(current: string, wanted: string): string {
  const [, family, revision = ""] = REVISION.exec(checkRevision(wanted)) ?? [];
  const own = current.slice(0, current.lastIndexOf(":"));
  if (family === undefined || family === own || family === nameOf(own)) return `${own}:${revision}`;
  throw new WrongOption(`--to: ${quote(wanted)} is not a revision of ${nameOf(own)}; write its number, as in --to 7`);
}

async function imageOf(aws: Aws, taskDefinition: string): Promise<string | undefined> {
  return mainContainer(await describeTaskDefinition(aws, taskDefinition)).image;
}
