// A stack on the real engine: a project in a directory of its own.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { type EngineEvent, LocalWorkspace, PulumiCommand, type Stack } from "@pulumi/pulumi/automation";
import { build, ROOT } from "../../package/installed";
import { Emulator } from "./emulator";
import { keepingEndpoint } from "./keptConfiguration";
import { takesScenarios } from "./scenarios";
import { changesOf, messagesOf, type Outcome } from "./outcome";

/** What a stack runs. */
export interface Project {
  /** The project's name. Two stacks at a time do not share it. */
  readonly name: string;
  /** Files by their name: Pulumi.yaml, the program, what it reads. */
  readonly files: Record<string, string>;
  readonly region?: string;
  readonly config?: Record<string, string>;
  readonly secrets?: Record<string, string>;
  readonly environment?: Record<string, string>;
}

/** How an operation runs. */
export interface RunOptions {
  /** Fail where anything changes. */
  readonly expectNoChanges?: boolean;
  /** Ask AWS for its state first. */
  readonly refresh?: boolean;
  /** Print what the program and the plugins say for debugging. */
  readonly debug?: boolean;
  /** Print differences whole. */
  readonly diff?: boolean;
  /** How much of Pulumi's own log to print: up to 11. */
  readonly logVerbosity?: number;
  readonly logToStdErr?: boolean;
  /** Directories of policy packs to ask. */
  readonly policyPacks?: string[];
}

const DEFAULT_REGION = "eu-central-1";

let workshop: Promise<{ readonly directory: string; readonly command: PulumiCommand }> | undefined;

/** A directory whose projects find the packages of this checkout, and the built library among them. */
function openWorkshop(): typeof workshop & {} {
  return (workshop ??= (async () => {
    await build();
    const directory = mkdtempSync(join(tmpdir(), "engine-"));
    process.on("exit", () => rmSync(directory, { recursive: true, force: true }));
    const modules = join(directory, "node_modules");
    mkdirSync(modules);
    for (const name of readdirSync(join(ROOT, "node_modules")))
      symlinkSync(join(ROOT, "node_modules", name), join(modules, name));
    symlinkSync(ROOT, join(modules, "ghcr-fargate"));
    return { directory, command: await PulumiCommand.get() };
  })());
}

/** A project under the engine. */
export class EngineStack {
  private constructor(
    readonly emulator: Emulator,
    readonly directory: string,
    readonly environment: Record<string, string>,
    readonly stack: Stack,
  ) {}

