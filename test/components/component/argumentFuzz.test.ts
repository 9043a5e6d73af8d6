// Arguments made from the schema: of the right types mostly, with anything in them. Each plan accepts them or throws one ArgumentError.
// Not proven here: that what is accepted is right; the tables of the other files hold that.

import assert from "node:assert/strict";
import fc from "fast-check";
import { ARGUMENT_SHAPES } from "../../../components/component/argumentShapes";
import { planAccess } from "../../../components/ecr/accessPlan";
import { planNamespace } from "../../../components/ecr/namespacePlan";
import { planComposeProject } from "../../../components/ghcrFargateComposeProjectPlan";
import { planGhcrFargateService } from "../../../components/ghcrFargateServicePlan";
import { planGhcrFargateTask } from "../../../components/ghcrFargateTaskPlan";
import { planRegistryCredentials } from "../../../components/registryCredentials";
import { ArgumentError } from "../../../model/problems";

type Plan = (name: string, args: never) => unknown;

/** The components, each with how many argument lists it gets. */
const COMPONENTS: Readonly<Record<string, readonly [plan: Plan, runs: number]>> = {
  EcrAccess: [planAccess, 500],
  EcrNamespace: [(name, args) => planNamespace(name, args, new Map()), 500],
  GhcrFargateComposeProject: [planComposeProject, 60],
  GhcrFargateService: [planGhcrFargateService, 700],
  GhcrFargateTask: [planGhcrFargateTask, 400],
  RegistryCredentials: [planRegistryCredentials, 400],
};

const TEXTS = [
  "",
  " ",
  "web",
  "Web_1",
  "new",
  "existing",
  "HTTP",
  "HTTPS",
  "BLUE_GREEN",
  "FARGATE_SPOT",
  "ghcr.io/octocat/web:1.0",
  "123456789012.dkr.ecr.us-east-1.amazonaws.com/web:1",
  "0.0.0.0/0",
  "2001:db8::/32",
  "/",
  "/health",
  "app.example.com",
  "0 8 ? * MON-FRI *",
  "5 minutes",
  "vpc-0123456789abcdef0",
  "subnet-0123456789abcdef0",
  "sg-0123456789abcdef0",
  "arn:aws:iam::123456789012:role/x",
  "arn:aws:kms:us-east-1:123456789012:key/x",
  "arn:aws:secretsmanager:us-east-1:123456789012:secret:x-AbCdEf",
  "arn:::::",
  "2027-03-31",
  "s3:GetObject",
  "*",
  "__proto__",
  "\u0000\ud800",
];

/** Any value of a type of the schema: a few levels deep. */
function valueOf(type: string, depth: number): fc.Arbitrary<unknown> {
  const wanted = type.replace(/^[!=]+/, "");
  if (wanted.startsWith("[")) return fc.array(valueOf(wanted.slice(1), depth), { maxLength: 3 });
  if (wanted.startsWith("{"))
    return fc.dictionary(fc.constantFrom("A", "b-c", "", "x.y"), valueOf(wanted.slice(1), depth), { maxKeys: 2 });
  if (ARGUMENT_SHAPES[wanted] !== undefined) return objectOf(wanted, depth + 1);
  if (wanted === "number")
    return fc.oneof(fc.constantFrom(-1, 0, 1, 30, 80, 256, 512, 1024, 65536, 0.5, NaN), fc.double());
  if (wanted === "boolean") return fc.boolean();
  return fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...TEXTS) }, { weight: 1, arbitrary: fc.string() });
}

/** Any arguments of an object: those that are required mostly, and few others the deeper it is. */
function objectOf(name: string, depth = 0): fc.Arbitrary<unknown> {
  const fields = Object.entries(ARGUMENT_SHAPES[name] ?? {}).map(([key, type]) => {
    const given = type.startsWith("!") ? 20 : depth === 0 ? 1 : depth < 3 ? 2 : 0;
    const unset = type.startsWith("!") ? 1 : 4;
    const value = fc.oneof(
      { weight: given, arbitrary: depth < 4 ? valueOf(type, depth) : fc.constant(undefined) },
      { weight: unset, arbitrary: fc.constant(undefined) },
    );
    return [key, value] as const;
  });
  return fc.record(Object.fromEntries(fields)).map((object) => {
    const known = Object.entries(object as Record<string, unknown>).filter(([, value]) => value !== undefined);
    return Object.fromEntries(known);
  });
}

/** The compose file itself is no argument: what is wrong in it has a text of its own. */
const isOfComposeFile = (error: unknown): boolean =>
  error instanceof Error && error.message.startsWith('GhcrFargateComposeProject "web" cannot be deployed:\n');

describe("arguments made from the schema", () => {
  it("are those of every component", () => {
    const refersTo = new Set(
      Object.values(ARGUMENT_SHAPES).flatMap((shape) =>
        Object.values(shape).map((type) => type.replace(/^[!=[{]+/, "")),
      ),
    );
    const components = Object.keys(ARGUMENT_SHAPES).filter((name) => !refersTo.has(name));
    assert.deepEqual(Object.keys(COMPONENTS), components.sort());
  });

  for (const [name, [plan, numRuns]] of Object.entries(COMPONENTS))
    it(`are accepted by ${name}, or refused by one ArgumentError`, () => {
      fc.assert(
        fc.property(objectOf(name), (args) => {
          try {
            plan("web", args as never);
          } catch (error) {
            if (!(error instanceof ArgumentError) && !isOfComposeFile(error)) throw error;
          }
        }),
        { numRuns, seed: 20261128 },
      );
    });
});
