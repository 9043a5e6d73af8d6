// What a service event says. ECS writes events for people; these are the sentences that matter to a rollout
// (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-event-messages-list.html, checked 2026-11-22).

import type { ServiceEvent } from "./ecs";
import { readMessage } from "./message/read";

/** The kinds of event that change a verdict; `other` for the rest. */
export type EventKind = "settled" | "unsettled" | "deploymentFailed" | "rollingBack" | "trouble" | "other";

/** A service event, understood. */
export interface ParsedEvent extends ServiceEvent {
  readonly kind: EventKind;
  /** The deployment that it names. */
  readonly deploymentId?: string;
  /** The tasks that it names. */
  readonly taskIds: readonly string[];
  /** What comes after `Reason:`. */
  readonly reason?: string;
}

const KINDS: readonly (readonly [EventKind, RegExp])[] = [
  ["settled", /has reached a steady state|deployment completed/i],
  ["deploymentFailed", /deployment failed/i],
  ["rollingBack", /rolling back to/i],
  ["unsettled", /has started \d+ tasks|registered \d+ targets/i],
];

/** Events understood, oldest first, each once; ECS may repeat an event and does not promise an order. */
export function parseEvents(events: readonly ServiceEvent[]): readonly ParsedEvent[] {
  const unique = new Map(events.map((event) => [event.id, event]));
  // The API lists the newest first: of two in one second, the later in the list is the older.
  return [...unique.values()]
    .reverse()
    .sort((a, b) => a.createdAt - b.createdAt)
    .map(parseEvent);
}

/** One event, understood. */
export function parseEvent(event: ServiceEvent): ParsedEvent {
  const { message } = event;
  const deploymentId = /(ecs-svc\/[\w-]+)/.exec(message)?.[1];
  const reason = /\bReason: ([\s\S]+)$/i.exec(message)?.[1];
  return {
    ...event,
    kind: KINDS.find(([, pattern]) => pattern.test(message))?.[0] ?? (isTrouble(message) ? "trouble" : "other"),
    taskIds: [...message.matchAll(/\(task ([0-9a-f-]+)\)/g)].map(([, id]) => id ?? ""),
    ...(deploymentId !== undefined && { deploymentId }),
    ...(reason !== undefined && { reason }),
  };
}

/** ECS words trouble in many ways: the reader of messages knows them. */
function isTrouble(message: string): boolean {
  if (!/unable|fail|health|throttl|error|could not|cannot|stopped/i.test(message)) return false; // most events: read no further
  const { form } = readMessage(message);
  return form !== "noFailure" && form !== "other";
}
