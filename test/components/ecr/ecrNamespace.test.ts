// A namespace's children, their settings and what is refused. Rights: rights.test.ts. What happens in an update: test/engine.

import { deepStrictEqual, strictEqual } from "node:assert";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { EcrNamespace } from "../../../components/ecrNamespace";
import type { EcrNamespaceArgs } from "../../../components/ecr/ecrNamespaceArgs";
import { deploy } from "../../support/deploy";
import { deployNamespace, GROUP, OPTIONS } from "./namespaceFixture";

const EVERYTHING: EcrNamespaceArgs = {
  namespace: "shop",
  repositories: ["web", "cloud/web"],
  members: {
    full: {
      identityCenterGroupIds: { developers: GROUP },
      identityCenterUserNames: ["ana"],
      identityCenterUserEmails: ["bo@example.com"],
      groupNames: ["administrators"],
    },
    push: { oidc: [{ provider: "github", subjects: ["repo:octocat/shop:ref:refs/heads/main"] }] },
    read: { roleNames: ["server"] },
  },
  teams: [{ name: "cloud", members: { full: { identityCenterUserNames: ["eva"] } } }],
  tags: { course: "cloud" },
};

describe("EcrNamespace", () => {
  it("creates a template and nothing else for a namespace alone", async () => {
    const deployment = await deployNamespace({ namespace: "shop" });
    deepStrictEqual(deployment.list(), [
      "aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate shop-creation-template",
      "ghcr-fargate:index:EcrNamespace shop",
    ]);
    const { appliedFors, prefix, imageTagMutability, encryptionConfigurations, customRoleArn, lifecyclePolicy } =
      deployment.find("shop-creation-template").inputs;
    deepStrictEqual(
      { appliedFors, prefix, imageTagMutability, encryptionConfigurations, customRoleArn },
      {
        appliedFors: ["CREATE_ON_PUSH"],
        prefix: "shop",
        imageTagMutability: "IMMUTABLE",
        encryptionConfigurations: [{ encryptionType: "AES256" }],
        customRoleArn: undefined,
      },
    );
    deepStrictEqual(JSON.parse(String(lifecyclePolicy)), {
      rules: [
        {
          rulePriority: 1,
          description: "Delete untagged images 14 days after their push",
          selection: { tagStatus: "untagged", countType: "sinceImagePushed", countUnit: "days", countNumber: 14 },
          action: { type: "expire" },
        },
      ],
    });
  });

  it("creates nothing with createOnPush off and nothing named", async () => {
    deepStrictEqual((await deployNamespace({ namespace: "shop", createOnPush: false })).list(), [
      "ghcr-fargate:index:EcrNamespace shop",
    ]);
  });

  it("creates what it is asked for, under names by which each can be told from the others", async () => {
    deepStrictEqual((await deployNamespace(EVERYTHING)).list(), [
      "aws:ecr/lifecyclePolicy:LifecyclePolicy shop-lifecycle-cloud--web",
      "aws:ecr/lifecyclePolicy:LifecyclePolicy shop-lifecycle-web",
      "aws:ecr/repository:Repository shop-repository-cloud--web",
      "aws:ecr/repository:Repository shop-repository-web",
      "aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate shop-creation-template",
      "aws:iam/groupPolicy:GroupPolicy shop-full-group-policy-administrators",
      "aws:iam/role:Role shop-creation-role",
      "aws:iam/role:Role shop-push-pipeline-github",
      "aws:iam/rolePolicy:RolePolicy shop-creation-role-policy",
      "aws:iam/rolePolicy:RolePolicy shop-push-pipeline-policy-github",
      "aws:iam/rolePolicy:RolePolicy shop-read-role-policy-server",
      "aws:ssoadmin/accountAssignment:AccountAssignment shop-full-group-developers",
      "aws:ssoadmin/accountAssignment:AccountAssignment shop-full-user-ana",
      "aws:ssoadmin/accountAssignment:AccountAssignment shop-full-user-bo@example.com",
      "aws:ssoadmin/accountAssignment:AccountAssignment shop-full-user-cloud--eva",
      "aws:ssoadmin/permissionSet:PermissionSet shop-full-permission-set",
      "aws:ssoadmin/permissionSet:PermissionSet shop-full-permission-set-cloud",
      "aws:ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy shop-full-permissions",
      "aws:ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy shop-full-permissions-cloud",
      "ghcr-fargate:index:EcrNamespace shop",
    ]);
  });

  it("assigns groups and users to the account, once the permission set has its policy", async () => {
    const deployment = await deployNamespace(EVERYTHING);
    deepStrictEqual(
      deployment
        .ofType("aws:ssoadmin/accountAssignment:AccountAssignment")
        .map(({ inputs }) => [inputs.principalType, inputs.principalId, inputs.targetType, inputs.targetId]),
      [
        ["GROUP", GROUP, "AWS_ACCOUNT", "123456789012"],
        ["USER", "id-of-ana", "AWS_ACCOUNT", "123456789012"],
        ["USER", "id-of-bo@example.com", "AWS_ACCOUNT", "123456789012"],
        ["USER", "id-of-eva", "AWS_ACCOUNT", "123456789012"],
      ],
    );
    deepStrictEqual(
      deployment.calls
        .filter(({ token }) => token === "aws:identitystore/getUser:getUser")
        .map(({ inputs }) => inputs.alternateIdentifier),
      [
        { uniqueAttribute: { attributePath: "UserName", attributeValue: "ana" } },
        { uniqueAttribute: { attributePath: "Emails.Value", attributeValue: "bo@example.com" } },
        { uniqueAttribute: { attributePath: "UserName", attributeValue: "eva" } },
      ],
    );
    const { name, sessionDuration, instanceArn } = deployment.find("shop-full-permission-set-cloud").inputs;
    deepStrictEqual(
      [name, sessionDuration, instanceArn],
      ["ecr-full-shop--cloud", "PT8H", "arn:aws:sso:::instance/ssoins-1234567890abcdef"],
    );
  });

  it("lets pipelines of the named owner in, and with a token for AWS only", async () => {
    const deployment = await deployNamespace({
      namespace: "shop",
      members: {
        push: {
          oidc: [
            { provider: "github", subjects: ["repo:octocat/*:ref:refs/heads/main"] },
            {
              name: "lab",
              provider: "gitlab",
              issuer: "https://git.example.com",
              subjects: ["project_path:shop/web:*"],
              providerArn: "arn:aws:iam::123456789012:oidc-provider/git.example.com",
            },
          ],
        },
      },
    });
    const trustOf = (name: string): unknown => JSON.parse(String(deployment.find(name).inputs.assumeRolePolicy));
    deepStrictEqual(trustOf("shop-push-pipeline-github"), {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Federated: "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com" },
          Action: "sts:AssumeRoleWithWebIdentity",
          Condition: {
            StringEquals: { "token.actions.githubusercontent.com:aud": "sts.amazonaws.com" },
            StringLike: { "token.actions.githubusercontent.com:sub": ["repo:octocat/*:ref:refs/heads/main"] },
          },
        },
      ],
    });
    deepStrictEqual(trustOf("shop-push-pipeline-lab"), {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Federated: "arn:aws:iam::123456789012:oidc-provider/git.example.com" },
          Action: "sts:AssumeRoleWithWebIdentity",
          Condition: {
            StringEquals: { "git.example.com:aud": "https://git.example.com" },
            StringLike: { "git.example.com:sub": ["project_path:shop/web:*"] },
          },
        },
      ],
    });
    deepStrictEqual(Object.keys(deployment.outputs.pipelineRoleArns as object), ["github", "lab"]);
  });

  it("says what to create where the account has no provider for the pipelines' tokens", async () => {
    const { errors } = await deployNamespace(
      {
        namespace: "shop",
        members: { push: { oidc: [{ provider: "gitlab", subjects: ["project_path:shop/web:*"] }] } },
      },
      {
        mayFail: true,
        calls: {
          "aws:iam/getOpenIdConnectProvider:getOpenIdConnectProvider": () => {
            throw new Error("finding IAM OIDC Provider by url: not found");
          },
        },
      },
    );
    strictEqual(
      errors.some(({ message }) =>
        message.includes(
          "oidc: the account has no OpenID Connect provider for https://gitlab.com (finding IAM OIDC Provider by url: not found); create an aws.iam.OpenIdConnectProvider and pass its ARN as providerArn",
        ),
      ),
      true,
      errors.map(({ message }) => message).join("\n"),
    );
  });

  it("gives ECR a role of the namespace alone to tag what pushes create, and to use the KMS key", async () => {
    const keyArn = "arn:aws:kms:eu-central-1:123456789012:key/11111111-2222-4333-8444-555555555555";
    const deployment = await deployNamespace({
      namespace: "shop",
      projectTag: "project",
      encryption: { type: "KMS", keyArn },
    });
    deepStrictEqual(JSON.parse(String(deployment.find("shop-creation-role-policy").inputs.policy)), {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "CreateRepositories",
          Effect: "Allow",
          Action: ["ecr:CreateRepository", "ecr:ReplicateImage", "ecr:TagResource"],
          Resource: "arn:aws:ecr:eu-central-1:123456789012:repository/shop/*",
        },
        {
          Sid: "UseKey",
          Effect: "Allow",
          Action: ["kms:CreateGrant", "kms:RetireGrant", "kms:DescribeKey"],
          Resource: keyArn,
        },
      ],
    });
    const { resourceTags, encryptionConfigurations } = deployment.find("shop-creation-template").inputs;
    deepStrictEqual(resourceTags, { project: "shop" });
    deepStrictEqual(encryptionConfigurations, [{ encryptionType: "KMS", kmsKey: keyArn }]);
  });

  it("gives the template and the named repositories the same settings", async () => {
    const deployment = await deployNamespace({
      namespace: "shop",
      repositories: ["web"],
      tagMutability: "IMMUTABLE",
      tagMutabilityExclusions: ["dev-*"],
      lifecycle: { untaggedDays: 3, protectTags: ["v*"], keepImages: 20 },
    });
    const template = deployment.find("shop-creation-template").inputs;
    const repository = deployment.find("shop-repository-web").inputs;
    strictEqual(template.imageTagMutability, "IMMUTABLE_WITH_EXCLUSION");
    deepStrictEqual(template.imageTagMutabilityExclusionFilters, [{ filter: "dev-*", filterType: "WILDCARD" }]);
    for (const input of ["imageTagMutability", "imageTagMutabilityExclusionFilters", "encryptionConfigurations"])
      deepStrictEqual(repository[input], template[input]);
    strictEqual(deployment.find("shop-lifecycle-web").inputs.policy, template.lifecyclePolicy);
    deepStrictEqual([repository.name, repository.forceDelete], ["shop/web", false]);
    deepStrictEqual(repository.imageScanningConfiguration, { scanOnPush: true });
  });

  it("accepts the same namespace in another registry", async () => {
    const { list } = await deploy(() => {
      const west = new aws.Provider("west", { region: "eu-west-1" });
      new EcrNamespace("here", { namespace: "shop", createOnPush: false });
      new EcrNamespace("there", { namespace: "shop", createOnPush: false }, { provider: west });
    }, OPTIONS);
    strictEqual(list().filter((line) => line.includes("EcrNamespace")).length, 2);
  });

  it("says what stands where Identity Center is missing", async () => {
    const { errors } = await deployNamespace(EVERYTHING, {
      mayFail: true,
      calls: {
        "aws:ssoadmin/getInstances:getInstances": { region: "eu-central-1", arns: [], identityStoreIds: [] },
      },
    });
    strictEqual(
      errors[0]?.message,
      "identityCenter: AWS lists no instance of IAM Identity Center in eu-central-1; enable it, or set identityCenter.region to where it is",
    );
  });

  it("takes the ids of groups that become known later", async () => {
    const deployment = await deployNamespace({
      namespace: "shop",
      members: { full: { identityCenterGroupIds: { developers: pulumi.output(GROUP) } } },
    });
    strictEqual(deployment.find("shop-full-group-developers").inputs.principalId, GROUP);
  });
});
