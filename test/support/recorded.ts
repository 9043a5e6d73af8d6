// One resource as the program asked for it, read from the request that would go to the engine.

import { ReadResourceRequest, type RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import { unwrapSecrets } from "./leaks";

export const PROJECT = "test";
export const STACK = "dev";
export const STACK_TYPE = "pulumi:pulumi:Stack";

/** A value that a preview does not know. */
export const UNKNOWN = "<unknown>";

/** A resource as the engine sees it. Other resources are given by name. */
export interface Recorded {
  readonly type: string;
  readonly name: string;
  readonly urn: string;
  /** The parent's name; undefined under the stack. */
  readonly parent?: string;
  /** Secrets unwrapped, unknown values as UNKNOWN. */
  readonly inputs: Record<string, unknown>;
  /** As sent, with secret markers in place. */
  readonly raw: Record<string, unknown>;
  /** For each property, the resources its value comes from. */
  readonly deps: Record<string, string[]>;
  /** Everything it waits for: what its properties come from, and `dependsOn`. */
  readonly dependsOn: readonly string[];
  readonly ignoreChanges: readonly string[];
  readonly replaceOnChanges: readonly string[];
  readonly additionalSecretOutputs: readonly string[];
  readonly aliases: readonly Record<string, unknown>[];
  readonly protect: boolean;
  readonly retainOnDelete: boolean;
  /** Undefined where it is left to the provider. */
  readonly deleteBeforeReplace?: boolean;
  readonly customTimeouts?: { readonly create: string; readonly update: string; readonly delete: string };
  /** The name of the explicit provider. */
  readonly provider?: string;
  /** A component of another package, whose children are made elsewhere. */
  readonly remote: boolean;
  /** Looked up with `.get`, not created. */
  readonly read: boolean;
  /** What `registerOutputs` was given: secrets unwrapped. */
  readonly outputs?: Record<string, unknown>;
  readonly rawOutputs?: Record<string, unknown>;
}

/** Reads a request. */
export function recordOf(request: RegisterResourceRequest | ReadResourceRequest, urn: string): Recorded {
  const common = {
    type: request.getType(),
    name: request.getName(),
    urn,
    parent: parentOf(request.getParent()),
    dependsOn: request.getDependenciesList().map(nameOf).sort(),
    additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
    provider: request.getProvider() ? nameOf(request.getProvider().split("::").slice(0, 4).join("::")) : undefined,
  };
  return request instanceof ReadResourceRequest
    ? { ...NO_OPTIONS, ...common, ...propertiesOf(request.getProperties()), read: true }
    : { ...common, ...propertiesOf(request.getObject()), ...optionsOf(request), read: false };
}

/** A record without the copies in which secrets are unwrapped. */
export function asSent(recorded: Recorded): object {
  return { ...recorded, inputs: undefined, outputs: undefined };
}

/** A value as sent to the engine, as a test compares it. */
export function plain(sent: unknown): unknown {
  return withUnknowns(unwrapSecrets(sent));
}

/** A URN as the engine makes it: with all parent types but the stack's. */
export function urnOf(parent: string | undefined, type: string, name: string): string {
  const parentType = parent?.split("::")[2];
  const qualified = parentType && parentType !== STACK_TYPE ? `${parentType}$${type}` : type;
  return `urn:pulumi:${STACK}::${PROJECT}::${qualified}::${name}`;
}

const NO_OPTIONS = {
  deps: {},
  ignoreChanges: [],
  replaceOnChanges: [],
  aliases: [],
  protect: false,
  retainOnDelete: false,
  remote: false,
};

function optionsOf(request: RegisterResourceRequest) {
  const timeouts = request.getCustomtimeouts();
  const deps: Record<string, string[]> = {};
  request.getPropertydependenciesMap().forEach((entry, property) => {
    const names = entry.getUrnsList().map(nameOf).sort();
    if (names.length > 0) deps[property] = names;
  });
  return {
    deps,
    ignoreChanges: request.getIgnorechangesList(),
    replaceOnChanges: request.getReplaceonchangesList(),
    aliases: request.getAliasesList().map((alias) => aliasOf(alias.getUrn(), alias.getSpec()?.toObject() ?? {})),
    protect: request.getProtect() ?? false,
    retainOnDelete: request.getRetainondelete() ?? false,
    deleteBeforeReplace: request.getDeletebeforereplacedefined() ? request.getDeletebeforereplace() : undefined,
    customTimeouts: timeouts && {
      create: timeouts.getCreate(),
      update: timeouts.getUpdate(),
      delete: timeouts.getDelete(),
    },
    remote: request.getRemote(),
  };
}

function propertiesOf(sent: { toJavaScript: () => Record<string, unknown> } | undefined) {
  const raw = sent?.toJavaScript() ?? {};
  return { raw, inputs: plain(raw) as Record<string, unknown> };
}

function aliasOf(urn: string, spec: { parenturn?: string; noparent?: boolean }): Record<string, unknown> {
  if (urn) return { urn };
  const { parenturn = "", ...given } = spec;
  const all = Object.entries<unknown>({ ...given, parent: parentOf(parenturn) });
  return Object.fromEntries(all.filter(([, part]) => part !== undefined && part !== "" && part !== false));
}

function parentOf(urn: string): string | undefined {
  return urn === "" || urn.includes(`::${STACK_TYPE}::`) ? undefined : nameOf(urn);
}

function nameOf(urn: string): string {
  return urn.split("::").slice(3).join("::");
}

// The text that stands for an unknown value on the way to the engine.
const UNKNOWN_SENTINEL = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

function withUnknowns(value: unknown): unknown {
  if (value === UNKNOWN_SENTINEL) return UNKNOWN;
  if (Array.isArray(value)) return value.map(withUnknowns);
  if (typeof value !== "object" || value === null) return value;
  if ("__pulumiUnknown" in value) return UNKNOWN;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withUnknowns(inner)]));
}
