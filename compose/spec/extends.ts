// Services that extend others, of the same file or of another one.

import { dirname } from "node:path";
import { shown, type Naming } from "../files";
import { refuse } from "../problems";
import { child, isNull, keyAt, type MapEntry, type MapNode, type TreeNode } from "../tree";
import { canonical } from "./canonical";
import { pathIn, readDocuments, servicesIn, type LoadContext } from "./document";
import { mergeTrees, textOf } from "./merge";
import { renderPath } from "./path";
import { removePaths, type Resets } from "./reset";
import { resolvePaths } from "./resolve";
import { makeUnique } from "./unique";

interface Source {
  readonly file: string;
  readonly services: MapNode;
  readonly resets: Resets["paths"];
}

/** A document whose services have what they extend. */
export function applyExtends(
  context: LoadContext,
  document: MapNode,
  { file, resets }: Pick<Source, "file" | "resets">,
): MapNode {
  const services = servicesIn(document);
  if (services?.kind !== "map") return document;
  const source: Source = { file, services, resets };
  const entries = [...services.entries].map(([name, { at }]): [string, MapEntry] => {
    const value = extended(context, { name, source }, [`${name} of ${shown(context.files, file)}`]);
    return [name, { at, value }];
  });
  const changed = { at: keyAt(document, "services"), value: { ...services, entries: new Map(entries) } };
  return { ...document, entries: new Map([...document.entries, ["services", changed]]) };
}

function extended(
  context: LoadContext,
  { name, source }: { readonly name: string; readonly source: Source },
  chain: readonly string[],
): TreeNode {
  const service = source.services.entries.get(name)?.value;
  if (!service) return refuse(source.services.at, "services", `has no service ${name}`);
  const extending = child(service, "extends");
  if (extending === undefined || service.kind !== "map") return service;
  const path = renderPath(["services", name, "extends"]);
  const ref = extending.kind === "map" ? child(extending, "service") : extending;
  if (!ref || isNull(ref)) return refuse(extending.at, path, "has no service; name the one to extend");
  const named = child(extending, "file");
  const base = named ? fromFile(context, textOf(named), { ...named.at, key: path }) : source;
  if (!base.services.entries.has(textOf(ref)))
    refuse(ref.at, path, `there is no service ${textOf(ref)} in ${shown(context.files, base.file)}; correct the name`);
  const step = `${textOf(ref)} of ${shown(context.files, base.file)}`;
  if (chain.includes(step)) refuse(ref.at, path, `extends itself: ${[...chain, step].join(" → ")}; end the circle`);
  const found = extended(context, { name: textOf(ref), source: base }, [...chain, step]);
  const own = { ...service, entries: new Map([...service.entries].filter(([key]) => key !== "extends")) };
  if (isNull(found)) return own;
  const within = source.resets
    .filter((reset) => reset[0] === "services" && reset[1] === name)
    .map((reset) => reset.slice(2));
  return mergeTrees(removePaths(found, within), own, ["services", name]);
}

/** The services of another file, with its paths relative to its own directory. */
function fromFile(context: LoadContext, name: string, by: Naming): Source {
  const file = pathIn(context, name);
  let model: TreeNode | undefined;
  let resets: Resets["paths"] = [];
  for (const { tree, paths } of readDocuments(context, file, by)) {
    const merged: TreeNode = model ? mergeTrees(removePaths(model, paths), tree) : tree;
    model = makeUnique(canonical(makeUnique(merged)));
    resets = paths;
  }
  const services = model && servicesIn(resolvePaths(model, { ...context, directory: dirname(file) }));
  if (services?.kind !== "map")
    return refuse(by, by.key, `${shown(context.files, file)} has no services; add them or correct the name`);
  return { file, services, resets };
}
