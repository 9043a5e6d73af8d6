// The namespaces of a stack, read from its state.

import type { EcrGuide } from "../../model/ecrCommands";
import { isObject } from "../../registry/json";
import { UsageError } from "../usage";
import type { StateResource } from "../../operations/stackServices";

const NAMESPACE = "ghcr-fargate:index:EcrNamespace";

/** What the stack's `EcrNamespace` components know, in the order of their namespaces. */
export function namespacesIn(resources: readonly StateResource[]): EcrGuide[] {
  return resources
    .filter(({ type, outputs }) => type === NAMESPACE && outputs?.guide !== undefined)
    .map(({ urn, outputs }) => guideOf(urn, outputs?.guide))
    .sort((a, b) => (a.namespace < b.namespace ? -1 : 1));
}

function guideOf(urn: string, guide: unknown): EcrGuide {
  if (isGuide(guide)) return guide;
  throw new UsageError(
    `${urn}: its output guide is not what an EcrNamespace has; run pulumi up with this version of ghcr-fargate`,
  );
}

/** Whether all is there that the page is made from. */
function isGuide(value: unknown): value is EcrGuide {
  if (!isObject(value)) return false;
  const { repositories, tagMutabilityExclusions, lifecycle, signIn, pipelineRoleArns } = value;
  return (
    ["namespace", "registryHost", "accountId", "region", "tagMutability"].every(
      (key) => typeof value[key] === "string",
    ) &&
    [repositories, tagMutabilityExclusions].every(Array.isArray) &&
    isObject(lifecycle) &&
    Array.isArray(lifecycle.protectTags) &&
    isObject(pipelineRoleArns) &&
    (signIn === undefined || (isObject(signIn) && Array.isArray(signIn.permissionSets)))
  );
}

/** The namespaces to write about: the one of this name, or all. Throws with what there is. */
export function chooseNamespaces(all: readonly EcrGuide[], wanted: string | undefined): readonly EcrGuide[] {
  const chosen = wanted === undefined ? all : all.filter(({ namespace }) => namespace === wanted);
  if (chosen.length > 0) return chosen;
  const known = all.map(({ namespace }) => namespace).join(", ");
  throw new UsageError(
    wanted === undefined || all.length === 0
      ? "the stack has no EcrNamespace; deploy one first"
      : `--namespace: the stack has no namespace ${wanted}; it has ${known}`,
  );
}
