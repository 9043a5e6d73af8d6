// A command in a real terminal, 100 columns wide, played by tmux.

import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Whether there is a tmux to play a terminal. */
export function hasTmux(): boolean {
  return spawnSync("tmux", ["-V"]).status === 0;
}

let sessions = 0;

/** A terminal in which one command runs; the line "exit CODE" follows its end. */
export class TmuxSession {
  private readonly socket = `commands-${process.pid}-${sessions++}`;
  private readonly recordFile = join(mkdtempSync(join(tmpdir(), "tmux-")), "record");
  private readonly environment: NodeJS.ProcessEnv;

  constructor(
    argv: readonly string[],
    { cwd, env }: { readonly cwd: string; readonly env: Readonly<Record<string, string | undefined>> },
  ) {
    this.environment = { ...process.env, ...env, TERM: "xterm-256color" };
    const words = argv.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(" ");
    // The shell survives Ctrl-C, and the command gets it as in any terminal.
    const script = `trap : INT; read -r _; ${words}; echo "exit $?"; exec sleep 600`;
    this.tmux(
      "-f",
      "/dev/null",
      "new-session",
      "-d",
      "-x",
      "100",
      "-y",
      "40",
      "-c",
      cwd,
      `sh -c "${script.replaceAll(/["$\\]/g, "\\$&")}"`,
    );
    this.tmux("pipe-pane", "-o", `cat >'${this.recordFile}'`);
    this.tmux("send-keys", "Enter"); // nothing is missed: it starts once it is recorded
  }

  /** What the screen shows. */
  get screen(): string {
    return this.tmux("capture-pane", "-p");
  }

  /** All that was sent to the terminal, with its colours and movements. */
  get record(): string {
    return readFileSync(this.recordFile, "utf8");
  }

  /** Presses a key: `C-c`. */
  press(key: string): void {
    this.tmux("send-keys", key);
  }

  /** Waits for something on the screen, or in the record. */
  async until(holds: (session: this) => boolean, what: string): Promise<void> {
    for (let tries = 0; tries < 300; tries++) {
      if (holds(this)) return;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    throw new Error(`${what} did not come; the screen shows:\n${this.screen}`);
  }

  close(): void {
    spawnSync("tmux", ["-L", this.socket, "kill-server"]);
  }

  private tmux(...argv: readonly string[]): string {
    const { status, stdout, stderr } = spawnSync("tmux", ["-L", this.socket, ...argv], {
      encoding: "utf8",
      env: this.environment,
    });
    if (status !== 0) throw new Error(`tmux ${argv.join(" ")}: ${stderr}`);
    return stdout;
  }
}
