// Finds what a killed update made in AWS, and takes it into the stack.

import type { Aws } from "../aws";
import type { ExportedStack } from "../selectedStack";
import type { StateResource } from "../stackServices";
import { creationsOf, type Creation } from "./creation";
import { KINDS, REPEATABLE } from "./kinds";
import { decide, idsOf, isInStack, isSettled, withGivenInputs, withTaken, type Step } from "./steps";
import { WrongOption } from "../wrongOption";

/** A creation, and what to do about it. */
export interface Plan {
  readonly creation: Creation;
  readonly step: Step;
}

/** What a person decided, by the resource's name in the program or its URN. */
export interface Choices {
  /** What to take, with the id that it has in AWS. */
  readonly take: ReadonlyMap<string, string>;
  /** What AWS does not have, or no longer. */
  readonly forget: ReadonlySet<string>;
}

/** The stack, as far as recovery uses it. */
export interface RecoverableStack {
  read(): Promise<ExportedStack>;
  write(state: ExportedStack): Promise<void>;
  refresh(urns: readonly string[]): Promise<void>;
}

/** Finds out what to do about each creation that the state lists as begun. `connect` makes the clients for one of them. */
export async function planRecovery(
  state: ExportedStack,
  connect: (creation: Creation) => Aws,
  choices: Choices,
): Promise<Plan[]> {
  const { resources = [] } = state.deployment ?? {};
  const creations = creationsOf(state);
  const chosen = matchChoices(creations, resources, choices);
  const plans: Plan[] = [];
  for (const creation of creations) {
    const kind = REPEATABLE.includes(creation.type) ? undefined : KINDS[creation.type];
    let step = chosen.get(creation.urn);
    if (step === undefined) {
      const aws = connect(creation);
      if (kind !== undefined) await checkAccount(aws, resources);
      step = decide(creation, resources, await kind?.find(aws, creation.inputs));
    }
    plans.push({ creation, step });
  }
  return plans;
}

/** What a person decided, by URN. */
function matchChoices(
  creations: readonly Creation[],
  resources: readonly StateResource[],
  { take, forget }: Choices,
): ReadonlyMap<string, Step> {
  const ids = idsOf(resources);
  const taken = [...take].map(([given, id]): [string, Step] => {
    const creation = matchOne(creations, given, "--take");
    if (isInStack(creation, resources))
      throw new WrongOption(`--take: the stack has another ${given} already; remove ${id} in AWS`);
    if (ids.has(id)) throw new WrongOption(`--take: ${id} is in the stack already`);
    return [creation.urn, { step: "take", id }];
  });
  const forgotten = [...forget].map((given): [string, Step] => [
    matchOne(creations, given, "--forget").urn,
    { step: "forget", reason: "chosen" },
  ]);
  return new Map([...taken, ...forgotten]);
}

function matchOne(creations: readonly Creation[], given: string, option: string): Creation {
  const matching = creations.filter(({ name, urn }) => name === given || urn === given);
  const [creation] = matching;
  if (creation === undefined)
    throw new WrongOption(`${option}: the stack lists no creation of ${given} that an update had begun`);
  if (matching.length > 1)
    throw new WrongOption(
      `${option}: ${given} is the name of ${matching.length} resources; pass a URN: ${matching.map(({ urn }) => urn).join(", ")}`,
    );
  return creation;
}

/** In another account nothing is found, which must not be taken for an answer. */
async function checkAccount(aws: Aws, resources: readonly StateResource[]): Promise<void> {
  const arns = resources.map(({ type, outputs }) => (type.startsWith("aws:") ? outputs?.arn : undefined));
  const expected = arns.map((arn) => /^arn:[^:]+:[^:]+:[^:]*:(\d{12}):/.exec(String(arn))?.[1]).find(Boolean);
  if (expected === undefined) return;
  const { Account: account } = await (await aws.sts()).getCallerIdentity({});
  if (account !== expected)
    throw new Error(
      `the stack is in account ${expected}, these credentials are of ${account ?? "another"}; pass --profile`,
    );
}

/** Takes creations into the stack, and lets it forget the others. All have to be settled: Pulumi keeps none that is left out. */
export async function recover(stack: RecoverableStack, state: ExportedStack, plans: readonly Plan[]): Promise<void> {
  if (!plans.every(({ step }) => isSettled(step))) throw new Error("some creations are not settled");
  const ids = new Map(
    plans.flatMap(({ creation: { urn }, step }) => (step.step === "take" ? [[urn, step.id] as const] : [])),
  );
  await stack.write(withTaken(state, ids));
  if (ids.size === 0) return;
  try {
    await stack.refresh([...ids.keys()]);
  } catch (error) {
    const urns = [...ids.keys()].map((urn) => `'${urn}'`).join(" ");
    throw new Error(
      `${error instanceof Error ? error.message : String(error)}; the stack has taken ${urns}, and Pulumi has yet to read them from AWS: run pulumi refresh before pulumi up, or pulumi state delete for one whose id is wrong`,
      { cause: error },
    );
  }
  const taken = plans.map(({ creation }) => creation).filter(({ urn }) => ids.has(urn));
  await stack.write(withGivenInputs(await stack.read(), taken));
}
