// Whether what stands around a task fits: role trust, log group, subnet routes, target groups.

import type { ContainerDefinition, Service, TaskDefinition } from "@aws-sdk/client-ecs";
import type { Aws } from "./aws";
import { nameOf } from "./service";
import { queryAws } from "./signedRequest";
import type { Verdict } from "./verdict";

const ECS_TASKS = "ecs-tasks.amazonaws.com";

/** Whether ECS may assume the task's roles. Permission: iam:GetRole. */
export async function verifyTrust(aws: Aws, { executionRoleArn, taskRoleArn }: TaskDefinition): Promise<Verdict[]> {
  const arns = [...new Set([executionRoleArn, taskRoleArn].filter((arn) => arn !== undefined))];
  return Promise.all(
    arns.map(async (arn): Promise<Verdict> => {
      const subject = `trust of ${nameOf(arn)}`;
      const answer = await queryAws(aws, "iam:GetRole", { RoleName: nameOf(arn) });
      const { Role } = answer.GetRoleResult as { Role: { AssumeRolePolicyDocument: string } };
      if (decodeURIComponent(Role.AssumeRolePolicyDocument).includes(ECS_TASKS))
        return { subject, state: "ok", detail: `trusts ${ECS_TASKS}` };
      return {
        subject,
        state: "failed",
        detail: `does not trust ${ECS_TASKS}`,
        fix: `allow sts:AssumeRole for the service ${ECS_TASKS} in its trust policy`,
      };
    }),
  );
}

/** Whether a container's log group exists. Permission: logs:DescribeLogGroups. */
export async function verifyLogGroup(
  aws: Aws,
  { name = "", logConfiguration }: ContainerDefinition,
): Promise<Verdict[]> {
  const group = logConfiguration?.options?.["awslogs-group"];
  if (logConfiguration?.logDriver !== "awslogs" || group === undefined) return [];
  const logs = await aws.logs();
  const { logGroups = [] } = await logs.describeLogGroups({ logGroupNamePrefix: group });
  const subject = `logs of ${name}`;
  if (logGroups.some(({ logGroupName }) => logGroupName === group)) return [{ subject, state: "ok", detail: group }];
  if (logConfiguration.options?.["awslogs-create-group"] === "true")
    return [{ subject, state: "ok", detail: `${group} will be created` }];
  return [
    { subject, state: "failed", detail: `there is no log group ${group}`, fix: "create it: pulumi up --refresh" },
  ];
}

interface RouteTables {
  readonly routeTableSet?: { readonly item?: readonly RouteTable[] };
}

interface RouteTable {
  readonly associationSet?: { readonly item?: readonly { readonly subnetId?: string; readonly main?: string }[] };
  readonly routeSet?: {
    readonly item?: readonly {
      readonly destinationCidrBlock?: string;
      readonly gatewayId?: string;
      readonly natGatewayId?: string;
      readonly state?: string;
    }[];
  };
  readonly vpcId?: string;
}

/** Whether the tasks' subnets have a route to the internet. Permissions: ec2:DescribeSubnets, ec2:DescribeRouteTables. */
export async function verifySubnets(aws: Aws, { networkConfiguration }: Service): Promise<Verdict[]> {
  const { subnets = [], assignPublicIp } = networkConfiguration?.awsvpcConfiguration ?? {};
  if (subnets.length === 0) return [];
  const ids = Object.fromEntries(subnets.map((id, i) => [`SubnetId.${i + 1}`, id]));
  const described = (await queryAws(aws, "ec2:DescribeSubnets", ids)) as {
    subnetSet?: { item?: { vpcId?: string }[] };
  };
  const vpcId = described.subnetSet?.item?.[0]?.vpcId ?? "";
  const tables = (await queryAws(aws, "ec2:DescribeRouteTables", {
    "Filter.1.Name": "vpc-id",
    "Filter.1.Value.1": vpcId,
  })) as RouteTables;
  const all = tables.routeTableSet?.item ?? [];
  return subnets.map((subnet): Verdict => {
    const associated = (table: RouteTable, fits: (association: { subnetId?: string; main?: string }) => boolean) =>
      (table.associationSet?.item ?? []).some(fits);
    const table =
      all.find((each) => associated(each, ({ subnetId }) => subnetId === subnet)) ??
      all.find((each) => associated(each, ({ main }) => main === "true"));
    const route = table?.routeSet?.item?.find(
      ({ destinationCidrBlock, state }) => destinationCidrBlock === "0.0.0.0/0" && state !== "blackhole",
    );
    const subject = `route of ${subnet}`;
    if (route?.gatewayId?.startsWith("igw-") && assignPublicIp !== "ENABLED")
      return {
        subject,
        state: "failed",
        detail: `leads to ${route.gatewayId}, which takes only tasks with a public address`,
        fix: "set network.assignPublicIp: true, or use subnets with a NAT gateway",
      };
    if (route !== undefined)
      return {
        subject,
        state: "ok",
        detail: `0.0.0.0/0 by ${route.natGatewayId ?? route.gatewayId ?? "another gateway"}`,
      };
    return {
      subject,
      state: "unknown",
      detail: "no route to the internet: the image must come through VPC endpoints",
      fix: "add a NAT gateway, or VPC endpoints for all that the task calls",
    };
  });
}

/** Whether the target groups take the container's port. Permission: elasticloadbalancing:DescribeTargetGroups. */
export async function verifyTargetGroups(
  aws: Aws,
  { loadBalancers = [] }: Service,
  containers: readonly ContainerDefinition[],
): Promise<Verdict[]> {
  const arns = loadBalancers.flatMap(({ targetGroupArn }) => targetGroupArn ?? []);
  if (arns.length === 0) return [];
  const elb = await aws.loadBalancing();
  const { TargetGroups = [] } = await elb.describeTargetGroups({ TargetGroupArns: arns });
  return loadBalancers.flatMap(({ targetGroupArn, containerName, containerPort }): Verdict[] => {
    const group = TargetGroups.find(({ TargetGroupArn }) => TargetGroupArn === targetGroupArn);
    const subject = `target group ${group?.TargetGroupName ?? targetGroupArn ?? ""}`;
    const publishes = containers
      .find(({ name }) => name === containerName)
      ?.portMappings?.some((mapping) => mapping.containerPort === containerPort);
    if (group === undefined)
      return [{ subject, state: "failed", detail: "does not exist", fix: "run pulumi up --refresh" }];
    if (publishes !== true)
      return [
        {
          subject,
          state: "failed",
          detail: `the container ${containerName ?? ""} does not publish port ${containerPort ?? ""}`,
          fix: "set port to what the container listens on",
        },
      ];
    if (group.TargetType !== "ip")
      return [
        {
          subject,
          state: "failed",
          detail: `has the target type ${group.TargetType ?? ""}`,
          fix: "Fargate needs the target type ip",
        },
      ];
    return [{ subject, state: "ok", detail: `${containerName ?? ""}:${containerPort ?? ""}` }];
  });
}
