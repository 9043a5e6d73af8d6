// Images of ghcr.io that come through ECR's pull-through cache.

import * as pulumi from "@pulumi/pulumi";
import { checkNamespace } from "../../model/ecrNames";
import { GHCR, parseImageReference, renderImageReference } from "../../model/imageReference";
import { quote } from "../../model/problems";
import { cachedImage, checkPullThroughPrefix, pullThroughPrefix } from "../../model/pullThrough";
import { failLate, isPlain, type ArgumentChecks } from "../component/argumentChecks";
import { awsEnvironmentOf } from "../component/childContext";
import type { PullThroughPlan } from "../credentials/pullThroughCache";
import type { EndpointsPlan } from "../network/vpcEndpoints";
import type { PulledContainer, TaskContainers } from "./containers";
import type { ServiceRegistry } from "./registryArgs";

const CACHE = "registry.pullThroughCache";
const PREFIX = "registry.pullThroughPrefix";

/** Plans the cache; undefined where the images come from their registry. */
export function planPullThrough(
  checks: ArgumentChecks,
  { pullThroughCache = false, pullThroughPrefix: prefix }: ServiceRegistry = {},
  { component, containers: [main] }: { readonly component: string; readonly containers: TaskContainers },
): PullThroughPlan | undefined {
  if (!pullThroughCache && prefix === undefined) return undefined;
  const path = pullThroughCache ? CACHE : PREFIX;
  checkImage(checks, main, path);
  if (pullThroughCache)
    checks.mustBeUnset(
      "registry",
      { pullThroughPrefix: prefix },
      { wrong: `cannot be set with ${CACHE}`, fix: "use a cache that exists, or create one" },
    );
  if (prefix !== undefined) return { prefix: checks.value(PREFIX, prefix, checkPullThroughPrefix) };
  const created = main.credentials?.create;
  if (created === undefined) {
    checks.add(
      CACHE,
      "needs the user and the token that ECR fetches the image with",
      "set credentials.username and credentials.token, or name a cache that exists in registry.pullThroughPrefix",
    );
    return undefined;
  }
  checks.mustBeUnset(
    "credentials",
    { keyArn: created.keyArn },
    { wrong: `cannot be set with ${CACHE}: ECR reads secrets under AWS's own key only`, fix: "leave it unset" },
  );
  const { username, token, expiresOn } = created;
  const own = pullThroughPrefix(component, [pulumi.getProject(), pulumi.getStack()]);
  return { prefix: own, create: { prefix: own, username, token, ...(expiresOn !== undefined && { expiresOn }) } };
}

/** Which of the containers' images come through the cache: the service's own, and sidecars' of ghcr.io that share its credentials. */
export function throughCache(containers: TaskContainers, plan: PullThroughPlan | undefined): TaskContainers {
  if (plan === undefined) return containers;
  const [main, ...others] = containers;
  const comesThrough = ({ image, credentials }: PulledContainer): boolean =>
    credentials !== undefined &&
    credentials === main.credentials &&
    isPlain(image) &&
    image.reference.registry === GHCR;
  const cached = (container: PulledContainer): PulledContainer => ({ ...container, cachePrefix: plan.prefix });
  return [cached(main), ...others.map((container) => (comesThrough(container) ? cached(container) : container))];
}

/** What a container's task definition names, for an image in its registry: the same image in the cache. */
export function cachedReference(
  reference: pulumi.Output<string>,
  {
    prefix,
    subject,
    parent,
  }: { readonly prefix: pulumi.Input<string>; readonly subject: string; readonly parent: pulumi.ComponentResource },
): pulumi.Output<string> {
  return pulumi
    .all([reference, prefix, awsEnvironmentOf(parent)])
    .apply(async ([text, known, environment]): Promise<string> => {
      const { image } = parseImageReference(text);
      if (image === undefined) return text; // made up by the mocks of a unit test
      if (image.registry !== GHCR) return failLate(subject, [{ path: "image", ...notOfGhcr(image.registry) }]);
      return renderImageReference(cachedImage(environment, known, image));
    });
}

/** What AWS says of caches and VPC endpoints. The check of the network cannot see which images ECR has fetched before. */
export function warnOfFirstPull(
  plan: PullThroughPlan | undefined,
  endpoints: EndpointsPlan | undefined,
  parent: pulumi.Resource,
): void {
  if (plan !== undefined && endpoints?.interfaces.includes("ecr.api") === true)
    void pulumi.log.warn(
      "network.endpoints: through VPC endpoints of ECR, the first pull of an image through the cache needs a route to the internet by a NAT " +
        "gateway; later pulls need none (https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html)",
      parent,
    );
}

function checkImage(checks: ArgumentChecks, { image }: PulledContainer, path: string): void {
  if (!isPlain(image) || image.text === "") return;
  const { registry, repository } = image.reference;
  if (registry !== GHCR) {
    const { wrong, fix } = notOfGhcr(registry);
    checks.add(path, wrong, fix);
  } else if (checkNamespace(repository) !== undefined)
    checks.add(
      path,
      `ECR takes no repository with the name ${quote(repository)}`,
      "rename the package, or leave it unset",
    );
}

function notOfGhcr(registry: string) {
  return {
    wrong: `the cache is of ghcr.io, but the image is in ${registry}`,
    fix: "use an image of ghcr.io, or no cache",
  };
}
