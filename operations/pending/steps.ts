// What becomes of each creation that a killed update had begun: decided from the stack's state and from what AWS has. Pure.

import type { ExportedStack } from "../selectedStack";
import type { StateResource } from "../stackServices";
import { creationsOf, hasMadeUpName, type Creation, type Found } from "./creation";
import { KINDS, REPEATABLE } from "./kinds";

/** What to do about a creation. */
export type Step =
  /** AWS has it, and the stack does not: the stack takes it. */
  | { readonly step: "take"; readonly id: string }
  /** AWS does not have it, or its creation can be repeated: the stack forgets that it was begun. */
  | { readonly step: "forget"; readonly reason: "absent" | "repeatable" | "chosen" }
  /** The stack has another one in its place, and this one stayed behind; or it is of no use. */
  | { readonly step: "remove"; readonly reason: "again" | "unfinished"; readonly found: readonly Found[] }
  /** What looks like it may be something else. */
  | { readonly step: "choose"; readonly found: readonly Found[] }
  /** Nobody here knows how to find it. */
  | { readonly step: "look" };

/** Decides. `found`: what AWS has, undefined for a kind that cannot be found. */
export function decide(
  creation: Creation,
  resources: readonly StateResource[],
  found: readonly Found[] | undefined,
): Step {
  if (REPEATABLE.includes(creation.type)) return { step: "forget", reason: "repeatable" };
  if (found === undefined) return { step: "look" };
  const ids = idsOf(resources);
  const left = found.filter(({ id, arn }) => !ids.has(id) && !(arn !== undefined && ids.has(arn)));
  const [only] = left;
  if (only === undefined) return { step: "forget", reason: "absent" };
  if (left.length > 1 || !isSure(creation, ids)) return { step: "choose", found: left };
  if (isInStack(creation, resources)) return { step: "remove", reason: "again", found: left };
  if (only.unfinished === true) return { step: "remove", reason: "unfinished", found: left };
  return { step: "take", id: only.id };
}

/** Whether nothing is left to a person. */
export function isSettled({ step }: Step): boolean {
  return step === "take" || step === "forget";
}

/** Whether the stack has this resource: made again by a later update, or about to be replaced by the creation. */
export function isInStack({ urn }: Creation, resources: readonly StateResource[]): boolean {
  return resources.some((resource) => resource.urn === urn && resource.delete !== true);
}

/** The ids of all that a stack has. */
export function idsOf(resources: readonly StateResource[]): ReadonlySet<string> {
  return new Set(
    resources.flatMap(({ id, outputs }) => [id, outputs?.arn].filter((known) => typeof known === "string")),
  );
}

function isSure(creation: Creation, ids: ReadonlySet<string>): boolean {
  const { name, within } = KINDS[creation.type] ?? {};
  if (name !== undefined) return hasMadeUpName(creation, name);
  const parent = within === undefined ? undefined : creation.inputs[within];
  return typeof parent === "string" && ids.has(parent);
}

/**
 * The state with the creations taken in, each with its id and nothing else that AWS knows. No operation is listed as begun any more:
 * `pulumi stack import` drops them all.
 */
export function withTaken(state: ExportedStack, ids: ReadonlyMap<string, string>): ExportedStack {
  const taken = creationsOf(state).flatMap(({ urn, resource }) => {
    const id = ids.get(urn);
    return id === undefined ? [] : [{ ...resource, id }];
  });
  const { resources = [] } = state.deployment ?? {};
  return {
    ...state,
    deployment: { ...state.deployment, resources: [...resources, ...taken], pending_operations: [] },
  };
}

/**
 * The state with the inputs that the program gave to what was taken in. Pulumi, which read it from AWS, has put what AWS says in
 * their place, and would make up another name.
 */
export function withGivenInputs(state: ExportedStack, creations: readonly Creation[]): ExportedStack {
  const inputs = new Map(creations.map((creation) => [creation.urn, creation.inputs]));
  const { resources = [] } = state.deployment ?? {};
  return {
    ...state,
    deployment: {
      ...state.deployment,
      resources: resources.map((resource) => {
        const given = inputs.get(resource.urn);
        return given === undefined ? resource : { ...resource, inputs: given };
      }),
    },
  };
}
