// A Pulumi project's stack: its state, read and written through the Pulumi CLI.

import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import type { StateResource } from "./stackServices";

/** A stack and what its state holds. */
export interface StackState {
  readonly name: string;
  readonly resources: readonly StateResource[];
}

/** What `pulumi stack export` prints. What nobody here reads is kept as it is. */
export interface ExportedStack {
  readonly deployment?: {
    readonly resources?: readonly StateResource[];
    readonly pending_operations?: readonly PendingOperation[];
  };
}

/** More than any state has. */
const MAX_STATE_BYTES = 1 << 28;

/** What an update had begun, and never heard the end of. */
export interface PendingOperation {
  readonly type: string;
  readonly resource: StateResource;
}

/** The folder of the Pulumi project that a folder belongs to. */
export function projectFolder(folder: string): string | undefined {
  for (let at = folder; ; at = dirname(at)) {
    if (["Pulumi.yaml", "Pulumi.yml", "Pulumi.json"].some((file) => existsSync(join(at, file)))) return at;
    if (dirname(at) === at) return undefined;
  }
}

/** Reads a project's stack: the one named, else PULUMI_STACK's, else the selected one. `wayOut`: as for `SelectedStack.open`. */
export async function readStack(
  project: string,
  wanted: string | undefined,
  wayOut: string | undefined,
): Promise<StackState> {
  const stack = await SelectedStack.open(project, wanted, wayOut);
  const { resources = [] } = (await stack.read()).deployment ?? {};
  return { name: stack.name, resources };
}

/** A stack whose state can be read and written. Secrets stay encrypted. */
export class SelectedStack {
  private constructor(
    private readonly project: string,
    readonly name: string,
  ) {}

  /** Finds the stack: the one named, else PULUMI_STACK's, else the selected one. `wayOut`: options that do without a stack. */
  static async open(project: string, wanted: string | undefined, wayOut?: string): Promise<SelectedStack> {
    const { LocalWorkspace } = await import("@pulumi/pulumi/automation/index.js");
    const workspace = await LocalWorkspace.create({ workDir: project }).catch((error: unknown) => {
      throw new Error(
        `the Pulumi CLI is needed to read the stack; install it${wayOut === undefined ? "" : `, or pass ${wayOut}`}`,
        {
          cause: error,
        },
      );
    });
    const name = wanted ?? process.env.PULUMI_STACK ?? (await workspace.stack())?.name;
    if (name === undefined)
      throw new Error(
        `no stack is selected in ${project}; run pulumi stack select, or pass --stack${wayOut === undefined ? "" : `, or ${wayOut}`}`,
      );
    return new SelectedStack(project, name);
  }

  async read(): Promise<ExportedStack> {
    return JSON.parse(await this.pulumi("read", ["stack", "export"])) as ExportedStack;
  }

  /** Writes the state. Pulumi refuses where an update runs, or has left its lock. */
  async write(state: ExportedStack): Promise<void> {
    const directory = mkdtempSync(join(tmpdir(), "ghcr-fargate-"));
    try {
      const file = join(directory, "state.json");
      writeFileSync(file, JSON.stringify(state), { mode: 0o600 });
      await this.pulumi("write", ["stack", "import", "--file", file]);
    } finally {
      rmSync(directory, { recursive: true });
    }
  }

  /** Lets Pulumi read these resources from AWS. */
  async refresh(urns: readonly string[]): Promise<void> {
    const targets = urns.flatMap((urn) => ["--target", urn]);
    await this.pulumi("refresh", ["refresh", "--yes", "--skip-preview", "--non-interactive", ...targets]);
  }

  private async pulumi(verb: string, args: readonly string[]): Promise<string> {
    const env = { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" };
    const options = { cwd: this.project, env, maxBuffer: MAX_STATE_BYTES };
    try {
      return (await promisify(execFile)("pulumi", [...args, "--stack", this.name], options)).stdout;
    } catch (error) {
      const said = firstError(error);
      const file = `${this.name}.json`;
      const remedy = /load checkpoint: EOF$/.test(said)
        ? `; where a kill left ${file}.attrs empty beside ${file}, remove it: Pulumi writes it again`
        : "";
      throw new Error(`cannot ${verb} stack ${this.name}: ${said}${remedy}`, { cause: error });
    }
  }
}

/** Pulumi's own sentence in the error of a failed command. */
function firstError(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return /error: (.+)/.exec(message)?.[1] ?? message.split("\n")[0] ?? message;
}
