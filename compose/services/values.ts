// Reading the values of a service, whose types the schema has checked.

import type { Findings } from "../problems";
import { child, isNull, keyAt, type TreeNode } from "../tree";
import { textOf } from "../spec/merge";
import { pairsOf } from "../spec/project";
import { renderPath } from "../spec/path";

/** A mapping of a service with its path, to read and to report on. */
export class Values {
  constructor(
    readonly node: TreeNode | undefined,
    readonly path: readonly (string | number)[],
    readonly findings: Findings,
  ) {}

  has(key: string): boolean {
    const node = child(this.node, key);
    return node !== undefined && !isNull(node);
  }

  below(key: string): Values {
    return new Values(child(this.node, key), [...this.path, key], this.findings);
  }

  items(key: string): Values[] {
    const node = child(this.node, key);
    const items = node?.kind === "list" ? node.items : node && !isNull(node) && node.kind === "scalar" ? [node] : [];
    return items.map((item, i) => new Values(item, [...this.path, key, i], this.findings));
  }

  text(key: string): string | undefined {
    const node = child(this.node, key);
    return node?.kind === "scalar" && node.value !== null ? textOf(node) : undefined;
  }

  /** The text of an entry of a list. */
  get own(): string {
    return this.node ? textOf(this.node) : "";
  }

  number(key: string): number | undefined {
    const text = this.text(key);
    return text === undefined || Number.isNaN(Number(text)) ? undefined : Number(text);
  }

  isTrue(key: string): boolean {
    return this.text(key) === "true";
  }

  texts(key: string): string[] {
    return this.items(key).map(({ own }) => own);
  }

  pairs(key: string): Map<string, string> {
    return new Map([...pairsOf(child(this.node, key))].map(([name, value]) => [name, value ?? ""]));
  }

  warn(key: string | undefined, message: string): void {
    this.findings.warn(this.at(key), this.pathOf(key), message);
  }

  error(key: string | undefined, message: string): void {
    this.findings.error(this.at(key), this.pathOf(key), message);
  }

  private at(key: string | undefined) {
    const node = this.node;
    if (!node) return { file: "", line: 1, column: 1 };
    return key === undefined ? node.at : keyAt(node, key);
  }

  private pathOf(key: string | undefined): string {
    return renderPath(key === undefined ? this.path : [...this.path, key]);
  }
}
