// What changed between two previews of a program.

import type { Preview } from "../preview";
import { isMapping } from "../projectFile";
import { shortType } from "../typeNames";

/** One resource that is new, gone, or has other inputs. */
export interface Change {
  readonly change: "added" | "removed" | "changed";
  readonly type: string;
  readonly name: string;
  /** The inputs that differ. */
  readonly inputs: readonly string[];
}

/** What changed. */
export interface Changes {
  readonly resources: readonly Change[];
  readonly costBeforeUsd: number;
  readonly opened: readonly string[];
  readonly closed: readonly string[];
}

/** As much of an earlier preview as is compared. */
export type EarlierPreview = Pick<Preview, "resources" | "exposures" | "cost">;

/** Whether something is what `preview --json` wrote. */
export function isEarlierPreview(value: unknown): value is EarlierPreview {
  if (!isMapping(value)) return false;
  const { resources, exposures, cost } = value;
  return (
    Array.isArray(resources) &&
    resources.every(
      (each) =>
        isMapping(each) &&
        [each.urn, each.type, each.name].every((text) => typeof text === "string") &&
        isMapping(each.inputs),
    ) &&
    Array.isArray(exposures) &&
    exposures.every(isMapping) &&
    isMapping(cost) &&
    typeof cost.totalUsd === "number"
  );
}

/** Compares a preview with an earlier one. */
export function compare(earlier: EarlierPreview, preview: Preview): Changes {
  const before = new Map(earlier.resources.map((resource) => [resource.urn, resource]));
  const after = new Map(preview.resources.map((resource) => [resource.urn, resource]));
  const resources: Change[] = [];
  for (const [urn, { type, name, inputs }] of after) {
    const known = before.get(urn);
    const differing = known === undefined ? [] : differingInputs(known.inputs, inputs);
    if (known === undefined) resources.push({ change: "added", type: shortType(type), name, inputs: [] });
    else if (differing.length > 0)
      resources.push({ change: "changed", type: shortType(type), name, inputs: differing });
  }
  for (const [urn, { type, name }] of before)
    if (!after.has(urn)) resources.push({ change: "removed", type: shortType(type), name, inputs: [] });
  const open = ({ exposures }: EarlierPreview) =>
    new Set(exposures.map(({ resource, open: what }) => `${resource}: ${what}`));
  const [openBefore, openAfter] = [open(earlier), open(preview)];
  return {
    resources,
    costBeforeUsd: earlier.cost.totalUsd,
    opened: [...openAfter].filter((what) => !openBefore.has(what)),
    closed: [...openBefore].filter((what) => !openAfter.has(what)),
  };
}

function differingInputs(before: Preview["outputs"], after: Preview["outputs"]): string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name])).sort();
}
