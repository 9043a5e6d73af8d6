// What tells whether the task that has to succeed first has run: a digest of all that it depends on.

import { createHash } from "node:crypto";

/** What a run depends on. Secrets by their ARN. */
export interface RunInputs {
  readonly image: string;
  readonly command: readonly string[] | undefined;
  readonly entryPoint: readonly string[] | undefined;
  readonly environment: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, string>>;
}

/** The digest: 32 hexadecimal digits, the same whatever the order of names. */
export function digestOfRun({ image, command, entryPoint, environment, secrets }: RunInputs): string {
  const inOrder = (record: Readonly<Record<string, string>>) =>
    Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));
  const text = JSON.stringify([image, command, entryPoint, inOrder(environment), inOrder(secrets)]);
  return createHash("sha256").update(text).digest("hex").slice(0, 32);
}
