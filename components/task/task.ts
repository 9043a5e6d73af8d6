// The task that the service runs: its containers, roles, volumes and images, and the task definition of all that.

import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { checkKeyArn } from "../../model/awsIds";
import { checkEcsName } from "../../model/fixedNames";
import type { Statement } from "../../model/policies";
import type { ArgumentChecks } from "../component/argumentChecks";
import type { ChildContext, Tags } from "../component/childContext";
import type { PullThroughPlan } from "../credentials/pullThroughCache";
import type { PullSecrets } from "../credentials/pullSecrets";
import type { NetworkEgress } from "../network/networkArgs";
import type { TaskSecurityGroups } from "../network/securityGroup";
import type { Network } from "../network/vpc";
import { warnOfRestarts } from "./containerProcess";
import { containerDefinition } from "./containerDefinition";
import type { ContainerSecrets } from "./containerSecrets";
import {
  planContainers,
  pullCredentialsOf,
  type ContainerAdditions,
  type ContainersArgs,
  type PulledContainer,
  type TaskContainers,
} from "./containers";
import { checkDefinitionSize } from "./definitionSize";
import { createFileSystems, type CreatedFileSystems, type FileSystemsPlan } from "./efsFileSystem";
import {
  createExecutionRole,
  planExecutionRole,
  type ExecutionRole,
  type ExecutionRolePlan,
  type ServiceExecutionRole,
} from "./executionRole";
import { imageTags, resolveImage, type DeployedImage } from "./image";
import { logConfiguration } from "./logDriver";
import { planLogs, type LogsPlan, type ServiceLogs, type TaskLogGroup } from "./logGroup";
import { planPullThrough, throughCache } from "./pullThrough";
import { planRegistry, type RegistryPlan, type ServiceRegistry } from "./registryArgs";
import { createTaskDefinition, familyOf, planTaskSize, type TaskSizeArgs, type TaskSizePlan } from "./taskDefinition";
import { createTaskRole, planTaskRole, type ServiceTaskRole, type TaskRole, type TaskRolePlan } from "./taskRole";
import { planTracing, type ServiceTracing, type TracingPlan } from "./tracing";
import { planVolumes, taskVolumes, volumeStatements, type TaskVolume, type VolumePlan } from "./volumes";

/** The arguments that describe the task. */
export interface TaskArgs extends ContainersArgs, TaskSizeArgs {
  readonly family?: string;
  readonly secretKeyArns?: pulumi.Input<string>[];
  readonly executionRole?: ServiceExecutionRole;
  readonly taskRole?: ServiceTaskRole;
  readonly volumes?: TaskVolume[];
  readonly tracing?: ServiceTracing;
  readonly registry?: ServiceRegistry;
  readonly logs?: ServiceLogs;
}

/** The task, as planned. */
export interface TaskPlan {
  /** What is called, for errors that show later: `GhcrFargateService "web"`. */
  readonly subject: string;
  /** The family of the task definition. */
  readonly family: string;
  readonly size: TaskSizePlan;
  readonly containers: TaskContainers;
  /** The customer-managed keys of the containers' secrets; undefined where they are looked up. */
  readonly secretKeyArns: readonly pulumi.Input<string>[] | undefined;
  readonly executionRole: ExecutionRolePlan;
  readonly taskRole: TaskRolePlan;
  readonly volumes: readonly VolumePlan[];
  readonly tracing: TracingPlan | undefined;
  readonly registry: RegistryPlan;
  /** The pull-through cache, if images come through one. */
  readonly pullThrough: PullThroughPlan | undefined;
  readonly logs: LogsPlan;
}

/** Plans the task. */
export function planTask(
  checks: ArgumentChecks,
  args: TaskArgs,
  {
    egress,
    ...of
  }: Pick<ContainerAdditions, "component" | "portMapping" | "portProtocols"> & {
    readonly egress: readonly NetworkEgress[] | undefined;
  },
): TaskPlan {
  const logs = planLogs(checks, args.logs);
  const tracing = planTracing(checks, args.tracing);
  const sidecars = [logs.driver.router, tracing?.container].filter((container) => container !== undefined);
  const planned = planContainers(checks, args, { ...of, sidecars });
  const pullThrough = planPullThrough(checks, args.registry, { component: of.component, containers: planned });
  const containers = throughCache(planned, pullThrough);
  checkDefinitionSize(checks, containers);
  checks.shape("family", args.family, checkEcsName);
  return {
    subject: checks.subject,
    family: args.family ?? familyOf(of.component),
    size: planTaskSize(checks, args, { containers }),
    containers,
    secretKeyArns: args.secretKeyArns && checks.values("secretKeyArns", args.secretKeyArns, checkKeyArn),
    executionRole: planExecutionRole(checks, args.executionRole, args.image),
    taskRole: planTaskRole(checks, args.taskRole),
    volumes: planVolumes(checks, args.volumes, { containers, egress }),
    tracing,
    registry: planRegistry(args.registry),
    pullThrough,
    logs,
  };
}

