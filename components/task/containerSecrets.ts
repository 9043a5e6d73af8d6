// The secrets of the containers: names become ARNs, and the keys that encrypt them are found, before anything is created.

import * as pulumi from "@pulumi/pulumi";
import { unknown } from "@pulumi/pulumi/output";
import type { AwsEnvironment } from "../../model/policies";
import { parameterArn, parseSecretReference, type SecretReference } from "../../model/secretReferences";
import { isEngineAttached } from "../../rollout/engine";
import { entryPath, failLate, isPlain, argumentPath } from "../component/argumentChecks";
import { awsEnvironmentOf } from "../component/childContext";
import { LOOKUP_OF_SECRETS, lookUpSecret, type FoundSecret, type UnreadKey } from "./secretLookup";
import type { ContainerPlan } from "./container";
import type { LogDriverPlan } from "./logDriver";

/** What the task's secrets are read from. */
export interface ContainerSecrets {
  /** What ECS gets for a secret as it is planned: an ARN. */
  readonly valueFrom: (planned: pulumi.Input<string>) => pulumi.Input<string>;
  /** The customer-managed keys that were found. */
  readonly keyArns: pulumi.Input<readonly string[]>;
  /** Fails for secrets that do not exist; undefined where nothing is looked up before anything is created. */
  readonly exist: pulumi.Output<unknown> | undefined;
}

/** The secrets of a plan: those of its containers, and those of the log driver. */
interface PlannedSecrets {
  /** What is called, for errors. */
  readonly subject: string;
  readonly containers: readonly Pick<ContainerPlan, "path" | "settings">[];
  readonly logs: { readonly driver: Pick<LogDriverPlan, "secretOptions"> };
  /** Undefined where the keys are looked up. */
  readonly secretKeyArns: readonly pulumi.Input<string>[] | undefined;
}

/**
 * Looks up the secrets: each name, and the key of each secret unless `secretKeyArns` is set. Nothing is looked up in unit tests, nor in
 * previews without AWS. Only what a program passes as a plain value is refused before anything is created: another one may be of a
 * secret that the program creates.
 */
export function findSecrets(plan: PlannedSecrets, parent: pulumi.ComponentResource): ContainerSecrets {
  const references = referencesOf(plan);
  if (references.size === 0) return { valueFrom: (planned) => planned, keyArns: [], exist: undefined };
  const lookup: Lookup = {
    parent,
    subject: plan.subject,
    findsKeys: plan.secretKeyArns === undefined,
    known: new Map(),
  };
  const environment = awsEnvironmentOf(parent);
  const found = new Map<pulumi.Input<string>, pulumi.Output<ContainerSecret>>();
  for (const [planned, path] of references) {
    const late = !isPlain(planned);
    if (!late && !needsLookup(planned, lookup)) continue;
    const position = { path, late };
    found.set(
      planned,
      pulumi.all([planned, environment]).apply(([text, known]) => find(text, known, { ...lookup, ...position })),
    );
  }
  const plain = [...found].filter(([planned]) => isPlain(planned)).map(([, output]) => output);
  return {
    valueFrom: (planned) =>
      isPlain(planned) && isArn(planned)
        ? planned
        : (found.get(planned)?.apply(({ valueFrom }) => valueFrom ?? (unknown as string)) ?? planned),
    keyArns: pulumi
      .all([...found.values()])
      .apply((all) =>
        all.some(({ skipped }) => skipped) ? (unknown as []) : all.flatMap(({ keyArn }) => keyArn ?? []),
      ),
    exist: plain.length === 0 || !isEngineAttached() ? undefined : judge(plain, lookup),
  };
}

/** Each secret as it is planned, once, with the path of the argument that names it first. */
function referencesOf({ containers, logs }: PlannedSecrets): Map<pulumi.Input<string>, string> {
  const records = [
    ...containers.map(({ path, settings: { secrets = {} } }) => ({ path: argumentPath(path, "secrets"), secrets })),
    { path: "logs.secretOptions", secrets: logs.driver.secretOptions },
  ];
  const first = new Map<pulumi.Input<string>, string>();
  for (const { path, secrets } of records)
    for (const [key, planned] of Object.entries(secrets))
      if (!first.has(planned)) first.set(planned, entryPath(path, key));
  return first;
}

