// That the features know every argument: one that is new is in a feature, or this fails.
// Not proven here: what an argument does; the features' own tests look at that.

import { deepStrictEqual } from "node:assert";
import { ARGUMENT_SHAPES } from "../../components/component/argumentShapes";
import { FEATURES, PLAIN } from "./features";
import { PLAIN_TASK, TASK_FEATURES } from "./taskFeatures";

/** The type of an argument's value, without what says how many of it there are. */
const typeOf = (shape: string): string => shape.replace(/[!=[{]/g, "");

/** The arguments that a value of a type sets, as `Type.name`. */
function setBy(type: string, value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap((each) => setBy(type, each));
  const shape = ARGUMENT_SHAPES[type];
  if (shape === undefined || typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => [
    `${type}.${name}`,
    ...setBy(typeOf(shape[name] ?? ""), inner),
  ]);
}

/** The types of arguments that a component has, itself among them. */
function typesOf(type: string, found = new Set<string>()): Set<string> {
  const shape = ARGUMENT_SHAPES[type];
  if (shape === undefined || found.has(type)) return found;
  found.add(type);
  for (const inner of Object.values(shape)) typesOf(typeOf(inner), found);
  return found;
}

/** What is refused for a task, and what its own tests look at. */
const NOT_OF_TASKS = [
  "ImageCredentials.expiresOn",
  "ServiceNetwork.ingressCidrs",
  "ServiceNetwork.ingressSecurityGroupIds",
  "ServiceNetwork.ingressPrefixListIds",
];

describe("the features of a component", () => {
  for (const [component, given, elsewhere] of [
    ["GhcrFargateService", [PLAIN, ...FEATURES.map(({ args }) => args)], []],
    ["GhcrFargateTask", [PLAIN_TASK, ...TASK_FEATURES.map(({ args }) => args)], NOT_OF_TASKS],
  ] as const)
    it(`set every argument of ${component}`, () => {
      const set = new Set(setBy(component, [...given]));
      const all = [...typesOf(component)].flatMap((type) =>
        Object.keys(ARGUMENT_SHAPES[type] ?? {}).map((name) => `${type}.${name}`),
      );
      deepStrictEqual(
        all.filter((argument) => !set.has(argument)),
        elsewhere,
      );
    });
});
