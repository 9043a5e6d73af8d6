// Where the keys of a project's services are, for findings about what becomes of them.

import type { Position } from "./problems";
import { child, keyAt, type TreeNode } from "./tree";

/** The mappings of a project in which keys are looked for. */
export interface PositionSources {
  /** The mappings of a service, those that count last. */
  readonly service: (name: string) => readonly TreeNode[];
  /** The file of parameters of ecs-cli. */
  readonly params?: TreeNode | undefined;
  /** Where a finding is that no key causes. */
  readonly start: Position;
}

/** Finds keys. */
export class Positions {
  constructor(private readonly sources: PositionSources) {}

  /** A key of a service, or below it: in a compose file, else in the file of parameters; undefined where neither has it. */
  find(service: string, ...keys: readonly string[]): Position | undefined {
    const { params } = this.sources;
    const more = child(child(child(params, "task_definition"), "services"), service);
    const holders = [...this.sources.service(service)].reverse();
    return [...holders, ...(more ? [more] : [])].map((node) => below(node, keys)).find((at) => at !== undefined);
  }

  /** The same; the service itself where it does not have the key. */
  of(service: string, ...keys: readonly string[]): Position {
    const [first] = this.sources.service(service);
    return this.find(service, ...keys) ?? first?.at ?? this.sources.start;
  }

  /** A key of the file of parameters, or the nearest above it that there is. */
  inParams(...keys: readonly string[]): Position {
    for (let length = keys.length; length > 0 && this.sources.params; length -= 1) {
      const at = below(this.sources.params, keys.slice(0, length));
      if (at) return at;
    }
    return this.sources.params?.at ?? this.sources.start;
  }
}

function below(node: TreeNode, keys: readonly string[]): Position | undefined {
  const holder = keys.slice(0, -1).reduce<TreeNode | undefined>((each, key) => child(each, key), node);
  const last = keys.at(-1) ?? "";
  return holder && child(holder, last) !== undefined ? keyAt(holder, last) : undefined;
}
