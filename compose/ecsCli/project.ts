// A project of ecs-cli: its compose files, ecs-params.yml and credentials file become one task definition and one service.

import { inDirectory, readNamed, shown, type ProjectFiles } from "../files";
import { parseYaml } from "../parseYaml";
import { Positions } from "../positions";
import { ComposeError, Findings, refuse, type Finding } from "../problems";
import { child, entriesOf, isNull, pathOf, type MapEntry, type MapNode } from "../tree";
import type { TaskDefinition } from "./container";
import { TaskVolumes } from "./containerValues";
import { checkVolume, warnDroppedKeys, warnDroppedTopKeys } from "./dropped";
import { mergeServices3, readService3 } from "./format3";
import type { ReadContext, Service } from "./serviceModel";
import { readService2 } from "./format2";
import { mergeRaw, normalise2, resolveService2, type RawServices } from "./merge2";
import { readCredentialsFile, readDotEnv, readParamsFile, type EcsCliOptions } from "./projectFiles";
import { interpolate2, interpolate3, type Lookup, type Variables } from "./interpolate";
import { checkFargate } from "./fargate";
import type { EcsParams } from "./params";
import type { RegistryCredentials } from "./registryCreds";
import { serviceOf, type EcsService } from "./service";
import { buildTaskDefinition } from "./taskDefinition";

/** What became of a project. */
export interface EcsCliProject {
  readonly taskDefinition?: TaskDefinition;
  readonly service?: EcsService;
  readonly params?: EcsParams;
  readonly credentials?: RegistryCredentials;
  readonly positions?: Positions;
  readonly warnings: readonly Finding[];
  readonly errors: readonly Finding[];
}

/** Reads a project. What is wrong is returned, with its position, and never thrown. */
export function readEcsCliProject(options: EcsCliOptions): EcsCliProject {
  const findings = new Findings();
  try {
    return { ...read(options, findings), warnings: findings.warnings, errors: findings.errors };
  } catch (error) {
    if (!(error instanceof ComposeError)) throw error;
    return { warnings: findings.warnings, errors: [...findings.errors, ...error.findings] };
  }
}

/** The compose files of a directory where none is named. */
export function defaultComposeFiles(files: ProjectFiles): string[] {
  const names = files.names();
  const first = ["compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml"].find((name) =>
    names.includes(name),
  );
  const base = names.includes("docker-compose.yml") ? "docker-compose.yml" : first;
  const over = base === undefined ? undefined : base.replace(/\.ya?ml$/, ".override.yml");
  return [...(base === undefined ? [] : [base]), ...(over !== undefined && names.includes(over) ? [over] : [])];
}

function read(options: EcsCliOptions, findings: Findings) {
  const { files, launchType = "FARGATE" } = options;
  const shell: Lookup = (name) => options.environment[name];
  const dotEnv = readDotEnv(options, shell);
  const lookup: Lookup = (name) => shell(name) ?? dotEnv.get(name);
  const context: ReadContext = { files, findings, shell, lookup };
  const compose = options.compose ?? defaultComposeFiles(files);
  const here = { file: files.directory, line: 1, column: 1 };
  if (compose.length === 0) refuse(here, "", "has no compose file; add docker-compose.yml or name one");
  const documents = compose.map((name) => readCompose(context, name));
  const volumes = new TaskVolumes();
  const services = readServices(documents, context, volumes);
  if (services.size === 0) findings.error(documents[0]?.root.at ?? here, "services", "has no services; add one");
  const params = readParamsFile(options, context);
  const credentials = readCredentialsFile(options, context);
  const taskDefinition = buildTaskDefinition({ services, volumes, params, credentials, launchType }, findings);
  const service = serviceOf(params, { launchType, serviceDiscovery: options.serviceDiscovery ?? false }, findings);
  const positions = new Positions({
    service: (name) => services.get(name)?.nodes ?? [],
    params: params?.root,
    start: documents[0]?.root.at ?? here,
  });
  checkFargate({ taskDefinition, service, positions, findings });
  return {
    taskDefinition,
    service,
    positions,
    ...(params && { params }),
    ...(credentials && { credentials }),
  };
}

interface ComposeDocument {
  readonly path: string;
  readonly root: MapNode;
  readonly format: 1 | 2 | 3;
}

