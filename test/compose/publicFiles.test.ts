// What public projects have and the manuals do not show: secrets by their names, images that are no references.

import * as assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GhcrFargateComposeProject } from "../../components/ghcrFargateComposeProject";
import { deploy } from "../support/deploy";
import { runCompose } from "./run";

const PARAMS = `version: 1
task_definition:
  ecs_network_mode: awsvpc
  task_size: { cpu_limit: 256, mem_limit: 512 }
  services:
    web:
      repository_credentials: { credentials_parameter: ghcr-token }
      secrets:
        - { value_from: DB_PASSWORD, name: PASSWORD }
        - { value_from: "arn:aws:secretsmanager:eu-central-1:111122223333:secret:session", name: SESSION }
        - { value_from: "arn:aws:secretsmanager:eu-central-1:111122223333:secret:api-AbCdEf:key::", name: API }
`;

describe("compose files as they are found", () => {
  let directory: string;
  beforeEach(() => (directory = mkdtempSync(join(tmpdir(), "compose-found-"))));
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  const write = (image: string, params = PARAMS) => {
    writeFileSync(join(directory, "docker-compose.yml"), `version: "3"\nservices:\n  web: { image: "${image}" }\n`);
    writeFileSync(join(directory, "ecs-params.yml"), params);
  };

  it("name secrets and parameters that ECS takes by their names, and look up half an ARN", async () => {
    write("ghcr.io/octocat/web:1.0");
    const { output } = await runCompose(["convert", directory]);
    assert.match(output, /aws\.secretsmanager\.getSecretOutput\(\{ name: "ghcr-token" \}\)/);
    assert.match(
      output,
      /getSecretOutput\(\{\s+arn: "arn:aws:secretsmanager:eu-central-1:111122223333:secret:session",\s+\}\)/,
    );
    assert.match(output, /PASSWORD: "ssm:DB_PASSWORD"/);
    assert.match(output, /API: "arn:aws:secretsmanager:eu-central-1:111122223333:secret:api-AbCdEf:key::"/);
    const shop = await deploy(
      () => {
        const { serviceNames } = new GhcrFargateComposeProject("shop", { directory, environment: {} });
        return { serviceNames };
      },
      {
        config: { "aws:region": "eu-central-1" },
        calls: {
          "aws:secretsmanager/getSecret:getSecret": ({ name, arn }) => ({
            arn: `arn:aws:secretsmanager:eu-central-1:111122223333:secret:${
              String(name ?? arn)
                .split(":")
                .at(-1) ?? ""
            }-AbCdEf`,
          }),
        },
      },
    );
    const [definition] = shop.ofType("aws:ecs/taskDefinition:TaskDefinition");
    const [web] = JSON.parse(String(definition?.inputs.containerDefinitions)) as {
      secrets: { name: string; valueFrom: string }[];
      repositoryCredentials: { credentialsParameter: string };
    }[];
    assert.ok(web);
    assert.deepEqual(web.secrets.map(({ name, valueFrom }) => [name, valueFrom.split(":").slice(5).join(":")]).sort(), [
      ["API", "secret:api-AbCdEf:key::"],
      ["PASSWORD", "parameter/DB_PASSWORD"],
      ["SESSION", "secret:session-AbCdEf"],
    ]);
    assert.match(web.repositoryCredentials.credentialsParameter, /:secret:ghcr-token-AbCdEf$/);
  });

  it("name external secrets as Secrets Manager does, and parameters with their prefix", async () => {
    const text = [
      "services:",
      '  web: { image: "ghcr.io/octocat/web:1.0", secrets: [db-password, api, level] }',
      "secrets:",
      "  db-password: { external: true }",
      "  api: { external: true, name: prod/api }",
      '  level: { external: true, name: "ssm:/prod/level" }',
    ].join("\n");
    writeFileSync(join(directory, "compose.yaml"), text);
    const { output } = await runCompose(["convert", directory]);
    assert.match(output, /DB_PASSWORD: "secretsmanager:db-password"/);
    assert.match(output, /API: "secretsmanager:prod\/api"/);
    assert.match(output, /LEVEL: "ssm:\/prod\/level"/);
    assert.doesNotMatch(output, /getSecretOutput|getParameterOutput/);
  });

  for (const image of ["<WEB_IMAGE>", ":", "https://ghcr.io/octocat/web"])
    it(`warn of the image ${image} with its position`, async () => {
      write(image, "version: 1\ntask_definition: { ecs_network_mode: awsvpc }\n");
      const { error } = await runCompose(["convert", directory]);
      assert.match(error, /docker-compose\.yml:3:10: containerDefinitions\.web\.image: /);
    });
});
