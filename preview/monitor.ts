// In the program's process: answers Pulumi's runtime as the engine does in a preview, and keeps what was registered.

import type { RegisterResourceOutputsRequest, RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import type * as Wire from "@pulumi/pulumi/proto/resource_pb";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import type { CapturedResource, Properties, SourcePosition } from "./captured";
import { answerLookup } from "./lookups";
import { answerProperties } from "./lookupShapes";
import { isProgramFile } from "./programError";
import type { RemoteChild } from "./expansion";
import { expandRemoteComponent } from "./remoteComponents";
import type { RunReport } from "./runReport";
import { fromWire, UNKNOWN_ON_THE_WIRE } from "./wire";

/** What the monitor keeps of a run. */
export interface Capture {
  readonly resources: Map<string, CapturedResource>;
  readonly lookups: Set<string>;
  /** Those of them of which nothing is known here but what they were asked. */
  readonly madeUp: Set<string>;
  outputs: Properties;
}

/** What the monitor needs from around it. */
export interface MonitorContext {
  readonly project: string;
  readonly stack: string;
  readonly directory: string;
  readonly region: string;
  readonly require: NodeJS.Require;
  readonly report: RunReport;
  /** The user's answers to functions, as JSON. */
  readonly answers: Readonly<Record<string, string>>;
  readonly onRegistered: (count: number) => void;
}

type Callback<Response> = (error: Error | null, response?: Response) => void;

/** The part of the runtime's monitor that is replaced. */
export interface ReplaceableMonitor {
  /** What the runtime looks up by URN where a program passes a resource as an argument. */
  readonly resources: Map<string, { readonly urn: string; readonly id: string | null; readonly state: unknown }>;
  registerResource: (request: RegisterResourceRequest, callback: Callback<Wire.RegisterResourceResponse>) => void;
  readResource: (request: Wire.ReadResourceRequest, callback: Callback<Wire.ReadResourceResponse>) => void;
  registerResourceOutputs: (request: RegisterResourceOutputsRequest, callback: Callback<object>) => void;
}

/** The type of the resource above all others. */
export const STACK_TYPE = "pulumi:pulumi:Stack";

/** Makes a monitor capture whole requests, and answer them with what a preview knows: the inputs. */
export function captureRegistrations(monitor: ReplaceableMonitor, capture: Capture, context: MonitorContext): void {
  const proto = context.require("@pulumi/pulumi/proto/resource_pb") as typeof Wire;
  // The runtime's own dependency: the program need not have it.
  const pulumiRequire = createRequire(context.require.resolve("@pulumi/pulumi/proto/resource_pb"));
  const { Struct } = pulumiRequire("google-protobuf/google/protobuf/struct_pb") as {
    Struct: { fromJavaScript: (value: object) => never };
  };

  const keep = (resource: CapturedResource): boolean => {
    const earlier = capture.resources.get(resource.urn);
    if (earlier) {
      const first = earlier.source ? `, first in line ${earlier.source.line}` : "";
      context.report.fail({
        severity: "error",
        message: `${resource.type} "${resource.name}" is registered twice${first}; give each its own name`,
        ...(resource.source && { source: resource.source }),
      });
      return false;
    }
    capture.resources.set(resource.urn, resource);
    context.onRegistered(capture.resources.size);
    return true;
  };

  const captured = (registered: Registered): CapturedResource => capturedOf(registered, capture, context);

  monitor.registerResource = (request, callback) => {
    const inputs = request.getObject()?.toJavaScript() as Record<string, unknown> | undefined;
    const urn = urnOf(context, { type: request.getType(), name: request.getName(), parent: request.getParent() });
    const resource = captured({ request, urn, inputs });
    if (!keep(resource)) return;
    monitor.resources.set(urn, { urn, id: resource.custom ? UNKNOWN_ON_THE_WIRE : null, state: inputs ?? {} });
    const response = new proto.RegisterResourceResponse();
    response.setUrn(urn);
    if (!request.getRemote()) response.setObject(request.getObject());
    else response.setObject(Struct.fromJavaScript(expand(resource, inputs ?? {})));
    callback(null, response);
  };

  /** Adds what a remote component would create; returns the component's outputs as they are sent. */
  const expand = (component: CapturedResource, inputs: Record<string, unknown>): object => {
    const expansion = expandRemoteComponent(component.type, component);
    if (!expansion) {
      const message = `what ${component.type} "${component.name}" creates is not known offline: it is missing from the tree and the cost`;
      context.report.tell({ severity: "warning", message, ...(component.source && { source: component.source }) });
      capture.resources.set(component.urn, { ...component, unexpanded: true });
      return inputs;
    }
    const urns = new Map<RemoteChild, string>();
    for (const child of expansion.children) {
      const parent = (child.parent && urns.get(child.parent)) ?? component.urn;
      const urn = urnOf(context, { ...child, parent });
      urns.set(child, urn);
      const { type, name, inputs: childInputs, from = {} } = child;
      const propertyDependencies = Object.fromEntries(
        Object.entries(from).map(([property, sources]) => [
          property,
          sources.map((source) => (typeof source === "string" ? source : (urns.get(source) ?? ""))),
        ]),
      );
      keep({
        ...component,
        urn,
        type,
        name,
        parent,
        custom: child.component !== true,
        inputs: childInputs,
        dependencies: Object.values(propertyDependencies).flat(),
        propertyDependencies,
      });
    }
    const outputs: Record<string, unknown> = { ...inputs };
    for (const [name, length] of Object.entries(expansion.listLengths))
      outputs[name] = Array<string>(length).fill(UNKNOWN_ON_THE_WIRE);
    return outputs;
  };

  monitor.readResource = (request, callback) => {
    const urn = urnOf(context, { type: request.getType(), name: request.getName(), parent: request.getParent() });
    const inputs = request.getProperties()?.toJavaScript() as Record<string, unknown> | undefined;
    const { type, ...rest } = captured({ request, urn, inputs });
    if (!keep({ type, ...rest, operation: "read", custom: true })) return;
    monitor.resources.set(urn, { urn, id: request.getId(), state: inputs ?? {} });
    const response = new proto.ReadResourceResponse();
    response.setUrn(urn);
    response.setProperties(request.getProperties());
    callback(null, response);
  };

  monitor.registerResourceOutputs = (request, callback) => {
    if (qualifiedType(request.getUrn()) === STACK_TYPE)
      capture.outputs = fromWire(request.getOutputs()?.toJavaScript());
    callback(null, {});
  };
}

/** Answers a function call: as the user says, else with stand-ins; tells once where only the question is known. */
export function answerCall(
  { token, inputs, provider }: { token: string; inputs: Record<string, unknown>; provider?: string },
  capture: Capture,
  context: MonitorContext,
): Record<string, unknown> {
  const region = typeof inputs.region === "string" ? inputs.region : providerRegion(provider, capture, context);
  const given = givenAnswer(token, context);
  const properties = given ? [] : answerProperties(token, context.require);
  const { answer, exact } = answerLookup({ token, inputs, region, properties });
  if (given) return { ...answer, ...given };
  if (!exact && !capture.madeUp.has(token))
    context.report.tell({
      severity: "warning",
      message: `${token} is not known offline; what it returned here is made up`,
    });
  if (!exact) capture.madeUp.add(token);
  capture.lookups.add(token);
  return answer;
}

/** What the user says that a function answers; named by its token or the last part of it. */
function givenAnswer(token: string, { answers, report }: MonitorContext): Record<string, unknown> | undefined {
  const name = [token, token.split(":").pop() ?? token].find((each) => Object.hasOwn(answers, each));
  if (name === undefined) return undefined;
  report.unusedAnswers.delete(name);
  return JSON.parse(answers[name] ?? "") as Record<string, unknown>;
}

/** A resource as the program's request has it. */
interface Registered {
  readonly request: RegisterResourceRequest | Wire.ReadResourceRequest;
  readonly urn: string;
  readonly inputs: Record<string, unknown> | undefined;
}

function capturedOf(
  { request, urn, inputs: wireInputs }: Registered,
  capture: Capture,
  context: MonitorContext,
): CapturedResource {
  const inputs = fromWire(wireInputs);
  const registration = "getCustom" in request ? request : undefined;
  const parent = request.getParent();
  const provider = request.getProvider().split("::").slice(0, -1).join("::");
  const source = sourceOf(request, context.directory);
  const propertyDependencies: Record<string, string[]> = {};
  registration
    ?.getPropertydependenciesMap()
    .forEach((dependencies, property) => (propertyDependencies[property] = dependencies.getUrnsList()));
  return {
    urn,
    type: request.getType(),
    name: request.getName(),
    ...(parent !== "" && { parent }),
    operation: registration && registration.getImportid() !== "" ? "import" : "create",
    custom: registration?.getCustom() ?? true,
    ...(provider !== "" && { provider }),
    region: typeof inputs.region === "string" ? inputs.region : providerRegion(request.getProvider(), capture, context),
    inputs,
    dependencies: request.getDependenciesList(),
    propertyDependencies,
    protect: registration?.getProtect() ?? false,
    ...(source && { source }),
  };
}

/** The region of an explicit provider (`urn::id`), or the stack's. */
function providerRegion(provider: string | undefined, capture: Capture, { region }: MonitorContext): string {
  const urn = provider?.split("::").slice(0, -1).join("::") ?? "";
  const given = capture.resources.get(urn)?.inputs.region;
  return typeof given === "string" && /^[a-z]+-[a-z-]+-\d$/.test(given) ? given : region;
}

function sourceOf(
  request: RegisterResourceRequest | Wire.ReadResourceRequest,
  directory: string,
): SourcePosition | undefined {
  for (const frame of request.getStacktrace()?.getFramesList() ?? []) {
    const position = frame.getPc();
    if (!position?.getUri().startsWith("file:")) continue;
    const file = fileURLToPath(position.getUri());
    if (isProgramFile(file, directory)) return { file, line: position.getLine() };
  }
  return undefined;
}

function qualifiedType(urn: string): string {
  return urn.split("::")[2] ?? "";
}

/** The URN that the engine would give: the types of all parents but the stack, then the resource's own. */
function urnOf(
  { project, stack }: MonitorContext,
  { type, name, parent }: { readonly type: string; readonly name: string; readonly parent: string },
): string {
  const above = qualifiedType(parent);
  const qualified = above === "" || above === STACK_TYPE ? type : `${above}$${type}`;
  return `urn:pulumi:${stack}::${project}::${qualified}::${name}`;
}
