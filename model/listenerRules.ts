// Rules of an Application Load Balancer's listener: which requests they match, in which order, and the URL they are reached by.

import { createHash } from "node:crypto";
import { quote, type Fault } from "./problems";

/** The requests that a rule matches: a host (if any is named) and a path (if any is named). */
export interface RequestPatterns {
  readonly hosts: readonly string[];
  readonly paths: readonly string[];
}

/** Listener rules are numbered 1 to 50000 and tried in that order. */
export const LAST_PRIORITY = 50000;

/** How many values AWS allows all conditions of one rule together. */
export const MAX_PATTERNS = 5;

/**
 * The priority of a rule, derived from what it matches: even, 2 to 49998. It changes only when the patterns change, so that
 * services on one listener need no numbers. The odd number before it stays free for a rule in front of this one.
 */
export function priorityOf({ hosts, paths }: RequestPatterns): number {
  const patterns = JSON.stringify([[...hosts].sort(), [...paths].sort()]);
  const hash = createHash("sha256").update(patterns).digest().readUInt32BE(0);
  return 2 * (1 + (hash % (LAST_PRIORITY / 2 - 1)));
}

/** Says what is wrong with a host pattern: `app.example.com`, or `*.example.com` for its subdomains. */
export function checkHostPattern(pattern: string): Fault | undefined {
  return /^[A-Za-z0-9.*?-]{1,128}$/.test(pattern) && /\.[A-Za-z-]+$/.test(pattern)
    ? undefined
    : { wrong: `${quote(pattern)} is not a valid host pattern`, fix: "write it as app.example.com or *.example.com" };
}

/** Says what is wrong with a path pattern: `/api/*`. */
export function checkPathPattern(pattern: string): Fault | undefined {
  return /^\/[A-Za-z0-9_\-.$/~"'@:+&*?]{0,127}$/.test(pattern)
    ? undefined
    : {
        wrong: `${quote(pattern)} is not a valid path pattern`,
        fix: 'start with a slash, as in "/api/*"; * stands for any text',
      };
}

/** What a URL is made of. */
export interface Origin {
  readonly protocol: string;
  readonly port: number;
  /** The name that AWS gave the balancer: no certificate is for it. */
  readonly dnsName: string;
}

/**
 * The URL of what a rule matches. Undefined where no URL can be known to work: over HTTPS the host has to be one that the
 * certificate names, and a pattern names none.
 */
export function urlOf(patterns: RequestPatterns, { protocol, port, dnsName }: Origin): string | undefined {
  const isConcrete = (pattern: string) => !/[*?]/.test(pattern);
  const named = patterns.hosts.find(isConcrete);
  const host = named ?? (patterns.hosts.length === 0 && protocol === "HTTP" ? dnsName : undefined);
  if (host === undefined) return undefined;
  const shownPort = port === (protocol === "HTTPS" ? 443 : 80) ? "" : `:${port}`;
  const path = patterns.paths.find(isConcrete) ?? patterns.paths[0]?.replace(/[*?].*$/, "") ?? "";
  return `${protocol.toLowerCase()}://${host}${shownPort}${path}`;
}
