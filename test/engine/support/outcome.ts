// What an operation of the engine did, read from its events.

import type { EngineEvent, OpType } from "@pulumi/pulumi/automation";

/** What an operation did, and how it ended. */
export interface Outcome {
  readonly failed: boolean;
  /** What was changed, as `update ecs:Service web-service`, sorted. A replacement is one change. */
  readonly changes: readonly string[];
  /** The texts that the user saw, of errors only. */
  readonly errors: readonly string[];
  /** All texts that the user saw. */
  readonly messages: readonly string[];
  readonly outputs: Record<string, unknown>;
  readonly seconds: number;
  /** Everything that the CLI wrote. */
  readonly printed: string;
  readonly events: readonly EngineEvent[];
}

const SILENT: readonly OpType[] = ["same", "read", "refresh"];
const PARTS_OF_REPLACEMENT: readonly string[] = ["create-replacement", "delete-replaced"];

/** The changes that the events tell of. */
export function changesOf(events: readonly EngineEvent[]): string[] {
  const changes = events.flatMap(({ resourcePreEvent }) => {
    const { op, type, urn } = resourcePreEvent?.metadata ?? {};
    if (op === undefined || type === undefined || urn === undefined) return [];
    if (SILENT.includes(op) || PARTS_OF_REPLACEMENT.includes(op)) return [];
    return [`${op} ${shortType(type)} ${urn.split("::").at(-1) ?? ""}`];
  });
  return [...new Set(changes)].sort();
}

/** A severity that Pulumi's types leave out. */
const DEBUG: string = "debug";

/** The texts of the events, without repetition and without what only `--debug` shows. */
export function messagesOf(events: readonly EngineEvent[], severity?: "error"): string[] {
  const messages = events.flatMap(({ diagnosticEvent }) =>
    diagnosticEvent !== undefined &&
    (severity === undefined ? diagnosticEvent.severity !== DEBUG : diagnosticEvent.severity === severity)
      ? [plain(diagnosticEvent.message).trim()]
      : [],
  );
  return [...new Set(messages)];
}

/** `aws:ecs/service:Service` as `ecs:Service`. */
function shortType(type: string): string {
  const [provider = "", module = "", name = ""] = type.split(":");
  return provider === "aws" ? `${module.split("/")[0] ?? ""}:${name}` : `${module}:${name}`;
}

/** Without the engine's colours. */
function plain(text: string): string {
  return text.replace(/<\{%[^%]*%\}>/g, "");
}

/** What the changes replace and what they remove. */
export function losses(changes: readonly string[]): { replaced: string[]; deleted: string[] } {
  const of = (op: string) =>
    changes.filter((change) => change.startsWith(`${op} `)).map((change) => change.slice(op.length + 1));
  return { replaced: of("replace"), deleted: of("delete") };
}
