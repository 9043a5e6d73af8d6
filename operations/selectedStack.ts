// Reads the state of a Pulumi project's stack through Pulumi's Automation API, which runs the Pulumi CLI.

import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import type { StateResource } from "./stackServices";

/** A stack and what its state holds. */
export interface StackState {
  readonly name: string;
  readonly resources: readonly StateResource[];
}

/** The folder of the Pulumi project that a folder belongs to. */
export function projectFolder(folder: string): string | undefined {
  for (let at = folder; ; at = dirname(at)) {
    if (["Pulumi.yaml", "Pulumi.yml", "Pulumi.json"].some((file) => existsSync(join(at, file)))) return at;
    if (dirname(at) === at) return undefined;
  }
}

/** Reads a project's stack: the one named, else PULUMI_STACK's, else the selected one. Secrets stay encrypted. */
export async function readStack(project: string, wanted: string | undefined): Promise<StackState> {
  const { LocalWorkspace } = await import("@pulumi/pulumi/automation/index.js");
  const workspace = await LocalWorkspace.create({ workDir: project }).catch((error: unknown) => {
    throw new Error("the Pulumi CLI is needed to read the stack; install it, or pass --cluster and --service", {
      cause: error,
    });
  });
  const name = wanted ?? process.env.PULUMI_STACK ?? (await workspace.stack())?.name;
  if (name === undefined)
    throw new Error(
      `no stack is selected in ${project}; run pulumi stack select, or pass --stack, or --cluster and --service`,
    );
  const state = await workspace.exportStack(name).catch((error: unknown) => {
    throw new Error(`cannot read stack ${name}: ${firstError(error)}`, { cause: error });
  });
  const { resources = [] } = (state.deployment ?? {}) as { resources?: readonly StateResource[] };
  return { name, resources };
}

/** Pulumi's own sentence in the error of a failed command. */
function firstError(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return /error: (.+)/.exec(message)?.[1] ?? message.split("\n")[0] ?? message;
}