  /**
   * Writes the project, and makes the stack "dev" of it. Nothing runs yet. `home`: a directory that has a node_modules of its
   * own, for the project to be in as it is.
   */
  static async create(project: Project, home?: string): Promise<EngineStack> {
    const { directory: parent, command } = await openWorkshop();
    const emulator = new Emulator(project.region ?? DEFAULT_REGION);
    const directory = home ?? mkdtempSync(join(parent, `${project.name}-`));
    const files = { "package.json": `{"name":"${project.name}","private":true}`, ...project.files };
    for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), watchable(text));
    const environment = {
      AWS_REGION: emulator.region,
      GHCR_FARGATE_OFFLINE: "1",
      PULUMI_NODEJS_TRANSPILE_ONLY: "true", // the examples' types are checked elsewhere
      ...(takesScenarios() && { AWS_ENDPOINT_URL: await keepingEndpoint(emulator) }),
      ...project.environment,
    };
    const stack = await LocalWorkspace.createStack(
      { stackName: "dev", workDir: directory },
      { envVars: environment, pulumiCommand: command },
    );
    // Emulators drop a connection now and then.
    const provider = { "aws:region": emulator.region, "aws:maxRetries": "3" };
    const settings = Object.entries({ ...provider, ...project.config }).map(
      ([key, value]) => [key, { value }] as const,
    );
    const secrets = Object.entries(project.secrets ?? {}).map(
      ([key, value]) => [key, { value, secret: true }] as const,
    );
    await stack.setAllConfig(Object.fromEntries([...settings, ...secrets]));
    return new EngineStack(emulator, directory, environment, stack);
  }

  /** Writes a file of the project again. */
  write(name: string, text: string): void {
    writeFileSync(join(this.directory, name), watchable(text));
  }

  preview(options: RunOptions = {}): Promise<Outcome> {
    return this.run((handlers) => this.stack.preview({ ...options, ...handlers }));
  }

  /** Updates without a preview, as a deployment job does. */
  up(options: RunOptions = {}): Promise<Outcome> {
    return this.run((handlers) => this.stack.up({ ...options, ...handlers }));
  }

  refresh(options: Pick<RunOptions, "expectNoChanges"> = {}): Promise<Outcome> {
    return this.run((handlers) => this.stack.refresh({ ...options, ...handlers }));
  }

  /** Frees the stack after a kill, which may have left the file beside the state empty: docs/interruptions.md. */
  async cancelKilled(): Promise<void> {
    await this.stack.cancel().catch(async (error: unknown) => {
      if (!String(error).includes("failed to load checkpoint: EOF")) throw error;
      rmSync(await this.attributesFile());
      return this.stack.cancel();
    });
  }

  /** What Pulumi, with state in files, writes beside the state. */
  async attributesFile(): Promise<string> {
    const { name } = await this.stack.workspace.projectSettings();
    return fileURLToPath(`${process.env.PULUMI_BACKEND_URL}/.pulumi/stacks/${name}/dev.json.attrs`);
  }

  destroy(): Promise<Outcome> {
    return this.run((handlers) => this.stack.destroy(handlers));
  }

  /** The state, as text; secrets are encrypted. */
  async state(): Promise<string> {
    const environment = { ...process.env, ...this.environment };
    const options = { cwd: this.directory, env: environment, maxBuffer: 1 << 26 };
    return (await promisify(execFile)("pulumi", ["stack", "export", "--stack", "dev"], options)).stdout;
  }

  private async run(
    operation: (handlers: {
      onEvent: (event: EngineEvent) => void;
      onOutput: (text: string) => void;
      onError: (text: string) => void;
      color: "never";
    }) => Promise<object>,
  ): Promise<Outcome> {
    const events: EngineEvent[] = [];
    let printed = "";
    const collect = (text: string) => {
      printed += text;
      if (process.env.ENGINE_TRACE !== undefined) process.stderr.write(text); // what a test that hangs waits for
    };
    const started = performance.now();
    let failed = false;
    let outputs: Record<string, unknown> = {};
    try {
      const result = await operation({
        onEvent: (event) => events.push(event),
        onOutput: collect,
        onError: collect,
        color: "never",
      });
      if ("outputs" in result)
        outputs = Object.fromEntries(
          Object.entries(result.outputs as Record<string, { value: unknown }>).map(([name, { value }]) => [
            name,
            value,
          ]),
        );
    } catch (error) {
      failed = true;
      if (events.length === 0) throw error; // the CLI itself failed
      if (printed === "") printed = String(error);
    }
    return {
      failed,
      changes: changesOf(events),
      errors: messagesOf(events, "error"),
      messages: messagesOf(events),
      outputs,
      seconds: (performance.now() - started) / 1000,
      printed,
      events,
    };
  }
}

/** The program as it is; where the emulator deploys no services, one that does not wait for it. */
function watchable(program: string): string {
  return takesScenarios() ? program : program.replace(/( image: "[^"]+",)/g, "$1 rollout: { wait: false },");
}

/** The outcome of an operation that has to succeed. */
export async function succeeds(operation: Promise<Outcome>): Promise<Outcome> {
  const outcome = await operation;
  assert.ok(!outcome.failed, outcome.printed);
  return outcome;
}

/** The outcome of an operation that has to fail. */
export async function fails(operation: Promise<Outcome>): Promise<Outcome> {
  const outcome = await operation;
  assert.ok(outcome.failed, `did not fail:\n${outcome.printed}`);
  return outcome;
}
