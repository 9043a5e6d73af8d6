// How long the longest chain of resources is that wait for each other: as long as AWS makes it, and not longer than by hand.
// Not proven here: how long AWS takes for each resource. A VPC counts as one here, as the component that builds it does.

import { deepStrictEqual } from "node:assert";
import { createRequire } from "node:module";
import * as aws from "@pulumi/aws";
import * as awsx from "@pulumi/awsx";
import * as pulumi from "@pulumi/pulumi";
import type { GhcrFargateServiceArgs } from "../../components/ghcrFargateServiceArgs";
import { deploy, type Deployment } from "../support/deploy";
import { FEATURES } from "./features";
import { argsOf, together } from "./featureSets";
import { deployService, TOKEN } from "./serviceFixture";

const BENCH = "../../bench/programs/";
const load = createRequire(__filename);

/** What examples/quickstart deploys. */
const QUICKSTART: GhcrFargateServiceArgs = {
  image: "ghcr.io/acme/web:1.0",
  credentials: { username: "acme-bot", token: TOKEN },
  port: 8080,
  network: { mode: "new", ingressCidrs: ["0.0.0.0/0"] },
};

/** For each resource, the length of the longest chain that ends with it. */
function depths({ resources }: Deployment): Map<string, number> {
  const found = new Map<string, number>();
  const depth = (name: string): number => {
    const known = found.get(name);
    if (known !== undefined) return known;
    // An event rule and its target share a name: that one waits for the other is not seen here.
    const before = resources.filter((resource) => resource.name === name).flatMap(({ dependsOn }) => dependsOn);
    const length = 1 + Math.max(0, ...before.filter((other) => other !== name).map(depth));
    found.set(name, length);
    return length;
  };
  resources.forEach(({ name }) => depth(name));
  return found;
}

const depthOf = (deployment: Deployment, name: string): number | undefined => depths(deployment).get(name);
const longest = (deployment: Deployment): number => Math.max(...depths(deployment).values());

/** The quickstart's resources, each waiting for nothing but what AWS needs. */
function quickstartByHand(): void {
  const vpc = new awsx.ec2.Vpc("vpc", { natGateways: { strategy: "None" } });
  const group = new aws.ec2.SecurityGroup("group", { vpcId: vpc.vpcId });
  new aws.vpc.SecurityGroupIngressRule("ingress", {
    securityGroupId: group.id,
    ipProtocol: "tcp",
    fromPort: 8080,
    toPort: 8080,
    cidrIpv4: "0.0.0.0/0",
  });
  const key = new aws.kms.Key("key", {});
  const secret = new aws.secretsmanager.Secret("secret", { kmsKeyId: key.arn });
  const version = new aws.secretsmanager.SecretVersion("version", { secretId: secret.id, secretString: "{}" });
  const role = new aws.iam.Role("role", { assumeRolePolicy: "{}" });
  const managed = new aws.iam.RolePolicyAttachment("managed", {
    role: role.name,
    policyArn: "arn:aws:iam::aws:policy/p",
  });
  const policy = new aws.iam.RolePolicy("policy", {
    role: role.name,
    policy: pulumi.jsonStringify({ Statement: [{ Resource: [secret.arn, key.arn] }] }),
  });
  const logGroup = new aws.cloudwatch.LogGroup("logs", {});
  const task = new aws.ecs.TaskDefinition("task", {
    family: "web",
    executionRoleArn: role.arn,
    containerDefinitions: pulumi.jsonStringify([
      { repositoryCredentials: { credentialsParameter: secret.arn }, logConfiguration: { options: [logGroup.name] } },
    ]),
  });
  const cluster = new aws.ecs.Cluster("cluster", {});
  new aws.ecs.Service(
    "service",
    {
      cluster: cluster.arn,
      taskDefinition: task.arn,
      networkConfiguration: { subnets: vpc.publicSubnetIds, securityGroups: [group.id] },
    },
    { dependsOn: [version, managed, policy] },
  );
}

describe("the critical path", () => {
  it("of the quickstart is four resources long, as by hand: key, secret, what reads it, service", async () => {
    const component = await deployService(QUICKSTART);
    const byHand = await deploy(quickstartByHand);
    deepStrictEqual([longest(component), longest(byHand)], [4, 4]);
    deepStrictEqual(
      ["web-key", "web-secret", "web-secret-version", "web-task", "web-service"].map((n) => depthOf(component, n)),
      ["key", "secret", "version", "task", "service"].map((name) => depthOf(byHand, name)),
    );
    deepStrictEqual([depthOf(component, "web-task"), depthOf(component, "web-service")], [3, 4]);
  });

  it("of a service whose surroundings exist is three resources long, as in the benchmark's program by hand", async () => {
    const given = load(`${BENCH}shared.cjs`) as Record<string, string> & { PORT: number; SUBNET_IDS: string[] };
    const byHand = await deploy(() => {
      (load(`${BENCH}handWritten.cjs`) as (count: number) => void)(1);
    });
    const component = await deployService({
      image: given.IMAGE!,
      port: given.PORT,
      credentials: { secretArn: given.SECRET_ARN! },
      cluster: { arn: given.CLUSTER_ARN! },
      network: {
        mode: "existing",
        vpcId: given.VPC_ID!,
        subnetIds: given.SUBNET_IDS,
        ingressCidrs: [given.INGRESS_CIDR!],
      },
    });
    deepStrictEqual([longest(component), longest(byHand)], [3, 3]);
  });

  it("with all features has nothing but the redirect and the service wait for what no input shows", async () => {
    const { resources } = await deployService(argsOf(together(FEATURES)));
    const unseen = resources.map(({ name, dependsOn, deps }) => {
      const seen = Object.values(deps).flat();
      return [name, dependsOn.filter((other) => !seen.includes(other))] as const;
    });
    deepStrictEqual(
      unseen.filter(([, others]) => others.length > 0),
      [
        ["web-redirect-listener", ["web-listener"]],
        [
          "web-service",
          [
            "web-agent-secret-version",
            "web-cluster-capacity",
            "web-endpoint-logs",
            "web-endpoint-secretsmanager",
            "web-endpoint-ssm",
            "web-execution-role-policy",
            "web-file-system-egress",
            "web-file-system-ingress-0",
            "web-hook-role-policy",
            "web-infrastructure-role-managed-policy",
            "web-listener",
            "web-mount-target-data-0",
            "web-mount-target-data-1",
            "web-mount-target-fast-0",
            "web-mount-target-fast-1",
            "web-secret-version",
            "web-task-role-managed-policy-0",
            "web-task-role-policy",
          ],
        ],
      ],
    );
  });
});
