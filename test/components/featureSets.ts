// Which features go together, and the arguments that several make.

import type { GhcrFargateServiceArgs } from "../../components/ghcrFargateServiceArgs";
import { FEATURES, PLAIN, type Feature } from "./features";

/** The arguments of a service that has these features. */
export function argsOf(features: readonly Feature[]): GhcrFargateServiceArgs {
  return features.reduce((args, feature) => merged(args, feature.args) as GhcrFargateServiceArgs, PLAIN);
}

/** The features that go together, the earlier ones first: those of a topic that is taken, and those that miss one, are left out. */
export function together(features: readonly Feature[]): Feature[] {
  const chosen: Feature[] = [];
  for (const feature of features) if (chosen.every((other) => goTogether(other, feature))) chosen.push(feature);
  const complete = chosen.filter(({ needs = [] }) => needs.every((need) => chosen.some((other) => is(other, need))));
  return complete.length === chosen.length ? chosen : together(complete);
}

/** The features that one builds on. */
export function neededBy({ needs = [] }: Feature): Feature[] {
  const found = needs.map((need) => FEATURES.find((other) => is(other, need))!);
  return found.flatMap((feature) => [...neededBy(feature), feature]);
}

function goTogether(a: Feature, b: Feature): boolean {
  const excludes = ({ not = [] }: Feature, other: Feature) => not.some((excluded) => is(other, excluded));
  return topicOf(a) !== topicOf(b) && !excludes(a, b) && !excludes(b, a);
}

const topicOf = ({ name, topic = name }: Feature): string => topic;
const is = (feature: Feature, wanted: string): boolean => [feature.name, topicOf(feature)].includes(wanted);

/** Objects are merged, lists joined. */
function merged(a: object, b: object): object {
  const all: Record<string, unknown> = { ...a };
  for (const [key, value] of Object.entries(b)) {
    const before = all[key];
    if (Array.isArray(before) && Array.isArray(value)) all[key] = [...(before as unknown[]), ...(value as unknown[])];
    else if (isRecord(before) && isRecord(value)) all[key] = merged(before, value);
    else all[key] = value;
  }
  return all;
}

const isRecord = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !Array.isArray(value);
