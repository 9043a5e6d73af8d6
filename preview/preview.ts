// Previews a user's program offline: reads the project, runs the program, and works out what is worth knowing of the result.

import { relative } from "node:path";
import { monthlyCost, type MonthlyCost } from "../model/monthlyCost";
import type { CapturedResource, Diagnostic, MissingValue, Properties, RunResult } from "./captured";
import { readConfig } from "./config";
import { costKnown, type CostKnown } from "./costSum";
import { findExposures, notExamined, type Exposure } from "./exposure/exposures";
import { missingDiagnostics, missingSecretMessage } from "./missingConfig";
import { parseAnswers, parseStackOutputs } from "./pairs";
import { readProject } from "./project";
import { hideSecrets } from "./hideSecrets";
import { resourceCosts, type Unpriced } from "./resourceCosts";
import { runProgram } from "./runProgram";
import { chooseStack } from "./stackChoice";
import { checkTypes } from "./typeCheck";
import { shortType } from "./typeNames";

/** What to preview. */
export interface PreviewOptions {
  /** The directory of a Pulumi project. */
  readonly directory: string;
  /** @default PULUMI_STACK's, else the selected one, else the only one there */
  readonly stack?: string;
  /** `key=value` texts that win over the stack's config. */
  readonly config: readonly string[];
  /** `STACK.KEY=value` texts: outputs of other stacks. */
  readonly stackOutputs?: readonly string[];
  /** `function=JSON` texts: what functions answer. */
  readonly answers?: readonly string[];
  /** Whether the program's types are checked too, as `pulumi up` does. @default false */
  readonly typeCheck?: boolean;
  readonly timeoutSeconds: number;
  /** Where AWS's variables for the Region are read, and Pulumi's for the stack. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Hears how many resources are registered so far. */
  readonly onRegistered?: (count: number) => void;
}

/** Everything that a preview shows, as plain data without secrets. */
export interface Preview {
  readonly project: string;
  readonly stack: string;
  readonly directory: string;
  readonly region: string;
  /** Whether the program ran to its end; if not, only the diagnostics are complete. */
  readonly finished: boolean;
  /** Whether `pulumi preview` would end well: the program finished and reported no error. */
  readonly succeeded: boolean;
  readonly resources: readonly CapturedResource[];
  /** How many of each type, the most frequent first. */
  readonly counts: readonly { readonly type: string; readonly count: number }[];
  readonly outputs: Properties;
  readonly diagnostics: readonly Diagnostic[];
  /** The functions that were answered with made-up values. */
  readonly lookups: readonly string[];
  readonly cost: MonthlyCost;
  /** How much of the cost its total is: where it is unknown, the total is of the priced lines alone. */
  readonly costKnown: CostKnown;
  /** What has a price that is not in the table. */
  readonly unpriced: readonly Unpriced[];
  readonly exposures: readonly Exposure[];
  /** The types of which is not known whether they open anything. */
  readonly notExamined: readonly string[];
}

const FALLBACK_AWS_REGION = "us-east-1";

/** Runs the program in a directory as `pulumi preview` would, without AWS. Throws `ProjectError` if there is none to run. */
export async function previewProgram(options: PreviewOptions): Promise<Preview> {
  const project = readProject(options.directory);
  const { name: stack, ...choice } = chooseStack(project, options.stack, options.env);
  const config = readConfig(project, { name: stack, ...choice }, options.config);
  const given = config.values["aws:region"] ?? options.env.AWS_REGION ?? options.env.AWS_DEFAULT_REGION;
  const region = given ?? FALLBACK_AWS_REGION;
  const { workingDirectory, main, typescript, nodeArgs } = project;
  const { timeoutSeconds } = options;
  const [run, typeErrors] = await Promise.all([
    runProgram(
      {
        project: project.name,
        stack,
        organization: choice.organization,
        workingDirectory,
        main,
        typescript,
        config: { "aws:region": region, ...config.values },
        secretKeys: config.secretKeys,
        region,
        stackOutputs: parseStackOutputs(options.stackOutputs ?? []),
        answers: parseAnswers(options.answers ?? []),
      },
      { timeoutSeconds, nodeArgs, ...(options.onRegistered && { onRegistered: options.onRegistered }) },
    ),
    options.typeCheck && typescript ? checkTypes({ directory: workingDirectory, main }, { timeoutSeconds }) : [],
  ]);

  const secretKeys = new Set([...config.secretKeys, ...run.secretKeysRead]);
  const secrets = Object.entries(config.values).flatMap(([key, value]) =>
    secretKeys.has(key) ? secretTexts(value) : [],
  );
  const { resources, outputs, diagnostics } = withoutSecrets(run, secrets);
  const refusal = refusals(
    { ...run, diagnostics },
    { typeErrors, missingConfig: config.missing, directory: workingDirectory },
  );
  const finished = run.finished && refusal === undefined;
  const all = [...config.diagnostics, ...(refusal ?? diagnostics), ...typeErrors.filter(isWarning)];
  const needsRegion = resources.some(({ type, provider }) => type.startsWith("aws:") && provider === undefined);
  if (finished && given === undefined && (run.regionRead || needsRegion))
    all.push({
      severity: "warning",
      message: `aws:region is not set; ${FALLBACK_AWS_REGION} is assumed; set it with: pulumi config set aws:region REGION`,
    });
  if (finished && resources.length === 0)
    all.push({ severity: "warning", message: createsNothing(run.entry ?? "", workingDirectory) });
  const { items, unpriced } = resourceCosts(resources);
  const cost = monthlyCost(items);
  return {
    project: project.name,
    stack,
    directory: workingDirectory,
    region,
    finished,
    succeeded: finished && !all.some(({ severity }) => severity === "error"),
    resources,
    counts: countTypes(resources),
    outputs,
    diagnostics: all,
    lookups: run.lookups,
    cost,
    costKnown: costKnown({ cost, unpriced }),
    unpriced,
    exposures: findExposures(resources),
    notExamined: notExamined(resources),
  };
}

