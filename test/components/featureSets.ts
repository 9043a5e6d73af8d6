// Which features go together, and the arguments that several make.

import fc from "fast-check";
import type { GhcrFargateServiceArgs } from "../../components/ghcrFargateServiceArgs";
import { FEATURES, PLAIN, type Feature } from "./features";

/** The arguments of a service that has these features. */
export function argsOf(features: readonly Feature[]): GhcrFargateServiceArgs {
  return argsWith(PLAIN, features);
}

/** The arguments of a component that has these features besides what is plain. */
export function argsWith<Args extends object>(plain: Args, features: readonly Feature<Args>[]): Args {
  return features.reduce((args, feature) => merged(args, feature.args) as Args, plain);
}

/** The features that go together, the earlier ones first: those of a topic that is taken, and those that miss one, are left out. */
export function together<Args>(features: readonly Feature<Args>[]): Feature<Args>[] {
  const chosen: Feature<Args>[] = [];
  for (const feature of features) if (chosen.every((other) => goTogether(other, feature))) chosen.push(feature);
  const standing = complete(chosen);
  return standing.length === chosen.length ? chosen : together(standing);
}

/** The features that one builds on. */
export function neededBy(feature: Feature): Feature[] {
  return neededOf(FEATURES, feature);
}

/** The features, of all that there are, that one builds on. */
export function neededOf<Args>(all: readonly Feature<Args>[], { needs = [] }: Feature<Args>): Feature<Args>[] {
  const found = needs.map((need) => all.find((other) => is(other, need))!);
  return found.flatMap((feature) => [...neededOf(all, feature), feature]);
}

/** Those features that have all that they build on. */
export function complete<Args>(features: readonly Feature<Args>[]): readonly Feature<Args>[] {
  const rest = features.filter(({ needs = [] }) => needs.every((need) => features.some((other) => is(other, need))));
  return rest.length === features.length ? features : complete(rest);
}

/** Sets of features that go together, some of them by chance, in which every feature is once at least. */
export function randomSets<Args>(
  all: readonly Feature<Args>[],
  { minLength, ...sample }: { readonly minLength: number; readonly seed: number; readonly numRuns: number },
): Feature<Args>[][] {
  const random = fc.sample(fc.shuffledSubarray([...all], { minLength }), sample).map(together);
  // What chance left out is combined, as much of it as goes together, with whatever goes with it.
  let left = all.filter((feature) => !random.some((features) => features.includes(feature)));
  while (left.length > 0) {
    const [first, ...others] = left.flatMap((feature) => [[...neededOf(all, feature), feature]]);
    const features = together([...first!, ...others.flat(), ...all]);
    random.push(features);
    left = left.filter((feature, i) => i > 0 && !features.includes(feature));
  }
  return random;
}

function goTogether(a: Described, b: Described): boolean {
  const excludes = ({ not = [] }: Described, other: Described) => not.some((excluded) => is(other, excluded));
  return topicOf(a) !== topicOf(b) && !excludes(a, b) && !excludes(b, a);
}

/** What decides which features go together. */
type Described = Omit<Feature, "args">;

const topicOf = ({ name, topic = name }: Described): string => topic;
const is = (feature: Described, wanted: string): boolean => [feature.name, topicOf(feature)].includes(wanted);

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
