// The package as a user gets it: packed, unpacked into an empty project outside the checkout, with the dependencies it
// declares and no others. Needs no registry: the dependencies are links into this checkout.

import { execFile } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";

export const ROOT = join(__dirname, "../..");
export const CLI = join(ROOT, "dist/cli/main.js");

/** The package's manifest, as far as tests read it. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly bin: Record<string, string>;
  readonly dependencies: Record<string, string>;
  readonly peerDependencies: Record<string, string>;
}

/** A project that has only this package installed. */
export interface Installed {
  /** The empty project. */
  readonly project: string;
  /** Where the package is in it. */
  readonly packageDir: string;
  readonly tarball: string;
  /** Paths in the tarball, sorted. */
  readonly files: readonly string[];
  readonly manifest: Manifest;
}

/** What a process printed and how it ended. */
export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Environment of a preview that leaves out the check of types, as Pulumi does: `npm run types` checks the examples. */
export const UNCHECKED = { PULUMI_NODEJS_TRANSPILE_ONLY: "true" };

/** Runs a program to its end; a non-zero exit code is a result, not an error. */
export async function run(
  file: string,
  args: string[],
  cwd: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<Outcome> {
  const options = { cwd, maxBuffer: 1 << 26, env: { ...process.env, ...environment } };
  try {
    return { code: 0, ...(await promisify(execFile)(file, args, options)) };
  } catch (error) {
    const { code, stdout, stderr } = error as Outcome;
    return { code, stdout, stderr };
  }
}

let installed: Promise<Installed> | undefined;

/** Packs and installs, once for all tests; removed when the process ends. */
export function installPackage(): Promise<Installed> {
  return (installed ??= install());
}

async function install(): Promise<Installed> {
  const project = mkdtempSync(join(tmpdir(), "ghcr-fargate-"));
  process.on("exit", () => rmSync(project, { recursive: true, force: true }));
  await build();
  const packed = await succeed("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", project], ROOT);
  const [{ filename }] = JSON.parse(packed) as [{ filename: string }];
  const tarball = join(project, filename);
  const modules = join(project, "node_modules");
  mkdirSync(modules);
  await succeed("tar", ["-xzf", tarball], modules);
  const manifest = JSON.parse(readFileSync(join(modules, "package/package.json"), "utf8")) as Manifest;
  const packageDir = join(modules, manifest.name);
  await succeed("mv", [join(modules, "package"), packageDir], modules);
  for (const name of Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies })) {
    link(join(ROOT, "node_modules", name), join(modules, name));
  }
  for (const [command, file] of Object.entries(manifest.bin)) {
    chmodSync(join(packageDir, file), 0o755);
    link(join(packageDir, file), join(modules, ".bin", command));
  }
  const files = readdirSync(packageDir, { recursive: true, encoding: "utf8" })
    .filter((path) => statSync(join(packageDir, path)).isFile())
    .sort();
  return { project, packageDir, tarball, files, manifest };
}

/** Links a package or command into the project, as npm would put it there. */
export function link(target: string, path: string): void {
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(target, path);
}

/** `npm test` has built already; a run of single tests has not, and must not prove an old build. */
export async function build(): Promise<void> {
  const built = join(ROOT, "dist/index.js");
  const { include } = JSON.parse(readFileSync(join(ROOT, "tsconfig.json"), "utf8")) as { include: string[] };
  const sources = include.flatMap((path) => newest(join(ROOT, path)));
  if (existsSync(built) && Math.max(...sources) < statSync(built).mtimeMs) return;
  await succeed("npm", ["run", "build"], ROOT);
}

function newest(path: string): number[] {
  if (!existsSync(path)) return [];
  const stats = statSync(path);
  if (stats.isFile()) return [stats.mtimeMs];
  return readdirSync(path).flatMap((name) => newest(join(path, name)));
}

async function succeed(file: string, args: string[], cwd: string): Promise<string> {
  const { code, stdout, stderr } = await run(file, args, cwd);
  if (code !== 0) throw new Error(`${file} ${args.join(" ")} exited with ${code}\n${stdout}${stderr}`);
  return stdout;
}
