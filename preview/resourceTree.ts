// Resources as the tree that `pulumi preview` draws.

import type { CapturedResource } from "./captured";
import { lifecycleRulesOf } from "./lifecyclePolicies";
import { purposeOf, shortType } from "./typeNames";

/** One line of the tree. */
export interface TreeLine {
  readonly operation: CapturedResource["operation"];
  /** The type, behind the branches that lead to it. */
  readonly branch: string;
  readonly name: string;
  readonly about: string;
}

/** Draws resources below their stack, each under its parent, in the order of their registration. */
export function drawTree(resources: readonly CapturedResource[], project: string, stack: string): TreeLine[] {
  const byParent = new Map<string, CapturedResource[]>();
  const known = new Set(resources.map(({ urn }) => urn));
  for (const resource of resources) {
    const parent = resource.parent !== undefined && known.has(resource.parent) ? resource.parent : "";
    const siblings = byParent.get(parent) ?? [];
    byParent.set(parent, [...siblings, resource]);
  }
  const lines: TreeLine[] = [
    { operation: "create", branch: "pulumi:pulumi:Stack", name: `${project}-${stack}`, about: "the stack" },
  ];
  const draw = (parent: string, indent: string): void => {
    const children = byParent.get(parent) ?? [];
    for (const [i, child] of children.entries()) {
      const last = i === children.length - 1;
      lines.push({
        operation: child.operation,
        branch: `${indent}${last ? "└─ " : "├─ "}${shortType(child.type)}`,
        name: child.name,
        about: aboutOf(child),
      });
      draw(child.urn, indent + (last ? "   " : "│  "));
    }
  };
  draw("", "");
  return lines;
}

function aboutOf(resource: CapturedResource): string {
  const { type, operation, protect } = resource;
  const rules = lifecycleRulesOf(resource).join("; ");
  const remarks = [
    rules === "" ? purposeOf(type) : `${purposeOf(type)}: ${rules}`,
    operation === "read" && "existing",
    operation === "import" && "imported",
    protect && "protected",
  ];
  return remarks.filter((remark) => remark !== false && remark !== "").join(", ");
}
