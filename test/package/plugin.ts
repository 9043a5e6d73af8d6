// Runs the package as Pulumi runs it for programs in other languages: as a plugin process, over gRPC.

import * as grpc from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as provider from "@pulumi/pulumi/proto/provider_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { spawn, type ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import { GrpcEngine } from "../support/grpcEngine";
import { plain, PROJECT, STACK, type Recorded } from "../support/recorded";

/** What a component that was made in the plugin gave back. */
export interface Constructed {
  readonly urn: string;
  /** As sent, with secret markers. */
  readonly rawState: Record<string, unknown>;
  readonly state: Record<string, unknown>;
  readonly resources: readonly Recorded[];
}

/** A running plugin. */
export interface Plugin {
  readonly getSchema: () => Promise<unknown>;
  /** Makes a component. Rejects with the error's code, details and, in the text, every property error. */
  readonly construct: (
    type: string,
    name: string,
    inputs: Record<string, unknown>,
    options?: { readonly preview?: boolean },
  ) => Promise<Constructed>;
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
  const engine = new GrpcEngine();
  const address = await engine.listen();
  const runPlugin = require.resolve("@pulumi/pulumi/cmd/run-plugin", { paths: [packageDir] });
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
    construct: async (type, name, inputs, { preview = false } = {}) => {
      engine.forget();
      const request = new provider.ConstructRequest();
      request.setProject(PROJECT).setStack(STACK).setMonitorendpoint(address).setParallel(16);
      request
        .setType(type)
        .setName(name)
        .setInputs(Struct.fromJavaScript(inputs as never))
        .setDryrun(preview)
        .setAcceptsOutputValues(true);
      const answer = await unary<provider.ConstructResponse>((done) => client.construct(request, done));
      const rawState = (answer.getState()?.toJavaScript() ?? {}) as Record<string, unknown>;
      const state = plain(rawState) as Record<string, unknown>;
      return { urn: answer.getUrn(), rawState, state, resources: [...engine.resources] };
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
