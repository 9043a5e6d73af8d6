// The namespaces of a stack, read from its state.

import type { EcrGuide } from "../../model/ecrCommands";
import { UsageError } from "../usage";
import type { StateResource } from "../../operations/stackServices";

const NAMESPACE = "ghcr-fargate:index:EcrNamespace";

/** What the stack's `EcrNamespace` components know, in the order of their namespaces. */
export function namespacesIn(resources: readonly StateResource[]): EcrGuide[] {
  return resources
    .filter(({ type, outputs }) => type === NAMESPACE && outputs?.guide !== undefined)
    .map(({ outputs }) => outputs?.guide as EcrGuide)
    .sort((a, b) => (a.namespace < b.namespace ? -1 : 1));
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
