// A lab's registry: three projects with a namespace each. People sign in by IAM Identity Center, pipelines by their own tokens.
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { EcrNamespace, type EcrNamespaceArgs } from "ghcr-fargate";

const tags = { managedBy: "ecr-lab" };
const settings: Omit<EcrNamespaceArgs, "namespace"> = {
  tags,
  // A pushed tag stays what it is, so that v1.2.0 is the same image tomorrow. A second push of `latest` fails.
  tagMutability: "IMMUTABLE",
  tagPattern: String.raw`v\d+\.\d+\.\d+|dev-[a-z0-9-]+`,
  lifecycle: { protectTags: ["v*"], keepImages: 20 },
};

const { identityStoreIds } = aws.ssoadmin.getInstancesOutput();
const identityStoreId = identityStoreIds.apply(([id]) => {
  if (id === undefined) throw new Error("enable IAM Identity Center in this Region first");
  return id;
});

/** A group of the lab's people: who is in it is all that changes from day to day. */
function group(name: string, description: string): pulumi.Output<string> {
  return new aws.identitystore.Group(name, { identityStoreId, displayName: name, description }).groupId;
}

// One for the account: GitHub Actions signs in with tokens of its own, so that no password lies anywhere.
const github = new aws.iam.OpenIdConnectProvider("github", {
  url: "https://token.actions.githubusercontent.com",
  clientIdLists: ["sts.amazonaws.com"],
  tags,
});

const shop = new EcrNamespace("shop", {
  ...settings,
  namespace: "shop",
  repositories: ["web", "worker"],
  members: {
    full: { identityCenterGroupIds: { developers: group("shop-developers", "Developers of shop") } },
    push: {
      oidc: [{ provider: "github", subjects: ["repo:octocat/shop:ref:refs/heads/main"], providerArn: github.arn }],
    },
  },
});

const research = new EcrNamespace("research", {
  ...settings,
  namespace: "research",
  members: {
    full: { identityCenterGroupIds: { researchers: group("research-people", "Researchers") } },
    read: { identityCenterGroupIds: { guests: group("research-guests", "Guests who run the images") } },
  },
});

// A project with a team of its own inside: the team's people have their rights in suporte/cloud alone.
const suporte = new EcrNamespace("suporte", {
  ...settings,
  namespace: "suporte",
  repositories: ["monitor", "cloud/agent"],
  members: { full: { identityCenterGroupIds: { staff: group("suporte-staff", "Staff of suporte") } } },
  teams: [
    {
      name: "cloud",
      members: { full: { identityCenterGroupIds: { team: group("suporte-cloud", "Cloud team of suporte") } } },
    },
  ],
});

// Repositories that a push creates go by the registry's scanning configuration; basic scanning is free.
new aws.ecr.RegistryScanningConfiguration("scanning", {
  scanType: "BASIC",
  rules: [{ scanFrequency: "SCAN_ON_PUSH", repositoryFilters: [{ filter: "*", filterType: "WILDCARD" }] }],
});

export const registryHost = shop.registryHost;
export const shopPipelineRoles = shop.pipelineRoleArns;
export const commands = { shop: shop.commands, research: research.commands, suporte: suporte.commands };
