// The children that a service and a task that ends have in common, as far as their names have limits.

import type { ChildKey } from "../model/childNames";
import { credentialsChildKeys } from "./credentials/imageCredentials";
import { PULL_THROUGH_CHILDREN } from "./credentials/pullThroughCache";
import type { NetworkPlan } from "./network/network";
import type { ClusterPlan } from "./service/cluster";
import type { FileSystemsPlan } from "./task/efsFileSystem";
import { pullCredentialsOf } from "./task/containers";
import type { TaskPlan } from "./task/task";

/** The keys of those that will be created. */
export function taskChildKeys({
  task,
  cluster,
  network,
  fileSystems,
}: {
  readonly task: TaskPlan;
  readonly cluster: ClusterPlan;
  readonly network: NetworkPlan;
  readonly fileSystems: FileSystemsPlan | undefined;
}): ChildKey[] {
  const created = pullCredentialsOf(task.containers[0])?.create;
  return [
    ...(created === undefined ? [] : credentialsChildKeys(created)),
    ...(task.pullThrough?.create === undefined ? [] : PULL_THROUGH_CHILDREN),
    ...(cluster.existing === undefined && cluster.name === undefined ? (["cluster"] as const) : []),
    ...(network.securityGroup.create === undefined ? [] : (["securityGroup"] as const)),
    ...(network.endpoints === undefined ? [] : (["endpointSecurityGroup"] as const)),
    ...roleKeys(task.executionRole, { role: "executionRole", policy: "executionRolePolicy" }),
    ...roleKeys(task.taskRole, { role: "taskRole", policy: "taskRolePolicy" }),
    ...(fileSystems === undefined ? [] : (["fileSystemSecurityGroup"] as const)),
    ...(task.logs.groupName === undefined ? (["logGroup"] as const) : []),
  ];
}

/** The policy of a role has a name of the component's, also where the role has one of the user's. */
function roleKeys(
  { existing, name }: { readonly existing: unknown; readonly name: string | undefined },
  { role, policy }: { readonly role: ChildKey; readonly policy: ChildKey },
): ChildKey[] {
  if (existing !== undefined) return [];
  return name === undefined ? [role, policy] : [policy];
}
