// Runs a program as Pulumi's language host does: in a process of its own, connected to an engine.

import { spawn } from "node:child_process";
import { basename, dirname, join } from "node:path";
import type { GrpcEngine } from "./grpcEngine";
import { PROJECT, STACK } from "./recorded";

/** How a program runs. */
export interface ProgramOptions {
  /** A preview. */
  readonly dryRun?: boolean;
  /** Configuration of the project. */
  readonly config?: Record<string, string>;
  readonly secretConfig?: Record<string, string>;
  readonly env?: Record<string, string>;
}

/** How a program ended. */
export interface ProgramEnd {
  /** Null where a signal ended it. */
  readonly code: number | null;
  /** What it printed itself: Pulumi's log lines go to the engine. */
  readonly printed: string;
}

/** A program that runs. */
export interface RunningProgram {
  readonly end: Promise<ProgramEnd>;
  readonly kill: (signal: NodeJS.Signals) => void;
}

/** No AWS credentials, and nowhere to look for some. */
const WITHOUT_AWS = {
  AWS_EC2_METADATA_DISABLED: "true",
  AWS_CONFIG_FILE: "/nowhere",
  AWS_SHARED_CREDENTIALS_FILE: "/nowhere",
};

/** Starts a program, given by its file. The caller stops the engine. */
export async function startProgram(
  file: string,
  engine: GrpcEngine,
  { dryRun = false, config = {}, secretConfig = {}, env = {} }: ProgramOptions = {},
): Promise<RunningProgram> {
  const directory = dirname(file);
  const address = await engine.listen();
  const inherited = Object.entries(process.env).filter(([name]) => !/^(AWS|PULUMI|GHCR)_/.test(name));
  const ofProject = (values: Record<string, string>) =>
    Object.fromEntries(Object.entries(values).map(([key, value]) => [`${PROJECT}:${key}`, value]));
  const child = spawn(
    process.execPath,
    [
      require.resolve("@pulumi/pulumi/cmd/run"),
      ...[`--project=${PROJECT}`, `--stack=${STACK}`, "--organization=organization"],
      ...[`--root-directory=${directory}`, `--pwd=${directory}`, "--parallel=16"],
      ...[`--monitor=${address}`, `--engine=${address}`, ...(dryRun ? ["--dry-run"] : [])],
      basename(file),
    ],
    {
      cwd: directory,
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        ...Object.fromEntries(inherited),
        ...WITHOUT_AWS,
        PULUMI_NODEJS_TYPESCRIPT: "true",
        PULUMI_NODEJS_TRANSPILE_ONLY: "true",
        PULUMI_NODEJS_TSCONFIG_PATH: join(__dirname, "../../tsconfig.json"),
        PULUMI_CONFIG: JSON.stringify(ofProject({ ...config, ...secretConfig })),
        PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(Object.keys(ofProject(secretConfig))),
        ...env,
      },
    },
  );
  let printed = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (data: Buffer) => void (printed += data.toString()));
  const end = new Promise<ProgramEnd>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, printed }));
  });
  return { end, kill: (signal) => void child.kill(signal) };
}
