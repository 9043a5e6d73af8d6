// Mocks for unit tests of programs that use the components, and what such tests need: `ghcr-fargate/testing`.

import * as pulumi from "@pulumi/pulumi";
import { answerOf } from "./awsLookups";
import { computedOf, DEFAULT_SCOPE, type Requested } from "./awsResources";

/** A resource as a program registers it: its type, its name, and its inputs without the wrappers of secrets. */
export type MockedResource = Requested;

/** What the mocks answer differently. */
export interface FargateMocksOptions {
  /**
   * The Region of the provider.
   * @default "eu-central-1"
   */
  readonly region?: string;
  /**
   * The account of the provider.
   * @default "123456789012"
   */
  readonly account?: string;
  /** Answers to lookups by token, such as `"aws:ec2/getVpcs:getVpcs"`; those of your program, or in place of the mocks' own. */
  readonly calls?: Readonly<Record<string, object | ((inputs: Record<string, unknown>) => object)>>;
  /** Outputs of resources by type, such as `"aws:s3/bucket:Bucket"`, besides their inputs and those that the mocks give. */
  readonly state?: Readonly<Record<string, object | ((resource: MockedResource) => object)>>;
}

/** Mocks for `pulumi.runtime.setMocks`. */
export interface FargateMocks extends pulumi.runtime.Mocks {
  /** What was registered so far, in order. */
  readonly resources: readonly MockedResource[];
  /** The resources of one type. */
  readonly ofType: (type: string) => MockedResource[];
}

/**
 * Mocks that answer what the components look up (account, Region, default VPC, subnets, zones, listeners, load balancers, hosted
 * zones), and give AWS resources ids, ARNs and names in AWS's own form. A lookup that they do not know answers its own inputs.
 *
 * @example
 * ```ts
 * const aws = fargateMocks();
 * pulumi.runtime.setMocks(aws);
 * ```
 */
export function fargateMocks(options: FargateMocksOptions = {}): FargateMocks {
  const { region = DEFAULT_SCOPE.region, account = DEFAULT_SCOPE.account, calls = {}, state = {} } = options;
  const resources: MockedResource[] = [];
  return {
    resources,
    ofType: (type) => resources.filter((resource) => resource.type === type),
    newResource: ({ type, name, inputs, id }) => {
      const given = withoutSecrets(inputs) as Record<string, unknown>;
      const resource = { type, name, inputs: given };
      resources.push(resource);
      const computed = computedOf(resource, { region, account });
      const own = answerFor(state[type], resource);
      return { id: id ?? computed.id, state: { ...computed.state, ...(inputs as object), ...own } };
    },
    call: ({ token, inputs }) => {
      const given = withoutSecrets(inputs) as Record<string, unknown>;
      return answerFor(calls[token], given) ?? answerOf(token, given, { region, account }) ?? given;
    },
  };
}

/** The value of an Output, secret or not; undefined where a preview does not know it. Rejects where its making failed. */
export function valueOf<T>(output: pulumi.Input<T>): Promise<pulumi.Unwrap<T> | undefined> {
  return (pulumi.output(output) as unknown as AwaitableOutput<pulumi.Unwrap<T>>).promise();
}

/** What the SDK's own code calls to wait for an Output. */
interface AwaitableOutput<T> {
  promise(): Promise<T | undefined>;
}

function answerFor<I>(answer: object | ((inputs: I) => object) | undefined, inputs: I): object | undefined {
  return typeof answer === "function" ? (answer as (inputs: I) => object)(inputs) : answer;
}

/** The SDK's mark of a wrapped value, and that of a secret. */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";

function withoutSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (typeof value !== "object" || value === null) return value;
  const record = value as Record<string, unknown>;
  if (record[SIGNATURE] === SECRET) return withoutSecrets(record.value);
  if (Reflect.getPrototypeOf(value) !== Object.prototype) return value; // what a preview does not know
  return Object.fromEntries(Object.entries(record).map(([key, each]) => [key, withoutSecrets(each)]));
}
