// A resource as a preview captures it.

import type { CapturedResource, Properties } from "../../preview/captured";

/** A resource to be created in eu-central-1; `from` says which of its properties come from which resources (`TYPE::NAME`). */
export const resource = (
  type: string,
  name: string,
  inputs: Properties,
  from: Record<string, string> = {},
): CapturedResource => ({
  urn: `urn:pulumi:dev::app::${type}::${name}`,
  type,
  name,
  operation: "create",
  custom: true,
  region: "eu-central-1",
  inputs,
  dependencies: [],
  propertyDependencies: Object.fromEntries(
    Object.entries(from).map(([property, source]) => [property, [`urn:pulumi:dev::app::${source}`]]),
  ),
  protect: false,
});
