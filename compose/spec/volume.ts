// The short form of a mount: `[SOURCE:]TARGET[:option,option]`.

import { posix } from "node:path";

const PROPAGATION = ["rprivate", "private", "rshared", "shared", "rslave", "slave"];

/** A mount. */
export interface VolumeSpec {
  readonly type: "bind" | "volume";
  readonly source?: string;
  readonly target: string;
  readonly readOnly: boolean;
  readonly noCopy: boolean;
  readonly propagation?: string;
  readonly selinux?: string;
}

/** Parses the short form; undefined: it is not one. */
export function parseVolume(text: string): VolumeSpec | undefined {
  if (text.length === 0) return undefined;
  if (text.length <= 2) return { type: "volume", target: text, readOnly: false, noCopy: false };
  const parts = splitParts(text);
  if (parts.some((part) => part === "") || parts.length > 3) return undefined;
  const [first = "", second, options = ""] = parts;
  if (second === undefined) return { type: "volume", target: posix.normalize(first), readOnly: false, noCopy: false };
  let readOnly = false;
  for (const option of options.split(",")) if (option === "ro" || option === "rw") readOnly = option === "ro";
  const given = options.split(",");
  const propagation = given.filter((option) => PROPAGATION.includes(option)).at(-1);
  const selinux = given.filter((option) => option === "z" || option === "Z").at(-1);
  return {
    type: isPath(first) ? "bind" : "volume",
    source: first,
    target: cleanPath(second),
    readOnly,
    noCopy: given.includes("nocopy"),
    ...(propagation !== undefined && { propagation }),
    ...(selinux !== undefined && { selinux }),
  };
}

/** A path without its last slash, doubled slashes and dots. */
export function cleanPath(path: string): string {
  const clean = posix.normalize(path);
  return clean.length > 1 ? clean.replace(/\/$/, "") : clean;
}

/** The parts between colons; that of a Windows drive (`C:\data`) separates nothing. */
function splitParts(text: string): string[] {
  const parts: string[] = [];
  let part = "";
  for (const c of text) {
    if (c === ":" && !/^[A-Za-z]$/.test(part)) {
      parts.push(part);
      part = "";
    } else part += c;
  }
  return [...parts, part];
}

/** Whether a source is a path of the host, and not a volume's name. */
function isPath(source: string): boolean {
  return /^[./~]/.test(source) || source.startsWith("\\\\") || /^[A-Za-z]:/.test(source);
}
