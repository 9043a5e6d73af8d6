// Arguments as the components take them: plain where their values decide what is created, with outputs in their fields. Java's SDK
// sends an object that has an output or a secret in a field as one output of the whole object.

import * as pulumi from "@pulumi/pulumi";

/** The parts of a property in a Pulumi schema that are read. */
export interface Property {
  readonly plain?: boolean;
  readonly $ref?: string;
  readonly items?: Property;
  readonly additionalProperties?: Property;
}

/** The types of a Pulumi schema by their tokens; enums have no properties. */
export type Types = Readonly<Record<string, { readonly properties?: Readonly<Record<string, Property>> }>>;

/** The inputs, with each output of a plain object, list or map replaced by one that has outputs inside, as secret as it was. */
export async function plainInputs(
  inputs: pulumi.Inputs,
  properties: Readonly<Record<string, Property>>,
  types: Types,
): Promise<pulumi.Inputs> {
  const entries = Object.entries(inputs).map(async ([name, value]) => {
    const property = properties[name];
    const isContainer = property !== undefined && fieldsOf(property, types) !== undefined;
    return [name, isContainer ? await opened(value, property, types) : (value as unknown)] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

async function opened(value: unknown, property: Property, types: Types): Promise<unknown> {
  if (property.plain !== true) return value;
  const known = pulumi.Output.isInstance(value) ? await withUnknowns(value) : value;
  const fieldOf = fieldsOf(property, types);
  if (fieldOf === undefined) return known;
  const open = (key: string | number) => opened(fieldIn(value, key), fieldOf(String(key)) ?? {}, types);
  if (Array.isArray(known)) return Promise.all(known.map((_, index) => open(index)));
  if (!isRecord(known)) return value;
  return Object.fromEntries(await Promise.all(Object.keys(known).map(async (key) => [key, await open(key)] as const)));
}

/** How to find what the schema says of a field of a plain container; nothing for what is no container. */
function fieldsOf(property: Property, types: Types): ((key: string) => Property | undefined) | undefined {
  const properties = types[property.$ref?.replace("#/types/", "") ?? ""]?.properties;
  if (properties) return (key) => properties[key];
  const all = property.items ?? property.additionalProperties;
  return all && (() => all);
}

/** The value of an output, in which what is not known yet is an object of Pulumi's. */
function withUnknowns(output: pulumi.Output<unknown>): Promise<unknown> {
  return (output as unknown as { promise: (withUnknowns: boolean) => Promise<unknown> }).promise(true);
}

/** A field, as an output where the container is one: of a secret a secret, of what is known in part known or unknown by itself. */
function fieldIn(container: unknown, key: string | number): unknown {
  const take = (value: unknown) => (value as Readonly<Record<string | number, unknown>>)[key];
  if (!pulumi.Output.isInstance(container)) return take(container);
  const lifting = container as unknown as {
    apply: (take: (value: unknown) => unknown, runWithUnknowns: boolean) => pulumi.Output<unknown>;
  };
  return lifting.apply(take, true);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
