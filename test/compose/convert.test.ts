// `ghcr-fargate compose convert` and `check` on files in a directory: what they print and their exit codes.

import * as assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import type { Conversion } from "../../compose/convert";
import { runCompose } from "./run";

const COMPOSE = `version: "3"
services:
  web:
    image: ghcr.io/octocat/web:1.0
    ports:
      - 8080:8080
`;
const PARAMS = `version: 1
task_definition:
  task_execution_role: ecsTaskExecutionRole
  ecs_network_mode: awsvpc
  task_size: { mem_limit: 0.5GB, cpu_limit: 256 }
  services:
    web:
      repository_credentials: { credentials_parameter: "arn:aws:secretsmanager:eu-central-1:111122223333:secret:ghcr" }
run_params:
  network_configuration:
    awsvpc_configuration:
      subnets: ["subnet-0a", "subnet-0b"]
      security_groups: ["sg-0a"]
      assign_public_ip: ENABLED
`;

describe("ghcr-fargate compose", () => {
  let directory: string;
  beforeEach(() => (directory = join(mkdtempSync(join(tmpdir(), "compose-")), "shop")));
  afterEach(() => rmSync(dirname(directory), { recursive: true, force: true }));

  const write = (files: Record<string, string>) => {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(directory, name)), { recursive: true });
      writeFileSync(join(directory, name), text);
    }
  };
  const convert = async (...args: string[]): Promise<Conversion & { code: number }> => {
    const { output, code } = await runCompose(["convert", directory, "--output", "json", ...args]);
    return { ...(JSON.parse(output) as Conversion), code };
  };

  it("prints a project of ecs-cli as one task definition and one service of AWS's API", async () => {
    write({ "docker-compose.yml": COMPOSE, "ecs-params.yml": PARAMS });
    assert.deepEqual(await convert(), {
      code: 0,
      mode: "ecs-cli",
      taskDefinitions: [
        {
          family: "shop",
          networkMode: "awsvpc",
          requiresCompatibilities: ["FARGATE"],
          cpu: "256",
          memory: "0.5GB",
          executionRoleArn: "ecsTaskExecutionRole",
          containerDefinitions: [
            {
              name: "web",
              image: "ghcr.io/octocat/web:1.0",
              essential: true,
              repositoryCredentials: {
                credentialsParameter: "arn:aws:secretsmanager:eu-central-1:111122223333:secret:ghcr",
              },
              portMappings: [{ containerPort: 8080, hostPort: 8080, protocol: "tcp" }],
            },
          ],
        },
      ],
      services: [
        {
          serviceName: "shop",
          taskDefinition: "shop",
          desiredCount: 1,
          launchType: "FARGATE",
          networkConfiguration: {
            awsvpcConfiguration: {
              subnets: ["subnet-0a", "subnet-0b"],
              securityGroups: ["sg-0a"],
              assignPublicIp: "ENABLED",
            },
          },
        },
      ],
      warnings: [],
      errors: [],
    });
  });

  it("ends with 1 for what cannot run on Fargate, and says where it stands", async () => {
    write({ "docker-compose.yml": `${COMPOSE}    privileged: true\n`, "ecs-params.yml": PARAMS });
    const { code, errors } = await convert();
    assert.equal(code, 1);
    assert.deepEqual(errors, [
      {
        file: "docker-compose.yml",
        line: 7,
        column: 5,
        path: "containerDefinitions.web.privileged",
        message: "is not possible on Fargate; remove privileged",
      },
    ]);
  });

  it("reads the files, the variables and the parameters that the options name", async () => {
    write({
      "a.yml": COMPOSE.replace("web:1.0", "web:${TAG}"),
      "b.yml": 'version: "3"\nservices: { web: { command: ./run } }\n',
      "prod.env": "TAG=2.0\n",
      "params.yml": PARAMS,
    });
    const { taskDefinitions } = await convert(
      "-f",
      relative(".", join(directory, "a.yml")), // of the current directory, and of the project's
      "-f",
      "b.yml",
      "--variables",
      "prod.env",
      "--ecs-params",
      "params.yml",
      "-p",
      "Shop-2",
    );
    assert.deepEqual(
      taskDefinitions.map(({ family, containerDefinitions: [web] }) => [family, web?.image, web?.command]),
      [["shop-2", "ghcr.io/octocat/web:2.0", ["./run"]]],
    );
  });

  it("says in one error that a directory, or a file, is not there", async () => {
    assert.deepEqual((await convert()).errors, [
      { file: directory, line: 1, column: 1, path: "", message: "is not a directory; name the project's" },
    ]);
    write({ "ecs-params.yml": PARAMS });
    const { code, errors } = await convert("--file", "none.yml");
    assert.equal(code, 1);
    assert.deepEqual(errors, [
      {
        file: "none.yml",
        line: 1,
        column: 1,
        path: "",
        message: "the file none.yml does not exist; create it or remove it here",
      },
    ]);
  });

  it("checks with the exit code of the worst that it finds", async () => {
    const check = async (compose: string) => {
      write({ "docker-compose.yml": compose, "ecs-params.yml": PARAMS });
      return runCompose(["check", directory]);
    };
    assert.deepEqual(await check(COMPOSE), { output: "", error: "", code: 0 });
    assert.deepEqual(await check(`${COMPOSE}    restart: always\n`), {
      output:
        "warning: docker-compose.yml:7:5: services.web.restart: is dropped: ECS replaces a task whose essential container stops\n",
      error: "",
      code: 2,
    });
    const refused = await check(`${COMPOSE}    privileged: true\n    restart: always\n`);
    assert.equal(refused.code, 1);
    assert.deepEqual(
      refused.output.split("\n").map((line) => line.split(":")[0]),
      ["error", "warning", ""],
    );
  });
});
