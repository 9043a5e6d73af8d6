// The commands, as processes, against a service that a stack has really deployed.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { chmodSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT } from "../../package/installed";
import { RegistryServer, USERNAME } from "../../support/registryServer";
import { AwsProxy } from "./awsProxy";
import { serviceProgram, serviceProject } from "./programs";
import { EngineStack, succeeds } from "./stack";

export const CLI = join(ROOT, "dist/cli/main.js");

/** A token that no registry takes any more. */
export const OLD_TOKEN = "ghp_0123456789abcdefghijklmnopqrstuvwxyz";

const ECS = "AmazonEC2ContainerServiceV20141113";

/** How a command ended, and what it printed. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunSettings {
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
  readonly input?: string;
}

/** A command that runs. */
export class RunningCommand {
  stdout = "";
  stderr = "";
  readonly ended: Promise<Ended>;
  private readonly child;
  private readonly waiting = new Set<() => void>();

  constructor(argv: readonly string[], { env = {}, cwd = tmpdir(), input = "" }: RunSettings = {}) {
    const environment = Object.fromEntries(
      Object.entries({ ...process.env, ...env }).filter(([, value]) => value !== undefined),
    );
    this.child = spawn(process.execPath, [CLI, ...argv], { cwd, env: environment });
    this.child.stdin.on("error", () => undefined).end(input);
    this.child.stdout.on("data", (chunk: Buffer) => this.heard(() => (this.stdout += String(chunk))));
    this.child.stderr.on("data", (chunk: Buffer) => this.heard(() => (this.stderr += String(chunk))));
    this.ended = new Promise((resolve) => {
      this.child.on("close", (code) => {
        resolve({ code, stdout: this.stdout, stderr: this.stderr });
      });
    });
  }

  private heard(add: () => void): void {
    add();
    for (const check of this.waiting) check();
  }

  /** Resolves once this holds of what was printed; rejects where the command ends before. */
  async until(holds: (command: this) => boolean): Promise<void> {
    const held = new Promise<void>((resolve) => {
      const check = () => {
        if (holds(this)) resolve();
      };
      this.waiting.add(check);
      check();
    });
    const early = this.ended.then((end) => {
      throw new Error(`ended before: ${JSON.stringify(end)}`);
    });
    await Promise.race([held, early]);
  }

  /** Ctrl-C, as a terminal sends it. */
  interrupt(): void {
    this.child.kill("SIGINT");
  }
}

/** Runs `recover` for a stack. */
export function runRecover({ directory, environment }: EngineStack, ...options: readonly string[]): Promise<Ended> {
  return new RunningCommand(["recover", "--stack", "dev", ...options], { cwd: directory, env: environment }).ended;
}

/** A service in the emulator, and the commands that run on it. */
export class CommandStack {
  private constructor(
    readonly stack: EngineStack,
    readonly registry: RegistryServer,
    readonly proxy: AwsProxy,
    readonly outputs: Readonly<Record<string, string>>,
    private readonly args: (tag: string) => string,
  ) {}

  /** Deploys the service "web"; `more` are further arguments, as TypeScript. */
  static async deploy(name: string, more = ""): Promise<CommandStack> {
    const registry = await new RegistryServer("basic").start();
    for (const tag of ["1", "2"]) registry.putIndex("octocat/web", tag, ["linux/amd64"], tag);
    const proxy = await new AwsProxy().start();
    const args = (tag: string) => `{ image: "${registry.host}/octocat/web:${tag}", port: 8080,
      credentials: { username: "${USERNAME}", token: config.requireSecret("token") },
      ${more} }`;
    const stack = await EngineStack.create(serviceProject(name, args("1"), { secrets: { token: OLD_TOKEN } }));
    const { outputs } = await succeeds(stack.up());
    return new CommandStack(stack, registry, proxy, outputs as Record<string, string>, args);
  }

  async stop(): Promise<void> {
    await succeeds(this.stack.destroy());
    await this.proxy.stop();
    await this.registry.stop();
  }

  /** The program, with another tag of the image. */
  writeTag(tag: string): void {
    this.stack.write("index.ts", serviceProgram(this.args(tag)));
  }

  /** `--cluster … --service …`, for a folder without a project. */
  get named(): string[] {
    const { clusterArn = "", serviceName = "" } = this.outputs;
    return ["--cluster", clusterArn.slice(clusterArn.lastIndexOf("/") + 1), "--service", serviceName];
  }

  /** Starts a command in the stack's project, against the proxy. */
  start(argv: readonly string[], { env = {}, ...settings }: RunSettings = {}): RunningCommand {
    const environment = {
      ...this.stack.environment,
      AWS_ENDPOINT_URL: this.proxy.url,
      GHCR_FARGATE_OFFLINE: undefined,
      ...env,
    };
    return new RunningCommand(argv, { cwd: this.stack.directory, ...settings, env: environment });
  }