/** Resolves the images of all containers; the service's own comes first. */
export function resolveImages(plan: TaskPlan, parent: pulumi.ComponentResource): [DeployedImage, ...DeployedImage[]] {
  const { subject, size, registry } = plan;
  const settings = { subject, cpuArchitecture: size.cpuArchitecture, registry };
  const [main, ...others] = plan.containers;
  return [
    resolveImage(main, settings, parent),
    ...others.map((container) => resolveImage(container, settings, parent)),
  ];
}

/** What the task's roles and file systems take from elsewhere. */
export interface TaskConnections {
  readonly secrets: PullSecrets;
  readonly containerSecrets: ContainerSecrets;
  readonly fileSystems: FileSystemsPlan | undefined;
  readonly network: Network;
  readonly securityGroups: TaskSecurityGroups;
  readonly logGroup: TaskLogGroup;
  /** What the task role has to allow for other parts of the service. */
  readonly statements: readonly pulumi.Input<Statement>[];
}

/** What a task definition of the service names. */
export interface TaskBase {
  readonly executionRole: ExecutionRole;
  readonly taskRole: TaskRole;
  readonly fileSystems: CreatedFileSystems;
  /** What has to exist before a task starts: rights and file systems. */
  readonly ready: readonly pulumi.Resource[];
}

/** Creates the task's roles and file systems. */
export function createTaskBase(
  name: string,
  { plan, secrets, containerSecrets, ...connections }: TaskConnections & { readonly plan: TaskPlan },
  context: ChildContext,
): TaskBase {
  const { network, securityGroups, logGroup } = connections;
  warnOfRestarts(plan.containers, context.parent);
  const executionRole = createExecutionRole(
    name,
    {
      plan: plan.executionRole,
      uses: {
        containers: plan.containers,
        pullSecrets: [...secrets.byName.values()],
        containerSecrets: plannedSecrets(plan).map(containerSecrets.valueFrom),
        secretKeyArns: plan.secretKeyArns ?? containerSecrets.keyArns,
        logGroupArn: logGroup.arn,
      },
    },
    context,
  );
  const mounts = volumeStatements(plan.volumes, context);
  const tracing = plan.tracing === undefined ? [] : [plan.tracing.statement];
  const taskRole = createTaskRole(
    name,
    { plan: plan.taskRole, features: [...mounts, ...tracing, ...connections.statements] },
    context,
  );
  const fileSystems = createFileSystems(
    name,
    { plan: connections.fileSystems, network, securityGroups, taskRoleArn: taskRole.arn },
    context,
  );
  const ready = [...executionRole.ready, ...taskRole.ready, ...fileSystems.ready];
  return { executionRole, taskRole, fileSystems, ready };
}

/** What a task definition is made of. */
export interface TaskDefinitionParts {
  readonly plan: TaskPlan;
  readonly base: TaskBase;
  readonly images: readonly DeployedImage[];
  readonly secrets: PullSecrets;
  readonly containerSecrets: ContainerSecrets;
  readonly logGroup: TaskLogGroup;
  /** More tags: whatever they wait for, the task definition waits for too. */
  readonly tags?: pulumi.Output<Tags>;
}

/** Creates the task definition of the service. */
export function defineTask(
  name: string,
  { plan, base, images, secrets, containerSecrets, logGroup, tags }: TaskDefinitionParts,
  context: ChildContext,
): aws.ecs.TaskDefinition {
  const { valueFrom } = containerSecrets;
  return createTaskDefinition(
    { component: name, key: "taskDefinition" },
    {
      family: plan.family,
      size: plan.size,
      containers: images.map(({ container, reference }) =>
        containerDefinition(container, {
          image: reference,
          secretArn: pullSecretOf(container, secrets),
          logConfiguration: logConfiguration(plan.logs.driver, container, { destination: logGroup, valueFrom }),
          valueFrom,
        }),
      ),
      volumes: taskVolumes(plan.volumes, base.fileSystems.byVolume),
      executionRoleArn: base.executionRole.arn,
      taskRoleArn: base.taskRole.arn,
      tags: withTags(imageTags(images, context.tags), tags),
    },
    context,
  );
}

/** Every secret that ECS reads for the containers and their logs, as planned. */
function plannedSecrets({ containers, logs }: TaskPlan): pulumi.Input<string>[] {
  const records = [...containers.map(({ settings }) => settings.secrets ?? {}), logs.driver.secretOptions];
  return records.flatMap((record) => Object.values(record));
}

/** The ARN of the secret that a container's image is pulled with. */
export function pullSecretOf(container: PulledContainer, { byName }: PullSecrets): pulumi.Input<string> | undefined {
  const credentials = pullCredentialsOf(container);
  return credentials && byName.get(credentials.name)?.secretArn;
}

function withTags(
  tags: pulumi.Input<Tags> | undefined,
  more: pulumi.Output<Tags> | undefined,
): pulumi.Input<Tags> | undefined {
  return more === undefined ? tags : pulumi.all([tags ?? {}, more]).apply(([known, added]) => ({ ...known, ...added }));
}
