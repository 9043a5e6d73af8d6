// The watch through the whole component: a program in a process of its own, with an engine attached over gRPC, as in `pulumi up`.
// Not proven here: what Pulumi's own engine and AWS answer; both are played.

import assert from "node:assert/strict";
import { join } from "node:path";
import { GrpcEngine } from "../support/grpcEngine";
import { leaksOf } from "../support/leaks";
import { startProgram, type ProgramEnd, type ProgramOptions, type RunningProgram } from "../support/programProcess";
import { asSent } from "../support/recorded";
import { BAD_TOKEN, STEADY, UNPLACED } from "./scenarios/words";

const PROGRAM = join(__dirname, "programs/web.ts");
const TOKEN = "ghp_0123456789abcdefTOKEN";
const GET_SERVICE = "aws:ecs/getService:getService";
const TASK_DEFINITION = "arn:aws:ecs:eu-central-1:123456789012:task-definition/test-dev-web:1";
const PLACE = {
  clusterArn: "arn:aws:ecs:eu-central-1:123456789012:cluster/prod",
  serviceName: "web-service-a1b2c3d",
};
const MORE = "  more: npx ghcr-fargate diagnose --cluster prod --service web-service-a1b2c3d --region eu-central-1";
/** The exit code by which Pulumi knows that the error has been shown. */
const LOGGED = 32;

/** A look at the service: its only deployment is ours, with so many of one task running. */
function service(runningCount: number, ...messages: readonly string[]): object {
  const now = Date.now();
  const at = (milliseconds: number) => new Date(now + milliseconds).toISOString();
  const counts = { desiredCount: 1, runningCount, pendingCount: 1 - runningCount };
  return {
    status: "ACTIVE",
    ...counts,
    deployments: [
      { id: "ecs-svc/7", status: "PRIMARY", taskDefinition: TASK_DEFINITION, createdAt: at(-60_000), ...counts },
    ],
    events: messages.map((message, i) => ({ id: String(i), createdAt: at(i - 30_000), message })),
    deploymentConfigurations: [{ deploymentCircuitBreakers: [{ enable: true, rollback: true }] }],
  };
}

describe("an update through Pulumi's own runner", function () {
  let engine: GrpcEngine;
  let program: RunningProgram;
  afterEach(() => {
    program.kill("SIGKILL");
    engine.stop();
  });

  const start = async (seen: object, { config, dryRun }: ProgramOptions = {}): Promise<void> => {
    engine = new GrpcEngine({ [GET_SERVICE]: () => seen });
    program = await startProgram(PROGRAM, engine, {
      config: { ...config },
      secretConfig: { token: TOKEN },
      env: { GHCR_FARGATE_OFFLINE: "1" },
      dryRun: dryRun ?? false,
    });
  };
  const looks = () => engine.calls.filter(({ token }) => token === GET_SERVICE);
  const logged = (wanted: string) =>
    engine.logs.filter(({ severity }) => severity === wanted).map(({ message }) => message);
  const errors = () => logged("error");
  const outputs = () => engine.resources.find(({ type }) => type === "pulumi:pulumi:Stack")?.outputs;

  /** Ends like this, and nothing but the secret's value ever held the token. */
  async function endsWith(code: number): Promise<ProgramEnd> {
    const end = await program.end;
    assert.equal(end.code, code, end.printed + JSON.stringify(engine.logs));
    const holders = engine.resources.filter(({ inputs }) => leaksOf(TOKEN, "", inputs).length > 0);
    assert.deepEqual(
      holders.map(({ name }) => name),
      ["web-secret-version"],
    );
    assert.deepEqual(
      [
        ...engine.resources.flatMap((resource) => leaksOf(TOKEN, resource.name, asSent(resource))),
        ...leaksOf(TOKEN, "calls", engine.calls),
        ...leaksOf(TOKEN, "logs", engine.logs),
        ...leaksOf(TOKEN, "printed", end.printed),
      ],
      [],
    );
    return end;
  }

  /** Waits for a line; throws if the program ends without it. */
  async function untilLogged(line: string): Promise<void> {
    let ended: ProgramEnd | undefined;
    void program.end.then((end) => (ended = end));
    while (!logged("info").includes(line)) {
      if (ended !== undefined) throw new Error(`ended without "${line}": ${ended.printed}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  it("ends well once our task definition runs, which `rollout` then names", async () => {
    await start(service(1, STEADY));
    await endsWith(0);
    assert.deepEqual(
      looks().map(({ inputs }) => inputs),
      [PLACE],
    );
    assert.deepEqual(logged("info"), [
      "GHCR_FARGATE_OFFLINE=1: images are neither checked nor pinned",
      "ECS's record of the deployment cannot be read: no AWS credentials for the service's account are at hand (Could not load credentials from any providers); counts and events decide instead",
      `test-dev-web:1: 1 of 1 tasks running; ${STEADY}`,
    ]);
    assert.deepEqual([errors(), outputs()], [[], { rollout: TASK_DEFINITION }]);
  });

  it("fails with cause and fix at the first look that shows two tasks that could not be pulled", async () => {
    await start(service(0, UNPLACED, UNPLACED));
    await endsWith(LOGGED);
    assert.equal(looks().length, 1);
    assert.deepEqual(errors(), [
      [
        "rollout of ECS service web-service-a1b2c3d: 2 tasks of test-dev-web:1 could not start for the same cause",
        "  cause: the registry ghcr.io refused `credentials.token`: it has expired or was revoked, is fine-grained, lacks the scope read:packages, or is not authorised for the organisation's single sign-on [REGISTRY_TOKEN_REFUSED]",
        "  fix: create a personal access token (classic) with read:packages, authorise it for the organisation, set `credentials.token` and deploy again",
        `  evidence: ${BAD_TOKEN}.`,
        "  see: https://docs.github.com/en/packages/working-with-a-github-packages-registry/working-with-the-container-registry",
        "  ECS now: keeps starting tasks of test-dev-web:1 until its circuit breaker rolls back to the last deployment that completed, if there is one",
        MORE,
      ].join("\n"),
    ]);
    assert.deepEqual(outputs(), {});
  });

  it("does not wait with rollout.wait: false", async () => {
    await start(service(0, UNPLACED, UNPLACED), { config: { wait: "false" } });
    await endsWith(0);
    assert.deepEqual([looks(), errors(), outputs()], [[], [], { rollout: TASK_DEFINITION }]);
  });

  it("asks nothing in a preview, even of a stack that is deployed and so has nothing unknown", async () => {
    await start(service(0, UNPLACED, UNPLACED), { dryRun: true });
    await endsWith(0);
    assert.deepEqual([looks(), errors(), outputs()], [[], [], { rollout: TASK_DEFINITION }]);
  });

  it("ends at once when it is interrupted, and says that the rollout goes on", async () => {
    await start(service(0)); // most of the time passes between two looks
    await untilLogged("test-dev-web:1: 0 of 1 tasks running, 1 pending");
    const before = looks().length;
    program.kill("SIGINT");
    await endsWith(LOGGED);
    assert.equal(looks().length, before);
    assert.deepEqual(errors(), [
      [
        "rollout of ECS service web-service-a1b2c3d: no longer watched, the update was interrupted",
        "  ECS continues the deployment; the next pulumi up picks the watch up again",
        MORE,
      ].join("\n"),
    ]);
    assert.deepEqual(outputs(), {});
  });
});
