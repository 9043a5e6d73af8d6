// The inputs of each resource, as `pulumi preview --diff` lists them; JSON within a text is opened, so that containers and policies
// can be read.

import { stringify } from "yaml";
import type { CapturedResource, Properties, Value } from "./captured";
import { shortType } from "./typeNames";

/** One block for each resource that has inputs: what it is, then its inputs. */
export function renderInputs(resources: readonly CapturedResource[]): string[] {
  return resources.flatMap(({ type, name, inputs, operation }) => {
    if (Object.keys(inputs).length === 0) return [];
    const sign = { create: "+", read: ">", import: "=" }[operation];
    const lines = stringify(openedInputs(inputs), { lineWidth: 0 }).trimEnd().split("\n");
    return [`${sign} ${shortType(type)} ${name}`, ...lines.map((line) => `    ${line}`)];
  });
}

/** Inputs with the JSON in their texts opened. */
function openedInputs(inputs: Properties): Properties {
  return Object.fromEntries(Object.entries(inputs).map(([name, value]) => [name, opened(value)]));
}

function opened(value: Value): Value {
  if (typeof value !== "string" || !/^\s*[{[]/.test(value)) return value;
  try {
    return JSON.parse(value) as Value;
  } catch {
    return value; // a text that only begins like JSON, such as a mark
  }
}
