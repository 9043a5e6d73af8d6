// The plugin as one file for releases, from which Pulumi installs it: the built package and every package that it needs, as they are
// in this checkout. Nothing is left to be fetched or compiled. No part of it depends on the platform.

import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly license: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>;
  readonly bin?: Readonly<Record<string, string>>;
  readonly hasInstallScript?: boolean;
}

type Lock = Readonly<Record<string, Manifest>>;

/** Of the peer dependencies, those that the components use. */
const PEERS = ["@pulumi/pulumi", "@pulumi/aws", "@pulumi/awsx"];
/** What only compilers, debuggers and people read. */
const UNUSED = /\.map$|\.[mc]?ts$|\/(README|CHANGELOG)\.md$/i;

/** Writes the archive of a checkout that is built, and returns its path. */
export function writeArchive(root: string, directory: string): string {
  const { name, version, description, license, dependencies } = readJson(join(root, "package.json")) as Manifest;
  const { packages: lock } = readJson(join(root, "package-lock.json")) as { packages: Lock };
  const own = [...Object.keys(dependencies ?? {}), ...PEERS];
  const work = mkdtempSync(join(tmpdir(), "plugin-archive-"));
  const copy = (path: string) =>
    cpSync(join(root, path), join(work, path), {
      recursive: true,
      dereference: true,
      filter: (source) => !UNUSED.test(source) && !source.slice(root.length + path.length + 1).includes("node_modules"),
    });
  try {
    for (const path of ["dist", "LICENSE", "plugin/schema.json"]) copy(path);
    for (const path of requiredPackages(own, lock)) {
      copy(path);
      const { bin, hasInstallScript } = packageAt(path, lock);
      if (bin !== undefined || hasInstallScript) leaveOutCommands(join(work, path));
    }
    cpSync(join(root, "plugin/PulumiPlugin.yaml"), join(work, "PulumiPlugin.yaml"));
    const main = "dist/plugin/main.js";
    const exact = Object.fromEntries(
      own.map((dependency) => [dependency, packageAt(`node_modules/${dependency}`, lock).version]),
    );
    const manifest = { name, version, private: true, description, license, main, dependencies: exact };
    writeFileSync(join(work, "package.json"), `${JSON.stringify(manifest, undefined, 2)}\n`);
    // Pulumi calls `npm install` on it, which has nothing to do then, and nothing to ask the registry.
    writeFileSync(join(work, ".npmrc"), "audit=false\nfund=false\npackage-lock=false\n");
    mkdirSync(directory, { recursive: true });
    const archive = join(directory, `pulumi-resource-${name}-v${version}.tar.gz`);
    execFileSync("tar", ["-czf", archive, "-C", work, "."]);
    return archive;
  } finally {
    rmSync(work, { recursive: true });
  }
}

/** npm would fetch a package once more whose commands are not linked, and call what it installs with; nothing here uses either. */
function leaveOutCommands(directory: string): void {
  const path = join(directory, "package.json");
  const manifest = readJson(path) as Record<string, unknown>;
  delete manifest.bin;
  delete manifest.scripts;
  const note = "ghcr-fargate has left out bin and scripts";
  writeFileSync(path, `${JSON.stringify({ "//": note, ...manifest }, undefined, 2)}\n`);
}

/** Where the packages are that some packages of the root need, themselves included, in the order of their paths. */
export function requiredPackages(names: readonly string[], lock: Lock): string[] {
  const found = new Set<string>();
  const visit = (from: string, name: string, optional: boolean): void => {
    const path = locate(from, name, lock);
    if (path === undefined && !optional)
      throw new Error(`${name}, which ${from || "the package"} needs, is not locked`);
    if (path === undefined || found.has(path)) return;
    found.add(path);
    const { dependencies, optionalDependencies, peerDependencies, peerDependenciesMeta } = packageAt(path, lock);
    for (const dependency of Object.keys(dependencies ?? {})) visit(path, dependency, false);
    for (const dependency of Object.keys(optionalDependencies ?? {})) visit(path, dependency, true);
    for (const peer of Object.keys(peerDependencies ?? {}))
      if (peerDependenciesMeta?.[peer]?.optional !== true) visit(path, peer, false);
  };
  for (const name of names) visit("", name, false);
  return [...found].sort();
}

/** The package that Node.js finds for a name: beside the package that asks for it, or further up. */
function locate(from: string, name: string, lock: Lock): string | undefined {
  const path = `${from === "" ? "" : `${from}/`}node_modules/${name}`;
  if (path in lock) return path;
  return from === "" ? undefined : locate(from.slice(0, Math.max(0, from.lastIndexOf("/node_modules/"))), name, lock);
}

function packageAt(path: string, lock: Lock): Manifest {
  const manifest = lock[path];
  if (manifest === undefined) throw new Error(`${path} is not locked`);
  return manifest;
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, "utf8"));
}
