// Projects without ecs-params.yml, as `compose convert` prints them: those of the corpus where it exists beside the checkout, each
// service against what Docker's own ECS integration made of it; and the table of keys against the schema.
// It does not prove that AWS takes the services.

import * as assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Conversion } from "../../compose/convert";
import type { ContainerDefinition } from "../../compose/ecsCli/container";
import { fateOf } from "../../compose/services/keys";
import { serviceKeys } from "../../compose/spec/schema";
import { runCompose } from "./run";

const CORPUS = resolve(__dirname, "../../../shared/compose-corpus");

interface Expected {
  input: { compose: string[]; environment: Record<string, string> };
  composeCli?: {
    incompatible?: string[];
    services: Record<string, { cpu: string; memory: string; container: ContainerDefinition } & Record<string, unknown>>;
  };
}

/** More than Fargate has, which was to run on EC2. */
const ELSEWHERE = ["092-modern-gpu"];

describe("the corpus of modern compose files", () => {
  const names = existsSync(CORPUS) ? readdirSync(CORPUS) : [];
  const cases = names.flatMap((name) => {
    const file = join(CORPUS, name, "expected.json");
    const expected = existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Expected) : undefined;
    return expected?.composeCli ? [{ name, ...expected, composeCli: expected.composeCli }] : [];
  });
  if (cases.length === 0)
    it("is not there", function () {
      console.log("      skipped: no corpus beside the checkout");
      this.skip();
    });
  for (const { name, input, composeCli } of cases)
    it(`${name} becomes the services that compose-cli made`, async () => {
      const files = input.compose.flatMap((file) => ["--file", join(CORPUS, name, file)]);
      const { output, code } = await runCompose(
        ["convert", join(CORPUS, name), "--output", "json", ...files],
        input.environment,
      );
      const got = JSON.parse(output) as Conversion;
      const isRefused = composeCli.incompatible !== undefined || ELSEWHERE.includes(name);
      assert.deepEqual([got.mode, code], ["compose", isRefused ? 1 : 0], output);
      for (const finding of [...got.warnings, ...got.errors])
        assert.ok(finding.line >= 1 && finding.column >= 1 && finding.file !== "", JSON.stringify(finding));
      if (ELSEWHERE.includes(name)) return;
      assert.deepEqual(
        got.services.map(({ serviceName }) => serviceName).sort(),
        Object.keys(composeCli.services).sort(),
      );
      for (const [service, expected] of Object.entries(composeCli.services)) {
        const task = got.taskDefinitions.find(({ family }) => family?.endsWith(`-${service}`));
        const made = got.services.find(({ serviceName }) => serviceName === service);
        const container = task?.containerDefinitions.at(-1);
        assert.deepEqual([task?.cpu, task?.memory], [expected.cpu, expected.memory]);
        const { minimumHealthyPercent, maximumPercent } = (made as { deploymentConfiguration?: Record<string, number> })
          .deploymentConfiguration ?? { minimumHealthyPercent: 0, maximumPercent: 0 };
        assert.deepEqual(
          [made?.desiredCount, minimumHealthyPercent, maximumPercent],
          [expected.desiredCount, expected.minimumHealthyPercent, expected.maximumPercent],
        );
        for (const key of ["autoscaling", "dependsOnServices", "taskRoleStatements", "taskRolePolicies"])
          if (
            expected[key === "dependsOnServices" ? "dependsOnServices" : key] !== undefined &&
            key !== "taskRoleStatements"
          )
            assert.deepEqual((made as unknown as Record<string, unknown>)[key], expected[key]);
        assert.deepEqual(container?.repositoryCredentials, expected.container.repositoryCredentials);
        for (const [key, value] of Object.entries(expected.container)) {
          if (key === "name" || key === "portMappings") continue;
          assert.deepEqual((container as unknown as Record<string, unknown>)[key], value, `${service}.${key}`);
        }
        for (const { containerPort, protocol } of expected.container.portMappings ?? [])
          assert.ok(
            container?.portMappings?.some(
              (port) =>
                port.containerPort === containerPort && port.hostPort === containerPort && port.protocol === protocol,
            ),
            `${service} ${containerPort}/${protocol}`,
          );
      }
    });
});

describe("the keys of a compose service", () => {
  it("all have a fate on Fargate", () => {
    assert.equal(serviceKeys().length, 93);
    assert.deepEqual(
      serviceKeys().filter((key) => fateOf(key) === undefined),
      [],
    );
  });
});
