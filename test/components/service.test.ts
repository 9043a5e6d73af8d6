// The ECS service and its cluster, exactly as AWS gets them.

import { deepStrictEqual, strictEqual } from "node:assert";
import { GhcrFargateService } from "../../components/ghcrFargateService";
import { RegistryCredentials } from "../../components/registryCredentials";
import { deploy } from "../support/deploy";
import { deployService, PRIVATE, PUBLIC, TOKEN } from "./serviceFixture";

const CLUSTER = "arn:aws:ecs:eu-central-1:123456789012:cluster/main";

describe("the service", () => {
  it("runs one task on Fargate, and rolls a failed deployment back, unless told otherwise", async () => {
    deepStrictEqual((await deployService(PUBLIC)).find("web-service").inputs, {
      cluster: "arn:aws:ecs:eu-central-1:123456789012:cluster/web-cluster-a1b2c3d",
      taskDefinition: "arn:aws:ecs:eu-central-1:123456789012:task-definition/test-dev-web:1",
      desiredCount: 1,
      launchType: "FARGATE",
      networkConfiguration: {
        subnets: ["subnet-1", "subnet-2"],
        securityGroups: ["sg-websecuritygroupa1b2c3d"],
        assignPublicIp: false,
      },
      deploymentMinimumHealthyPercent: 100,
      deploymentMaximumPercent: 200,
      deploymentCircuitBreaker: { enable: true, rollback: true },
      deploymentConfiguration: { strategy: "ROLLING" },
      availabilityZoneRebalancing: "ENABLED",
      enableExecuteCommand: false,
      enableEcsManagedTags: true,
      propagateTags: "SERVICE",
      waitForSteadyState: false,
    });
  });

  it("takes what is given", async () => {
    const deployment = await deployService({
      ...PUBLIC,
      desiredCount: 0,
      executeCommand: {},
      deployment: { minimumHealthyPercent: 0, maximumPercent: 100, circuitBreaker: false },
      capacityProviders: [{ capacityProvider: "FARGATE", base: 1, weight: 0 }, { capacityProvider: "FARGATE_SPOT" }],
    });
    const { inputs, dependsOn } = deployment.find("web-service");
    strictEqual(inputs.desiredCount, 0);
    strictEqual(inputs.enableExecuteCommand, true);
    strictEqual(inputs.deploymentMinimumHealthyPercent, 0);
    strictEqual(inputs.deploymentMaximumPercent, 100);
    deepStrictEqual(inputs.deploymentCircuitBreaker, { enable: false, rollback: false });
    strictEqual(inputs.availabilityZoneRebalancing, "DISABLED");
    strictEqual(inputs.launchType, undefined);
    deepStrictEqual(inputs.capacityProviderStrategies, [
      { capacityProvider: "FARGATE", weight: 0, base: 1 },
      { capacityProvider: "FARGATE_SPOT", weight: 1, base: 0 },
    ]);
    // Without it, each update that changes them is refused.
    strictEqual(inputs.forceNewDeployment, true);
    // CreateService is refused until the cluster has the capacity providers.
    strictEqual(dependsOn.includes("web-cluster-capacity"), true, dependsOn.join(", "));
  });

  it("does not wait for capacity providers that it does not use", async () => {
    strictEqual((await deployService(PUBLIC)).find("web-service").dependsOn.includes("web-cluster-capacity"), false);
  });

  it("is tagged, with everything that can have tags", async () => {
    const deployment = await deployService({
      ...PRIVATE,
      network: { ...PRIVATE.network, ingressCidrs: ["10.0.0.0/8"] },
      tags: { team: "web" },
    });
    const untagged = deployment.resources.filter(({ inputs }) => inputs.tags === undefined).map(({ name }) => name);
    deepStrictEqual(untagged.sort(), [
      "web",
      "web-cluster-capacity",
      "web-execution-role-managed-policy",
      "web-execution-role-policy",
      "web-key-alias",
      "web-secret-version",
    ]);
  });
});

