// In the program's process: JSON of which a part is not known yet. A preview by Pulumi knows nothing of such a text; here it is shown
// with marks in the places of what is not known or secret, so that container definitions and policies can be read.

import type * as Pulumi from "@pulumi/pulumi";
import { SECRET, UNKNOWN } from "./captured";

/** What is used of an output and is not in its public types. */
interface Inside {
  readonly promise: (withUnknowns: boolean) => Promise<unknown>;
  readonly isKnown: Promise<boolean>;
  readonly isSecret: Promise<boolean>;
  readonly resources: () => Set<Pulumi.Resource>;
  readonly allResources: () => Promise<Set<Pulumi.Resource>>;
}

type Stringify = (value: unknown, replacer?: never, space?: string | number) => Pulumi.Output<string>;

/** Makes `pulumi.jsonStringify` keep what is known. */
export function keepKnownJson(pulumi: typeof Pulumi): void {
  const stringify: Stringify = (value, replacer, space) => {
    const whole = pulumi.output(value) as unknown as Inside;
    const text = marked(pulumi, value).then((known) => JSON.stringify(known, replacer, space));
    const Output = whole.constructor as new (...parts: readonly unknown[]) => Pulumi.Output<string>;
    return new Output(whole.resources(), text, Promise.resolve(true), Promise.resolve(false), whole.allResources());
  };
  (pulumi as { jsonStringify: unknown }).jsonStringify = stringify;
}

async function marked(pulumi: typeof Pulumi, value: unknown): Promise<unknown> {
  const awaited = await (pulumi.Output.isInstance(value) ? opened(value as unknown as Inside) : value);
  if (pulumi.Output.isInstance(awaited)) return marked(pulumi, awaited);
  if (isUnknown(awaited)) return UNKNOWN;
  if (Array.isArray(awaited)) return Promise.all(awaited.map((item) => marked(pulumi, item)));
  if (typeof awaited !== "object" || awaited === null || !isPlain(awaited)) return awaited;
  const entries = Object.entries(awaited).map(async ([key, item]) => [key, await marked(pulumi, item)] as const);
  return Object.fromEntries(await Promise.all(entries));
}

async function opened(output: Inside): Promise<unknown> {
  if (await output.isSecret) return SECRET;
  const value = await output.promise(true);
  return (await output.isKnown) || isUnknownInside(value) ? value : UNKNOWN;
}

function isUnknown(value: unknown): boolean {
  return typeof value === "object" && value !== null && "__pulumiUnknown" in value;
}

/** Whether a value says itself which parts are unknown. */
function isUnknownInside(value: unknown): boolean {
  if (isUnknown(value)) return true;
  return typeof value === "object" && value !== null && Object.values(value).some(isUnknownInside);
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
