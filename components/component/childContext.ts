// What every child of a component is created with.

import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { AwsEnvironment } from "../../model/policies";
import { answered, MADE_UP } from "./unitTests";

/** What a component's children share. */
export interface ChildContext {
  /** The component, for lookups and log messages. */
  readonly parent: pulumi.ComponentResource;
  /** The options of every child: its parent, and the checks that have to pass before any child is created. */
  readonly options: ChildOptions;
  /** The partition, Region and account of the component's AWS provider. */
  readonly awsEnvironment: pulumi.Output<AwsEnvironment>;
  readonly tags: Tags | undefined;
  /** The permissions boundary of every created role. */
  readonly permissionsBoundary: pulumi.Input<string> | undefined;
}

/** The options of every child. */
export interface ChildOptions {
  readonly parent: pulumi.ComponentResource;
  readonly dependsOn?: Promise<pulumi.Resource>[];
}

/** Tags of every child that can have some. */
export type Tags = Record<string, pulumi.Input<string>>;

/** What a component says of its children. */
export interface ChildSettings {
  readonly tags: Tags | undefined;
  readonly permissionsBoundary?: pulumi.Input<string> | undefined;
  /** What has to be found in order before any child is created: an output that fails stops all of them. */
  readonly preconditions?: readonly pulumi.Output<unknown>[];
}

/** The context of a component's children. Looks up the provider's account and Region. */
export function childContext(parent: pulumi.ComponentResource, settings: ChildSettings): ChildContext {
  const { tags, permissionsBoundary, preconditions = [] } = settings;
  return {
    parent,
    options: preconditions.length === 0 ? { parent } : { parent, dependsOn: [allSettled(preconditions)] },
    awsEnvironment: awsEnvironmentOf(parent),
    tags,
    permissionsBoundary,
  };
}

/**
 * Resolves to no resource once every output is known, or known to be unknown in a preview; rejects with the first failure. An
 * Output in `dependsOn` would make each child depend on every resource behind it. The SDK takes a promise of a list too, but makes an
 * Output of it for each child unless it is in a list: that saves 830 of 8,700 promises (`npm run bench`).
 */
function allSettled(outputs: readonly pulumi.Output<unknown>[]): Promise<pulumi.Resource> {
  const promises = outputs.map((output) => (output as unknown as SettlingOutput).promise());
  const settled = Promise.all(promises).then(() => [] as unknown as pulumi.Resource);
  settled.catch(() => undefined); // reported by each child that waits for it
  return settled;
}

/** What the SDK's own code calls to wait for an Output, whether its value is known or not. */
interface SettlingOutput {
  promise(): Promise<unknown>;
}

const environments = new WeakMap<object, pulumi.Output<AwsEnvironment>>();

/**
 * Where a component's provider creates things, looked up once per provider: a program with hundreds of services waits for two
 * lookups, and each service saves 1,100 of 8,900 promises (`npm run bench`).
 */
export function awsEnvironmentOf(parent: pulumi.ComponentResource): pulumi.Output<AwsEnvironment> {
  // The default provider is no object of the program. The connection to the engine stands for it: each run has its own.
  const provider = parent.getProvider("aws:index/getRegion:getRegion") ?? pulumi.runtime.getMonitor();
  const known = provider && environments.get(provider);
  if (known !== undefined) return known;
  const environment = lookUpAwsEnvironment(parent);
  if (provider !== undefined) environments.set(provider, environment);
  return environment;
}

function lookUpAwsEnvironment(parent: pulumi.ComponentResource): pulumi.Output<AwsEnvironment> {
  const identity = aws.getCallerIdentityOutput({}, { parent });
  const { region } = aws.getRegionOutput({}, { parent });
  return pulumi.all([identity.arn, identity.accountId, region]).apply(([arn, account, name]) => ({
    partition: answered(arn, "arn:aws").split(":")[1] ?? "aws",
    region: answered(name, MADE_UP.region),
    account: answered(account, MADE_UP.account),
    ...([arn, account, name].includes(undefined as never) && { madeUp: true }),
  }));
}

const derived = new WeakMap<pulumi.Output<AwsEnvironment>, Map<unknown, pulumi.Output<unknown>>>();

/** What follows from the account and Region alone, made once for all components there: that saves 140 of 7,900 promises (`npm run bench`). */
export function derive<T>(
  awsEnvironment: pulumi.Output<AwsEnvironment>,
  from: (environment: AwsEnvironment) => T,
): pulumi.Output<T> {
  const made = derived.get(awsEnvironment) ?? new Map<unknown, pulumi.Output<unknown>>();
  derived.set(awsEnvironment, made);
  const value = made.get(from) ?? awsEnvironment.apply(from);
  made.set(from, value);
  return value as pulumi.Output<T>;
}

/** The Region: `derive(awsEnvironment, regionOf)`. */
export const regionOf = ({ region }: AwsEnvironment): string => region;
