// From the schema that Pulumi's analyzer reads out of the TypeScript sources to the one that the plugin serves: with whole numbers,
// descriptions of types, and names of ours in each language, none of which the analyzer can say.

interface Property {
  readonly type?: string;
  readonly items?: Property;
  readonly additionalProperties?: Property;
}

interface ObjectType {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Property>>;
  readonly inputProperties?: Readonly<Record<string, Property>>;
  readonly enum?: readonly { readonly name: string; readonly value: unknown }[];
}

/** The parts of a Pulumi schema that are read; the others are served as they are. */
export interface AnalyzedSchema {
  readonly name: string;
  readonly resources: Readonly<Record<string, ObjectType>>;
  readonly types: Readonly<Record<string, ObjectType>>;
}

/** The parts of package.json that are read. */
export interface Manifest {
  readonly license: string;
  readonly homepage: string;
  readonly repository: { readonly url: string };
  readonly keywords: readonly string[];
}

/**
 * The numbers that are no `integer` in other languages, as Type.property: fractions, and whole numbers that can be beyond
 * 2147483647, the largest that Java's and .NET's `int` holds.
 */
export const NO_INTEGERS: ReadonlySet<string> = new Set([
  "ContainerUlimit.hardLimit",
  "ContainerUlimit.softLimit",
  "EfsVolume.gid",
  "EfsVolume.uid",
  "GhcrFargateService.maxMonthlyCost",
  "ServiceAlarms.responseTimeSeconds",
  "ServiceDeployment.canaryPercent",
  "ServiceDeployment.stepPercent",
]);

/** The schema that the plugin serves. `descriptions` are those of interfaces, by name, which the analyzer leaves out. */
export function serveSchema<T extends AnalyzedSchema>(
  analyzed: T,
  manifest: Manifest,
  descriptions: ReadonlyMap<string, string>,
) {
  const served = (types: Readonly<Record<string, ObjectType>>) =>
    Object.fromEntries(
      Object.entries(types).map(([token, type]) => {
        const name = token.slice(token.lastIndexOf(":") + 1);
        const description = type.description ?? descriptions.get(name);
        const { properties, inputProperties, enum: members } = type;
        return [
          token,
          {
            ...type,
            ...(description !== undefined && { description }),
            ...(members && { enum: members.map((member) => ({ ...member, name: memberName(member.name) })) }),
            ...(properties && { properties: withIntegers(name, properties) }),
            ...(inputProperties && { inputProperties: withIntegers(name, inputProperties) }),
          },
        ];
      }),
    );
  return {
    ...analyzed,
    ...published(analyzed.name, manifest),
    resources: served(analyzed.resources),
    types: served(analyzed.types),
  };
}

/** Pulumi's generators write Pascal case as each language has it (Python's SESSION_TAG), and capitals as they are. */
function memberName(name: string): string {
  if (!/^[A-Z][A-Z_]*$/.test(name)) return name;
  return name
    .split("_")
    .map((word) => word.charAt(0) + word.slice(1).toLowerCase())
    .join("");
}

function withIntegers(name: string, properties: Readonly<Record<string, Property>>): Record<string, Property> {
  return Object.fromEntries(
    Object.entries(properties).map(([key, property]) => [
      key,
      NO_INTEGERS.has(`${name}.${key}`) ? property : withInteger(property),
    ]),
  );
}

function withInteger(property: Property): Property {
  if (property.type === "number") return { ...property, type: "integer" };
  const { items, additionalProperties } = property;
  return {
    ...property,
    ...(items && { items: withInteger(items) }),
    ...(additionalProperties && { additionalProperties: withInteger(additionalProperties) }),
  };
}

/** Whose package it is, where its plugin is downloaded from, and what it is called in each language. */
function published(name: string, { license, homepage, repository, keywords }: Manifest) {
  const page = repository.url.replace(/^git\+|\.git$/g, "");
  const [host, owner, project] = page.replace("https://", "").split("/") as [string, string, string];
  const words = (text: string) => text.split(/[^A-Za-z0-9]+/);
  const joined = words(name).join("");
  const pascal = words(owner)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");
  return {
    displayName: name,
    publisher: owner,
    homepage,
    repository: page,
    license,
    keywords: [...keywords, "category/infrastructure", "kind/component"],
    pluginDownloadURL: `github://api.${host}/${owner}/${project}`,
    language: {
      nodejs: { packageName: `@${owner}/sdk`, respectSchemaVersion: true },
      python: {
        packageName: words(name).join("_"),
        pyproject: { enabled: true },
        respectSchemaVersion: true,
      },
      go: {
        importBasePath: `${host}/${owner}/${project}/sdk/go/${joined}`,
        rootPackageName: joined,
        generateResourceContainerTypes: true,
        respectSchemaVersion: true,
      },
      java: {
        basePackage: ["io", ...host.split(".").reverse().slice(1), words(owner).join("")].join("."),
        packages: { [name]: "components" },
        respectSchemaVersion: true,
      },
      csharp: { rootNamespace: pascal, namespaces: { [name]: "Components" }, respectSchemaVersion: true },
    },
  };
}
