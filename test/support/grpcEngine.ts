// Plays Pulumi's engine over gRPC, for programs and plugins that run in processes of their own, as they do under Pulumi.
// Not proven with it: what Pulumi's own engine does with the same requests.

import * as grpc from "@grpc/grpc-js";
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { GetRootResourceResponse, SetRootResourceResponse, type LogRequest } from "@pulumi/pulumi/proto/engine_pb";
import { InvokeResponse } from "@pulumi/pulumi/proto/provider_pb";
import { ResourceMonitorService } from "@pulumi/pulumi/proto/resource_grpc_pb";
import * as resource from "@pulumi/pulumi/proto/resource_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { answerOf } from "../../testing/awsLookups";
import { computedOf, DEFAULT_SCOPE } from "../../testing/awsResources";
import { SEVERITIES, type LogLine } from "./capture";
import type { RecordedCall } from "./deploy";
import { plain, recordOf, urnOf, type Recorded } from "./recorded";

/** The answer of a lookup, which newer releases of @pulumi/pulumi have a message of its own for. */
const Invoked =
  (resource as { ResourceInvokeResponse?: typeof InvokeResponse }).ResourceInvokeResponse ?? InvokeResponse;

/** Answers to lookups, by token, where the stand-in for AWS is to answer otherwise. One that throws is a lookup that fails. */
export type Answers = Record<string, (inputs: Record<string, unknown>) => object>;

/** Registers what it is asked to, with the stand-in for AWS behind it, and remembers everything. */
export class GrpcEngine {
  /** In the order of registration, with the stack. */
  readonly resources: Recorded[] = [];
  readonly calls: RecordedCall[] = [];
  /** The SDK's debug lines are left out. */
  readonly logs: LogLine[] = [];
  private readonly server = new grpc.Server();

  constructor(private readonly answers: Answers = {}) {}

  /** Starts; resolves with the address of both the engine and its resource monitor. */
  listen(): Promise<string> {
    this.server.addService(EngineService, {
      log: answer((request: LogRequest) => this.log(request)),
      getRootResource: answer(() => new GetRootResourceResponse()),
      setRootResource: answer(() => new SetRootResourceResponse()),
    });
    this.server.addService(ResourceMonitorService, {
      supportsFeature: answer((request: resource.SupportsFeatureRequest) =>
        new resource.SupportsFeatureResponse().setHassupport(!/transforms|hook/i.test(request.getId())),
      ),
      registerPackage: answer(() => new resource.RegisterPackageResponse().setRef("package")),
      registerResource: answer((request: resource.RegisterResourceRequest) => this.register(request)),
      registerResourceOutputs: answer((request: resource.RegisterResourceOutputsRequest) =>
        this.registerOutputs(request),
      ),
      invoke: answer((request: resource.ResourceInvokeRequest) => this.invoke(request)),
      signalAndWaitForShutdown: answer(() => new Empty()),
    });
    return new Promise((resolve, reject) => {
      this.server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) =>
        error ? reject(error) : resolve(`127.0.0.1:${port}`),
      );
    });
  }

  forget(): void {
    for (const list of [this.resources, this.calls, this.logs]) list.length = 0;
  }

  stop(): void {
    this.server.forceShutdown();
  }

  private log(request: LogRequest): Empty {
    const severity = SEVERITIES[request.getSeverity()] ?? "";
    if (severity !== "debug") this.logs.push({ severity, message: request.getMessage() });
    return new Empty();
  }

  private register(request: resource.RegisterResourceRequest): resource.RegisterResourceResponse {
    const urn = urnOf(request.getParent(), request.getType(), request.getName());
    const recorded = recordOf(request, urn);
    this.resources.push(recorded);
    const { id, state } = request.getCustom() || request.getRemote() ? computedOf(recorded, DEFAULT_SCOPE) : {};
    return new resource.RegisterResourceResponse()
      .setUrn(urn)
      .setId(id ?? "")
      .setObject(Struct.fromJavaScript({ ...state, ...recorded.raw } as never));
  }

  private registerOutputs(request: resource.RegisterResourceOutputsRequest): Empty {
    const rawOutputs = request.getOutputs()?.toJavaScript() ?? {};
    const recorded = this.resources.find(({ urn }) => urn === request.getUrn());
    if (recorded) Object.assign(recorded, { rawOutputs, outputs: plain(rawOutputs) });
    return new Empty();
  }

  private invoke(request: resource.ResourceInvokeRequest): InvokeResponse {
    const token = request.getTok();
    const inputs = (request.getArgs()?.toJavaScript() ?? {}) as Record<string, unknown>;
    this.calls.push({ token, inputs });
    const found = this.answers[token]?.(inputs) ?? answerOf(token, inputs, DEFAULT_SCOPE);
    if (!found) throw new Error(`no stand-in answers ${token}`);
    return new Invoked().setReturn(Struct.fromJavaScript(found as never));
  }
}

function answer<Q, A>(make: (request: Q) => A): grpc.handleUnaryCall<Q, A> {
  return ({ request }, callback) => {
    try {
      callback(null, make(request));
    } catch (error) {
      callback({ code: grpc.status.UNKNOWN, details: (error as Error).message });
    }
  };
}
