// Runs the package as Pulumi runs it for programs in other languages: as a plugin process, over gRPC. The other side, Pulumi's
// engine, is played here.

import * as grpc from "@grpc/grpc-js";
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { GetRootResourceResponse, SetRootResourceResponse, type LogRequest } from "@pulumi/pulumi/proto/engine_pb";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as provider from "@pulumi/pulumi/proto/provider_pb";
import { ResourceMonitorService } from "@pulumi/pulumi/proto/resource_grpc_pb";
import * as resource from "@pulumi/pulumi/proto/resource_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { spawn, type ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import { answerOf, computedOf, DEFAULT_SCOPE } from "../support/awsStandIn";
import { plain, PROJECT, recordOf, STACK, urnOf, type Recorded } from "../support/recorded";

/** What a component that was made in the plugin gave back. */
export interface Constructed {
  readonly urn: string;
  /** As sent, with secret markers. */
  readonly rawState: Record<string, unknown>;
  readonly state: Record<string, unknown>;
  readonly resources: readonly Recorded[];
  readonly logs: readonly string[];
}

/** A running plugin. */
export interface Plugin {
  readonly getSchema: () => Promise<unknown>;
  /** Makes a component. Rejects with the error's code, details and, in the text, every property error. */
  readonly construct: (type: string, name: string, inputs: Record<string, unknown>) => Promise<Constructed>;
  readonly stop: () => void;
}

/** A secret argument, as Pulumi sends it to a component of another package: an output value, so that it stays where it is. */
export function secret(value: string): Record<string, unknown> {
  return {
    "4dabf18193072939515e22adb298388d": "d0e6a833031e9bbcd3f4e8bde6ca49a4",
    value,
    secret: true,
    dependencies: [],
  };
}

/** Starts the plugin of a package directory; `cwd` is where the user's program would be. */
export async function startPlugin(packageDir: string, cwd: string): Promise<Plugin> {
  const engine = new FakeEngine();
  const address = await engine.listen();
  const runPlugin = require.resolve("@pulumi/pulumi/cmd/run-plugin");
  const child = spawn(process.execPath, [runPlugin, packageDir, address], { cwd, stdio: ["ignore", "pipe", "pipe"] });
  const port = await portOf(child).catch((error: unknown) => {
    engine.stop();
    throw error;
  });
  const client = new ResourceProviderClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
  return {
    getSchema: async () => {
      const answer = await unary<provider.GetSchemaResponse>((done) =>
        client.getSchema(new provider.GetSchemaRequest(), done),
      );
      return JSON.parse(answer.getSchema()) as unknown;
    },
    construct: async (type, name, inputs) => {
      engine.forget();
      const request = new provider.ConstructRequest();
      request.setProject(PROJECT).setStack(STACK).setMonitorendpoint(address).setParallel(16);
      request
        .setType(type)
        .setName(name)
        .setInputs(Struct.fromJavaScript(inputs as never))
        .setAcceptsOutputValues(true);
      const answer = await unary<provider.ConstructResponse>((done) => client.construct(request, done));
      const rawState = (answer.getState()?.toJavaScript() ?? {}) as Record<string, unknown>;
      const state = plain(rawState) as Record<string, unknown>;
      return { urn: answer.getUrn(), rawState, state, resources: [...engine.resources], logs: [...engine.logs] };
    },
    stop: () => {
      client.close();
      child.kill();
      engine.stop();
    },
  };
}

/** The plugin's first line is its port. */
function portOf(child: ChildProcess): Promise<number> {
  let printed = "";
  child.stderr?.on("data", (data: Buffer) => (printed += data.toString()));
  return new Promise((resolve, reject) => {
    if (child.stdout) createInterface(child.stdout).once("line", (line) => resolve(Number(line)));
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`the plugin exited with ${code ?? "a signal"}\n${printed}`)));
  });
}

function unary<T>(call: (done: (error: grpc.ServiceError | null, answer: T) => void) => unknown): Promise<T> {
  return new Promise((resolve, reject) => {
    call((error, answer) => (error ? reject(error) : resolve(answer)));
  });
}

/** Registers what it is asked to, with the stand-in for AWS behind it. */
class FakeEngine {
  readonly resources: Recorded[] = [];
  readonly logs: string[] = [];
  private readonly server = new grpc.Server();

  listen(): Promise<string> {
    this.server.addService(EngineService, {
      log: answer((request: LogRequest) => {
        this.logs.push(request.getMessage());
        return new Empty();
      }),
      getRootResource: answer(() => new GetRootResourceResponse()),
      setRootResource: answer(() => new SetRootResourceResponse()),
    });
    this.server.addService(ResourceMonitorService, {
      supportsFeature: answer((request: resource.SupportsFeatureRequest) =>
        new resource.SupportsFeatureResponse().setHassupport(!/transforms|hook/i.test(request.getId())),
      ),
      registerPackage: answer(() => new resource.RegisterPackageResponse().setRef("package")),
      registerResource: answer((request: resource.RegisterResourceRequest) => this.register(request)),
      registerResourceOutputs: answer(() => new Empty()),
      invoke: answer((request: resource.ResourceInvokeRequest) => this.invoke(request)),
    });
    return new Promise((resolve, reject) => {
      this.server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) =>
        error ? reject(error) : resolve(`127.0.0.1:${port}`),
      );
    });
  }

  forget(): void {
    this.resources.length = 0;
    this.logs.length = 0;
  }

  stop(): void {
    this.server.forceShutdown();
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

  private invoke(request: resource.ResourceInvokeRequest): provider.InvokeResponse {
    const inputs = (request.getArgs()?.toJavaScript() ?? {}) as Record<string, unknown>;
    const found = answerOf(request.getTok(), inputs, DEFAULT_SCOPE);
    if (!found) throw new Error(`no stand-in answers ${request.getTok()}`);
    return new provider.InvokeResponse().setReturn(Struct.fromJavaScript(found as never));
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
