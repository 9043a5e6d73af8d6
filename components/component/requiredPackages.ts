// The packages that the program brings along: one of another major version is refused at once, before anything fails in its place.

import { RunError } from "@pulumi/pulumi";
import { createRequire } from "node:module";

/** The major version of @pulumi/aws whose resources are created: as package.json's peer range says. */
const AWS_MAJOR = 7;

/** Throws if the program has another major version of @pulumi/aws. */
export function requireAws(version = installedAws()): void {
  if (Number(version.split(".")[0]) !== AWS_MAJOR)
    throw new RunError(
      `ghcr-fargate needs @pulumi/aws ${AWS_MAJOR}.x; here is ${version}; run npm install @pulumi/aws@${AWS_MAJOR}`,
    );
}

function installedAws(): string {
  return (createRequire(__filename)("@pulumi/aws/package.json") as { version: string }).version;
}
