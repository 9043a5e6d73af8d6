// The files of `ecs-cli registry-creds`: secrets that exist, and users and passwords of which secrets are made.

import * as assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { parse } from "yaml";
import { GhcrFargateComposeProject } from "../../components/ghcrFargateComposeProject";
import type { Conversion } from "../../compose/convert";
import { deploy } from "../support/deploy";
import { runCompose } from "./run";

const SECRET = "arn:aws:secretsmanager:eu-central-1:111122223333:secret:quay-AbCdEf";
const KEY = "arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d-0000-4000-8000-0123456789ab";
const PASSWORD = "pa55word-pa55word";
const COMPOSE = `version: "3"
services:
  web: { image: ghcr.io/octocat/web:1.0, ports: ["8080:8080"] }
  api: { image: ghcr.io/octocat/api:1.0 }
  db: { image: registry.example.com/db:1 }
  log: { image: quay.io/octocat/log:1 }
`;
const PARAMS =
  "version: 1\ntask_definition: { ecs_network_mode: awsvpc, task_size: { cpu_limit: 256, mem_limit: 512 } }\n";
const CREDS = `version: "1"
registry_credentials:
  ghcr.io: { username: "\${GHCR_USER}", password: "\${GHCR_TOKEN}", container_names: [web, api] }
  registry.example.com: { username: "db$user", password: "${PASSWORD}2", kms_key_id: "${KEY}", container_names: [db] }
  quay.io: { secrets_manager_arn: "${SECRET}", container_names: [log] }
`;
const SHELL = { GHCR_USER: "octocat", GHCR_TOKEN: PASSWORD };

