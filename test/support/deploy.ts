// Runs a program as Pulumi would, under its runtime mocks, and returns all that was asked of the engine.
// Not proven here: that AWS accepts it. An engine is only there if a test asks for one, and then a stand-in that takes logs.

import * as pulumi from "@pulumi/pulumi";
import type { RegisterResourceRequest, ReadResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import { answerOf } from "../../testing/awsLookups";
import { computedOf, DEFAULT_SCOPE, physicalNameOf, type Requested, type Scope } from "../../testing/awsResources";
import { captureLogs, collectRejections, type LogLine } from "./capture";
import { withEngine, type EngineStandIn } from "./engineStandIn";
import { leaksOf } from "./leaks";
import { asSent, plain, PROJECT, recordOf, STACK, STACK_TYPE, urnOf, type Recorded } from "./recorded";

/** How the program runs, and where the stand-in for AWS answers differently. */
export interface DeployOptions {
  /** A preview: ids and computed outputs are unknown. */
  readonly preview?: boolean;
  /** Configuration: `{ "aws:region": "us-east-1", size: "2" }`; a key without namespace is the project's. */
  readonly config?: Record<string, string>;
  readonly secretConfig?: Record<string, string>;
  /** Answers to lookups, by token (`aws:ec2/getVpc:getVpc`). One that throws is a lookup that fails. */
  readonly calls?: Record<string, object | ((inputs: Record<string, unknown>, scope: Scope) => object)>;
  /** Outputs of resources, by name or type; in a preview only these are known. */
  readonly state?: Record<string, object | ((resource: Requested) => object)>;
  /** Let the program find an engine attached, as in a real preview or update. @default false, as in a unit test */
  readonly engine?: boolean;
  /** Return the errors in `errors`, where they are otherwise thrown. */
  readonly mayFail?: boolean;
}

/** A lookup that the program made. */
export interface RecordedCall {
  readonly token: string;
  readonly inputs: Record<string, unknown>;
  /** The name of the explicit provider. */
  readonly provider?: string;
}

/** What a program asked of the engine. */
export interface Deployment {
  /** In the order of registration, without the stack. */
  readonly resources: readonly Recorded[];
  readonly calls: readonly RecordedCall[];
  /** What the program returned, resolved; UNKNOWN where a preview does not know. */
  readonly outputs: Record<string, unknown>;
  readonly errors: readonly Error[];
  readonly logs: readonly LogLine[];
  /** The messages of `logs` that are warnings. */
  readonly warnings: readonly string[];
  /** `type name` of every resource, sorted. */
  readonly list: () => string[];
  /** The resource of this name (and type, where several share it). Throws if there is not exactly one. */
  readonly find: (name: string, type?: string) => Recorded;
  /** The one resource of this type. Throws if there is not exactly one. */
  readonly only: (type: string) => Recorded;
  readonly ofType: (type: string) => Recorded[];
  /** Every place where the secret stands in clear: inputs, outputs, names, lookups, log lines and errors. */
  readonly leaks: (secret: string) => string[];
}

type Program = () => unknown;

/** Runs the program to its end. Serially: a process has one Pulumi runtime. */
export function deploy(program: Program, options: DeployOptions = {}): Promise<Deployment> {
  return options.engine === true ? withEngine((standIn) => run(program, options, standIn)) : run(program, options);
}

async function run(program: Program, options: DeployOptions, standIn?: EngineStandIn): Promise<Deployment> {
  const engine = new Engine(options);
  setConfig(options);
  engine.attach();
  standIn?.attach();
  const rejections = collectRejections();
  const logs = captureLogs();
  let outputs: Record<string, unknown> = {};
  try {
    const ran = pulumi.runtime.runInPulumiStack(async () => {
      const returned = await program();
      if (!isRecord(returned)) return {};
      outputs = plain(await value(pulumi.output(returned))) as Record<string, unknown>;
      return returned;
    });
    await Promise.race([ran, rejections.first]);
  } catch (error) {
    rejections.add(error);
  } finally {
    await settled(engine, rejections.first);
    logs.restore();
    rejections.restore();
  }
  const errors = [...rejections.errors, ...outputsInText(engine.recorded)];
  const [first, ...others] = errors;
  if (first && options.mayFail !== true) {
    throw others.length === 0 ? first : new AggregateError(errors, errors.map(({ message }) => message).join("\n"));
  }
  return describe(engine, outputs, errors, [...logs.lines, ...(standIn?.lines ?? [])]);
}

/** The value of an Output. Rejects where its making failed, unlike an `apply` that nobody awaits. */
export function value<T>(output: pulumi.Input<T>): Promise<pulumi.Unwrap<T>> {
  const inner = pulumi.output(output) as unknown as { promise: (withUnknowns: boolean) => Promise<pulumi.Unwrap<T>> };
  return inner.promise(true);
}

/** Plays the engine: gives out URNs, refuses a second use of one, remembers every request. */
class Engine {
  readonly recorded: Recorded[] = [];
  readonly calls: RecordedCall[] = [];
  private readonly scopes = new Map<string, Scope>();
  private requests = 0;

  constructor(private readonly options: DeployOptions) {}

  get resources(): Recorded[] {
    return this.recorded.filter(({ type }) => type !== STACK_TYPE);
  }

  /** Grows with everything that is asked, so that a standstill can be seen. */
  get activity(): number {
    return this.requests;
  }

  attach(): void {
    void pulumi.runtime.setMocks(
      {
        newResource: (args) => this.create(args),
        call: ({ token, inputs, provider }) => this.lookUp(token, inputs as Record<string, unknown>, provider),
      },
      PROJECT,
      STACK,
      this.options.preview ?? false,
    );
    const monitor = pulumi.runtime.getMonitor() as unknown as Monitor;
    monitor.newUrn = urnOf;
    const register = monitor.registerResource.bind(monitor);
    const read = monitor.readResource.bind(monitor);
    const registerOutputs = monitor.registerResourceOutputs.bind(monitor);
    monitor.registerResource = (request, callback) => this.record(request, callback, register);
    monitor.readResource = (request, callback) => this.record(request, callback, read);
    monitor.registerResourceOutputs = (request, callback) => {
      this.requests += 1;
      const resource = this.recorded.find(({ urn }) => urn === request.getUrn());
      const rawOutputs = request.getOutputs()?.toJavaScript() ?? {};
      if (resource) Object.assign(resource, { rawOutputs, outputs: plain(rawOutputs) });
      registerOutputs(request, callback);
    };
  }

  private record<R extends RegisterResourceRequest | ReadResourceRequest>(
    request: R,
    callback: Callback,
    next: (request: R, callback: Callback) => unknown,
  ): void {
    this.requests += 1;
    const urn = urnOf(request.getParent(), request.getType(), request.getName());
    if (this.recorded.some((other) => other.urn === urn)) {
      const details = `Duplicate resource URN '${urn}'; try giving it a unique name`;
      callback(Object.assign(new Error(details), { details, code: 2 }), undefined);
      return;
    }
    this.recorded.push(recordOf(request, urn));
    next(request, callback);
  }

  private create({ type, name, id: givenId, provider, ...args }: pulumi.runtime.MockResourceArgs) {
    const inputs = args.inputs as Record<string, unknown>;
    const resource: Requested = { type, name, inputs: plain(inputs) as Record<string, unknown> };
    if (type === "pulumi:providers:aws") {
      this.scopes.set(name, scopeOf(resource.inputs));
      return { id: `${name}-id`, state: inputs };
    }
    const override = this.options.state?.[name] ?? this.options.state?.[type];
    const given = typeof override === "function" ? (override as (r: Requested) => object)(resource) : override;
    if (this.options.preview) {
      const autoName = type.startsWith("aws:") ? { name: physicalNameOf(resource) } : {};
      return { id: givenId, state: { ...autoName, ...inputs, ...given } };
    }
    const { id, state } = computedOf(resource, this.scope(provider));
    return { id: givenId || id, state: { ...state, ...inputs, ...given } };
  }

  private lookUp(token: string, inputs: Record<string, unknown>, provider?: string): Record<string, unknown> {
    this.requests += 1;
    this.calls.push({ token, inputs, provider: providerName(provider) });
    const override = this.options.calls?.[token];
    try {
      const answer =
        typeof override === "function"
          ? (override as (i: object, s: Scope) => object)(inputs, this.scope(provider))
          : (override ?? answerOf(token, inputs, this.scope(provider)));
      if (!answer) throw new Error(`no stand-in answers ${token}: give one in deploy's option "calls"`);
      return answer as Record<string, unknown>;
    } catch (error) {
      // The SDK shows `details` and loses the message.
      throw Object.assign(error as Error, { details: (error as Error).message });
    }
  }

  private scope(provider: string | undefined): Scope {
    return this.scopes.get(providerName(provider) ?? "") ?? scopeOf({ region: this.options.config?.["aws:region"] });
  }
}

type Callback = (error: Error | null, response: unknown) => void;

interface Monitor {
  newUrn: typeof urnOf;
  registerResource: (request: RegisterResourceRequest, callback: Callback) => unknown;
  readResource: (request: ReadResourceRequest, callback: Callback) => unknown;
  registerResourceOutputs: (request: OutputsRequest, callback: Callback) => unknown;
}

interface OutputsRequest {
  getUrn: () => string;
  getOutputs: () => { toJavaScript: () => Record<string, unknown> } | undefined;
}

function providerName(reference: string | undefined): string | undefined {
  return reference ? reference.split("::")[3] : undefined;
}

function scopeOf({ region, allowedAccountIds }: Record<string, unknown>): Scope {
  const accounts = typeof allowedAccountIds === "string" ? (JSON.parse(allowedAccountIds) as string[]) : undefined;
  return {
    region: (region as string | undefined) ?? DEFAULT_SCOPE.region,
    account: accounts?.[0] ?? DEFAULT_SCOPE.account,
  };
}

function setConfig({ config = {}, secretConfig = {} }: DeployOptions): void {
  const qualify = (key: string): string => (key.includes(":") ? key : `${PROJECT}:${key}`);
  const all = Object.entries({ ...config, ...secretConfig }).map(([key, text]) => [qualify(key), text]);
  pulumi.runtime.setAllConfig(
    Object.fromEntries(all) as Record<string, string>,
    Object.keys(secretConfig).map(qualify),
  );
}

/** Waits until nothing more is asked: `disconnect` alone misses what is created after a slow promise. */
async function settled(engine: Engine, failed: Promise<void>): Promise<void> {
  for (let still = 0, before = -1; still < 3;) {
    await Promise.race([pulumi.runtime.disconnect(), failed]);
    await new Promise((resolve) => setTimeout(resolve, 1));
    still = engine.activity === before ? still + 1 : 0;
    before = engine.activity;
  }
}

/** An Output written into text gives Pulumi's explanation as the text, and no error. */
function outputsInText(recorded: readonly Recorded[]): Error[] {
  return recorded
    .filter(({ raw }) => /Calling \[to(String|JSON)\] on an \[Output<T>\]/.test(JSON.stringify(raw)))
    .map(({ type, name, raw }) => new Error(`${type} ${name}: an Output was made into text: ${JSON.stringify(raw)}`));
}

/** Whether a program returned outputs, and not the resource it made last. */
function isRecord(returned: unknown): returned is Record<string, unknown> {
  return typeof returned === "object" && returned !== null && Reflect.getPrototypeOf(returned) === Object.prototype;
}

function describe(
  engine: Engine,
  outputs: Record<string, unknown>,
  errors: Error[],
  logs: readonly LogLine[],
): Deployment {
  const { recorded, resources, calls } = engine;
  const one = (matching: Recorded[], wanted: string): Recorded => {
    const [first, ...others] = matching;
    if (first && others.length === 0) return first;
    const all = resources.map(({ type, name }) => `${type} ${name}`).join("\n  ");
    throw new Error(`${matching.length} resources are ${wanted}; there are:\n  ${all}`);
  };
  const ofType = (type: string): Recorded[] => resources.filter((resource) => resource.type === type);
  return {
    resources,
    calls,
    outputs,
    errors,
    logs,
    warnings: logs.filter(({ severity }) => severity === "warning").map(({ message }) => message),
    list: () => resources.map(({ type, name }) => `${type} ${name}`).sort(),
    find: (name, type) =>
      one(
        resources.filter((resource) => resource.name === name && (!type || resource.type === type)),
        `named ${name}`,
      ),
    only: (type) => one(ofType(type), `of type ${type}`),
    ofType,
    leaks: (secret) => [
      ...recorded.flatMap((resource) => leaksOf(secret, resource.name, asSent(resource))),
      ...calls.flatMap(({ token, inputs }) => leaksOf(secret, token, inputs)),
      ...logs.flatMap(({ message }) => leaksOf(secret, "log", message)),
      ...errors.flatMap(({ message }) => leaksOf(secret, "error", message)),
    ],
  };
}
