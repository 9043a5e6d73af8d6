// A creation that an update had begun when it was killed: what the stack's state says of it, and how it is found in AWS.

import type { Aws } from "../aws";
import type { ExportedStack } from "../selectedStack";
import type { StateResource } from "../stackServices";

/** A creation whose end Pulumi never heard of. */
export interface Creation {
  readonly urn: string;
  /** The resource's name in the program. */
  readonly name: string;
  readonly type: string;
  readonly inputs: Inputs;
  /** The resource as the stack would have it, without its id and its outputs. */
  readonly resource: StateResource;
  /** The Region and the profile of its provider, as far as the state knows them. */
  readonly region?: string;
  readonly profile?: string;
}

/** A resource's inputs, with the name that Pulumi made up. */
export type Inputs = Readonly<Record<string, unknown>>;

/** Something in AWS that the creation may have made. */
export interface Found {
  /** What Pulumi imports it by. */
  readonly id: string;
  /** Its ARN, where that is not the id. */
  readonly arn?: string;
  /** The AWS CLI's words that remove it. */
  readonly remove: string;
  /** Its creation takes several calls, and the rest of them did not come: Pulumi could not go on with it. */
  readonly unfinished?: boolean;
}

/** A kind of resource that can be found in AWS. */
export interface Kind {
  /** The input with a name that nothing else has, where Pulumi made it up. */
  readonly name?: string;
  /** The input with the resource that it is in: two of the kind cannot be there. */
  readonly within?: string;
  readonly find: (aws: Aws, inputs: Inputs) => Promise<readonly Found[]>;
}

/** The creations that a stack's state lists as begun. */
export function creationsOf({ deployment = {} }: ExportedStack): Creation[] {
  const { resources = [], pending_operations: pending = [] } = deployment;
  return pending.flatMap(({ type: operation, resource }) => {
    if (operation !== "creating") return [];
    const provider = resources.find(({ urn, id }) => `${urn}::${id ?? ""}` === resource.provider)?.inputs ?? {};
    return {
      urn: resource.urn,
      name: resource.urn.slice(resource.urn.lastIndexOf("::") + 2),
      type: resource.type,
      inputs: resource.inputs ?? {},
      resource,
      ...(typeof provider.region === "string" && { region: provider.region }),
      ...(typeof provider.profile === "string" && { profile: provider.profile }),
    };
  });
}

/** Whether Pulumi made up a creation's name in AWS: it ends in seven hexadecimal digits after the name in the program. */
export function hasMadeUpName({ name, inputs }: Creation, input: string): boolean {
  const given = text(inputs[input]);
  const [digits] = /-[0-9a-f]{7}$/.exec(given) ?? [];
  return digits !== undefined && given.slice(0, -digits.length).endsWith(name);
}

/** A text among inputs. */
export function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
