// Who is trusted to say who signed: certificate authorities, transparency logs and timestamp authorities.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { isObject, parseJsonObject } from "../json";
import type bundled from "./bundledRoots.json"; // also makes the compiler copy the file

/** A trusted root as Sigstore publishes it, not yet read. */
export type TrustedRootJson = Readonly<Record<string, unknown>>;

const MEDIA_TYPE = /^application\/vnd\.dev\.sigstore\.trustedroot[.+]/;

/** Parses one trusted root, or several, one a line, as `gh attestation trusted-root` writes them; undefined where it is something else. */
export function parseTrustedRoots(text: string): readonly TrustedRootJson[] | undefined {
  const whole = parseJsonObject(Buffer.from(text));
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const roots = whole === undefined ? lines.map((line) => parseJsonObject(Buffer.from(line))) : [whole];
  const isRoot = (root: unknown): root is TrustedRootJson => isObject(root) && MEDIA_TYPE.test(String(root.mediaType));
  return roots.length > 0 && roots.every(isRoot) ? roots : undefined;
}

/** The roots that come with this package: Sigstore's for public repositories, and GitHub's own for private ones. */
export async function bundledRoots(): Promise<readonly TrustedRootJson[]> {
  const text = await readFile(join(__dirname, "bundledRoots.json"), "utf8");
  const { publicGood, github } = JSON.parse(text) as typeof bundled;
  return [publicGood, github];
}
