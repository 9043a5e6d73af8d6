// Loads the compose files of a project into one model, in the order of the Compose Specification's own implementation.

import { dirname } from "node:path";
import { inDirectory, readIfExists, readNamed, shown, type ProjectFiles } from "../files";
import { refuse, type Findings, type Position } from "../problems";
import { child, isNull, keyAt, type MapNode, type TreeNode } from "../tree";
import { canonical } from "./canonical";
import { readDocuments, type LoadContext } from "./document";
import { parseDotenv, startOf } from "./dotenv";
import { applyExtends } from "./extends";
import { applyInclude, type LoadFiles } from "./include";
import { mergeTrees } from "./merge";
import { rewrite } from "./path";
import { removePaths } from "./reset";
import { checkCombinations, resolveEnvironment, resolvePaths, setDefaults } from "./resolve";
import { checkSchema } from "./schema";
import { makeUnique } from "./unique";

/** What a model is loaded from. */
export interface LoadOptions {
  readonly files: ProjectFiles;
  readonly findings: Findings;
  /** The compose files, in their order. */
  readonly compose: readonly string[];
  /** Files of variables. @default .env of the project's directory, where it exists */
  readonly envFiles?: readonly string[] | undefined;
  /** The variables of the shell. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** A model before its services are looked at. */
export interface LoadedModel {
  readonly model: MapNode;
  readonly context: LoadContext;
}

/** Loads the files. */
export function loadModel({ files, findings, compose, envFiles, environment }: LoadOptions): LoadedModel {
  const paths = compose.map((name) => inDirectory(files, name));
  const [first] = paths;
  if (first === undefined)
    return refuse(startOf(files.directory), "", "has no compose file; add compose.yaml or name one");
  const directory = dirname(first);
  const shell = Object.entries(environment).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const variables = variablesOf(files, { directory, envFiles }, new Map(shell));
  const context: LoadContext = { files, findings, directory, variables };
  const named = paths.map((path) => ({ path, by: startOf(shown(files, path)) }));
  return { model: loadFiles(context, named, []), context };
}

const loadFiles: LoadFiles = (context, files, chain) => {
  let model: MapNode | undefined;
  for (const { path, by } of files) model = loadFile(context, { path, by, chain }, model);
  if (!model) return refuse(startOf(context.directory), "", "has no compose file; name one");
  checkCombinations(model, context);
  return asMap(resolveEnvironment(resolvePaths(setDefaults(model), context), context));
};

function loadFile(
  context: LoadContext,
  { path, by, chain }: { readonly path: string; readonly by: Position; readonly chain: readonly string[] },
  before: MapNode | undefined,
): MapNode {
  let model = before;
  for (const { tree, paths } of readDocuments(context, path, { ...by, key: "" })) {
    const document = applyInclude(context, asMap(tree), {
      chain: [...chain, path],
      resets: paths,
      load: loadFiles,
    });
    const own = applyExtends(context, document, { file: path, resets: paths });
    const merged = makeUnique(model ? mergeTrees(removePaths(model, paths), own) : own);
    checkSchema(merged);
    model = asMap(makeUnique(omitEmpty(canonical(withoutVersion(asMap(merged), context)))));
  }
  return model ?? refuse(by, "", "is empty; add services");
}

function asMap(node: TreeNode): MapNode {
  return node.kind === "map" ? node : refuse(node.at, "", "must be a mapping with services");
}

function withoutVersion(model: MapNode, { findings }: LoadContext): MapNode {
  if (child(model, "version") === undefined) return model;
  findings.warn(keyAt(model, "version"), "version", "is dropped: the format has no versions any more; remove it");
  return { ...model, entries: new Map([...model.entries].filter(([key]) => key !== "version")) };
}

function omitEmpty(model: TreeNode): TreeNode {
  return rewrite(model, [
    [
      "services.*.dns",
      (node) =>
        node.kind === "list"
          ? {
              ...node,
              items: node.items.filter((item) => !isNull(item) && !(item.kind === "scalar" && item.value === "")),
            }
          : node,
    ],
  ]);
}

/** The shell's variables, then those of the files. */
function variablesOf(
  files: ProjectFiles,
  { directory, envFiles }: { readonly directory: string; readonly envFiles: readonly string[] | undefined },
  shell: ReadonlyMap<string, string>,
): Map<string, string> {
  let own = new Map<string, string>();
  const add = (path: string, text: string) => {
    own = parseDotenv({ text, file: shown(files, path) }, (name) => shell.get(name), own);
  };
  for (const name of envFiles ?? []) {
    const path = inDirectory(files, name);
    add(path, readNamed(files, path, { ...startOf(shown(files, path)), key: "" }));
  }
  const path = `${directory}/.env`;
  const text = envFiles ? undefined : readIfExists(files, path, { ...startOf(shown(files, path)), key: "" });
  if (text !== undefined) add(path, text);
  return new Map([...own, ...shell]);
}
