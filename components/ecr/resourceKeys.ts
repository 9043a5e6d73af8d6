// Lists of which each value names a resource: plain strings, each once.

import type * as pulumi from "@pulumi/pulumi";
import type { Check } from "../../model/checks";
import { quote } from "../../model/problems";
import { isPlain, type ArgumentChecks } from "../component/argumentChecks";

/** A list of which each value names a resource. */
export interface KeyList {
  readonly path: string;
  /** @default [] */
  readonly values: readonly string[] | undefined;
  /** Where a value is, if the list is one of objects: `name`. */
  readonly field?: string;
}

/** Checks each value of a list that names its resources, so that none may be there twice. */
export function checkKeys(
  checks: ArgumentChecks,
  { path, values = [], field }: KeyList,
  check: Check<string> = () => undefined,
): void {
  values.forEach((value, i) => {
    const at = `${path}[${i}]${field === undefined ? "" : `.${field}`}`;
    if (!isPlain(value as pulumi.Input<string>)) {
      checks.add(at, "is not known before the deployment", "pass a plain string: it names a resource");
      return;
    }
    checks.shape(at, value, check);
    if (values.indexOf(value) < i) checks.add(at, `${quote(value)} is given twice`, "keep one");
  });
}
