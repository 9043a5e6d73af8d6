// The program that takes over a service of ecs-cli: what is imported, what stays as it is, and what cannot be taken over.
// Not proven here: that Pulumi imports it so: test/engine/composeAdopt.test.ts does.

import * as assert from "node:assert/strict";
import { checkTakeOver, type LiveDeployment } from "../../compose/program/takeOver";
import { adopted, LIVE } from "./adopted";

const withService = (service: LiveDeployment["service"]): LiveDeployment => ({
  ...LIVE,
  service: { ...LIVE.service, ...service },
});

describe("the program that takes over a service of ecs-cli", () => {
  it("imports what runs, with the names that it has, and says what it runs otherwise than the files", () => {
    assert.equal(
      adopted(),
      `// The compose project shop on AWS Fargate.
// Service shop of cluster prod, which ecs-cli created: arn:aws:ecs:eu-central-1:111122223333:service/prod/shop
// CloudFormation stack amazon-ecs-cli-setup-prod keeps what it holds, which the service uses: vpc-0a, subnet-0a. Do not delete it, nor run ecs-cli down.
// Container web runs web:1; the second update deploys web:2.
// Container job does not run yet; the second update adds it.
// Container old runs and is not in the files; the second update removes it.
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { GhcrFargateService } from "ghcr-fargate";

/** The first update takes over what runs, as it is. Then write false: the next update deploys this program. */
const isFirstUpdate = true;

/** What runs, by its name in this program. */
const running: Record<string, { id: string; props?: object; retainOnDelete?: boolean }> = {
  "shop-cluster": { id: "prod", props: { name: "prod" } },
  "shop-cluster-capacity": { id: "prod" },
  "shop-logs": { id: "/ecs/shop", props: { name: "/ecs/shop", retentionInDays: 0 } },
  "shop-task": { id: "arn:aws:ecs:eu-central-1:111122223333:task-definition/shop:3", retainOnDelete: true },
  "shop-service": { id: "prod/shop", props: { name: "shop" } },
};

const takeOver: pulumi.ResourceTransform = ({ name, props, opts }) => {
  const found = running[name];
  if (found === undefined) return undefined;
  const { id, retainOnDelete } = found;
  const asItIs = { import: id, ignoreChanges: ["*", ...Object.keys(props)], retainOnDelete };
  return { props: { ...props, ...found.props }, opts: pulumi.mergeOptions(opts, isFirstUpdate ? asItIs : {}) };
};

// The VPC of the subnets.
const subnet = aws.ec2.getSubnetOutput({ id: "subnet-0a" });

const shop = new GhcrFargateService("shop", {
  image: "web:2",
  port: 8080,
  cpu: 256,
  memory: 512,
  sidecars: [{ name: "job", image: "job:1", essential: true }, { name: "log", image: "log:1", essential: true }],
  network: { mode: "existing", vpcId: subnet.vpcId, subnetIds: ["subnet-0a"], securityGroupIds: ["sg-0a"] },
  desiredCount: 2,
}, { transforms: [takeOver] });

export const urls = { shop: shop.url };
`,
    );
  });

  it("leaves a cluster to what else is in it", () => {
    for (const cluster of [
      { ...LIVE.cluster, activeServicesCount: 2 },
      { ...LIVE.cluster, registeredContainerInstancesCount: 1 },
    ]) {
      const program = adopted({ ...LIVE, cluster });
      assert.doesNotMatch(program, /shop-cluster/);
      assert.match(program, /cluster: \{ arn: "arn:aws:ecs:eu-central-1:111122223333:cluster\/prod" \}/);
    }
  });

  it("keeps the target group, the Cloud Map service, the capacity providers, the percentages and the roles", () => {
    const program = adopted({
      ...withService({
        capacityProviderStrategy: [{ capacityProvider: "FARGATE_SPOT", weight: 1, base: 0 }],
        deploymentConfiguration: { minimumHealthyPercent: 50, maximumPercent: 100 },
        healthCheckGracePeriodSeconds: 30,
        loadBalancers: [{ targetGroupArn: "arn:tg", containerName: "web", containerPort: 8080 }],
        serviceRegistries: [{ registryArn: "arn:sd", containerName: "log", containerPort: 24224 }],
      }),
      taskDefinition: { ...LIVE.taskDefinition, executionRoleArn: "arn:exec", taskRoleArn: "arn:task" },
    });
    assert.match(
      program,
      /loadBalancers: \[\{ targetGroupArn: "arn:tg", containerName: "app", containerPort: 8080 \}\]/,
    );
    assert.match(program, /healthCheckGracePeriodSeconds: 30/);
    assert.match(program, /serviceRegistries: \{ registryArn: "arn:sd", containerPort: 24224, containerName: "log" \}/);
    assert.match(program, /capacityProviders: \[\{ capacityProvider: "FARGATE_SPOT", weight: 1, base: 0 \}\]/);
    assert.match(program, /deployment: \{ minimumHealthyPercent: 50, maximumPercent: 100 \}/);
    assert.match(program, /executionRole: \{ arn: "arn:exec" \}/);
    assert.match(program, /taskRole: \{ arn: "arn:task" \}/);
  });

  it("does not import a log group that is not there", () => {
    assert.doesNotMatch(adopted({ ...LIVE, logGroup: undefined }), /shop-logs/);
  });

  it("is refused for what a service cannot change while it runs", () => {
    assert.deepEqual(checkTakeOver(LIVE), []);
    assert.deepEqual(checkTakeOver(withService({ capacityProviderStrategy: [{ capacityProvider: "FARGATE" }] })), []);
    const cases: readonly (readonly [LiveDeployment["service"], RegExp])[] = [
      [{ launchType: "EC2" }, /^launchType: is EC2, not FARGATE; a service that runs cannot change it/],
      [{ capacityProviderStrategy: [{ capacityProvider: "own" }] }, /^launchType: is own, not FARGATE/],
      [{ schedulingStrategy: "DAEMON" }, /^schedulingStrategy: DAEMON is not possible/],
      [{ deploymentController: { type: "CODE_DEPLOY" } }, /^deploymentController: is CODE_DEPLOY, not ECS/],
      [{ loadBalancers: [{ loadBalancerName: "old" }] }, /^loadBalancers: old is a Classic Load Balancer/],
    ];
    for (const [service, message] of cases) {
      const [problem = "", ...more] = checkTakeOver(withService(service));
      assert.match(problem, message);
      assert.deepEqual(more, []);
    }
  });
});