interface Lookup {
  readonly parent: pulumi.ComponentResource;
  readonly subject: string;
  readonly findsKeys: boolean;
  /** Secrets by their names or ARNs: several variables may be read from one. */
  readonly known: Map<string, Promise<FoundSecret>>;
}

/** A secret, and what ECS gets for it: undefined where that is not known in a preview. */
interface ContainerSecret extends Omit<FoundSecret, "arn"> {
  readonly valueFrom: string | undefined;
}

const isArn = (text: string): boolean => parseSecretReference(text)?.arn !== undefined;

function needsLookup(text: string, { findsKeys }: Lookup): boolean {
  return !isArn(text) || (findsKeys && isEngineAttached());
}

/** Where a reference stands; `late`: it is known by and by, as that of a secret that the program creates. */
interface Position {
  readonly path: string;
  readonly late: boolean;
}

async function find(text: string, environment: AwsEnvironment, lookup: Lookup & Position): Promise<ContainerSecret> {
  const reference = typeof text === "string" ? parseSecretReference(text) : undefined; // mocks may give none
  if (reference === undefined || !needsLookup(text, lookup)) return { valueFrom: text };
  if (!isEngineAttached()) return { valueFrom: madeUpArn(reference, environment) };
  const { store, name, suffix } = reference;
  const key = name === undefined ? reference.arn : `${store}:${name}`;
  const search = lookup.known.get(key) ?? lookUpSecret(reference, { ...lookup, environment });
  lookup.known.set(key, search);
  const { arn, ...found } = await search;
  const { problem, unread } = found;
  if (lookup.late && problem !== undefined) return failLate(lookup.subject, [problem]);
  if (lookup.late && unread !== undefined) await warnOfKeys([unread], lookup.parent);
  return { valueFrom: arn && `${arn}${suffix}`, ...found };
}

/** In a unit test nothing is known of a secret but its name: the six characters at the end are made up. */
function madeUpArn({ store, name = "", suffix }: SecretReference, environment: AwsEnvironment): string {
  const { partition, region, account } = environment;
  if (store === "ssm") return parameterArn(environment, name);
  return `arn:${partition}:secretsmanager:${region}:${account}:secret:${name}-AbCdEf${suffix}`;
}

/** Fails with all problems at once, and warns of keys that nothing is known of. */
function judge(found: readonly pulumi.Output<ContainerSecret>[], { subject, parent }: Lookup): pulumi.Output<void> {
  return pulumi.all([...found]).apply(async (all): Promise<void> => {
    const problems = distinct(all.map(({ problem }) => problem));
    if (problems.length > 0) return failLate(subject, problems);
    const unread = distinct(all.map((each) => each.unread));
    if (unread.length > 0) await warnOfKeys(unread, parent);
  });
}

// Missing rights are a warning: the key may be AWS's own.
async function warnOfKeys(unread: readonly UnreadKey[], parent: pulumi.Resource): Promise<void> {
  const paths = unread.map(({ path }) => path).join(", ");
  await pulumi.log.warn(
    `${paths}: which key encrypts ${unread.length === 1 ? "it" : "them"} could not be looked up (${unread[0]?.reason ?? ""}); no task starts if it is a ` +
      "key of yours that the execution role may not use: set secretKeyArns to its ARN, or to [] if there is none, or allow " +
      `${LOOKUP_OF_SECRETS}, ssm:DescribeParameters and kms:DescribeKey where Pulumi runs`,
    parent,
  );
}

/** Several variables of one secret have one problem: that of the first. */
function distinct<T extends { readonly path: string }>(found: readonly (T | undefined)[]): T[] {
  return [...new Map(found.flatMap((each) => (each === undefined ? [] : [[each.path, each]]))).values()];
}