function readCompose({ files, findings }: ReadContext, name: string): ComposeDocument {
  const path = inDirectory(files, name);
  const start = { file: shown(files, path), line: 1, column: 1 };
  const [root, second] = parseYaml(readNamed(files, path, { ...start, key: "" }), start.file, "1.1");
  if (root === undefined) refuse(start, "", "is empty; add services");
  if (root.kind !== "map") refuse(root.at, "", "must be a mapping with services");
  if (second)
    findings.warn(
      second.at,
      "",
      "a second YAML document is dropped: ecs-cli read the first alone; move it to a file of its own",
    );
  return { path, root, format: formatOf(root, findings) };
}

function formatOf(root: MapNode, findings: Findings): 1 | 2 | 3 {
  const version = child(root, "version");
  const text = version?.kind === "scalar" && version.value !== null ? String(version.value) : "";
  if (version === undefined || text === "") {
    const services = child(root, "services");
    if (services?.kind !== "map") return 1;
    findings.warn(root.at, "version", "is missing: ecs-cli read such files as format 1; this one is read as format 3");
    return 3;
  }
  if (text === "2") return 2;
  if (!["3", "3.0"].includes(text) || (version.kind === "scalar" && !version.quoted))
    findings.warn(
      version.at,
      "version",
      `${text} was refused by ecs-cli, which knew "2" and "3" in quotes; the file is read as format 3`,
    );
  return 3;
}

function readServices(
  documents: readonly ComposeDocument[],
  context: ReadContext,
  volumes: TaskVolumes,
): Map<string, Service> {
  const [first] = documents;
  for (const { root, format } of documents) {
    if (first && format !== first.format)
      refuse(root.at, "version", "differs from the version of the first file; use the same in all files");
    if (format !== 1) warnDroppedTopKeys(root, context.findings);
    for (const [name, { value }] of format === 1 ? [] : entriesOf(child(root, "volumes"))) {
      checkVolume(name, value, context.findings);
      volumes.declare(name);
    }
  }
  return first?.format === 3 ? readAll3(documents, context) : readAll2(documents, context);
}

function variablesOf({ findings, lookup }: ReadContext): Variables {
  return {
    lookup,
    onUnset: (node, name) =>
      findings.warn(node.at, name, "is not set in the shell or in .env; an empty string takes its place"),
  };
}

function readAll3(documents: readonly ComposeDocument[], context: ReadContext): Map<string, Service> {
  const merged = new Map<string, Service>();
  for (const { root } of documents) {
    for (const [name, node] of servicesOf(root)) {
      const filled = interpolate3(node.value, pathOf("services", name), variablesOf(context));
      if (filled.kind !== "map") refuse(node.value.at, pathOf("services", name), "must be a mapping");
      warnDroppedKeys({ name, node: filled }, 3, context.findings);
      const service = readService3(name, filled, context);
      const before = merged.get(name);
      merged.set(name, before ? mergeServices3(before, service) : service);
    }
  }
  return merged;
}

function readAll2(documents: readonly ComposeDocument[], context: ReadContext): Map<string, Service> {
  const merged = new Map<string, MapNode>();
  const format = documents[0]?.format === 1 ? 1 : 2;
  const load = (path: string) => fillServices(readCompose(context, path).root, context);
  for (const { root, path } of documents) {
    const services = fillServices(root, context);
    for (const [name, { value }] of services) {
      const node = resolveService2({ name, node: value }, { file: path, services, load }, context);
      const before = merged.get(name);
      merged.set(name, before ? mergeRaw(normalise2(before, pathOf("services", name), context.findings), node) : node);
    }
  }
  return new Map(
    [...merged].map(([name, node]) => {
      warnDroppedKeys({ name, node }, format, context.findings);
      return [name, readService2({ name, node }, format, context)];
    }),
  );
}

function fillServices(root: MapNode, context: ReadContext): RawServices {
  return new Map(
    servicesOf(root).map(([name, { at, value }]): [string, MapEntry] => [
      name,
      { at, value: interpolate2(value, pathOf("services", name), variablesOf(context)) },
    ]),
  );
}

/** The services of a file; in format 1 they stand at the top. */
function servicesOf(root: MapNode): [string, MapEntry][] {
  const services = child(root, "services");
  if (services === undefined && child(root, "version") === undefined) {
    for (const [name, { value, at }] of root.entries)
      if (value.kind !== "map")
        refuse(at, name, "is not a service: a file without services is read as format 1, where each key is one");
    return [...root.entries];
  }
  if (services === undefined || isNull(services)) return [];
  if (services.kind !== "map") refuse(services.at, "services", "must be a mapping of services");
  return [...services.entries];
}
