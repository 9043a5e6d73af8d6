// Rollouts that fail for real: the update fails soon, says why and what to do; once that is done, the next one succeeds.

import assert from "node:assert/strict";
import { run, ROOT } from "../../package/installed";
import { steps } from "./life";
import type { Outcome } from "./outcome";
import { serviceProgram, serviceProject } from "./programs";
import { describeDeployments, type Scenario, setScenarios } from "./scenarios";
import { EngineStack, fails, succeeds } from "./stack";

interface Failure {
  /** The stack's name. */
  readonly name: string;
  /** A sentence's part: "an image that does not exist". */
  readonly what: string;
  readonly scenario: Omit<Scenario, "image">;
  /** Arguments that the case needs. */
  readonly args?: string;
  /** What the error says: the cause, and what to do. */
  readonly cause: RegExp;
  readonly fix: RegExp;
  /** Mended outside of the program, so that the next update has nothing to change. */
  readonly outside?: boolean;
  /** ECS goes on trying: the update ends at its time limit. "withoutBreaker": unless its circuit breaker is on. */
  readonly waits?: "always" | "withoutBreaker";
}

const FAILURES: readonly Failure[] = [
  {
    name: "not-found",
    what: "an image that does not exist",
    scenario: {
      pull: "CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref ghcr.io/octocat/web:bad: not found",
    },
    cause: /no such image|not found|does not exist/i,
    fix: /tag|push/,
  },
  {
    name: "no-rights",
    what: "an execution role without rights to the secret",
    args: 'credentials: { username: "octocat", token: config.requireSecret("token") },',
    scenario: {
      start:
        "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to get registry auth from asm: service call has been retried 1 time(s): " +
        "AccessDeniedException: User: arn:aws:sts::123456789012:assumed-role/web-execution-role/0123 is not authorized to perform: secretsmanager:GetSecretValue on resource: web-secret because no identity-based policy allows the secretsmanager:GetSecretValue action",
    },
    cause: /may not read|not allowed|secretsmanager:GetSecretValue/,
    fix: /secretsmanager:GetSecretValue/,
    outside: true,
  },
  {
    name: "crash",
    what: "a container that ends at once",
    scenario: { exit: { code: 3, after: 2 }, logs: ["Error: connect ECONNREFUSED 10.0.3.7:5432"] },
    cause: /exit code 3|code 3/,
    fix: /these lines say: its program does not reach 10\.0\.3\.7:5432 .*\n *fix: let the security group of 10\.0\.3\.7:5432/,
  },
  {
    name: "out-of-memory",
    what: "a container that runs out of memory",
    scenario: {
      exit: { code: 137, after: 5, reason: "OutOfMemoryError: Container killed due to memory usage" },
    },
    cause: /memory/,
    fix: /memory/,
  },
  {
    name: "unhealthy",
    what: "a container whose health check fails",
    args: 'healthCheck: { command: ["CMD", "/probe"] },',
    scenario: { containerHealth: true },
    cause: /health check/,
    fix: /healthCheck/,
  },
  {
    name: "no-answer",
    what: "a load balancer's health check that fails",
    args: 'loadBalancer: { protocol: "HTTP", ingressCidrs: ["0.0.0.0/0"] },',
    scenario: { targetHealth: "Health checks failed with these codes: [502]" },
    cause: /load balancer's health check/,
    fix: /healthCheck\.path/,
  },
  {
    name: "no-role",
    what: "a role that ECS cannot assume",
    scenario: { launch: "role" },
    cause: /assume/,
    fix: /trust/,
    outside: true,
  },
  {
    name: "no-capacity",
    what: "a Region without capacity",
    scenario: { launch: "capacity" },
    cause: /capacity/i,
    fix: /subnet|zone|Spot|later/,
    outside: true,
    waits: "withoutBreaker",
  },
  {
    name: "hangs",
    what: "tasks that stay pending",
    scenario: { hang: "PENDING" },
    cause: /pending/i,
    fix: /pulumi up|time limit|timeoutMinutes/,
    waits: "always",
  },
];

