// Files of environment variables, by the rules of ecs-cli: quotation marks stay part of a value, and nothing behind `=` is trimmed.

import type { Position } from "../problems";
import { refuse } from "../problems";
import type { Lookup } from "./interpolate";

/** A variable of a file; undefined where the line is its name alone. */
export type Variable = readonly [name: string, value: string | undefined];

/** The variables of a file, by the rules of format 3. A name alone counts only where the shell has it. */
export function parseEnvFile(text: string, at: Position, shell: Lookup): Variable[] {
  const variables: Variable[] = [];
  text
    .replace(/^\uFEFF/, "")
    .split("\n")
    .forEach((raw, i) => {
      const line = raw.replace(/\r$/, "").trimStart();
      if (line === "" || line.startsWith("#")) return;
      const equals = line.indexOf("=");
      const name = equals < 0 ? line : line.slice(0, equals);
      const position = { ...at, line: i + 1, column: 1 };
      if (equals >= 0 && /[ \t]/.test(name))
        refuse(position, "", "the variable's name has a space before =; write NAME=value");
      if (equals < 0 && /[ \t]/.test(name)) refuse(position, "", "the line is not NAME=value; a name has no spaces");
      if (name === "") refuse(position, "", "the variable has no name before =; write NAME=value");
      const value = equals < 0 ? shell(name.trim()) : line.slice(equals + 1);
      if (value !== undefined) variables.push([name.trim(), value]);
    });
  return variables;
}

/** The lines of a file, by the rules of formats 1 and 2: trimmed, comments and empty ones left out. */
export function envFileLines(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"));
}
