// GhcrFargateComposeProject under mocks: which resources a project becomes, and with what.
// Not proven here: that AWS accepts them.

import * as assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GhcrFargateComposeProject } from "../../components/ghcrFargateComposeProject";
import { planComposeProject } from "../../components/ghcrFargateComposeProjectPlan";
import type { GhcrFargateComposeProjectArgs } from "../../components/ghcrFargateComposeProjectArgs";
import { deploy } from "../support/deploy";

const SHOP = join(__dirname, "../../examples/compose");
const SERVICE = "ghcr-fargate:index:GhcrFargateService";

describe("GhcrFargateComposeProject", () => {
  let directory: string;
  beforeEach(() => (directory = mkdtempSync(join(tmpdir(), "compose-"))));
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  const write = (files: Record<string, string>) => {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), text);
  };
  const run = (args: GhcrFargateComposeProjectArgs = {}) =>
    deploy(
      () => {
        const { urls, serviceNames, clusterArn } = new GhcrFargateComposeProject("shop", {
          directory,
          environment: {},
          ...args,
        });
        return { urls, serviceNames, clusterArn };
      },
      {
        config: { "aws:region": "eu-central-1" },
        calls: { "aws:iam/getRole:getRole": ({ name }) => ({ arn: `arn:aws:iam::111122223333:role/${String(name)}` }) },
      },
    );

  it("says how its arguments are written where they are none", () =>
    assert.throws(() => planComposeProject("c", 5 as never), {
      message: 'GhcrFargateComposeProject "c": arguments: is 5, not an object; write {}',
    }));

  it("is a service for each of a compose file, in one cluster, with Service Connect and a group for each network", async () => {
    const shop = await run({
      directory: SHOP,
      ingressCidrs: ["203.0.113.0/24"],
      credentials: { username: "octocat", token: "t0ken-t0ken", expiresOn: "2099-03-31" },
    });
    assert.deepEqual(
      shop
        .ofType(SERVICE)
        .map(({ name }) => name)
        .sort(),
      ["shop-redis", "shop-web", "shop-worker"],
    );
    assert.equal(shop.ofType("aws:ecs/cluster:Cluster").length, 1);
    assert.equal(shop.ofType("aws:servicediscovery/httpNamespace:HttpNamespace").length, 1);
    assert.deepEqual(
      shop.ofType("aws:secretsmanager/secret:Secret").map(({ inputs }) => inputs.tags),
      [{ "token-expires-on": "2099-03-31" }],
    );
    const groups = shop.ofType("aws:ec2/securityGroup:SecurityGroup");
    assert.deepEqual(
      groups.map(({ name, inputs }) => [name, inputs.ingress]).sort(([a], [b]) => String(a).localeCompare(String(b))),
      [
        ["shop-default", [{ protocol: "-1", fromPort: 0, toPort: 0, self: true }]],
        ["shop-web-published", [{ protocol: "tcp", fromPort: 8080, toPort: 8080, cidrBlocks: ["203.0.113.0/24"] }]],
      ],
    );
    const redis = shop.find("shop-redis-service", "aws:ecs/service:Service");
    const connect = redis.inputs.serviceConnectConfiguration as {
      services: { clientAlias: unknown; discoveryName: string }[];
    };
    assert.deepEqual(
      connect.services.map(({ discoveryName, clientAlias }) => [discoveryName, clientAlias]),
      [["redis", [{ port: 6379, dnsName: "redis" }]]],
    );
    assert.equal(shop.find("shop-worker-service", "aws:ecs/service:Service").inputs.desiredCount, 2);
    assert.deepEqual(shop.leaks("t0ken-t0ken"), []);
  });

  it("is one service with the containers of the file where ecs-params.yml is, in its network and with its roles", async () => {
    write({
      "docker-compose.yml":
        'version: "3"\nservices:\n  web:\n    image: ghcr.io/octocat/web:1.0\n    ports: ["8080:8080"]\n  log: { image: busybox }\n',
      "ecs-params.yml": `version: 1
task_definition:
  ecs_network_mode: awsvpc
  task_execution_role: ecsTaskExecutionRole
  task_size: { mem_limit: 0.5GB, cpu_limit: 256 }
  services:
    web:
      repository_credentials: { credentials_parameter: "arn:aws:secretsmanager:eu-central-1:111122223333:secret:ghcr-AbCdEf" }
    log: { essential: false }
run_params:
  network_configuration:
    awsvpc_configuration:
      subnets: ["subnet-0aaaaaaaaaaaaaaa1", "subnet-0aaaaaaaaaaaaaaa2"]
      security_groups: ["sg-0aaaaaaaaaaaaaaa1"]
      assign_public_ip: ENABLED
`,
    });
    const shop = await run();
    assert.deepEqual(
      shop.ofType(SERVICE).map(({ name }) => name),
      ["shop"],
    );
    const task = shop.only("aws:ecs/taskDefinition:TaskDefinition");
    assert.deepEqual(
      [task.inputs.cpu, task.inputs.memory, task.inputs.executionRoleArn],
      ["256", "512", "arn:aws:iam::111122223333:role/ecsTaskExecutionRole"],
    );
    const containers = JSON.parse(String(task.inputs.containerDefinitions)) as Record<string, unknown>[];
    assert.deepEqual(
      containers.map(({ name, image, essential, repositoryCredentials }) => ({
        name,
        image,
        essential,
        repositoryCredentials,
      })),
      [
        {
          name: "app",
          image: "ghcr.io/octocat/web:1.0",
          essential: true,
          repositoryCredentials: {
            credentialsParameter: "arn:aws:secretsmanager:eu-central-1:111122223333:secret:ghcr-AbCdEf",
          },
        },
        { name: "log", image: "busybox", essential: false, repositoryCredentials: undefined },
      ],
    );
    assert.deepEqual(shop.only("aws:ecs/service:Service").inputs.networkConfiguration, {
      assignPublicIp: true,
      securityGroups: ["sg-0aaaaaaaaaaaaaaa1"],
      subnets: ["subnet-0aaaaaaaaaaaaaaa1", "subnet-0aaaaaaaaaaaaaaa2"],
    });
  });

  it("refuses a project with every error and its position, before anything is created", async () => {
    write({
      "compose.yaml": "services:\n  web:\n    image: web:1\n    privileged: true\n    volumes: [./conf:/conf]\n",
    });
    await assert.rejects(run(), (error: Error) => {
      assert.equal(
        error.message,
        `GhcrFargateComposeProject "shop" cannot be deployed:
  - compose.yaml:4:5: services.web.privileged: is not possible on Fargate; remove it
  - compose.yaml:5:15: services.web.volumes[0]: ${directory}/conf is a path of a host, which Fargate does not have; put the file into the image, or use a named volume`,
      );
      return true;
    });
  });

  it("keeps a named volume on EFS where it is asked for, and sets what overrides say", async () => {
    write({
      "compose.yaml": "services:\n  db:\n    image: postgres:16\n    volumes: [data:/data]\nvolumes: { data: }\n",
    });
    const shop = await run({
      efsVolumes: [{ name: "data", efs: { fileSystemId: "fs-0123456789abcdef0" } }],
      overrides: [{ service: "db", desiredCount: 3, cpu: 512, memory: 2048, image: "postgres:17" }],
    });
    const task = shop.only("aws:ecs/taskDefinition:TaskDefinition");
    assert.deepEqual([task.inputs.cpu, task.inputs.memory], ["512", "2048"]);
    const [volume] = task.inputs.volumes as { name: string; efsVolumeConfiguration: { fileSystemId: string } }[];
    assert.deepEqual([volume?.name, volume?.efsVolumeConfiguration.fileSystemId], ["data", "fs-0123456789abcdef0"]);
    assert.equal(shop.only("aws:ecs/service:Service").inputs.desiredCount, 3);
    assert.match(String(task.inputs.containerDefinitions), /"image":"postgres:17"/);
    assert.ok(!shop.warnings.some((warning) => warning.includes("is empty when a task starts")));
  });

  it("mounts a tmpfs in memory", async () => {
    write({ "compose.yaml": "services:\n  web: { image: 'web:1', tmpfs: ['/run:size=32m,noexec'] }\n" });
    const shop = await run();
    const { inputs } = shop.only("aws:ecs/taskDefinition:TaskDefinition");
    const [container] = JSON.parse(String(inputs.containerDefinitions)) as Record<string, unknown>[];
    assert.deepEqual(container?.linuxParameters, {
      tmpfs: [{ containerPath: "/run", size: 32, mountOptions: ["noexec"] }],
    });
    assert.deepEqual([container.mountPoints, inputs.volumes], [undefined, undefined]);
    assert.deepEqual(
      shop.warnings.filter((warning) => warning.includes("/run")),
      [],
    );
  });

  it("names overrides and volumes that the file does not have", async () => {
    write({ "compose.yaml": "services: { web: { image: web:1 } }\n" });
    await assert.rejects(
      run({ overrides: [{ service: "wbe" }], efsVolumes: [{ name: "data" }] }),
      /overrides\[0\]\.service: "wbe" is not a service of the compose file.*efsVolumes\[0\]\.name: "data" is not a volume that a service mounts/s,
    );
  });
});
