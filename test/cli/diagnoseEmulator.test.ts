// `diagnose` with the real AWS SDK against an emulator of AWS. The emulator starts no tasks by itself: they are run and
// stopped by hand, with the reason that ECS would give.

import assert from "node:assert/strict";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { ECS } from "@aws-sdk/client-ecs";
import { Command } from "commander";
import { addDiagnose } from "../../cli/diagnose";
import type { Terminal } from "../../cli/terminal";

const VERIFY = process.env.GHCR_FARGATE_VERIFY ?? resolve(__dirname, "../../../shared/verify");
const REGION = "eu-central-1";
const BAD_TOKEN =
  "CannotPullContainerError: failed to resolve ref ghcr.io/acme/web:1: failed to authorize: failed to fetch oauth token: 403 Forbidden";

interface Emulator {
  emulatorEnv(endpoint: string, region: string): Record<string, string>;
  freePort(): Promise<number>;
  startMoto(port: number, dir: string, violations: string): Promise<void>;
  stopAll(): void;
}

async function diagnose(...argv: string[]) {
  const result = { output: "", error: "", code: -1 };
  const terminal: Terminal = {
    write: (text) => void (result.output += text),
    writeError: (text) => void (result.error += text),
    readInput: () => Promise.resolve(""),
    env: {},
    colour: false,
    interactive: false,
    exitWith: (code) => void (result.code = code),
  };
  const program = new Command();
  addDiagnose(program, terminal);
  await program.parseAsync(["diagnose", ...argv, "--region", REGION], { from: "user" });
  return result;
}

describe("ghcr-fargate diagnose, against an emulator", function () {
  this.timeout(60_000);
  const before = { ...process.env };
  let emulator: Emulator | undefined;
  let dir: string;

  this.beforeAll(async function () {
    const module = join(VERIFY, "lib/emulator.mjs");
    if (!existsSync(module)) {
      console.log(`      skipped: no emulator at ${VERIFY}; GHCR_FARGATE_VERIFY names its folder`);
      return this.skip();
    }
    emulator = (await import(pathToFileURL(module).href)) as Emulator;
    dir = mkdtempSync(join(tmpdir(), "diagnose-"));
    const port = await emulator.freePort();
    await emulator.startMoto(port, dir, join(dir, "violations"));
    process.env = emulator.emulatorEnv(`http://127.0.0.1:${port}`, REGION);
    const ecs = new ECS({});
    await ecs.createCluster({ clusterName: "prod" });
    await ecs.registerTaskDefinition({
      family: "web",
      networkMode: "awsvpc",
      containerDefinitions: [{ name: "web", image: "ghcr.io/acme/web:1", memory: 128 }],
    });
    await ecs.createService({
      cluster: "prod",
      serviceName: "web",
      taskDefinition: "web",
      desiredCount: 2,
      networkConfiguration: { awsvpcConfiguration: { subnets: [await aSubnet()] } },
    });
  });

  this.afterAll(() => {
    process.env = before;
    emulator?.stopAll();
    if (emulator !== undefined) rmSync(dir, { recursive: true });
  });

  it("finds a healthy service", async () => {
    const { code, output, error } = await diagnose("--cluster", "prod", "--service", "web");
    assert.deepEqual([code, error, output.split("\n")[0]], [0, "", "web: healthy; 2 of 2 tasks of web:1 run"]);
  });

  it("ends with 3 for a service and for a cluster that are not there", async () => {
    const noService = await diagnose("--cluster", "prod", "--service", "nowhere");
    assert.deepEqual([noService.code, noService.output], [3, ""]);
    assert.match(noService.error, /^error: ECS has no service nowhere in the cluster prod/);
    const noCluster = await diagnose("--cluster", "nowhere", "--service", "web");
    assert.deepEqual([noCluster.code, noCluster.error], [3, "error: Cluster not found.\n"]);
  });

  it("finds out why tasks stop", async () => {
    const ecs = new ECS({});
    const { tasks } = await ecs.runTask({
      cluster: "prod",
      taskDefinition: "web",
      count: 2,
      launchType: "FARGATE",
      networkConfiguration: { awsvpcConfiguration: { subnets: [await aSubnet()] } },
    });
    for (const { taskArn } of tasks ?? []) await ecs.stopTask({ cluster: "prod", task: taskArn, reason: BAD_TOKEN });
    const { code, output, error } = await diagnose("--cluster", "prod", "--service", "web", "--json");
    const report = JSON.parse(output || "{}") as { diagnosis?: { code: string }; stoppedTasks?: { reason: string }[] };
    assert.deepEqual([code, error, report.diagnosis?.code], [1, "", "REGISTRY_TOKEN_REFUSED"]);
    assert.deepEqual(
      report.stoppedTasks?.map(({ reason }) => reason),
      [BAD_TOKEN, BAD_TOKEN],
    );
  });
});

// The emulator wants a subnet that exists; the default VPC's will do. There is no EC2 client here, nor need for one.
async function aSubnet(): Promise<string> {
  const answer = await fetch(process.env.AWS_ENDPOINT_URL!, {
    method: "POST",
    headers: {
      "Content-Type": "application/x-www-form-urlencoded",
      Authorization: `AWS4-HMAC-SHA256 Credential=test/20200101/${REGION}/ec2/aws4_request, SignedHeaders=host, Signature=0`,
    },
    body: "Action=DescribeSubnets&Version=2016-11-15",
  });
  return /subnet-[0-9a-f]+/.exec(await answer.text())![0];
}
