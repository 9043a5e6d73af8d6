// The images that ECS and Lambda use: of running tasks, of services' deployments, of the last revisions of every task definition
// family, of every version of every function. Whatever cannot be read stops the clean-up: what is not seen might be in use.

import type { ECS, Service, TaskDefinition } from "@aws-sdk/client-ecs";
import type { Lambda } from "@aws-sdk/client-lambda";
import { AwsCallError } from "../errors";

/** The calls that are made. */
export interface InUseApi {
  readonly ecs: Pick<
    ECS,
    | "listClusters"
    | "listTasks"
    | "describeTasks"
    | "listServices"
    | "describeServices"
    | "listTaskDefinitionFamilies"
    | "listTaskDefinitions"
    | "describeTaskDefinition"
  >;
  readonly lambda: Pick<Lambda, "listFunctions" | "getFunction">;
}

/** An image that is used, and by what. */
export interface UsedImage {
  /** `HOST/REPOSITORY:TAG` or `…@DIGEST`. */
  readonly image: string;
  /** `task arn:…`, `task definition web:7`, `function resize:3`. */
  readonly by: string;
}

/** Connects to both with AWS's own chain of credentials. */
export async function connectInUse(region: string): Promise<InUseApi> {
  const [{ ECS }, { Lambda }] = await Promise.all([import("@aws-sdk/client-ecs"), import("@aws-sdk/client-lambda")]);
  return { ecs: new ECS({ region }), lambda: new Lambda({ region }) };
}

/** Lists what is used in one Region. */
export async function* listUsedImages(api: InUseApi, revisions: number): AsyncGenerator<UsedImage> {
  const definitions = new Set<string>();
  const { ecs } = api;
  const clusters = pages("ecs:ListClusters", async (token) => {
    const { clusterArns, nextToken } = await ecs.listClusters({ nextToken: token });
    return { items: clusterArns, next: nextToken };
  });
  for await (const cluster of clusters) {
    yield* tasksOf(api, cluster);
    for await (const definition of definitionsOfServices(api, cluster)) definitions.add(definition);
  }
  const families = pages("ecs:ListTaskDefinitionFamilies", async (token) => {
    const page = await ecs.listTaskDefinitionFamilies({ status: "ACTIVE", nextToken: token });
    return { items: page.families, next: page.nextToken };
  });
  for await (const family of families)
    for (const definition of await lastRevisions(api, family, revisions)) definitions.add(definition);
  for (const definition of definitions) yield* imagesOfDefinition(api, definition);
  yield* functionImages(api);
}

async function* tasksOf({ ecs }: InUseApi, cluster: string): AsyncGenerator<UsedImage> {
  const arns = pages("ecs:ListTasks", async (token) => {
    const { taskArns, nextToken } = await ecs.listTasks({ cluster, nextToken: token });
    return { items: taskArns, next: nextToken };
  });
  for await (const tasks of inBatches(arns, 100)) {
    const answer = await called("ecs:DescribeTasks", ecs.describeTasks({ cluster, tasks }));
    for (const { taskArn = "", containers = [] } of answer.tasks ?? [])
      for (const { image = "", imageDigest } of containers) {
        yield { image, by: `task ${taskArn}` };
        // A tag may have moved since the task started.
        if (imageDigest !== undefined) yield { image: `${withoutTag(image)}@${imageDigest}`, by: `task ${taskArn}` };
      }
  }
}

async function* definitionsOfServices({ ecs }: InUseApi, cluster: string): AsyncGenerator<string> {
  const arns = pages("ecs:ListServices", async (token) => {
    const { serviceArns, nextToken } = await ecs.listServices({ cluster, nextToken: token });
    return { items: serviceArns, next: nextToken };
  });
  for await (const services of inBatches(arns, 10)) {
    const answer = await called("ecs:DescribeServices", ecs.describeServices({ cluster, services }));
    for (const service of answer.services ?? []) yield* definitionsOf(service);
  }
}

/** A deployment under way has two; those of task sets count too. */
function definitionsOf({ taskDefinition, deployments = [], taskSets = [] }: Service): string[] {
  return [taskDefinition, ...[...deployments, ...taskSets].map((each) => each.taskDefinition)].filter(
    (arn) => arn !== undefined,
  );
}

async function lastRevisions({ ecs }: InUseApi, family: string, revisions: number): Promise<readonly string[]> {
  // ECS takes no page of none.
  if (revisions === 0) return [];
  const input = { familyPrefix: family, status: "ACTIVE", sort: "DESC", maxResults: Math.min(revisions, 100) } as const;
  const { taskDefinitionArns } = await called("ecs:ListTaskDefinitions", ecs.listTaskDefinitions(input));
  return (taskDefinitionArns ?? []).slice(0, revisions);
}

async function* imagesOfDefinition({ ecs }: InUseApi, arn: string): AsyncGenerator<UsedImage> {
  const answer = await called("ecs:DescribeTaskDefinition", ecs.describeTaskDefinition({ taskDefinition: arn }));
  const { family = "", revision = 0, containerDefinitions = [] }: TaskDefinition = answer.taskDefinition ?? {};
  for (const { image } of containerDefinitions)
    if (image !== undefined) yield { image, by: `task definition ${family}:${revision}` };
}

async function* functionImages({ lambda }: InUseApi): AsyncGenerator<UsedImage> {
  const functions = pages("lambda:ListFunctions", async (token) => {
    const { Functions, NextMarker } = await lambda.listFunctions({ FunctionVersion: "ALL", Marker: token });
    return { items: Functions, next: NextMarker };
  });
  for await (const { FunctionName = "", Version = "", PackageType } of functions) {
    if (PackageType !== "Image") continue;
    const name = { FunctionName, ...(Version !== "$LATEST" && { Qualifier: Version }) };
    const { Code } = await called("lambda:GetFunction", lambda.getFunction(name));
    for (const image of [Code?.ImageUri, Code?.ResolvedImageUri])
      if (image !== undefined) yield { image, by: `function ${FunctionName}:${Version}` };
  }
}

/** Reads every page of a list. */
async function* pages<Item>(
  action: string,
  read: (token: string | undefined) => Promise<{ items: readonly Item[] | undefined; next: string | undefined }>,
): AsyncGenerator<Item> {
  let token: string | undefined;
  do {
    const { items, next }: { items: readonly Item[] | undefined; next: string | undefined } = await called(
      action,
      read(token),
    );
    yield* items ?? [];
    token = next;
  } while (token !== undefined);
}

async function* inBatches<Item>(items: AsyncIterable<Item>, size: number): AsyncGenerator<Item[]> {
  let batch: Item[] = [];
  for await (const item of items) {
    if (batch.push(item) < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

function called<Answer>(action: string, answer: Promise<Answer>): Promise<Answer> {
  return answer.catch((error: unknown) => {
    throw new AwsCallError(action, error);
  });
}

function withoutTag(image: string): string {
  const [name = ""] = image.split("@");
  const colon = name.lastIndexOf(":");
  return colon > name.lastIndexOf("/") ? name.slice(0, colon) : name;
}
