// The YAML documents of a compose file, with their variables replaced.

import { inDirectory, readNamed, shown, type Naming, type ProjectFiles } from "../files";
import { parseYaml } from "../parseYaml";
import { refuse, type Findings } from "../problems";
import { child, isNull, type TreeNode } from "../tree";
import { interpolate, type Variables } from "./interpolate";
import { findResets, type Resets } from "./reset";

/** What the files of a project, or of a part that it includes, are read with. */
export interface LoadContext {
  readonly files: ProjectFiles;
  readonly findings: Findings;
  /** The directory that relative paths start from. */
  readonly directory: string;
  readonly variables: Variables;
}

/** Reads the documents of a file; `by` is where it is named. */
export function readDocuments(context: LoadContext, path: string, by: Naming): Resets[] {
  const file = shown(context.files, path);
  const documents = parseYaml(readNamed(context.files, path, by), file, "1.2");
  if (documents.length === 0) refuse({ file, line: 1, column: 1 }, "", "is empty; add services");
  return documents.map((document) => {
    if (document.kind !== "map") refuse(document.at, "", "must be a mapping with services");
    const { tree, paths } = findResets(document);
    return { tree: interpolate(tree, context), paths };
  });
}

/** A path as a file of this context names it. */
export function pathIn({ files, directory, variables }: LoadContext, path: string): string {
  const home = variables.get("HOME");
  const expanded = home !== undefined && /^~(?:\/|$)/.test(path) ? home + path.slice(1) : path;
  return inDirectory({ ...files, directory }, expanded);
}

/** The services of a document. */
export function servicesIn(document: TreeNode): TreeNode | undefined {
  const services = child(document, "services");
  if (services === undefined || isNull(services)) return undefined;
  return services.kind === "map" ? services : refuse(services.at, "services", "must be a mapping of services");
}
