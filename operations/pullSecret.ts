// The secret with a registry's token: ECS's own for the image, or that of the pull-through cache that the image comes through.

import type { ContainerDefinition, TaskDefinition } from "@aws-sdk/client-ecs";
import type { PullThroughCacheRule } from "@aws-sdk/client-ecr";
import { isEcrRegistry, parseImageReference, type ImageReference } from "../model/imageReference";
import type { Aws } from "./aws";
import { mainContainer } from "./service";

/** A registry's secret, and an image that its token has to open. */
export interface PullSecret {
  readonly secretArn: string;
  /** The field of the secret's JSON that holds the token. */
  readonly field: "password" | "accessToken";
  /** The image in the registry that the token is for. */
  readonly image: ImageReference;
}

/** Finds the secret of a task's own container. Permission, for an image of ECR: ecr:DescribePullThroughCacheRules. */
export async function findPullSecret(aws: Aws, definition: TaskDefinition): Promise<PullSecret> {
  const container = mainContainer(definition);
  const image = imageOf(container);
  const secretArn = container.repositoryCredentials?.credentialsParameter;
  if (secretArn !== undefined) return { secretArn, field: "password", image };
  const cached = isEcrRegistry(image.registry) ? cacheOf(image, await describeRules(aws)) : undefined;
  if (cached === undefined) throw new Error("the service pulls its image without a secret: it has no token to rotate");
  return { ...cached, field: "accessToken" };
}

function imageOf({ image: reference = "" }: ContainerDefinition): ImageReference {
  const { image, fault } = parseImageReference(reference);
  if (fault) throw new Error(`the service's image "${reference}": ${fault.wrong}`);
  return image;
}

async function describeRules(aws: Aws): Promise<PullThroughCacheRule[]> {
  const ecr = await aws.ecr();
  const rules: PullThroughCacheRule[] = [];
  for (let nextToken: string | undefined, first = true; first || nextToken !== undefined; first = false) {
    const answer = await ecr.describePullThroughCacheRules({ nextToken });
    rules.push(...(answer.pullThroughCacheRules ?? []));
    nextToken = answer.nextToken;
  }
  return rules;
}

/** The secret of the rule that an image comes through, and the image where ECR fetches it; undefined where no rule has a secret for it. */
export function cacheOf(
  image: ImageReference,
  rules: readonly PullThroughCacheRule[],
): Pick<PullSecret, "secretArn" | "image"> | undefined {
  const matching = rules
    .filter(({ ecrRepositoryPrefix: prefix = "" }) => image.repository.startsWith(`${prefix}/`))
    .sort((a, b) => (b.ecrRepositoryPrefix ?? "").length - (a.ecrRepositoryPrefix ?? "").length);
  const [{ ecrRepositoryPrefix = "", upstreamRegistryUrl = "", credentialArn } = {}] = matching;
  if (credentialArn === undefined) return undefined;
  const repository = image.repository.slice(ecrRepositoryPrefix.length + 1);
  return { secretArn: credentialArn, image: { ...image, registry: upstreamRegistryUrl, repository } };
}
