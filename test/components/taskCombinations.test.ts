// Features of a task that runs and ends: alone, all together, and in random combinations.
// Not proven here: that AWS accepts what is created, and that arguments do what they say; the features' own tests look at that.

import { deepStrictEqual, strictEqual } from "node:assert";
import { GhcrFargateTask } from "../../components/ghcrFargateTask";
import { planGhcrFargateTask } from "../../components/ghcrFargateTaskPlan";
import type { GhcrFargateTaskArgs } from "../../components/ghcrFargateTaskArgs";
import { deploy, type Deployment } from "../support/deploy";
import { changeAlone } from "./difference";
import { OTHER_TOKEN } from "./features";
import { argsWith, randomSets, together } from "./featureSets";
import { violations } from "./invariants";
import { longestName } from "./physicalNames";
import { TOKEN } from "./serviceFixture";
import { PLAIN_TASK, TASK_FEATURES, taskChangeOf, type TaskFeature } from "./taskFeatures";

const ALL = together(TASK_FEATURES);
const MODES = ["update", "preview"] as const;

const argsOf = (features: readonly TaskFeature[]): GhcrFargateTaskArgs => argsWith(PLAIN_TASK, features);

function deployAs(name: string, args: GhcrFargateTaskArgs, mode: (typeof MODES)[number]): Promise<Deployment> {
  return deploy(() => new GhcrFargateTask(name, args), { preview: mode === "preview" });
}

describe("a feature of a task alone", () => {
  const changeOf = changeAlone(TASK_FEATURES, (features) => deployAs("web", argsOf(features), "update"));

  for (const feature of TASK_FEATURES)
    it(`changes only its own resources: ${feature.name}`, async () => {
      deepStrictEqual(await changeOf(feature), { added: [], removed: [], changed: [], ...taskChangeOf(feature) });
    });
});

describe("all features of a task that go together", () => {
  let all: Deployment;
  before(async () => {
    all = await deployAs("web", argsOf(ALL), "update");
  });

  it("create exactly these resources", () => {
    deepStrictEqual(all.list(), [
      "aws:cloudwatch/logGroup:LogGroup web-logs",
      "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup web-default-security-group",
      "aws:ec2/securityGroup:SecurityGroup web-endpoint-security-group",
      "aws:ec2/securityGroup:SecurityGroup web-file-system-security-group",
      "aws:ec2/securityGroup:SecurityGroup web-security-group",
      "aws:ec2/vpcEndpoint:VpcEndpoint web-endpoint-logs",
      "aws:ec2/vpcEndpoint:VpcEndpoint web-endpoint-secretsmanager",
      "aws:ec2/vpcEndpoint:VpcEndpoint web-endpoint-ssm",
      "aws:ecs/cluster:Cluster web-cluster",
      "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders web-cluster-capacity",
      "aws:ecs/taskDefinition:TaskDefinition web-task",
      "aws:efs/accessPoint:AccessPoint web-access-point-data",
      "aws:efs/accessPoint:AccessPoint web-access-point-fast",
      "aws:efs/backupPolicy:BackupPolicy web-backup-policy-data",
      "aws:efs/fileSystem:FileSystem web-file-system-data",
      "aws:efs/fileSystem:FileSystem web-file-system-fast",
      "aws:efs/fileSystemPolicy:FileSystemPolicy web-file-system-policy-data",
      "aws:efs/fileSystemPolicy:FileSystemPolicy web-file-system-policy-fast",
      "aws:efs/mountTarget:MountTarget web-mount-target-data-0",
      "aws:efs/mountTarget:MountTarget web-mount-target-data-1",
      "aws:efs/mountTarget:MountTarget web-mount-target-fast-0",
      "aws:efs/mountTarget:MountTarget web-mount-target-fast-1",
      "aws:iam/role:Role web-execution-role",
      "aws:iam/role:Role web-schedule-role",
      "aws:iam/role:Role web-task-role",
      "aws:iam/rolePolicy:RolePolicy web-execution-role-policy",
      "aws:iam/rolePolicy:RolePolicy web-schedule-role-policy",
      "aws:iam/rolePolicy:RolePolicy web-task-role-policy",
      "aws:iam/rolePolicyAttachment:RolePolicyAttachment web-task-role-managed-policy-0",
      "aws:kms/alias:Alias web-agent-key-alias",
      "aws:kms/alias:Alias web-key-alias",
      "aws:kms/key:Key web-agent-key",
      "aws:kms/key:Key web-key",
      "aws:scheduler/schedule:Schedule web-schedule-hourly",
      "aws:scheduler/schedule:Schedule web-schedule-nightly",
      "aws:secretsmanager/secret:Secret web-agent-secret",
      "aws:secretsmanager/secret:Secret web-secret",
      "aws:secretsmanager/secretVersion:SecretVersion web-agent-secret-version",
      "aws:secretsmanager/secretVersion:SecretVersion web-secret-version",
      "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule web-egress-0.0.0.0-0-443",
      "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule web-egress-10.0.0.0-8-2049",
      "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule web-egress-endpoints",
      "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule web-file-system-egress",
      "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule web-endpoint-ingress-0",
      "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule web-file-system-ingress-0",
      "awsx:ec2:Vpc web-vpc",
      "ghcr-fargate:index:GhcrFargateTask web",
    ]);
  });

  it("leave out only what another choice takes the place of", () => {
    deepStrictEqual(
      TASK_FEATURES.filter((feature) => !ALL.includes(feature)).map(({ name }) => name),
      [
        "a registry token under a given key",
        "a registry secret that exists",
        "a new VPC with one NAT gateway",
        "a new VPC",
        "an existing network",
        "public addresses",
        "all endpoints",
        "given security groups",
        "an existing cluster",
        "Splunk",
        "a given execution role",
        "a given task role",
        "no questions to the registry",
        "a pull-through cache",
        "routes that are not checked",
        "an endpoint of S3 alone",
        "a pull-through cache that exists",
      ],
    );
  });

  it("bound the rights of every role that is created", () => {
    deepStrictEqual(
      all
        .ofType("aws:iam/role:Role")
        .map(({ name, inputs }) => `${name} ${String(inputs.permissionsBoundary)}`)
        .sort(),
      ["execution", "schedule", "task"].map((role) => `web-${role}-role arn:aws:iam::123456789012:policy/boundary`),
    );
  });
});

describe("random combinations of features of a task", () => {
  const combinations = randomSets(TASK_FEATURES, { minLength: 8, seed: 15, numRuns: 8 });

  it("have every feature among them", () => {
    deepStrictEqual(
      TASK_FEATURES.filter((feature) => !combinations.some((features) => features.includes(feature))),
      [],
    );
  });

  combinations.forEach((features, i) => {
    const args = argsOf(features);
    for (const mode of MODES)
      it(`hold what always holds, ${i + 1} in ${mode}: ${features.map(({ name }) => name).join(", ")}`, async () => {
        const name = longestName((given) => planGhcrFargateTask(given, args));
        const deployment = await deployAs(name, args, mode);
        deepStrictEqual(violations(name, deployment), []);
        for (const secret of [TOKEN, OTHER_TOKEN]) deepStrictEqual(deployment.leaks(secret), []);
        strictEqual(deployment.ofType("aws:ecs/taskDefinition:TaskDefinition").length, 1);
      });
  });
});
