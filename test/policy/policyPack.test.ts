// The policy pack of docs/policy.md as Pulumi runs one: a process that is asked over gRPC about each resource and the whole stack. The
// resources are those that the engine recorded. Not proven here: that Pulumi's engine asks so; test/engine/policyPack.test.ts does
// where Pulumi's own language host is.

import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import * as grpc from "@grpc/grpc-js";
import { AnalyzerClient } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import * as analyzer from "@pulumi/pulumi/proto/analyzer_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import ts from "typescript";
import { blocksOf } from "../package/blocks";
import { build, ROOT } from "../package/installed";

interface Recorded {
  readonly urn: string;
  readonly type: string;
  readonly parent?: string;
  readonly inputs?: Record<string, unknown>;
}

/** The engine decrypts secrets before it asks. */
const decrypted = (_key: string, value: unknown): unknown =>
  typeof value === "object" && value !== null && "ciphertext" in value ? { ...value, value: "made-up" } : value;
const { deployment } = JSON.parse(readFileSync(join(__dirname, "../engine/upgrade/state.json"), "utf8"), decrypted) as {
  readonly deployment: { readonly resources: readonly Recorded[] };
};

describe("the policy pack of docs/policy.md", function () {
  const pack = mkdtempSync(join(tmpdir(), "guard-rails-"));
  let child: ChildProcess;
  let client: AnalyzerClient;

  before(async () => {
    await build();
    const page = readFileSync(join(ROOT, "docs/policy.md"), "utf8");
    const [program = ""] = blocksOf("docs/policy.md", page).flatMap(({ language, code }) =>
      language === "ts" ? [code] : [],
    );
    writeFileSync(join(pack, "index.js"), ts.transpile(program, { module: ts.ModuleKind.CommonJS }));
    writeFileSync(join(pack, "PulumiPolicy.yaml"), "runtime: nodejs\n");
    writeFileSync(join(pack, "package.json"), '{ "name": "guard-rails", "version": "1.0.0" }');
    mkdirSync(join(pack, "node_modules"));
    symlinkSync(join(ROOT, "node_modules/@pulumi"), join(pack, "node_modules/@pulumi"));
    symlinkSync(ROOT, join(pack, "node_modules/ghcr-fargate"));
    const runPack = require.resolve("@pulumi/pulumi/cmd/run-policy-pack");
    child = spawn(process.execPath, [runPack, "127.0.0.1:1", "."], { cwd: pack, stdio: ["ignore", "pipe", "inherit"] });
    const port = await new Promise<string>((resolve, reject) => {
      if (child.stdout) createInterface(child.stdout).once("line", resolve);
      child.once("exit", (code) => reject(new Error(`the pack ended with ${String(code)}`)));
    });
    client = new AnalyzerClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
  });
  after(() => {
    client.close();
    child.kill();
    rmSync(pack, { recursive: true });
  });

  const ask = <T>(call: (done: (error: grpc.ServiceError | null, answer: T) => void) => unknown): Promise<T> =>
    new Promise((resolve, reject) => call((error, answer) => (error ? reject(error) : resolve(answer))));
  const reported = (answer: analyzer.AnalyzeResponse) =>
    answer.getDiagnosticsList().map((found) => `${found.getPolicyname()} ${found.getUrn().split("::").at(-1) ?? ""}`);

  const options = () =>
    new analyzer.AnalyzerResourceOptions().setCustomtimeouts(new analyzer.AnalyzerResourceOptions.CustomTimeouts());

  it("names its policies", async () => {
    const info = await ask<analyzer.AnalyzerInfo>((done) => client.getAnalyzerInfo(new Empty(), done));
    assert.equal(info.getName(), "guard-rails");
    assert.deepEqual(
      info
        .getPoliciesList()
        .map((policy) => policy.getName())
        .sort(),
      ["cost-limit", "images-pinned", "logs-expire", "no-plain-secrets", "no-public-ingress", "token-expiry-known"],
    );
  });

  it("refuses task definitions that the engine recorded, and none of the other resources by itself", async () => {
    const found: string[] = [];
    for (const { urn, type, inputs = {} } of deployment.resources) {
      const request = new analyzer.AnalyzeRequest()
        .setUrn(urn)
        .setType(type)
        .setName(urn.split("::").at(-1) ?? "");
      request.setProperties(Struct.fromJavaScript(inputs as never)).setOptions(options());
      found.push(...reported(await ask((done) => client.analyze(request, done))));
    }
    assert.deepEqual([...new Set(found)], ["images-pinned "]);
    assert.ok(found.length > 1, found.join());
  });

  it("refuses the whole stack for what it opens, but for what the page allows, and for tokens", async () => {
    const request = new analyzer.AnalyzeStackRequest();
    for (const { urn, type, inputs = {}, parent } of deployment.resources) {
      const resource = new analyzer.AnalyzerResource()
        .setUrn(urn)
        .setType(type)
        .setParent(parent ?? "");
      resource.setName(urn.split("::").at(-1) ?? "").setProperties(Struct.fromJavaScript(inputs as never));
      request.addResources(resource.setOptions(options()));
    }
    const found = reported(await ask((done) => client.analyzeStack(request, done)));
    assert.deepEqual(found, [
      "no-public-ingress canary-lb-ingress-80-0.0.0.0-0",
      "no-public-ingress web-lb-ingress-80-0.0.0.0-0",
      "token-expiry-known ghcr-secret",
      "token-expiry-known web-secret",
      "token-expiry-known web-agent-secret",
    ]);
  });
});
