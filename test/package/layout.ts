// The rules of the folders: which may import which, no cycles, no barrels, files small enough to read in one go.

import { dirname, join } from "node:path/posix";
import ts from "typescript";

/** Each folder of the library, and the folders it may import; `types` only as `import type`. */
export const FOLDERS: Readonly<Record<string, { readonly values: readonly string[]; readonly types?: string }>> = {
  model: { values: [] },
  registry: { values: ["model"] },
  rollout: { values: ["model"] },
  components: { values: ["model", "registry", "rollout"] },
  compose: { values: ["model"], types: "components" },
  preview: { values: ["model"] },
  cli: { values: ["model", "registry", "rollout", "components", "compose", "preview"] },
};

const MAX_LINES = 220;

interface Import {
  readonly specifier: string;
  readonly typeOnly: boolean;
  /** `export … from`. */
  readonly reExport: boolean;
  /** `export * from`. */
  readonly everything: boolean;
}

/** Every breach of the rules in the library's files, given as path to text: `components/a.ts` to its source. */
export function breachesOf(files: ReadonlyMap<string, string>): string[] {
  const imports = new Map([...files].map(([path, source]) => [path, importsOf(path, source)]));
  return [
    ...[...files].flatMap(([path, source]) => breachesOfFile(path, source)),
    ...[...imports].flatMap(([path, found]) => found.flatMap((one) => breachesOfImport(path, one, files))),
    ...cyclesOf(new Map([...imports].map(([path, found]) => [path, neighbours(path, found, files)]))),
  ];
}

function breachesOfFile(path: string, source: string): string[] {
  const lines = source.trimEnd().split("\n").length;
  return [
    ...(lines > MAX_LINES ? [`${path}: ${lines} lines, at most ${MAX_LINES}`] : []),
    ...(/(^|[/.])(utils?|helpers?|common|misc)([/.]|$)/i.test(path) ? [`${path}: name it after its subject`] : []),
    ...(/\/index\.ts$/.test(path) ? [`${path}: a barrel; import the file itself`] : []),
  ];
}

function breachesOfImport(path: string, found: Import, files: ReadonlyMap<string, string>): string[] {
  const from = folderOf(path);
  const target = resolve(path, found.specifier, files);
  if (found.everything) return [`${path}: export * from "${found.specifier}"; name what is exported`];
  if (found.reExport && from !== "")
    return [`${path}: exports again from "${found.specifier}"; import the file itself`];
  if (!found.specifier.startsWith(".")) {
    return found.specifier === "ghcr-fargate" ? [`${path}: imports the package by name from inside it`] : [];
  }
  if (!target) return [`${path}: "${found.specifier}" is not a file of the library`];
  const to = folderOf(target);
  if (from === "" || from === to) return [];
  const allowed = FOLDERS[from];
  if (!allowed) return [`${path}: the folder "${from}" has no rule`];
  if (to !== "" && (allowed.values.includes(to) || (allowed.types === to && found.typeOnly))) return [];
  return [`${path}: ${from}/ must not import ${found.typeOnly ? "types of " : ""}${to === "" ? target : `${to}/`}`];
}

/** Import cycles, each once, as `a.ts -> b.ts -> a.ts`. */
function cyclesOf(graph: ReadonlyMap<string, readonly string[]>): string[] {
  const done = new Set<string>();
  const cycles: string[] = [];
  const visit = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path);
    if (start >= 0) cycles.push(`import cycle: ${[...trail.slice(start), path].join(" -> ")}`);
    if (start >= 0 || done.has(path)) return;
    for (const next of graph.get(path) ?? []) visit(next, [...trail, path]);
    done.add(path);
  };
  for (const path of graph.keys()) visit(path, []);
  return cycles;
}

function neighbours(path: string, imports: readonly Import[], files: ReadonlyMap<string, string>): string[] {
  return imports.flatMap(({ specifier }) => resolve(path, specifier, files) ?? []);
}

function folderOf(path: string): string {
  return path.includes("/") ? path.slice(0, path.indexOf("/")) : "";
}

function resolve(from: string, specifier: string, files: ReadonlyMap<string, string>): string | undefined {
  if (!specifier.startsWith(".")) return undefined;
  const base = join(dirname(from), specifier).replace(/\.js$/, "");
  return [`${base}.ts`, `${base}/index.ts`].find((candidate) => files.has(candidate));
}

function importsOf(path: string, source: string): Import[] {
  const found: Import[] = [];
  const add = (specifier: ts.Node | undefined, kind: Partial<Import> = {}): void => {
    if (!specifier || !ts.isStringLiteral(specifier)) return;
    found.push({ specifier: specifier.text, typeOnly: false, reExport: false, everything: false, ...kind });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, { typeOnly: isTypeOnly(node.importClause) });
    if (ts.isExportDeclaration(node)) {
      add(node.moduleSpecifier, { typeOnly: node.isTypeOnly, reExport: true, everything: !node.exportClause });
    }
    if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
      add(node.argument.literal, { typeOnly: true });
    if (ts.isImportEqualsDeclaration(node) && ts.isExternalModuleReference(node.moduleReference)) {
      add(node.moduleReference.expression);
    }
    if (ts.isCallExpression(node) && isLoad(node.expression)) add(node.arguments[0]);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, source, ts.ScriptTarget.ES2022));
  return found;
}

/** `import type { … }`, or an import in which every name is `type`. */
function isTypeOnly(clause: ts.ImportClause | undefined): boolean {
  if (!clause) return false;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const named = clause.namedBindings;
  return !clause.name && !!named && ts.isNamedImports(named) && named.elements.every(({ isTypeOnly: type }) => type);
}

function isLoad(callee: ts.Expression): boolean {
  return callee.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(callee) && callee.text === "require");
}
