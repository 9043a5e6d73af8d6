// The plugin through which programs in Python, Go, Java, .NET and YAML use the components. Pulumi starts it for a program, asks for
// its schema, and has it make the components. The schema is served as it is in schema.json: no source is read, no compiler needed.

import * as pulumi from "@pulumi/pulumi";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as library from "../index";
import { plainInputs, type Property, type Types } from "./plainInputs";

type Component = new (
  name: string,
  args: pulumi.Inputs,
  options: pulumi.ComponentResourceOptions,
) => pulumi.ComponentResource & Readonly<Record<string, unknown>>;

interface Schema {
  readonly version: string;
  readonly resources: Readonly<Record<string, Resource>>;
  readonly types: Types;
}

interface Resource {
  readonly properties: Readonly<Record<string, unknown>>;
  readonly inputProperties: Readonly<Record<string, Property>>;
}

/** The plugin's answers, from the text of its schema. */
function createProvider(text: string): pulumi.provider.Provider {
  const schema = JSON.parse(text) as Schema;
  return {
    version: schema.version,
    schema: text,
    // eslint-disable-next-line max-params -- Pulumi's interface
    construct: async (name, type, inputs, options) => {
      const resource = schema.resources[type];
      const components = library as unknown as Readonly<Record<string, Component | undefined>>;
      const Component = components[type.slice(type.lastIndexOf(":") + 1)];
      if (resource === undefined || Component === undefined)
        throw new Error(
          `${type}: is not a component of this plugin; use ${Object.keys(schema.resources).join(" or ")}`,
        );
      const component = new Component(name, await plainInputs(inputs, resource.inputProperties, schema.types), options);
      const state = Object.fromEntries(Object.keys(resource.properties).map((output) => [output, component[output]]));
      return { urn: component.urn, state };
    },
  };
}

const SCHEMA = join(__dirname, "../../plugin/schema.json");
void pulumi.provider.main(createProvider(readFileSync(SCHEMA, "utf8")), process.argv.slice(2));
