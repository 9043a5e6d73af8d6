// What the emulator holds, as one list: what is in it after `pulumi destroy` and was not before was left behind.

import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import { type Emulator, texts } from "./emulator";
import { takesScenarios } from "./scenarios";

/**
 * Everything in the Region, and in what has none, that these tests may make, as `service id`, sorted. Left out: keys and secrets
 * that wait for their deletion, keys that AWS manages, clusters and task definitions that are inactive, which AWS keeps too.
 */
export async function inventory(emulator: Emulator): Promise<string[]> {
  const lists = await Promise.all(
    [
      ...QUERIES.map((query) => listByQuery(emulator, query)),
      ...Object.values(JSON_LISTS).map((list) => list(emulator)),
    ].concat(restLists(emulator)),
  );
  // The emulator keeps the network interface of a deleted NAT gateway; AWS does not.
  const natGateways = await emulator.query("ec2", "DescribeNatGateways", "2016-11-15");
  const kept = texts(natGateways, "networkInterfaceId").map((id) => `ec2 ${id}`);
  return lists
    .flat()
    .filter((item) => !kept.includes(item))
    .sort();
}

/** That nothing is in the Region but what was. The network interfaces of the last tasks go a while after their service. */
export async function assertNothingLeft(emulator: Emulator, before: readonly string[]): Promise<void> {
  for (let tries = 0; tries < 20 && !isDeepStrictEqual(await inventory(emulator), before); tries++) await sleep(1000);
  assert.deepEqual(await inventory(emulator), before);
}

type Query = readonly [
  service: string,
  version: string,
  action: string,
  tag: string,
  parameters?: Record<string, string>,
];

const EC2 = ["ec2", "2016-11-15"] as const;
const ELB = ["elasticloadbalancing", "2015-12-01"] as const;
const IAM = ["iam", "2010-05-08"] as const;

const QUERIES: readonly Query[] = [
  [...EC2, "DescribeVpcs", "vpcId"],
  [...EC2, "DescribeSubnets", "subnetId"],
  [...EC2, "DescribeSecurityGroups", "groupId"],
  [...EC2, "DescribeInternetGateways", "internetGatewayId"],
  [...EC2, "DescribeRouteTables", "routeTableId"],
  [...EC2, "DescribeNatGateways", "natGatewayId", { "Filter.1.Name": "state", "Filter.1.Value.1": "available" }],
  [...EC2, "DescribeAddresses", "allocationId"],
  [...EC2, "DescribeVpcEndpoints", "vpcEndpointId", { "Filter.1.Name": "state", "Filter.1.Value.1": "available" }],
  [...EC2, "DescribeNetworkInterfaces", "networkInterfaceId"],
  [...ELB, "DescribeLoadBalancers", "LoadBalancerArn"],
  [...ELB, "DescribeTargetGroups", "TargetGroupArn"],
  [...IAM, "ListRoles", "Arn"],
  [...IAM, "ListPolicies", "Arn", { Scope: "Local" }],
  [...IAM, "ListOpenIDConnectProviders", "Arn"],
  ["sns", "2010-03-31", "ListTopics", "TopicArn"],
  ["sns", "2010-03-31", "ListSubscriptions", "SubscriptionArn"],
];

async function listByQuery(emulator: Emulator, [service, version, action, tag, parameters]: Query): Promise<string[]> {
  const answer = await emulator.query(service, action, version, parameters);
  return [...new Set(texts(answer, tag))].map((id) => `${service} ${id}`);
}

type List = (emulator: Emulator) => Promise<string[]>;

const ECS = "AmazonEC2ContainerServiceV20141113";
const ECR = "AmazonEC2ContainerRegistry_V20150921";

