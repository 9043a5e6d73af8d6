// A deployment of ecs-cli as it is in AWS: the stacks that it named, the service, what the service runs.

import type { Cluster, Service, TaskDefinition } from "@aws-sdk/client-ecs";
import type { Aws } from "./aws";
import { describeService, describeTaskDefinition, nameOf, type ServiceRef } from "./service";
import { queryAws } from "./signedRequest";

/** The beginning of the names of all stacks of ecs-cli. */
const PREFIX = "amazon-ecs-cli-setup-";
/** The stacks of service discovery; the cluster's and the service's name follow. */
const DISCOVERY_PREFIXES = [`${PREFIX}private-dns-namespace-`, `${PREFIX}service-discovery-service-`];
/** What older versions of ecs-cli put before a service's name. */
const OLD_SERVICE_PREFIX = "ecscompose-service-";

/** What runs. */
export interface EcsCliDeployment {
  readonly service: Service;
  readonly taskDefinition: TaskDefinition;
  readonly cluster: Cluster;
  readonly logGroup: { readonly name: string; readonly retentionDays: number | undefined } | undefined;
  readonly stacks: readonly { readonly name: string; readonly resources: readonly string[] }[];
}

/** Which deployment is meant. */
export interface WantedDeployment {
  /** @default that of the only stack of ecs-cli */
  readonly cluster?: string | undefined;
  /** What the service may be called: ecs-cli named it as the compose project. */
  readonly names: readonly string[];
}

/**
 * Reads a deployment. Permissions: cloudformation:DescribeStacks, cloudformation:DescribeStackResources, ecs:ListServices,
 * ecs:DescribeServices, ecs:DescribeTaskDefinition, ecs:DescribeClusters, logs:DescribeLogGroups.
 */
export async function readEcsCliDeployment(aws: Aws, wanted: WantedDeployment): Promise<EcsCliDeployment> {
  const stackNames = await stacksOfEcsCli(aws);
  const cluster = wanted.cluster ?? onlyCluster(stackNames);
  const ref = { cluster, service: await findService(aws, cluster, wanted) };
  const service = await describeService(aws, ref);
  const [taskDefinition, described] = await Promise.all([
    describeTaskDefinition(aws, service.taskDefinition ?? ""),
    describeCluster(aws, cluster),
  ]);
  const region = service.serviceArn?.split(":")[3] ?? "";
  const stacks = await Promise.all(
    stacksOf(stackNames, { cluster: nameOf(cluster), service: ref.service }).map(async (name) => ({
      name,
      resources: await resourcesOf(aws, name),
    })),
  );
  return {
    service,
    taskDefinition,
    cluster: described,
    logGroup: await logGroupOf(aws, taskDefinition, region),
    stacks,
  };
}

type Members = { readonly member?: readonly Readonly<Record<string, string>>[] } | "" | undefined;

const members = (list: Members) => (typeof list === "object" ? (list.member ?? []) : []);

async function stacksOfEcsCli(aws: Aws): Promise<string[]> {
  const names: string[] = [];
  for (let token: string | undefined, first = true; first || token !== undefined; first = false) {
    const answer = await queryAws(
      aws,
      "cloudformation:DescribeStacks",
      token === undefined ? {} : { NextToken: token },
    );
    const result = answer.DescribeStacksResult as { Stacks?: Members; NextToken?: string } | undefined;
    names.push(
      ...members(result?.Stacks).flatMap(({ StackName = "" }) => (StackName.startsWith(PREFIX) ? [StackName] : [])),
    );
    token = result?.NextToken;
  }
  return names;
}

/** The ids of a stack's resources that a service uses: its network and what finds it. */
async function resourcesOf(aws: Aws, StackName: string): Promise<string[]> {
  const answer = await queryAws(aws, "cloudformation:DescribeStackResources", { StackName });
  const result = answer.DescribeStackResourcesResult as { StackResources?: Members } | undefined;
  return members(result?.StackResources).flatMap(({ ResourceType = "", PhysicalResourceId = "" }) =>
    USED.has(ResourceType) ? [PhysicalResourceId] : [],
  );
}

const USED = new Set([
  "AWS::EC2::VPC",
  "AWS::EC2::Subnet",
  "AWS::EC2::SecurityGroup",
  "AWS::ServiceDiscovery::PrivateDnsNamespace",
  "AWS::ServiceDiscovery::Service",
]);

function onlyCluster(stacks: readonly string[]): string {
  const clusters = stacks
    .filter((name) => !DISCOVERY_PREFIXES.some((prefix) => name.startsWith(prefix)))
    .map((name) => name.slice(PREFIX.length));
  const [only] = clusters;
  if (only !== undefined && clusters.length === 1) return only;
  throw new Error(
    only === undefined
      ? `--cluster: missing, and there is no CloudFormation stack ${PREFIX}… that names one; pass the cluster's name, and check the Region`
      : `--cluster: missing, and ecs-cli made several; pass one of ${clusters.join(", ")}`,
  );
}

/** A stack's name has every other character of the names as a 0. */
function stacksOf(stacks: readonly string[], { cluster, service }: ServiceRef): string[] {
  const plain = (name: string) => name.replaceAll(/[^a-zA-Z0-9-]+/g, "0");
  const own = [`${PREFIX}${cluster}`, ...DISCOVERY_PREFIXES.map((prefix) => plain(`${prefix}${cluster}-${service}`))];
  return stacks.filter((name) => own.includes(name));
}

async function findService(aws: Aws, cluster: string, { names }: WantedDeployment): Promise<string> {
  const running = await servicesOf(aws, cluster);
  const candidates = [...names, ...names.map((name) => `${OLD_SERVICE_PREFIX}${name}`)];
  const found = candidates.find((name) => running.includes(name));
  if (found !== undefined) return found;
  const there =
    running.length === 0 ? "has no service; check the Region" : `has ${running.join(", ")}; pass one of them`;
  throw new Error(`--service: ${names[0] ?? ""} is not a service of cluster ${nameOf(cluster)}, which ${there}`);
}

async function servicesOf(aws: Aws, cluster: string): Promise<string[]> {
  const ecs = await aws.ecs();
  const names: string[] = [];
  for (let nextToken: string | undefined, first = true; first || nextToken !== undefined; first = false) {
    const answer = await ecs.listServices({ cluster, nextToken });
    names.push(...(answer.serviceArns ?? []).map(nameOf));
    nextToken = answer.nextToken;
  }
  return names;
}

async function describeCluster(aws: Aws, cluster: string): Promise<Cluster> {
  const ecs = await aws.ecs();
  const { clusters } = await ecs.describeClusters({ clusters: [cluster] });
  const [found] = clusters ?? [];
  if (found === undefined) throw new Error(`--cluster: there is no ${cluster}; check the name and the Region`);
  return found;
}

/** The log group, where all containers write to the same one of the Region with awslogs. */
async function logGroupOf(
  aws: Aws,
  { containerDefinitions = [] }: TaskDefinition,
  region: string,
): Promise<EcsCliDeployment["logGroup"]> {
  const groups = new Set(
    containerDefinitions.map(({ logConfiguration: log }) =>
      log?.logDriver === "awslogs" && (log.options?.["awslogs-region"] ?? region) === region
        ? log.options?.["awslogs-group"]
        : undefined,
    ),
  );
  const [name] = groups;
  if (name === undefined || groups.size > 1) return undefined;
  const logs = await aws.logs();
  const { logGroups } = await logs.describeLogGroups({ logGroupNamePrefix: name });
  const found = logGroups?.find(({ logGroupName }) => logGroupName === name);
  return found && { name, retentionDays: found.retentionInDays };
}
