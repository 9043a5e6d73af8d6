// How every migrate command runs: Ctrl-C ends it cleanly, errors become a line and an exit code.

import { setMaxListeners } from "node:events";
import { setFlagsFromString } from "node:v8";
import { MIGRATION_ERROR, MigrationError } from "../migrate/errors";
import { MIGRATE_EXIT } from "../migrate/outcome";
import { RegistryError } from "../registry/errors";
import { explainError, isFileError } from "./explainError";
import type { Terminal } from "./terminal";
import { USAGE_EXIT } from "./usage";

/** Runs a command and sets its exit code. */
export type RunMigrateCommand = typeof runMigrateCommand;

/** Runs a command until it ends or the user presses Ctrl-C, which ends what is under way and keeps what is done. */
export async function runMigrateCommand(
  terminal: Terminal,
  run: (signal: AbortSignal) => Promise<number>,
): Promise<void> {
  keepHeapSmall();
  const controller = new AbortController();
  // Every request under way listens; Node warns from ten on.
  setMaxListeners(0, controller.signal);
  const forget = terminal.onInterrupt?.(() => controller.abort());
  try {
    terminal.exitWith(await run(controller.signal));
  } catch (error) {
    if (controller.signal.aborted) {
      terminal.writeError("interrupted; run the same command again to continue\n");
      terminal.exitWith(MIGRATE_EXIT.INTERRUPTED);
      return;
    }
    const known = error instanceof MigrationError || error instanceof RegistryError;
    if (!known && !isFileError(error)) throw error;
    terminal.writeError(`error: ${explainError(error)}\n`);
    terminal.exitWith(!known || isUsageError(error) ? USAGE_EXIT : MIGRATE_EXIT.COULD_NOT_ASK);
  } finally {
    forget?.();
  }
}

/**
 * Lets V8 collect garbage before it asks for more memory. Left alone it lets garbage pile up to many times of what is in use,
 * which is little here: a plan of 100,000 tags needs 98 MiB in place of 164, and a tenth more time.
 */
function keepHeapSmall(): void {
  setFlagsFromString("--heap-growing-percent=30");
  setFlagsFromString("--semi-space-growth-factor=1");
}

function isUsageError({ code }: MigrationError | RegistryError): boolean {
  return code === MIGRATION_ERROR.INVALID_ARGUMENT || code === MIGRATION_ERROR.NAME_COLLISION;
}