const JSON_LISTS: Record<string, List> = {
  taskDefinitions: async (emulator) => {
    const { taskDefinitionArns } = await emulator.json<{ taskDefinitionArns: string[] }>(
      "ecs",
      `${ECS}.ListTaskDefinitions`,
      { status: "ACTIVE" },
    );
    return named("ecs", taskDefinitionArns);
  },
  clusters: async (emulator) => {
    const { clusterArns: listed } = await emulator.json<{ clusterArns: string[] }>("ecs", `${ECS}.ListClusters`);
    const { clusters } = await emulator.json<{ clusters: { clusterArn: string; status: string }[] }>(
      "ecs",
      `${ECS}.DescribeClusters`,
      { clusters: listed },
    );
    const clusterArns = clusters.filter(({ status }) => status === "ACTIVE").map(({ clusterArn }) => clusterArn);
    const services = await Promise.all(
      clusterArns.map(async (cluster) => {
        const { serviceArns } = await emulator.json<{ serviceArns: string[] }>("ecs", `${ECS}.ListServices`, {
          cluster,
        });
        return serviceArns;
      }),
    );
    return named("ecs", [...clusterArns, ...services.flat()]);
  },
  secrets: async (emulator) => {
    const { SecretList } = await emulator.json<{ SecretList: { ARN: string }[] }>(
      "secretsmanager",
      "secretsmanager.ListSecrets",
    );
    return named(
      "secretsmanager",
      SecretList.map(({ ARN }) => ARN),
    );
  },
  keys: async (emulator) => {
    const { Keys } = await emulator.json<{ Keys: { KeyId: string }[] }>("kms", "TrentService.ListKeys");
    const { Aliases } = await emulator.json<{ Aliases: { AliasName: string; TargetKeyId?: string }[] }>(
      "kms",
      "TrentService.ListAliases",
    );
    const ofAws = Aliases.filter(({ AliasName }) => AliasName.startsWith("alias/aws/"));
    const managed = new Set(ofAws.map(({ TargetKeyId }) => TargetKeyId));
    const states = await Promise.all(
      Keys.map(({ KeyId }) =>
        emulator.json<{ KeyMetadata: { KeyState: string } }>("kms", "TrentService.DescribeKey", { KeyId }),
      ),
    );
    return named(
      "kms",
      Keys.filter(
        ({ KeyId }, index) => !managed.has(KeyId) && states[index]?.KeyMetadata.KeyState !== "PendingDeletion",
      ).map(({ KeyId }) => KeyId),
    );
  },
  aliases: async (emulator) => {
    const { Aliases } = await emulator.json<{ Aliases: { AliasName: string }[] }>("kms", "TrentService.ListAliases");
    return named(
      "kms",
      Aliases.map(({ AliasName }) => AliasName).filter((name) => !name.startsWith("alias/aws/")),
    );
  },
  logGroups: async (emulator) => {
    const { logGroups } = await emulator.json<{ logGroups: { logGroupName: string }[] }>(
      "logs",
      "Logs_20140328.DescribeLogGroups",
    );
    return named(
      "logs",
      logGroups.map(({ logGroupName }) => logGroupName),
    );
  },
  rules: async (emulator) => {
    const { Rules } = await emulator.json<{ Rules: { Name: string }[] }>("events", "AWSEvents.ListRules");
    return named(
      "events",
      Rules.map(({ Name }) => Name),
    );
  },
  certificates: async (emulator) => {
    const { CertificateSummaryList = [] } = await emulator.json<{
      CertificateSummaryList?: { CertificateArn: string }[];
    }>("acm", "CertificateManager.ListCertificates");
    return named(
      "acm",
      CertificateSummaryList.map(({ CertificateArn }) => CertificateArn),
    );
  },
  namespaces: async (emulator) => {
    const { Namespaces } = await emulator.json<{ Namespaces: { Id: string }[] }>(
      "servicediscovery",
      "Route53AutoNaming_v20170314.ListNamespaces",
    );
    return named(
      "servicediscovery",
      Namespaces.map(({ Id }) => Id),
    );
  },
  repositories: async (emulator) => {
    const { repositories } = await emulator.json<{ repositories: { repositoryName: string }[] }>(
      "ecr",
      `${ECR}.DescribeRepositories`,
    );
    interface Templates {
      readonly repositoryCreationTemplates?: readonly { prefix: string }[];
    }
    const { repositoryCreationTemplates: templates = [] } = await emulator
      .json<Templates>("ecr", `${ECR}.DescribeRepositoryCreationTemplates`)
      .catch((error: unknown): Templates => {
        if (takesScenarios()) throw error;
        return {}; // a plain emulator has none
      });
    return named("ecr", [
      ...repositories.map(({ repositoryName }) => repositoryName),
      ...templates.map(({ prefix }) => `template ${prefix}`),
    ]);
  },
  queues: async (emulator) => {
    const { QueueUrls = [] } = await emulator.json<{ QueueUrls?: string[] }>("sqs", "AmazonSQS.ListQueues");
    return named("sqs", QueueUrls);
  },
  identities: async (emulator) => {
    const { Instances } = await emulator.json<{ Instances: { InstanceArn: string; IdentityStoreId: string }[] }>(
      "sso",
      "SWBExternalService.ListInstances",
    );
    const lists = await Promise.all(
      Instances.map(async ({ InstanceArn, IdentityStoreId }) => {
        const { PermissionSets = [] } = await emulator.json<{ PermissionSets?: string[] }>(
          "sso",
          "SWBExternalService.ListPermissionSets",
          { InstanceArn },
        );
        const { Groups } = await emulator.json<{ Groups: { GroupId: string }[] }>(
          "identitystore",
          "AWSIdentityStore.ListGroups",
          { IdentityStoreId },
        );
        return [...PermissionSets, ...Groups.map(({ GroupId }) => GroupId)];
      }),
    );
    return named("sso", lists.flat());
  },
  scalableTargets: async (emulator) => {
    const { ScalableTargets } = await emulator.json<{ ScalableTargets: { ResourceId: string }[] }>(
      "application-autoscaling",
      "AnyScaleFrontendService.DescribeScalableTargets",
      { ServiceNamespace: "ecs" },
    );
    return named(
      "application-autoscaling",
      ScalableTargets.map(({ ResourceId }) => ResourceId),
    );
  },
};

function restLists(emulator: Emulator): Promise<string[]>[] {
  return [
    emulator.rest("elasticfilesystem", "/2015-02-01/file-systems").then((text) => {
      const { FileSystems } = JSON.parse(text) as { FileSystems: { FileSystemId: string }[] };
      return named(
        "elasticfilesystem",
        FileSystems.map(({ FileSystemId }) => FileSystemId),
      );
    }),
    emulator.rest("scheduler", "/schedules").then((text) => {
      const { Schedules } = JSON.parse(text) as { Schedules: { Name: string }[] };
      return named(
        "scheduler",
        Schedules.map(({ Name }) => Name),
      );
    }),
    emulator.rest("route53", "/2013-04-01/hostedzone").then(async (zones) => {
      const ids = texts(zones, "Id");
      const records = await Promise.all(
        ids.map(async (id) =>
          texts(await emulator.rest("route53", `/2013-04-01${id}/rrset`), "Name").map((name) => `${id} ${name}`),
        ),
      );
      return named("route53", [...ids, ...records.flat()]);
    }),
  ];
}

function named(service: string, ids: readonly string[]): string[] {
  return ids.map((id) => `${service} ${id}`);
}
