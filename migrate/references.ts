// Image references in source code, from a registry that was moved to its new names.

import { MIGRATION_ERROR, MigrationError } from "./errors";
import { type NameRules, planName } from "./names";
import { isObject } from "../registry/json";
import { isEcrRegistry } from "../model/imageReference";
import { parseTarget } from "./target";

/** What was moved where. */
export interface ReferenceMapping {
  /** The hosts that references start with. */
  readonly hosts: readonly string[];
  /** The new name of a repository; undefined where it was not moved. Both with the registry's host. */
  readonly rename: (name: string) => string | undefined;
  /** Old names below which every name was moved: what follows may be a variable. */
  readonly prefixes: ReadonlyMap<string, string>;
  /** New digests of manifests that were rewritten. */
  readonly digests: ReadonlyMap<string, string>;
}

/** A reference that was found. */
export interface FoundReference {
  readonly line: number;
  readonly from: string;
  /** Left out where a person has to decide. */
  readonly to?: string;
  readonly note?: string;
}

const PATH = String.raw`[a-z0-9]+(?:(?:\.|_|__|-+|/)[a-z0-9]+)*`;
const TAIL = String.raw`((?::[A-Za-z0-9_][A-Za-z0-9._-]{0,127})?)((?:@sha256:[a-f0-9]{64})?)`;

/** What GitLab sets in its pipelines; the text of a file does not say what it stands for. */
const CI_VARIABLE = /\$\{?CI_REGISTRY(?:_IMAGE)?\b\}?/;

/** Everything below one name became the same below another one: `registry.gitlab.com/acme` and `HOST/NAMESPACE`. */
export function mapPrefix(from: string, to: string): ReferenceMapping {
  const source = parseTarget(from, "--from");
  const target = parseTarget(to, "--to");
  const rules: NameRules = isEcrRegistry(target.registry) ? "ecr" : "oci";
  const root = `${source.registry}/${source.namespace}`;
  return {
    hosts: [source.registry],
    prefixes: new Map([[root, `${target.registry}/${target.namespace}`]]),
    digests: new Map(),
    rename(name) {
      const path = name === root ? name.slice(name.lastIndexOf("/") + 1) : name.slice(root.length + 1);
      if (name !== root && !name.startsWith(`${root}/`)) return undefined;
      const planned = planName(target.namespace, path, rules);
      return planned.problem === undefined ? `${target.registry}/${planned.name}` : undefined;
    },
  };
}

/** What a report of `verify --format json` or `plan --format json` names: only what is the same at both ends. */
export function mapReport(text: string, file: string): ReferenceMapping {
  const names = new Map<string, string>();
  const digests = new Map<string, string>();
  const invalid = new MigrationError(
    MIGRATION_ERROR.INVALID_ARGUMENT,
    `${file}: is not a report; write it with \`migrate verify --format json\``,
  );
  let report: unknown;
  try {
    report = JSON.parse(text);
  } catch {
    throw invalid;
  }
  if (!isObject(report) || !Array.isArray(report.tags)) throw invalid;
  for (const tag of report.tags as unknown[]) {
    if (!isObject(tag) || tag.state !== "same") continue;
    const { source, target, digest, rewrittenDigest } = tag;
    if (typeof source !== "string" || typeof target !== "string") throw invalid;
    names.set(source, target);
    if (typeof digest === "string" && typeof rewrittenDigest === "string") digests.set(digest, rewrittenDigest);
  }
  return {
    hosts: [...new Set([...names.keys()].map((name) => name.slice(0, name.indexOf("/"))))],
    prefixes: new Map(),
    digests,
    rename: (name) => names.get(name),
  };
}

/** Replaces the references of a text; tells of those that a person has to look at. */
export function replaceReferences(
  text: string,
  mapping: ReferenceMapping,
): { readonly text: string; readonly found: readonly FoundReference[] } {
  const { hosts, prefixes, digests, rename } = mapping;
  if (hosts.length === 0) return { text, found: [] };
  const host = hosts.map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|");
  // A web address with the registry's name is no image, and neither is a longer host that ends in it.
  const reference = new RegExp(`(?<=^|[^\\w.@/-]|docker://|oci://)((?:${host})/${PATH})${TAIL}`, "g");
  const found: FoundReference[] = [];

  const lines = text.split("\n").map((line, at) => {
    const replaced = line.replace(
      reference,
      (whole: string, ...[name, tag, digest, offset]: [name: string, tag: string, digest: string, offset: number]) => {
        const follows = line.slice(offset + whole.length);
        const dynamic = tag === "" && digest === "" && /^[/._-]*(?:\$|\{)|^\//.test(follows);
        const renamed = dynamic ? prefixes.get(name) : rename(name);
        if (renamed === undefined) {
          const note = dynamic ? "continues with a variable; replace it by hand" : "was not moved";
          found.push({ line: at + 1, from: whole, note });
          return whole;
        }
        const oldDigest = digest.slice(1);
        const to = `${renamed}${tag}${digest === "" ? "" : `@${digests.get(oldDigest) ?? oldDigest}`}`;
        found.push({ line: at + 1, from: whole, to });
        return to;
      },
    );
    const variable = CI_VARIABLE.exec(line)?.[0];
    if (variable !== undefined)
      found.push({ line: at + 1, from: variable, note: "stays GitLab's own registry; replace it by hand" });
    return replaced;
  });
  return { text: lines.join("\n"), found };
}