describe("the files of ecs-cli registry-creds", () => {
  let directory: string;
  beforeEach(() => (directory = join(mkdtempSync(join(tmpdir(), "compose-")), "shop")));
  afterEach(() => rmSync(dirname(directory), { recursive: true, force: true }));

  const write = (creds = CREDS) => {
    mkdirSync(directory, { recursive: true });
    writeFileSync(join(directory, "docker-compose.yml"), COMPOSE);
    writeFileSync(join(directory, "ecs-params.yml"), PARAMS);
    writeFileSync(join(directory, "creds.yml"), creds);
  };
  const run = (language: string, env: Record<string, string> = SHELL) =>
    runCompose(["convert", directory, "--registry-creds", join(directory, "creds.yml"), "--output", language], env);
  const convert = async (creds: string, env?: Record<string, string>): Promise<Conversion> => {
    write(creds);
    return JSON.parse((await run("json", env)).output) as Conversion;
  };

  it("become a program with a secret for each user, and with the secrets that exist, without a password in it", async () => {
    write();
    const { output, error, code } = await run("typescript");
    assert.equal(code, 0, error);
    const between = (from: string, to: string) => output.slice(output.indexOf(from), output.indexOf(to));
    assert.equal(
      between("// Before", "const shop"),
      `// Before the first update: pulumi config set --secret ghcrIoPassword
// Before the first update: pulumi config set --secret registryExampleComPassword
const config = new pulumi.Config();

// The user of ghcr.io, as a secret that its images are pulled with.
const ghcrIoCredentials = new RegistryCredentials("ghcr-io", {
  username: "octocat",
  token: config.requireSecret("ghcrIoPassword"),
});

// The user of registry.example.com, as a secret that its images are pulled with.
const registryExampleComCredentials = new RegistryCredentials("registry-example-com", {
  username: "db$user",
  token: config.requireSecret("registryExampleComPassword"),
  registry: "registry.example.com",
  keyArn: "${KEY}",
});

`,
    );
    assert.equal(output.split("secretArn: ghcrIoCredentials.secretArn, keyArn: ghcrIoCredentials.keyArn").length, 3);
    assert.match(output, new RegExp(`secretArn: "${SECRET}"`));
    for (const language of ["typescript", "python", "yaml", "json"]) {
      const printed = await run(language);
      assert.ok(!`${printed.output}${printed.error}`.includes(PASSWORD), language);
    }
  });

  it("are the same in YAML and in Python", async () => {
    write();
    const yaml = parse((await run("yaml")).output) as {
      config: object;
      resources: Record<string, { type: string; properties: Record<string, unknown> }>;
    };
    assert.deepEqual(yaml.config, {
      ghcrIoPassword: { type: "string", secret: true },
      registryExampleComPassword: { type: "string", secret: true },
    });
    assert.deepEqual(yaml.resources.ghcrIoCredentials, {
      type: "ghcr-fargate:index:RegistryCredentials",
      name: "ghcr-io",
      properties: { username: "octocat", token: "${ghcrIoPassword}" },
    });
    const python = (await run("python")).output;
    assert.match(python, /^from pulumi_ghcr_fargate import GhcrFargateService, RegistryCredentials$/m);
    assert.match(python, /token=config\.require_secret\("ghcrIoPassword"\)/);
    assert.match(python, /"secret_arn": ghcr_io_credentials\.secret_arn/);
  });

  it("name the secrets that ecs-cli would have made in the task definition of AWS's API", async () => {
    const { taskDefinitions } = await convert(CREDS);
    assert.deepEqual(
      taskDefinitions[0]?.containerDefinitions.map((each) => each.repositoryCredentials?.credentialsParameter),
      [
        "amazon-ecs-cli-setup-ghcr.io",
        "amazon-ecs-cli-setup-registry.example.com",
        SECRET,
        "amazon-ecs-cli-setup-ghcr.io",
      ],
    );
  });

  it("become secrets of the component, one for each user, that hold the user and the password", async () => {
    write();
    const shop = await deploy(
      () => {
        const { serviceNames } = new GhcrFargateComposeProject("shop", {
          directory,
          environment: SHELL,
          registryCredentials: "creds.yml",
        });
        return { serviceNames };
      },
      { config: { "aws:region": "eu-central-1" } },
    );
    assert.deepEqual(
      shop
        .ofType("aws:secretsmanager/secretVersion:SecretVersion")
        .map(({ name, inputs }) => [name, inputs.secretString])
        .sort(),
      [
        ["shop-ghcr-io-secret-version", JSON.stringify({ username: "octocat", password: PASSWORD })],
        ["shop-registry-example-com-secret-version", JSON.stringify({ username: "db$user", password: `${PASSWORD}2` })],
      ],
    );
    assert.equal(
      shop.find("shop-registry-example-com-secret", "aws:secretsmanager/secret:Secret").inputs.kmsKeyId,
      KEY,
    );
    assert.deepEqual(shop.leaks(PASSWORD), []);
    const [definition] = shop.ofType("aws:ecs/taskDefinition:TaskDefinition");
    const containers = JSON.parse(String(definition?.inputs.containerDefinitions)) as {
      name: string;
      repositoryCredentials: { credentialsParameter: string };
    }[];
    const used = new Map(containers.map((each) => [each.name, each.repositoryCredentials.credentialsParameter]));
    assert.equal(used.get("app"), used.get("api"));
    assert.notEqual(used.get("app"), used.get("db"));
    assert.equal(used.get("log"), SECRET);
  });

  const wrong: readonly (readonly [title: string, entry: string, path: string, message: RegExp])[] = [
    [
      "a user without a password",
      "{ username: a, container_names: [web] }",
      "",
      /^has no password; write username and password/,
    ],
    [
      "a variable that is not set",
      '{ username: "${NOBODY}", password: b, container_names: [web] }',
      "",
      /^has no username/,
    ],
    [
      "an alias of a key",
      "{ username: a, password: b, kms_key_id: alias/x, container_names: [web] }",
      ".kms_key_id",
      /"alias\/x" is not an ARN/,
    ],
    [
      "a secret's name",
      "{ secrets_manager_arn: ghcr, container_names: [web] }",
      ".secrets_manager_arn",
      /"ghcr" is not an ARN/,
    ],
    [
      "a container twice",
      "{ username: a, password: b, container_names: [web, web] }",
      ".container_names",
      /^web has a secret of another registry too/,
    ],
  ];
  for (const [title, entry, path, message] of wrong)
    it(`refuse ${title}, with the position`, async () => {
      const { errors } = await convert(`registry_credentials:\n  ghcr.io: ${entry}\n`, {});
      const [error, ...more] = errors;
      assert.deepEqual(more, []);
      assert.equal(error?.path, `registry_credentials.ghcr.io${path}`);
      assert.match(error.message, message);
      assert.deepEqual([error.file, error.line], ["creds.yml", 2]);
    });

  it("warn of a registry without containers, of a container that is not there, and of a password beside a secret's ARN", async () => {
    const { warnings, errors } = await convert(
      `registry_credentials:
  a.example.com: { username: a, password: b }
  b.example.com: { username: a, password: b, container_names: [nobody] }
  c.example.com: { secrets_manager_arn: "${SECRET}", username: a, password: b, container_names: [web] }
`,
    );
    assert.deepEqual(errors, []);
    const own = warnings.filter(({ file }) => file === "creds.yml").map(({ line, message }) => [line, message]);
    assert.deepEqual(own, [
      [2, "names no container or no secret, so it has no effect; add container_names and the secret"],
      [4, "the user and the password are not used: the secret of secrets_manager_arn exists, and is left as it is"],
      [3, "there is no compose service nobody, so its credentials are not used"],
    ]);
  });
});