const waitsToItsLimit = ({ waits }: Failure, circuitBreaker: boolean): boolean =>
  waits === "always" || (waits === "withoutBreaker" && !circuitBreaker);

const args = (tag: string, failure: Failure, circuitBreaker: boolean) =>
  `{ image: "ghcr.io/octocat/web:${tag}", port: 8080, deployment: { circuitBreaker: ${circuitBreaker} }, ${failure.args ?? ""}
     ${waitsToItsLimit(failure, circuitBreaker) ? "rollout: { timeoutMinutes: 1 }," : ""} }`;

/** The seconds from the service's creation or update to the end. */
function watchedSeconds({ events }: Outcome): number {
  const service = events.find(({ resOutputsEvent }) => resOutputsEvent?.metadata.type === "aws:ecs/service:Service");
  return (events.at(-1)?.timestamp ?? Infinity) - (service?.timestamp ?? events[0]?.timestamp ?? 0);
}

/** That the update failed for the reason, within a minute or at its time limit, and that `diagnose` finds the same. */
async function assertExplained(outcome: Outcome, { cause, fix }: Failure, mostSeconds: number): Promise<void> {
  const [error = ""] = outcome.errors.filter((text) => text.includes("rollout of ECS service"));
  assert.match(error, cause);
  assert.match(error, fix);
  const lines = error.split("\n").map((line) => line.trim());
  const repeated = lines.filter((line, i) => line.length > 20 && lines.indexOf(line) < i);
  assert.deepEqual(repeated, [], "says the same twice");
  assert.doesNotMatch(outcome.printed, /NodeVersionSupportWarning/);
  assert.ok(watchedSeconds(outcome) < mostSeconds, `watched for ${watchedSeconds(outcome)} s`);
  const [, command = ""] = /npx ghcr-fargate (diagnose .*)/.exec(error) ?? [];
  const { stdout, stderr } = await run(process.execPath, ["dist/cli/main.js", ...command.split(" ")], ROOT);
  assert.match(stdout + stderr, cause, "diagnose says something else");
}

/** Declares the tests of a rollout that fails, for each failure, with the circuit breaker on or off. */
export function describeFailures(circuitBreaker: boolean): void {
  describeDeployments(`a rollout that fails, the circuit breaker ${circuitBreaker ? "on" : "off"}`, function () {
    this.timeout(300_000);
    for (const failure of FAILURES) {
      describe(`for ${failure.what}`, () => {
        const step = steps();
        let stack: EngineStack;
        const mostSeconds = waitsToItsLimit(failure, circuitBreaker) ? 100 : 60;
        const goes = (good: boolean) =>
          setScenarios(good ? [] : [{ image: "ghcr.io/octocat/web:*bad", ...failure.scenario }]);
        const deploy = (tag: string) => {
          stack.write("index.ts", serviceProgram(args(tag, failure, circuitBreaker)));
          return stack.up();
        };

        step("fails the first deployment with the cause and the fix", async () => {
          goes(false);
          const project = serviceProject(
            `${failure.name}-${circuitBreaker ? "on" : "off"}`,
            args("bad", failure, circuitBreaker),
          );
          stack = await EngineStack.create(project);
          await assertExplained(await fails(stack.up()), failure, mostSeconds);
        });

        step("lets the next update succeed once it is mended", async () => {
          goes(true);
          await succeeds(deploy(failure.outside === true ? "bad" : "good"));
        });

        step("fails an update with the cause and the fix, and lets the next one succeed", async () => {
          goes(false);
          await assertExplained(await fails(deploy("also-bad")), failure, mostSeconds);
          goes(true);
          await succeeds(deploy(failure.outside === true ? "also-bad" : "better"));
          await succeeds(stack.destroy());
        });
      });
    }
  });
}
