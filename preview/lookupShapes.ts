// In the program's process: which properties a function's answer has, read from the types that its package brings along.

import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** The names of the properties that a function answers with; none where its package does not say. */
export function answerProperties(token: string, programRequire: NodeJS.Require): readonly string[] {
  const [provider = "", path = "", name = ""] = token.split(":");
  const root = packageRoot(`@pulumi/${provider}`, programRequire);
  if (root === undefined || name === "") return [];
  const file = join(root, `${path.replace(/^index\//, "")}.d.ts`);
  if (!existsSync(file)) return [];
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Result`;
  const body = new RegExp(`export interface ${type} \\{([^]*?)\\n\\}`).exec(readFileSync(file, "utf8"))?.[1] ?? "";
  return [...body.matchAll(/^\s+readonly (\w+)\??:/gm)].map(([, property = ""]) => property);
}

function packageRoot(name: string, programRequire: NodeJS.Require): string | undefined {
  try {
    return dirname(programRequire.resolve(`${name}/package.json`));
  } catch {
    return undefined;
  }
}
