// Previews a user's program offline: reads the project, runs the program, and works out what is worth knowing of the result.

import { relative } from "node:path";
import { monthlyCost, type MonthlyCost } from "../model/monthlyCost";
import type { CapturedResource, Diagnostic, Properties, RunResult } from "./captured";
import { DEFAULT_STACK, readConfig } from "./config";
import { findExposures, type Exposure } from "./exposures";
import { readProject } from "./project";
import { hideSecrets } from "./hideSecrets";
import { resourceCosts } from "./resourceCosts";
import { runProgram } from "./runProgram";
import { shortType } from "./typeNames";

/** What to preview. */
export interface PreviewOptions {
  /** The directory of a Pulumi project. */
  readonly directory: string;
  /** @default dev, whether or not it has a file */
  readonly stack?: string;
  /** `key=value` texts that win over the stack's config. */
  readonly config: readonly string[];
  readonly timeoutSeconds: number;
  /** Where AWS's own variables for the region are looked for. */
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
  /** What has a price that is not in the table. */
  readonly unpriced: readonly string[];
  readonly exposures: readonly Exposure[];
}

const FALLBACK_AWS_REGION = "us-east-1";

/** Runs the program in a directory as `pulumi preview` would, without AWS. Throws `ProjectError` if there is none to run. */
export async function previewProgram(options: PreviewOptions): Promise<Preview> {
  const project = readProject(options.directory);
  const config = readConfig(project, options.stack, options.config);
  const stack = options.stack ?? DEFAULT_STACK;
  const region = config.values["aws:region"] ?? options.env.AWS_REGION ?? options.env.AWS_DEFAULT_REGION;
  const { workingDirectory, main, typescript, nodeArgs } = project;
  const run = await runProgram(
    {
      project: project.name,
      stack,
      workingDirectory,
      main,
      typescript,
      config: config.values,
      secretKeys: config.secretKeys,
      region: region ?? FALLBACK_AWS_REGION,
    },
    {
      timeoutSeconds: options.timeoutSeconds,
      nodeArgs,
      ...(options.onRegistered && { onRegistered: options.onRegistered }),
    },
  );

  const secretKeys = new Set([...config.secretKeys, ...run.secretKeysRead]);
  const secrets = Object.entries(config.values).flatMap(([key, value]) =>
    secretKeys.has(key) ? secretTexts(value) : [],
  );
  const { resources, outputs, diagnostics } = withoutSecrets(run, secrets);
  const all = [...config.diagnostics, ...diagnostics];
  if (region === undefined && resources.some(({ type, provider }) => type.startsWith("aws:") && provider === undefined))
    all.push({
      severity: "warning",
      message: `aws:region is not set; ${FALLBACK_AWS_REGION} is assumed; set it with: pulumi config set aws:region REGION`,
    });
  if (run.finished && resources.length === 0)
    all.push({ severity: "warning", message: createsNothing(run.entry ?? "", workingDirectory) });
  const { items, unpriced } = resourceCosts(resources);
  return {
    project: project.name,
    stack,
    directory: workingDirectory,
    region: region ?? FALLBACK_AWS_REGION,
    finished: run.finished,
    succeeded: run.finished && !all.some(({ severity }) => severity === "error"),
    resources,
    counts: countTypes(resources),
    outputs,
    diagnostics: all,
    lookups: run.lookups,
    cost: monthlyCost(items),
    unpriced,
    exposures: findExposures(resources),
  };
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