  /** Runs a command in the stack's project. */
  run(argv: readonly string[], settings?: RunSettings): Promise<Ended> {
    return this.start(argv, settings).ended;
  }

  /** Runs a command outside of a project, on the service named. */
  runNamed([command = "", ...rest]: readonly string[], settings: RunSettings = {}): Promise<Ended> {
    return this.run([command, ...this.named, ...rest], { cwd: tmpdir(), ...settings });
  }

  /** What a command prints, which has to end with this code. */
  async prints(argv: readonly string[], settings: RunSettings & { readonly code?: number } = {}): Promise<string> {
    const { code, stdout, stderr } = await this.run(argv, settings);
    assert.equal(code, settings.code ?? 0, stdout + stderr);
    return stdout;
  }

  /** Calls ECS for this service, outside of Pulumi. */
  ecs<T = unknown>(operation: string, body: object): Promise<T> {
    return this.stack.emulator.json<T>("ecs", `${ECS}.${operation}`, body);
  }

  /** The service in ECS. */
  get ref() {
    return { cluster: this.outputs.clusterArn, service: this.outputs.serviceName };
  }

  /** Registers the service's task definition with another image, and tells ECS to run it: as somebody does by hand. */
  async deployByHand(image: string): Promise<string> {
    const { services } = await this.ecs<{ services: { taskDefinition: string }[] }>("DescribeServices", {
      cluster: this.ref.cluster,
      services: [this.ref.service],
    });
    const { taskDefinition } = await this.ecs<{ taskDefinition: TaskDefinition }>("DescribeTaskDefinition", {
      taskDefinition: services[0]?.taskDefinition,
    });
    const kept = ["family", "cpu", "memory", "networkMode", "executionRoleArn", "taskRoleArn", "runtimePlatform"];
    const registered = await this.ecs<{ taskDefinition: TaskDefinition }>("RegisterTaskDefinition", {
      ...Object.fromEntries(Object.entries(taskDefinition).filter(([key]) => kept.includes(key))),
      requiresCompatibilities: ["FARGATE"],
      containerDefinitions: taskDefinition.containerDefinitions.map((container) => ({ ...container, image })),
    });
    await this.ecs("UpdateService", { ...this.ref, taskDefinition: registered.taskDefinition.taskDefinitionArn });
    return nameOf(registered.taskDefinition.taskDefinitionArn);
  }

  /** Writes a line to the log of the newest task. */
  async writeLogLine(message: string): Promise<void> {
    const logs = <T>(operation: string, body: object) =>
      this.stack.emulator.json<T>("logs", `Logs_20140328.${operation}`, body);
    const { logGroups } = await logs<{ logGroups: { logGroupName: string }[] }>("DescribeLogGroups", {});
    const logGroupName = logGroups.find(({ logGroupName: name }) => name.includes("web"))?.logGroupName;
    const { logStreams } = await logs<{ logStreams: { logStreamName: string }[] }>("DescribeLogStreams", {
      logGroupName,
    });
    const logStreamName = logStreams[0]?.logStreamName;
    await logs("PutLogEvents", { logGroupName, logStreamName, logEvents: [{ timestamp: Date.now(), message }] });
  }

  /** Waits until the newest deployment has this status. */
  async untilDeployment(status: string): Promise<void> {
    let found: string | undefined;
    for (let tries = 0; tries < 120; tries++) {
      const { serviceDeployments } = await this.ecs<{ serviceDeployments: { status: string }[] }>(
        "ListServiceDeployments",
        this.ref,
      );
      found = serviceDeployments[0]?.status;
      if (found === status) return;
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
    assert.fail(`the deployment is ${found ?? "not there"}, not ${status}`);
  }
}

interface TaskDefinition extends Record<string, unknown> {
  readonly taskDefinitionArn: string;
  readonly containerDefinitions: readonly object[];
}

/** The last part of an ARN. */
export function nameOf(arn: string): string {
  return arn.slice(arn.lastIndexOf("/") + 1);
}

/** A directory with a program of this name that notes its arguments, one JSON array a line; for the PATH. */
export function fakeProgram(name: string, exitCode = 0): { readonly path: string; readonly notes: string } {
  const directory = mkdtempSync(join(tmpdir(), "fake-"));
  const notes = join(directory, "notes");
  const file = join(directory, name);
  writeFileSync(
    file,
    `#!${process.execPath}
const argv = process.argv.slice(2);
require("node:fs").appendFileSync(${JSON.stringify(notes)}, JSON.stringify(argv) + "\\n");
if (argv[0] !== "--version") process.exitCode = ${exitCode};
`,
  );
  chmodSync(file, 0o755);
  return { path: `${directory}:${process.env.PATH ?? ""}`, notes };
}
