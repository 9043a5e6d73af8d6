// Pulumi's wire format: how a value that is more than JSON is marked (https://github.com/pulumi/pulumi, sdk/proto).

import { SECRET, UNKNOWN, type Properties, type Value } from "./captured";

/** What Pulumi sends for a value that a preview does not know. */
export const UNKNOWN_ON_THE_WIRE = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

const MARK = "4dabf18193072939515e22adb298388d";
const SECRET_MARK = "1b47061264138c4ac30d75fd1eb44270";
const ASSET_MARK = "c44067f5952c0a294b673a41bacd8c17";
const ARCHIVE_MARK = "0def7320c3a5731c473e5ecbe6d01bc7";
const RESOURCE_MARK = "5cf8f73096256a8f31e491e813e4eb8e";

/** Properties as they are shown: secrets and unknowns replaced by their marks. */
export function fromWire(properties: Record<string, unknown> | undefined): Properties {
  return valueOf(properties ?? {}) as Properties;
}

function valueOf(wire: unknown): Value {
  if (wire === UNKNOWN_ON_THE_WIRE) return UNKNOWN;
  if (Array.isArray(wire)) return wire.map(valueOf);
  if (typeof wire !== "object" || wire === null) return wire as Value;
  const fields = wire as Record<string, unknown>;
  switch (fields[MARK]) {
    case SECRET_MARK:
      return SECRET;
    case ASSET_MARK:
    case ARCHIVE_MARK:
      return typeof fields.path === "string" ? `[file ${fields.path}]` : "[asset]";
    case RESOURCE_MARK:
      return `[resource ${String(fields.urn).split("::").pop() ?? ""}]`;
  }
  const entries = Object.entries(fields).filter(([name]) => name !== "@isPulumiResource");
  return Object.fromEntries(entries.map(([name, value]) => [name, valueOf(value)]));
}
