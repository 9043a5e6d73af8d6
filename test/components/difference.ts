// What a feature changes: compares the service without it and with it.

import { isDeepStrictEqual } from "node:util";
import type { GhcrFargateServiceArgs } from "../../components/serviceArgs";
import { deployService } from "./serviceFixture";

/** The resources that are there only with a feature or only without it, and the inputs that differ, as `name input`. */
export async function difference(
  without: GhcrFargateServiceArgs,
  args: GhcrFargateServiceArgs,
): Promise<{ readonly added: string[]; readonly removed: string[]; readonly changed: string[] }> {
  const before = await deployService(without);
  const after = await deployService(args);
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
