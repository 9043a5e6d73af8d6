// What a feature changes: compares the service without it and with it.

import { isDeepStrictEqual } from "node:util";
import type { GhcrFargateServiceArgs } from "../../components/ghcrFargateServiceArgs";
import type { Deployment } from "../support/deploy";
import type { Feature } from "./features";
import { neededOf } from "./featureSets";
import { deployService } from "./serviceFixture";

/** The resources that are there only with a feature or only without it, and the inputs that differ, as `name input`. */
export interface Difference {
  readonly added: string[];
  readonly removed: string[];
  readonly changed: string[];
}

/** Deploys the service without a feature and with it, and compares. */
export async function difference(without: GhcrFargateServiceArgs, args: GhcrFargateServiceArgs): Promise<Difference> {
  return differenceOf(await deployService(without), await deployService(args));
}

/** `aws:kms/key:Key web-key`, without what tells types of one name apart. */
export const short = (lines: readonly string[]): string[] => lines.map((line) => line.replace(/^\S*:/, ""));

/** What each feature changes by itself, in resources by their short names. What several build on is deployed once. */
export function changeAlone<Args>(
  all: readonly Feature<Args>[],
  deployWith: (features: readonly Feature<Args>[]) => Promise<Deployment>,
): (feature: Feature<Args>) => Promise<Difference> {
  const deployed = new Map<string, Promise<Deployment>>();
  return async (feature) => {
    const needed = neededOf(all, feature);
    const key = needed.map(({ name }) => name).join();
    const without = deployed.get(key) ?? deployWith(needed);
    deployed.set(key, without);
    const { added, removed, changed } = differenceOf(await without, await deployWith([...needed, feature]));
    return { added: short(added), removed: short(removed), changed };
  };
}

/** Compares two deployments. */
export function differenceOf(before: Deployment, after: Deployment): Difference {
  const changed = after.resources.flatMap(({ urn, name, type, inputs }) => {
    const old = before.resources.find((other) => other.urn === urn)?.inputs;
    if (old === undefined || type.startsWith("ghcr-fargate:")) return [];
    const keys = [...new Set([...Object.keys(old), ...Object.keys(inputs)])];
    return keys.filter((key) => !isDeepStrictEqual(old[key], inputs[key])).map((key) => `${name} ${key}`);
  });
  return {
    added: after.list().filter((line) => !before.list().includes(line)),
    removed: before.list().filter((line) => !after.list().includes(line)),
    changed: changed.sort(),
  };
}
