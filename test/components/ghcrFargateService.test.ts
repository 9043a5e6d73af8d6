// The whole component: which resources a case has. Not proven here: that AWS accepts them.

import { deepStrictEqual } from "node:assert";
import { deployService, PRIVATE, PUBLIC, TOKEN } from "./serviceFixture";

describe("GhcrFargateService", () => {
  it("creates what a private image needs, and nothing else", async () => {
    const deployment = await deployService(PRIVATE);
    deepStrictEqual(deployment.list(), [
      "aws:cloudwatch/logGroup:LogGroup web-logs",
      "aws:ec2/securityGroup:SecurityGroup web-security-group",
      "aws:ecs/cluster:Cluster web-cluster",
      "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders web-cluster-capacity",
      "aws:ecs/service:Service web-service",
      "aws:ecs/taskDefinition:TaskDefinition web-task",
      "aws:iam/role:Role web-execution-role",
      "aws:iam/role:Role web-task-role",
      "aws:iam/rolePolicy:RolePolicy web-execution-role-policy",
      "aws:iam/rolePolicyAttachment:RolePolicyAttachment web-execution-role-managed-policy",
      "aws:kms/alias:Alias web-key-alias",
      "aws:kms/key:Key web-key",
      "aws:secretsmanager/secret:Secret web-secret",
      "aws:secretsmanager/secretVersion:SecretVersion web-secret-version",
      "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule web-egress",
      "ghcr-fargate:index:GhcrFargateService web",
    ]);
    deepStrictEqual(deployment.leaks(TOKEN), []);
  });

  it("creates no key, no secret and no grant for a public image", async () => {
    deepStrictEqual((await deployService(PUBLIC)).list(), [
      "aws:cloudwatch/logGroup:LogGroup web-logs",
      "aws:ec2/securityGroup:SecurityGroup web-security-group",
      "aws:ecs/cluster:Cluster web-cluster",
      "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders web-cluster-capacity",
      "aws:ecs/service:Service web-service",
      "aws:ecs/taskDefinition:TaskDefinition web-task",
      "aws:iam/role:Role web-execution-role",
      "aws:iam/role:Role web-task-role",
      "aws:iam/rolePolicyAttachment:RolePolicyAttachment web-execution-role-managed-policy",
      "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule web-egress",
      "ghcr-fargate:index:GhcrFargateService web",
    ]);
  });
});
