// In the program's process: which Pulumi packages the program has, and whether a preview can run on them.

import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Diagnostic } from "./captured";

/** The oldest @pulumi/pulumi whose runtime answers as the preview needs it: as package.json's peer range says. */
const OLDEST_PULUMI = [3, 197] as const;

/** The @pulumi/aws whose types and functions the preview knows. */
const AWS_MAJOR = 7;

/** Says that the program's SDK is too old to run here. */
export function refuseOldSdk(programRequire: NodeJS.Require, directory: string): Diagnostic | undefined {
  const here = versionOf("@pulumi/pulumi", programRequire);
  if (here === undefined) return undefined;
  const [major = 0, minor = 0] = here.split(".").map(Number);
  const [oldestMajor, oldestMinor] = OLDEST_PULUMI;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return undefined;
  const message =
    `the preview needs @pulumi/pulumi ${OLDEST_PULUMI.join(".")} or later; here is ${here}; ` +
    `run npm install @pulumi/pulumi@latest in ${directory}`;
  return { severity: "error", message };
}

/** Says that the program's provider is of a version whose types the preview does not know. */
export function warnOfOtherAws(programRequire: NodeJS.Require): Diagnostic | undefined {
  const here = versionOf("@pulumi/aws", programRequire);
  if (here === undefined || Number(here.split(".")[0]) === AWS_MAJOR) return undefined;
  if (versionOf("ghcr-fargate", programRequire) !== undefined) return undefined; // it refuses that itself
  const message =
    `@pulumi/aws ${here} is installed; this package and its preview are made for ${AWS_MAJOR}.x; ` +
    `run npm install @pulumi/aws@${AWS_MAJOR}`;
  return { severity: "warning", message };
}

/** The version of a package that the program has, without loading it. */
function versionOf(name: string, programRequire: NodeJS.Require): string | undefined {
  for (const folder of programRequire.resolve.paths(name) ?? []) {
    try {
      const manifest = JSON.parse(readFileSync(join(folder, name, "package.json"), "utf8")) as { version?: unknown };
      if (typeof manifest.version === "string") return manifest.version;
    } catch {
      continue; // not in this folder
    }
  }
  // Plug'n'Play has no folders.
  try {
    return (programRequire(join(dirname(programRequire.resolve(name)), "package.json")) as { version?: string })
      .version;
  } catch {
    return undefined;
  }
}
