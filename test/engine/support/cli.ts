// The CLI as a process, to be ended in the middle of what it does.

import { type ChildProcess, spawn } from "node:child_process";
import type { EngineStack } from "./stack";

/** A running `pulumi up`. */
export class RunningUpdate {
  printed = "";
  private readonly waiting = new Set<() => void>();
  private readonly closed: Promise<number | null>;

  private constructor(private readonly child: ChildProcess) {
    for (const stream of [child.stdout, child.stderr])
      stream?.on("data", (chunk: Buffer) => {
        this.printed += String(chunk);
        for (const look of this.waiting) look();
      });
    this.closed = new Promise((resolve) => child.on("close", resolve));
  }

  static start({ directory, environment }: Pick<EngineStack, "directory" | "environment">): RunningUpdate {
    const args = ["up", "--yes", "--skip-preview", "--non-interactive", "--color", "never", "--stack", "dev"];
    const child = spawn("pulumi", args, {
      cwd: directory,
      env: { ...process.env, ...environment },
      detached: true, // a process group, as a terminal makes one
    });
    return new RunningUpdate(child);
  }

  /** Resolves once the CLI has printed this. Rejects if it ends before. */
  async until(pattern: RegExp): Promise<void> {
    let look: () => void = () => undefined;
    const printed = new Promise<void>((resolve) => {
      look = () => {
        if (pattern.test(this.printed)) resolve();
      };
    });
    this.waiting.add(look);
    look();
    const ended = this.closed.then(() => {
      throw new Error(`ended without printing ${String(pattern)}:\n${this.printed}`);
    });
    await Promise.race([printed, ended]).finally(() => this.waiting.delete(look));
  }

  /** Sends a signal to the CLI alone, or to all that it has started, as Ctrl-C does. */
  signal(signal: NodeJS.Signals, toAll = false): void {
    const { pid = 0 } = this.child;
    process.kill(toAll ? -pid : pid, signal);
  }

  /** Resolves with the exit code; null where a signal ended it. */
  ended(): Promise<number | null> {
    return this.closed;
  }
}
