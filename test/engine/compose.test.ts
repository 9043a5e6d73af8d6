// Compose projects on the real engine: the pair of files of ecs-cli's walk-through, unchanged but for the ids of the account, and
// a file of three services. Not proven here: that their images run.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../package/installed";
import { Emulator, texts } from "./support/emulator";
import { describeDeployments, setScenarios } from "./support/scenarios";
import { publicNetwork } from "./support/seeds";
import { EngineStack, succeeds, type Project } from "./support/stack";

const ECS = "AmazonEC2ContainerServiceV20141113";
const REGION = "eu-central-1";

const COMPOSE = `version: "3"
services:
  web:
    image: ghcr.io/andygol/switch2osm-mkdocs:main
    ports:
      - 8080:8080
`;

const params = ({
  secret,
  subnets,
  group,
}: {
  secret: string;
  subnets: readonly string[];
  group: string;
}) => `version: 1
task_definition:
  task_execution_role: ecsTaskExecutionRole
  ecs_network_mode: awsvpc
  task_size:
    mem_limit: 0.5GB
    cpu_limit: 256
  services:
    web:
      repository_credentials:
        credentials_parameter: "${secret}"
run_params:
  network_configuration:
    awsvpc_configuration:
      subnets:
${subnets.map((id) => `        - "${id}"\n`).join("")}      security_groups:
        - "${group}"
      assign_public_ip: ENABLED
`;

const program = (args: string) => `import * as pulumi from "@pulumi/pulumi";
import { GhcrFargateComposeProject } from "ghcr-fargate";
const project = new GhcrFargateComposeProject("shop", ${args});
export const { urls, serviceNames, clusterArn } = project;
`;

const project = (name: string, args: string, files: Project["files"]): Project => ({
  name,
  region: REGION,
  files: { "Pulumi.yaml": `name: ${name}\nruntime: nodejs\nmain: index.ts\n`, "index.ts": program(args), ...files },
});

/** What the walk-through makes by hand before: the secret, the role, two subnets and a security group. */
async function byHand(emulator: Emulator) {
  const ec2 = (action: string, parameters: Record<string, string> = {}) =>
    emulator.query("ec2", action, "2016-11-15", parameters);
  await publicNetwork(emulator);
  const named = { "Filter.1.Name": "tag:Name", "Filter.1.Value.1": "main" };
  const VpcId = texts(await ec2("DescribeVpcs", named), "vpcId").at(-1) ?? "";
  const inVpc = { "Filter.1.Name": "vpc-id", "Filter.1.Value.1": VpcId };
  const subnets = texts(await ec2("DescribeSubnets", inVpc), "subnetId");
  const [group = ""] = texts(
    await ec2("CreateSecurityGroup", { GroupName: "walk-through", GroupDescription: "8080", VpcId }),
    "groupId",
  );
  const { ARN: secret } = await emulator.json<{ ARN: string }>("secretsmanager", "secretsmanager.CreateSecret", {
    Name: "ghcr_io_pat",
    SecretString: '{"username":"octocat","password":"t0ken"}',
    ClientRequestToken: "0123456789abcdef0123456789abcdef",
  });
  await emulator.query("iam", "CreateRole", "2010-05-08", {
    RoleName: "ecsTaskExecutionRole",
    AssumeRolePolicyDocument: JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { Service: "ecs-tasks.amazonaws.com" }, Action: "sts:AssumeRole" }],
    }),
  });
  return { secret, subnets: [...new Set(subnets)], group };
}

const RUNNING_AT = /running at http:\/\/\d+\.\d+\.\d+\.\d+:8080 \(the address changes/;

interface Service {
  readonly serviceName: string;
  readonly runningCount: number;
  readonly desiredCount: number;
}

async function servicesOf(
  emulator: Emulator,
  { clusterArn, serviceNames }: Record<string, unknown>,
): Promise<Service[]> {
  const { services } = await emulator.json<{ services: Service[] }>("ecs", `${ECS}.DescribeServices`, {
    cluster: clusterArn,
    services: Object.values(serviceNames as Record<string, string>),
  });
  return services;
}

describeDeployments("compose projects", function () {
  this.timeout(600_000);

  it("deploy docker-compose.yml and ecs-params.yml as they are, to a running service with its address", async () => {
    setScenarios([]);
    const emulator = new Emulator(REGION);
    const made = await byHand(emulator);
    const stack = await EngineStack.create(
      project("walk-through", "{ directory: __dirname }", {
        "docker-compose.yml": COMPOSE,
        "ecs-params.yml": params(made),
      }),
    );
    const { outputs, printed } = await succeeds(stack.up());
    assert.match(printed, RUNNING_AT);
    assert.deepEqual(
      (await servicesOf(stack.emulator, outputs)).map(({ runningCount, desiredCount }) => [runningCount, desiredCount]),
      [[1, 1]],
    );
    await succeeds(stack.up({ expectNoChanges: true }));
    await succeeds(stack.destroy());
  });

  it("deploy web, worker and redis as three services in the order of depends_on, which another update leaves alone", async () => {
    setScenarios([]);
    const compose = readFileSync(join(ROOT, "examples/compose/compose.yaml"), "utf8");
    const stack = await EngineStack.create(
      project("three", '{ directory: __dirname, ingressCidrs: ["0.0.0.0/0"] }', { "compose.yaml": compose }),
    );
    const { outputs, changes, printed } = await succeeds(stack.up());
    const created = changes.filter((change) => change.startsWith("create ecs:Service "));
    assert.equal(created.length, 3);
    assert.deepEqual(Object.keys(outputs.serviceNames as object).sort(), ["redis", "web", "worker"]);
    const services = await servicesOf(stack.emulator, outputs);
    assert.deepEqual(services.map(({ runningCount, desiredCount }) => [runningCount, desiredCount]).sort(), [
      [1, 1],
      [1, 1],
      [2, 2],
    ]);
    assert.match(printed, RUNNING_AT);
    await succeeds(stack.up({ expectNoChanges: true }));
    await succeeds(stack.destroy());
  });
});
