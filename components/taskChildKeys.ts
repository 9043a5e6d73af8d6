// The children that a service and a task that ends have in common, as far as their names have limits.

import type { ChildKey } from "../model/childNames";
import { credentialsChildKeys } from "./credentials/imageCredentials";
import type { NetworkPlan } from "./network/network";
import type { ClusterPlan } from "./service/cluster";
import type { FileSystemsPlan } from "./task/efsFileSystem";
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
  const created = task.containers[0].credentials?.create;
  return [
    ...(created === undefined ? [] : credentialsChildKeys(created)),
    ...(cluster.existing === undefined ? (["cluster"] as const) : []),
    ...(network.securityGroup.create === undefined ? [] : (["securityGroup"] as const)),
    ...(network.endpoints === undefined ? [] : (["endpointSecurityGroup"] as const)),
    ...(task.executionRole.existing === undefined ? (["executionRole"] as const) : []),
    ...(task.taskRole.existing === undefined ? (["taskRole"] as const) : []),
    ...(fileSystems === undefined ? [] : (["fileSystemSecurityGroup"] as const)),
    "logGroup",
  ];
}
