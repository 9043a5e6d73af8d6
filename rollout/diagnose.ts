// From ECS's words to cause and fix.

import { CATALOGUE } from "./catalogue";
import type { FailureStage } from "./catalogueEntry";
import { redact } from "./redact";

/** What a message of ECS means. */
export interface Diagnosis {
  /** Stable name of the failure, listed in docs/errors.md. */
  readonly code: string;
  readonly stage: FailureStage;
  /** Why it happens. */
  readonly cause: string;
  /** What to do. */
  readonly fix: string;
  /** The page of AWS (or of the registry) about it. */
  readonly page: string;
  /** The message itself, without secrets and account ids. */
  readonly evidence: string;
}

/** ECS's messages are far shorter; more, from a pipe, would only make the search slow. */
const LENGTH_LIMIT = 10_000;

/**
 * Explains a stopped reason, a container's reason or a service event.
 * @returns undefined if the message is not known
 */
export function diagnose(text: string): Diagnosis | undefined {
  const message = text.slice(0, LENGTH_LIMIT);
  for (const { pattern, code, stage, cause, fix, page } of CATALOGUE) {
    const match = pattern.exec(message);
    if (match === null) continue;
    const values: Record<string, string | undefined> = { ...match.groups, secret: whichSecret(message) };
    return { code, stage, cause: fill(cause, values), fix: fill(fix, values), page, evidence: redact(message) };
  }
  return undefined;
}

/** A diagnosis as the lines that follow a headline. */
export function renderDiagnosis({ code, cause, fix, page, evidence }: Diagnosis): readonly string[] {
  return [`cause: ${cause} [${code}]`, `fix: ${fix}`, `evidence: ${evidence}`, `see: ${page}`];
}

// The agent speaks alike of both kinds of secret, but for these words.
function whichSecret(message: string): string {
  if (/registry auth from (?:asm|AWS Secrets Manager)/i.test(message)) return "the registry credentials' secret";
  if (/(?:retrieve|pull|fetch) secrets? from (?:asm|ssm|AWS Secrets Manager)/i.test(message))
    return "a secret of `secrets`";
  return "a secret (the registry credentials' or one of `secrets`)";
}

function fill(text: string, values: Readonly<Record<string, string | undefined>>): string {
  return text.replace(/\{([a-zA-Z]+)\}/g, (_, name: string) => values[name] ?? "unknown");
}