/** What `pulumi preview` would refuse to go on with, if anything: type errors, else what is missing. */
function refusals(
  run: Pick<RunResult, "diagnostics" | "missing" | "finished">,
  {
    typeErrors,
    missingConfig,
    directory,
  }: {
    readonly typeErrors: readonly Diagnostic[];
    readonly missingConfig: readonly MissingValue[];
    readonly directory: string;
  },
): readonly Diagnostic[] | undefined {
  const wrongTypes = typeErrors.filter((diagnostic) => !isWarning(diagnostic));
  if (wrongTypes.length > 0) return wrongTypes;
  const missing = [
    ...missingConfig,
    ...run.missing.filter(({ name }) => !missingConfig.some((one) => one.name === name)),
  ];
  if (missing.every(({ secret }) => secret)) return undefined;
  // What went wrong after a value was made up came of that.
  const stopped = run.finished ? undefined : run.diagnostics.find(({ severity }) => severity === "error");
  const named = missing.map(({ name }) => missingSecretMessage(name));
  const others = run.diagnostics.filter((each) => isWarning(each) && !named.includes(each.message));
  return [...missingDiagnostics(missing, directory, stopped), ...others];
}

function isWarning({ severity }: Diagnostic): boolean {
  return severity !== "error";
}

/** A program without a package.json of its own may not be what Pulumi runs: the nearest one's `main` or `exports` wins. */
function createsNothing(entry: string, directory: string): string {
  const elsewhere = relative(directory, entry).startsWith("..");
  const hint = elsewhere
    ? `, which package.json names; write "main: index.ts" in Pulumi.yaml to run the program in ${directory}`
    : "";
  return `${entry} creates nothing${hint}`;
}

function countTypes(resources: readonly CapturedResource[]): Preview["counts"] {
  const counts = new Map<string, number>();
  for (const { type } of resources) counts.set(shortType(type), (counts.get(shortType(type)) ?? 0) + 1);
  return [...counts]
    .map(([type, count]) => ({ type, count }))
    .sort((a, b) => b.count - a.count || (a.type < b.type ? -1 : 1));
}

/** A secret value, and the texts in it if it is JSON. */
function secretTexts(value: string): string[] {
  const texts = (part: unknown): string[] => {
    if (typeof part === "string") return [part];
    return typeof part === "object" && part !== null ? Object.values(part).flatMap(texts) : [];
  };
  try {
    return [value, ...texts(JSON.parse(value))];
  } catch {
    return [value];
  }
}

/** Field by field: a secret that happens to read `error` must not touch a severity. */
function withoutSecrets(
  run: RunResult,
  secrets: readonly string[],
): Pick<RunResult, "resources" | "outputs" | "diagnostics"> {
  return {
    resources: run.resources.map((resource) => {
      const { urn, name, parent, inputs, dependencies, propertyDependencies } = resource;
      const texts = { urn, name, inputs, dependencies, propertyDependencies, ...(parent !== undefined && { parent }) };
      return { ...resource, ...hideSecrets(texts, secrets) };
    }),
    outputs: hideSecrets(run.outputs, secrets),
    diagnostics: run.diagnostics.map((diagnostic) => ({
      ...diagnostic,
      message: hideSecrets(diagnostic.message, secrets),
    })),
  };
}
