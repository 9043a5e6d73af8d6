// Typed reading of the values of a compose file: what has another type is refused with its position, or taken with a warning.

import type { Findings, Position } from "../problems";
import { child, entriesOf, isNull, pathOf, type TreeNode } from "../tree";
import { parseBytes } from "../values";

/** Reads the keys of one mapping. */
export class Reader {
  constructor(
    readonly node: TreeNode,
    readonly path: string,
    readonly findings: Findings,
  ) {}

  has(key: string): boolean {
    return child(this.node, key) !== undefined;
  }

  at(key: string): Position {
    return (this.node.kind === "map" ? this.node.entries.get(key)?.at : undefined) ?? this.node.at;
  }

  /** Records an error; the answer stands for the value that is not there. */
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- so that callers can return it
  error<T>(key: string, message: string): T | undefined {
    this.findings.error(child(this.node, key)?.at ?? this.node.at, pathOf(this.path, key), message);
    return undefined;
  }

  warn(key: string, message: string): void {
    this.findings.warn(this.at(key), pathOf(this.path, key), message);
  }

  map(key: string): Reader | undefined {
    const node = child(this.node, key);
    if (node === undefined || isNull(node)) return undefined;
    if (node.kind !== "map") return this.error(key, "must be a mapping");
    return new Reader(node, pathOf(this.path, key), this.findings);
  }

  string(key: string): string | undefined {
    const node = child(this.node, key);
    if (node === undefined) return undefined;
    const text = textOf(node);
    if (text === undefined) return this.error(key, "must be a string");
    if (node.kind === "scalar" && typeof node.value !== "string")
      this.warn(key, `is a ${typeof node.value} and is read as the string "${text}"; put it in quotes`);
    return text;
  }

  boolean(key: string): boolean | undefined {
    const node = child(this.node, key);
    if (node === undefined || isNull(node)) return undefined;
    if (node.kind === "scalar") {
      if (typeof node.value === "boolean") return node.value;
      const text = String(node.value).toLowerCase();
      if (["true", "yes", "on", "y"].includes(text)) return true;
      if (["false", "no", "off", "n"].includes(text)) return false;
    }
    return this.error(key, "must be true or false");
  }

  integer(key: string): number | undefined {
    const node = child(this.node, key);
    if (node === undefined || isNull(node)) return undefined;
    if (node.kind === "scalar" && /^-?\d+$/.test(String(node.value))) return Number(node.value);
    return this.error(key, "must be a whole number");
  }

  /** Bytes: a number, or a size with its unit. */
  bytes(key: string): number | undefined {
    const node = child(this.node, key);
    if (node === undefined || isNull(node)) return undefined;
    if (node.kind === "scalar") {
      if (typeof node.value === "number") return Math.trunc(node.value);
      const bytes = parseBytes(String(node.value));
      if (bytes !== undefined) return bytes;
    }
    return this.error(key, 'must be a size, such as "512m"');
  }

  /** A list of strings; a string alone stands for a list of one. */
  strings(key: string): string[] | undefined {
    const node = child(this.node, key);
    if (node === undefined || isNull(node)) return undefined;
    if (node.kind === "map") return this.error(key, "must be a list of strings");
    const items = node.kind === "list" ? node.items : [node];
    const texts: string[] = [];
    for (const [i, item] of items.entries()) {
      const text = textOf(item);
      if (text === undefined) {
        this.findings.error(item.at, pathOf(pathOf(this.path, key), i), "must be a string");
        return undefined;
      }
      texts.push(text);
    }
    return texts;
  }

  /** `KEY=value` entries of a list, or a mapping. An undefined value: the key stands alone. */
  pairs(key: string, separator = "="): [string, string | undefined][] | undefined {
    const node = child(this.node, key);
    if (node === undefined || isNull(node)) return undefined;
    if (node.kind === "scalar") return this.error(key, `must be a list of KEY${separator}value or a mapping`);
    if (node.kind === "list") {
      return (this.strings(key) ?? []).map((text) => {
        const at = text.indexOf(separator);
        return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + separator.length)];
      });
    }
    return entriesOf(node).map(([name, { value }]) => {
      if (value.kind !== "scalar") {
        this.findings.error(value.at, pathOf(pathOf(this.path, key), name), "must be a string, a number or empty");
        return [name, ""];
      }
      if (typeof value.value === "boolean")
        this.findings.warn(
          value.at,
          pathOf(pathOf(this.path, key), name),
          `is a boolean, which ecs-cli refused; it is read as "${String(value.value)}", put it in quotes`,
        );
      return [name, value.value === null ? undefined : String(value.value)];
    });
  }
}

/** A scalar as text; undefined for null, lists and mappings. */
export function textOf(node: TreeNode): string | undefined {
  return node.kind === "scalar" && node.value !== null ? String(node.value) : undefined;
}
