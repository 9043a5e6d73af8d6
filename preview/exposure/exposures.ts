// What the internet can reach once the program is deployed, and which resources nobody has looked at for it.

import type { CapturedResource } from "../captured";
import { shortType } from "../typeNames";
import { opensNothing } from "./closedTypes";
import { networkOpenings } from "./networkOpenings";
import type { Openings } from "./openings";
import { openPolicies, policyIsExamined } from "./openPolicies";
import { serviceOpenings } from "./serviceOpenings";

/** One way in from the internet. */
export interface Exposure {
  /** The resource that opens it, by its name. */
  readonly resource: string;
  readonly type: string;
  /** What is open, as a phrase. */
  readonly open: string;
}

const OPENINGS: Openings = { ...networkOpenings, ...serviceOpenings };

/** Lists what is open to the internet: firewall rules, load balancers, public addresses, public endpoints, policies for everybody. */
export function findExposures(resources: readonly CapturedResource[]): Exposure[] {
  return resources
    .filter(({ operation }) => operation !== "read")
    .flatMap((resource) => {
      const byType = OPENINGS[shortType(resource.type)]?.(resource, resources) ?? [];
      const open = [...byType, ...openPolicies(resource, resources)];
      return open.map((phrase) => ({ resource: resource.name, type: resource.type, open: phrase }));
    });
}

/** The types of which is not known whether they open anything, sorted. */
export function notExamined(resources: readonly CapturedResource[]): string[] {
  const types = resources
    .filter(({ operation, custom, unexpanded }) => operation !== "read" && (custom || unexpanded === true))
    .map(({ type }) => shortType(type))
    .filter((type) => !(type in OPENINGS) && !policyIsExamined(type) && !opensNothing(type));
  return [...new Set(types)].sort();
}
