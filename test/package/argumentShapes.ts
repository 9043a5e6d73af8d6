// Writes components/component/argumentShapes.ts from the schema of the components.

import { format } from "prettier";

interface Property {
  readonly type?: string;
  readonly $ref?: string;
  readonly optional?: true;
  readonly plain?: true;
  readonly items?: Property;
  readonly additionalProperties?: Property;
}

/** The parts of a Pulumi schema that are read. */
export interface Schema {
  readonly resources: Readonly<
    Record<
      string,
      { readonly inputProperties?: Readonly<Record<string, Property>>; readonly requiredInputs?: readonly string[] }
    >
  >;
  readonly types: Readonly<
    Record<
      string,
      {
        readonly type: string;
        readonly enum?: readonly unknown[];
        readonly properties?: Readonly<Record<string, Property>>;
        readonly required?: readonly string[];
      }
    >
  >;
}

/** The source file, formatted. */
export function renderArgumentShapes({ resources, types }: Schema): Promise<string> {
  const shapes: Record<string, Record<string, string>> = {};
  const waiting: string[] = [];
  const item = (property: Property): string => {
    const plain = property.plain ? "=" : "";
    if (property.items) return `${plain}[${item(property.items)}`;
    if (property.additionalProperties) return `${plain}{${item(property.additionalProperties)}`;
    const token = property.$ref?.replace("#/types/", "");
    const referenced = token === undefined ? undefined : types[token];
    if (token === undefined || referenced?.enum) return plain + typeOf(referenced?.type ?? property.type ?? "string");
    waiting.push(token);
    return `${plain}${nameOf(token)}`;
  };
  const shapeOf = (properties: Readonly<Record<string, Property>> = {}, required: readonly string[] = []) =>
    Object.fromEntries(
      Object.entries(properties).map(([name, property]) => [
        name,
        (required.includes(name) ? "!" : "") + item(property),
      ]),
    );
  for (const [token, { inputProperties, requiredInputs }] of Object.entries(resources))
    shapes[nameOf(token)] = shapeOf(inputProperties, requiredInputs);
  for (let token = waiting.pop(); token !== undefined; token = waiting.pop())
    shapes[nameOf(token)] ??= shapeOf(types[token]?.properties, types[token]?.required);
  const sorted = Object.fromEntries(Object.entries(shapes).sort(([a], [b]) => (a < b ? -1 : 1)));
  return format(
    `// The names and types of all arguments, generated from the components' schema; do not edit.
// ! required, = plain, [ list, { map of names to values; the rest is the type.

/** A type's arguments: name to type. */
export type ArgumentShape = Readonly<Record<string, string>>;

/** All types of arguments, by their names in the schema. */
export const ARGUMENT_SHAPES: Readonly<Record<string, ArgumentShape>> = ${JSON.stringify(sorted)};
`,
    { parser: "typescript", printWidth: 120 },
  );
}

/** The type of a value in TypeScript. */
function typeOf(type: string): string {
  return type === "integer" ? "number" : type;
}

function nameOf(token: string): string {
  return token.slice(token.lastIndexOf(":") + 1);
}
