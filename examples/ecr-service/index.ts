// A namespace in ECR and a service that runs an image of it. The first update creates the registry alone; with an image there,
// `pulumi config set version v1.0.0` deploys it.
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { EcrNamespace, GhcrFargateService } from "ghcr-fargate";

const config = new pulumi.Config();
const version = config.get("version");

const github = new aws.iam.OpenIdConnectProvider("github", {
  url: "https://token.actions.githubusercontent.com",
  clientIdLists: ["sts.amazonaws.com"],
});

const shop = new EcrNamespace("shop", {
  namespace: "shop",
  repositories: ["web"],
  lifecycle: { protectTags: ["v*"], keepImages: 20 },
  members: {
    push: {
      oidc: [{ provider: "github", subjects: ["repo:octocat/shop:ref:refs/tags/v*"], providerArn: github.arn }],
    },
  },
});

const web =
  version === undefined
    ? undefined
    : new GhcrFargateService("web", {
        // No credentials: ECS pulls with the service's execution role, which may pull from this repository and no other.
        image: pulumi.interpolate`${shop.registryHost}/shop/web:${version}`,
        executionRole: { tight: true },
        port: 8080,
        network: { ingressCidrs: ["203.0.113.0/24"] },
      });

export const registryHost = shop.registryHost;
export const pipelineRole = shop.pipelineRoleArns.apply(({ github: arn }) => arn);
export const commands = shop.commands;
export const service = web?.serviceName;
