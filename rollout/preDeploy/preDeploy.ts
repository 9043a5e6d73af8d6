// The task that has to succeed before the service changes, as a component runs it: inside an update, with that update's provider.

import type * as pulumi from "@pulumi/pulumi";
import { connectEcs, connectLogs } from "../awsClients";
import { untilInterrupted } from "../interruption";
import { readLastLines, type FailedContainer, type LastLines } from "../lastLogLines";
import { providerCredentials } from "../providerCredentials";
import { untilRefused, type Answer } from "../refusal";
import { answerWithin, callUntilAnswered, NoAnswer } from "../retry";
import { contextOf } from "../watchRollout";
import type { Watching } from "../watchContext";
import type { OneOffApi, OneOffRequest } from "./oneOffApi";
import { failedPreDeploy, interruptedPreDeploy, unansweredPreDeploy, unstartedPreDeploy } from "./preDeployError";
import { runOneOffTask, type OneOffEnd } from "./runOneOffTask";
import { NotStarted } from "./startTask";

/** The tag of the service's task definition that holds the digest of what ran before it. */
export const PRE_DEPLOY_TAG = "ghcr-fargate:pre-deploy";

/** What to run, and how to find out whether it has run. */
export interface PreDeployRequest extends Omit<OneOffRequest, "startedBy"> {
  /** What is called: `GhcrFargateService "web"`. */
  readonly subject: string;
  /** The family of the service's task definition. Its newest revision tells by its tag what ran before it. */
  readonly serviceFamily: string;
  /** The digest of the image, the command and the environment. */
  readonly digest: string;
  /** Whether it runs in every update. */
  readonly always: boolean;
}

/** What is asked of AWS. */
export interface PreDeployApi {
  readonly ecs: OneOffApi;
  readonly readLastLines: (container: FailedContainer) => Promise<Answer<LastLines | undefined>>;
}

const DETAILS_LIMIT_MS = 10_000;

/**
 * Runs the task, unless it has run. Call it inside an `apply`, in an update with an engine.
 * @throws {PreDeployError} if it did not succeed
 */
export async function preDeploy(component: pulumi.Resource, request: PreDeployRequest): Promise<void> {
  const region = request.taskDefinitionArn.split(":")[3];
  const credentials = await providerCredentials(component);
  const ecs = await connectEcs(region, credentials);
  const api: PreDeployApi = {
    ecs,
    readLastLines: (container) =>
      untilRefused("logs:GetLogEvents", () =>
        readLastLines(ecs, (logRegion = region) => connectLogs(logRegion, credentials), container),
      )(),
  };
  await untilInterrupted((interruption) => runPreDeploy(request, api, { ...contextOf(component), interruption }));
}

/** The same with what it asks of the outside. */
export async function runPreDeploy(
  request: PreDeployRequest,
  { ecs, readLastLines: readLines }: PreDeployApi,
  watching: Watching,
): Promise<void> {
  const { digest, always, container, taskDefinitionArn: taskDefinition } = request;
  let end: OneOffEnd;
  try {
    if (!always && (await lastDigest(request, ecs, watching)) === digest) return;
    const startedBy = `ghcr-fargate-${digest}`;
    end = await runOneOffTask({ ...request, startedBy, again: always }, ecs, watching);
  } catch (error) {
    if (watching.interruption.aborted) throw interruptedPreDeploy(request, error);
    if (error instanceof NotStarted) throw unstartedPreDeploy(request, error.message);
    if (error instanceof NoAnswer) throw unansweredPreDeploy(request, error);
    throw error;
  }
  if (end.kind === "succeeded") return;
  const failed = { taskArn: end.kind === "failed" ? end.task.arn : end.taskArn, taskDefinition, container };
  const log = await lastLines(failed, readLines, watching);
  throw failedPreDeploy(request, end, log);
}

/** The digest of what ran before the newest revision of the service's task definition; undefined where there is none. */
async function lastDigest(
  { serviceFamily, timeoutMinutes }: PreDeployRequest,
  ecs: Pick<OneOffApi, "describeTaskDefinition">,
  watching: Watching,
): Promise<string | undefined> {
  const describe = async () => {
    try {
      return await ecs.describeTaskDefinition({ taskDefinition: serviceFamily, include: ["TAGS"] });
    } catch (error) {
      if (error instanceof Error && /Unable to describe task definition/i.test(error.message)) return {};
      throw error;
    }
  };
  const deadline = watching.now() + timeoutMinutes * 60_000;
  const answer = await callUntilAnswered(describe, { action: "ecs:DescribeTaskDefinition", deadline }, watching);
  return answer?.tags?.find(({ key }) => key === PRE_DEPLOY_TAG)?.value;
}

async function lastLines(
  failed: FailedContainer,
  readLines: PreDeployApi["readLastLines"],
  watching: Watching,
): Promise<Answer<LastLines | undefined>> {
  try {
    return await answerWithin(DETAILS_LIMIT_MS, () => readLines(failed), watching);
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}
