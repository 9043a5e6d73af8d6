// AWS's public SSM parameters, which name its machine images: their form is known offline, the image is not.

import { UNKNOWN_ON_THE_WIRE } from "./wire";

/** What a parameter below /aws/service/ answers; undefined for the others, of which nothing is known. */
export function publicParameter(
  name: string,
  { region, partition }: { readonly region: string; readonly partition: string },
): Readonly<Record<string, unknown>> | undefined {
  if (!name.startsWith("/aws/service/")) return undefined;
  // A text that is parsed by the program: what it takes out of it is unknown again.
  const recommended = { schema_version: 1, image_id: UNKNOWN_ON_THE_WIRE, image_name: UNKNOWN_ON_THE_WIRE };
  return {
    id: name,
    name,
    arn: `arn:${partition}:ssm:${region}::parameter${name}`,
    type: "String",
    value: name.endsWith("/recommended") ? JSON.stringify(recommended) : UNKNOWN_ON_THE_WIRE,
    version: 1,
  };
}
