// The plan of one GhcrFargateTask: every argument checked, every default filled in, nothing created yet.

import { checkComponentName } from "../model/childNames";
import { quote } from "../model/problems";
import { planExpiries, type ExpiryPlan } from "./alarms/expiryReminders";
import { ArgumentChecks, type OwnArn } from "./component/argumentChecks";
import { checkArgumentShapes } from "./component/shapeCheck";
import { planTags } from "./component/tagChecks";
import type { Tags } from "./component/childContext";
import type { CredentialsPlan } from "./credentials/imageCredentials";
import { distinctCredentials } from "./credentials/pullSecrets";
import type { GhcrFargateTaskArgs } from "./ghcrFargateTaskArgs";
import { planNetwork, type NetworkPlan } from "./network/network";
import { planCluster, type ClusterPlan } from "./service/cluster";
import { planSchedules, schedulesChildKeys, type SchedulesPlan } from "./service/schedules";
import { imageSourcesOf, pullCredentialsOf } from "./task/containers";
import { imageTagsOf } from "./task/image";
import { planFileSystems, type FileSystemsPlan } from "./task/efsFileSystem";
import { planTask, type TaskPlan } from "./task/task";
import { taskChildKeys } from "./taskChildKeys";

/** Everything that decides what is created. */
export interface GhcrFargateTaskPlan {
  /** What is called, for errors: `GhcrFargateTask "job"`. */
  readonly subject: string;
  /** ARNs that have to be of the component's own account or Region. */
  readonly ownArns: readonly OwnArn[];
  readonly credentials: readonly CredentialsPlan[];
  readonly network: NetworkPlan;
  readonly cluster: ClusterPlan;
  readonly task: TaskPlan;
  readonly fileSystems: FileSystemsPlan | undefined;
  readonly schedules: SchedulesPlan | undefined;
  readonly expiries: readonly ExpiryPlan[];
  readonly tags: Tags | undefined;
}

/** Plans a task; throws one error with every problem found. */
export function planGhcrFargateTask(name: string, given: GhcrFargateTaskArgs): GhcrFargateTaskPlan {
  const checks = new ArgumentChecks(`GhcrFargateTask ${quote(name)}`);
  const args = checkArgumentShapes(checks, "GhcrFargateTask", given);
  const { egress } = args.network ?? {};
  const task = planTask(checks, args, { component: name, portMapping: undefined, egress });
  const network = planNetwork(checks, args.network, { port: "none", images: imageSourcesOf(task.containers) });
  const plan: GhcrFargateTaskPlan = {
    subject: checks.subject,
    ownArns: checks.ownArns,
    credentials: distinctCredentials(
      task.containers.map((container) => ({ credentials: pullCredentialsOf(container) })),
    ),
    network,
    cluster: planCluster(checks, args.cluster),
    task,
    fileSystems: planFileSystems(checks, task.volumes, network.vpc),
    schedules: planSchedules(checks, args, name),
    expiries: planExpiries(checks, undefined, args),
    tags: planTags(checks, args.tags, imageTagsOf(task)),
  };
  const keys = [...taskChildKeys(plan), ...(plan.schedules === undefined ? [] : schedulesChildKeys(plan.schedules))];
  checks.shape("name", name, (text) => checkComponentName(text, keys));
  checks.throwProblems();
  return plan;
}
