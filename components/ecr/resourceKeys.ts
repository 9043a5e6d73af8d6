// Lists of which each value names a resource: plain strings, each once.

import type * as pulumi from "@pulumi/pulumi";
import type { Check } from "../../model/checks";
import { quote } from "../../model/problems";
import { isPlain, type ArgumentChecks } from "../component/argumentChecks";

/** A list that may be left out. Programs in JavaScript, and settings read from a file, may give something else. */
export function listOf<T>(checks: ArgumentChecks, path: string, given: readonly T[] | undefined): readonly T[] {
  if (given === undefined) return [];
  const isList: boolean = Array.isArray(given);
  if (isList) return given;
  checks.add(path, `${quote(given)} is not valid`, "must be a list");
  return [];
}

/** Checks each value of a list that names its resources, so that none may be there twice. */
export function checkKeys(
  checks: ArgumentChecks,
  path: string,
  values: readonly string[],
  check: Check<string>,
  pathOf: (i: number) => string = (i) => `${path}[${i}]`,
): void {
  values.forEach((value, i) => {
    if (!isPlain(value as pulumi.Input<string>)) {
      checks.add(pathOf(i), "is not known before the deployment", "pass a plain string: it names a resource");
      return;
    }
    checks.shape(pathOf(i), value, check);
    if (values.indexOf(value) < i) checks.add(pathOf(i), `${quote(value)} is given twice`, "keep one");
  });
}
