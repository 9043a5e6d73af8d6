// A service's deployments, as ECS's own record tells them.
// https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-deployment.html

import type { ServiceDeployment, ServiceRevision } from "@aws-sdk/client-ecs";
import type { Aws } from "./aws";
import type { ServiceRef } from "./service";

/** A deployment that ECS still works on. */
const UNFINISHED = new Set(["PENDING", "IN_PROGRESS", "STOP_REQUESTED", "ROLLBACK_REQUESTED", "ROLLBACK_IN_PROGRESS"]);

/** DescribeServiceDeployments and DescribeServiceRevisions take no more at once. */
const PER_CALL = 20;

/** Whether ECS still works on a deployment. */
export function isUnfinished({ status }: Pick<ServiceDeployment, "status">): boolean {
  return UNFINISHED.has(status ?? "");
}

/** The newest deployments, newest first. Permissions: ecs:ListServiceDeployments, ecs:DescribeServiceDeployments. */
export async function recentDeployments(
  aws: Aws,
  { cluster, service }: ServiceRef,
  count = PER_CALL,
): Promise<ServiceDeployment[]> {
  const ecs = await aws.ecs();
  const { serviceDeployments = [] } = await ecs.listServiceDeployments({ cluster, service, maxResults: count });
  const serviceDeploymentArns = serviceDeployments.flatMap(({ serviceDeploymentArn }) => serviceDeploymentArn ?? []);
  if (serviceDeploymentArns.length === 0) return [];
  const described = await ecs.describeServiceDeployments({
    serviceDeploymentArns: serviceDeploymentArns.slice(0, PER_CALL),
  });
  return (described.serviceDeployments ?? []).sort(
    (a, b) => (b.createdAt?.getTime() ?? 0) - (a.createdAt?.getTime() ?? 0),
  );
}

/** The task definition of a service revision. Permission: ecs:DescribeServiceRevisions. */
export async function describeRevision(aws: Aws, arn: string): Promise<ServiceRevision> {
  const ecs = await aws.ecs();
  const { serviceRevisions = [] } = await ecs.describeServiceRevisions({ serviceRevisionArns: [arn] });
  const [revision] = serviceRevisions;
  if (revision === undefined) throw new Error(`ECS has no service revision ${arn}`);
  return revision;
}
