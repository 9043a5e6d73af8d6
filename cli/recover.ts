// `ghcr-fargate recover`: what a killed update had begun to create, found in AWS and taken into the stack.

import { connectAws } from "../operations/aws";
import type { Creation } from "../operations/pending/creation";
import { planRecovery, recover, type Plan } from "../operations/pending/recover";
import { isSettled } from "../operations/pending/steps";
import { projectFolder, SelectedStack } from "../operations/selectedStack";
import { EXIT, exiting } from "./serviceCommand";
import type { AddCommand, Terminal } from "./terminal";
import { parseRegion, UsageError } from "./usage";

interface Options {
  readonly stack?: string;
  readonly region?: string;
  readonly profile?: string;
  readonly take: ReadonlyMap<string, string>;
  readonly forget: ReadonlySet<string>;
  readonly yes?: true;
  readonly json?: true;
}

/** Adds `recover`. */
export const addRecover: AddCommand = (program, terminal) => {
  program
    .command("recover")
    .description(
      "after a killed update: take what it had begun to create into the stack, so that nothing is left behind",
    )
    .option("-s, --stack <name>", "the stack of this Pulumi project (default: PULUMI_STACK, else the selected one)")
    .option(
      "--region <region>",
      "the Region (default: the provider's in the stack, else as the AWS CLI finds it)",
      parseRegion,
    )
    .option(
      "--profile <name>",
      "a profile of the AWS configuration (default: the provider's, else as the AWS CLI finds it)",
    )
    .option("--take <name=id>", "take this one; for what looks alike in AWS; can be repeated", addChoice, new Map())
    .option("--forget <name>", "AWS does not have this one; can be repeated", addForgotten, new Set())
    .option("-y, --yes", "change the stack's state; without it the command only says what it would do")
    .option("--json", "print JSON")
    .addHelpText(
      "after",
      `
Run it after pulumi cancel and before the next pulumi up. A creation that AWS carried out, and of which Pulumi did not hear any more, is
in AWS and not in the stack. What has the name that Pulumi made up for it, or is part of something that the stack has, is taken into
the stack. What only looks alike is listed, for --take or to be removed; what a later update has made again is listed with the
command that removes the first one. --yes does nothing until all is decided, since Pulumi then forgets the whole list. Nothing in AWS
is changed.

Exit codes:
  0  nothing is pending, or all of it was settled
  1  something is pending: decide what it lists, then run it with --yes
  3  AWS or Pulumi could not be asked, or refused
  64 wrong options

Permissions: for what was pending, of secretsmanager:DescribeSecret, kms:DescribeKey, kms:ListKeys, kms:ListAliases, iam:GetRole,
iam:GetRolePolicy, logs:DescribeLogGroups, cloudwatch:DescribeAlarms, ecs:DescribeClusters, ecs:DescribeServices,
application-autoscaling:DescribeScalingPolicies, elasticloadbalancing:Describe*, ec2:Describe*; with --yes those of pulumi refresh.

Examples:
  $ ghcr-fargate recover
  $ ghcr-fargate recover --yes
  $ ghcr-fargate recover --take web-key=1234abcd-12ab-34cd-56ef-1234567890ab --yes`,
    )
    .action((options: Options) => exiting(terminal, options, () => run(options, terminal)));
};

function addChoice(given: string, chosen: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const at = given.lastIndexOf("=");
  if (at < 1 || at === given.length - 1) throw new UsageError(`--take: "${given}" must be NAME=ID`);
  return new Map([...chosen, [given.slice(0, at), given.slice(at + 1)]]);
}

function addForgotten(given: string, forgotten: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...forgotten, given]);
}

async function run({ stack: wanted, region, profile, yes, json, ...choices }: Options, terminal: Terminal) {
  const project = projectFolder(process.cwd());
  if (project === undefined) throw new UsageError("no Pulumi project here; run this in one");
  const stack = await SelectedStack.open(project, wanted);
  const state = await stack.read();
  const connect = (creation: Creation) =>
    connectAws({ region: region ?? creation.region, profile: profile ?? creation.profile });
  const plans = await planRecovery(state, connect, choices);
  const undecided = plans.filter(({ step }) => !isSettled(step)).length;
  const done = yes === true && undecided === 0 && plans.length > 0;
  if (done) await recover(stack, state, plans);
  if (json) terminal.write(`${JSON.stringify(plans.map(toJson))}\n`);
  else terminal.write(render(plans, { stack: stack.name, region, done, undecided }));
  return done || plans.length === 0 ? EXIT.ok : EXIT.failed;
}

function toJson({ creation: { urn, name, type }, step }: Plan): object {
  return { urn, name, type, ...step };
}

/** Why something is to be removed. */
const LEFT = {
  again: "the stack has another one; the one of the killed update stayed behind",
  unfinished: "it is in AWS, but not as it should be: the update was killed between two calls",
} as const;

interface Rendered {
  readonly stack: string;
  readonly region: string | undefined;
  readonly done: boolean;
  readonly undecided: number;
}

function render(plans: readonly Plan[], { stack, region, done, undecided }: Rendered): string {
  if (plans.length === 0) return `Stack ${stack} lists no creation that an update had begun.\n`;
  const end = done
    ? "Done. Go on with pulumi up."
    : undecided > 0
      ? `Nothing is changed: ${undecided} of ${plans.length} to be decided first, see above.`
      : "Nothing is changed yet: run it again with --yes.";
  return `${[...plans.flatMap((plan) => renderPlan(plan, region, done)), "", end].join("\n")}\n`;
}

/** Why the stack may forget a creation. */
const FORGOTTEN = {
  absent: "not in AWS, or in the stack already",
  repeatable: "pulumi up repeats it, and leaves nothing behind",
  chosen: "not in AWS, as you say",
} as const;

function renderPlan({ creation, step }: Plan, region: string | undefined, done: boolean): string[] {
  const { name, type, inputs } = creation;
  const aws = `aws --region ${region ?? creation.region ?? "REGION"}`;
  const title = `${name} (${type}): `;
  switch (step.step) {
    case "take":
      return [`${title}${done ? "taken" : "would be taken"} into the stack as ${step.id}`];
    case "forget":
      return [`${title}${FORGOTTEN[step.reason]}; ${done ? "no longer" : "would no longer be"} listed as begun`];
    case "remove":
      return [`${title}${LEFT[step.reason]}. Remove it:`, ...step.found.map(({ remove }) => `  ${aws} ${remove}`)];
    case "choose":
      return [
        `${title}may be one of these in AWS. Look at them, and pass --take with the one that is, or remove it and pass --forget ${name}:`,
        ...step.found.flatMap(({ id, remove }) => [`  --take ${name}=${id}`, `  ${aws} ${remove}`]),
      ];
    case "look":
      return [
        `${title}this command does not know how to find it. Look for it in AWS${typeof inputs.name === "string" ? `, by its name ${inputs.name}` : ""}, and pass --take ${name}=ID, with the id that pulumi import takes, or --forget ${name}`,
      ];
  }
}