describe("the cluster", () => {
  it("is created with both capacities of Fargate and without Container Insights unless told otherwise", async () => {
    const deployment = await deployService(PUBLIC);
    deepStrictEqual(deployment.find("web-cluster").inputs, {
      settings: [{ name: "containerInsights", value: "disabled" }],
    });
    deepStrictEqual(deployment.find("web-cluster-capacity").inputs, {
      clusterName: "web-cluster-a1b2c3d",
      capacityProviders: ["FARGATE", "FARGATE_SPOT"],
    });
    const enhanced = await deployService({ ...PUBLIC, cluster: { containerInsights: "enhanced" } });
    deepStrictEqual(enhanced.find("web-cluster").inputs, {
      settings: [{ name: "containerInsights", value: "enhanced" }],
    });
  });

  it("is not created where one is given", async () => {
    const deployment = await deployService({ ...PUBLIC, cluster: { arn: CLUSTER } });
    deepStrictEqual(
      deployment.resources.filter(({ type }) => type.startsWith("aws:ecs/cluster")),
      [],
    );
    strictEqual(deployment.find("web-service").inputs.cluster, CLUSTER);
    strictEqual(deployment.outputs.clusterArn, CLUSTER);
  });
});

describe("two services in one program", () => {
  const program = () => {
    const { secretArn, keyArn } = new RegistryCredentials("ghcr", { username: "acme-bot", token: TOKEN });
    const credentials = { secretArn, keyArn };
    const api = new GhcrFargateService("api", { ...PRIVATE, credentials });
    new GhcrFargateService("worker", {
      ...PUBLIC,
      credentials,
      cluster: { arn: api.clusterArn },
      capacityProviders: [{ capacityProvider: "FARGATE_SPOT" }],
    });
  };

  it("share one secret and one cluster, and no name", async () => {
    const deployment = await deploy(program);
    const count = (type: string) => deployment.ofType(type).length;
    deepStrictEqual(
      ["aws:kms/key:Key", "aws:secretsmanager/secret:Secret", "aws:ecs/cluster:Cluster", "aws:ecs/service:Service"].map(
        count,
      ),
      [1, 1, 1, 2],
    );
    const names = deployment.list();
    deepStrictEqual(names, [...new Set(names)]);
    deepStrictEqual(deployment.leaks(TOKEN), []);
  });

  it("start no task before the shared secret has its value and the cluster its capacity", async () => {
    const { resources } = await deploy(program);
    const before = (name: string): Set<string> => {
      const direct = resources.find((resource) => resource.name === name)?.dependsOn ?? [];
      return new Set(direct.flatMap((other) => [other, ...before(other)]));
    };
    for (const service of ["api-service", "worker-service"])
      strictEqual(before(service).has("ghcr-secret-version"), true, service);
    strictEqual(before("worker-service").has("api-cluster-capacity"), true);
  });

  it("have the same resources with the same names when the program runs again", async () => {
    const [first, second] = [await deploy(program), await deploy(program)];
    deepStrictEqual(first.resources.map(({ urn }) => urn).sort(), second.resources.map(({ urn }) => urn).sort());
  });

  it("lie under their component, each child with the component's name in front", async () => {
    const { resources } = await deploy(program);
    for (const { name, parent } of resources)
      if (!["ghcr", "api", "worker"].includes(name))
        strictEqual(name.startsWith(`${parent ?? ""}-`), true, `${name} under ${parent ?? "the stack"}`);
  });
});

describe("RegistryCredentials", () => {
  it("keeps key and secret for 30 days after their end unless told otherwise", async () => {
    const args = { username: "acme-bot", token: TOKEN };
    const byDefault = await deploy(() => new RegistryCredentials("ghcr", args));
    strictEqual(byDefault.find("ghcr-key").inputs.deletionWindowInDays, 30);
    strictEqual(byDefault.find("ghcr-secret").inputs.recoveryWindowInDays, 30);
    const given = await deploy(
      () =>
        new RegistryCredentials("ghcr", {
          ...args,
          keyDeletionWindowDays: 7,
          recoveryWindowDays: 0,
          secretName: "ghcr_io_pat",
          keyAlias: "alias/ecs-ghcr",
        }),
    );
    strictEqual(given.find("ghcr-key").inputs.deletionWindowInDays, 7);
    strictEqual(given.find("ghcr-secret").inputs.recoveryWindowInDays, 0);
    strictEqual(given.find("ghcr-secret").inputs.name, "ghcr_io_pat");
    strictEqual(given.find("ghcr-key-alias").inputs.name, "alias/ecs-ghcr");
  });

  it("keeps the ARN known in a preview that changes the token", async () => {
    const arn = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:ghcr-AbCdEf";
    const { outputs } = await deploy(
      () => ({ secretArn: new RegistryCredentials("ghcr", { username: "acme-bot", token: TOKEN }).secretArn }),
      { preview: true, state: { "ghcr-secret": { arn } } }, // of the secret that exists; its new version is unknown
    );
    strictEqual(outputs.secretArn, arn);
  });
});
