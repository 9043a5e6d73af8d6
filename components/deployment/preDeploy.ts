// The task that has to succeed before the service changes: its task definition, and the run that the service's waits for.

import * as pulumi from "@pulumi/pulumi";
import { childName } from "../../model/childNames";
import { wholeNumber } from "../../model/checks";
import { fargateRunItems } from "../../model/fargateCost";
import type { BilledItem } from "../../model/monthlyCost";
import { isEngineAttached } from "../../rollout/engine";
import { digestOfRun } from "../../rollout/preDeploy/digest";
import { preDeploy, PRE_DEPLOY_TAG } from "../../rollout/preDeploy/preDeploy";
import type { ArgumentChecks } from "../component/argumentChecks";
import type { ChildContext, Tags } from "../component/childContext";
import { checkVariables } from "../task/container";
import { containerDefinition } from "../task/containerDefinition";
import type { ContainerSecrets } from "../task/containerSecrets";
import { MAIN_CONTAINER, withDependencies, type PulledContainer } from "../task/containers";
import { imageTags, type DeployedImage } from "../task/image";
import { awsLogs } from "../task/logDriver";
import { pullSecretOf, type TaskDefinitionParts, type TaskPlan } from "../task/task";
import { createTaskDefinition, planTaskSize, type TaskSizeArgs, type TaskSizePlan } from "../task/taskDefinition";
import { taskVolumes } from "../task/volumes";
import type { ServicePreDeploy } from "./preDeployArgs";

/** The task, as planned. */
export interface PreDeployPlan {
  /** What is called, for errors: `GhcrFargateService "web"`. */
  readonly subject: string;
  readonly size: TaskSizePlan;
  /** The service's own container, which runs the command, and those that it depends on. */
  readonly containers: readonly [PulledContainer, ...PulledContainer[]];
  readonly timeoutMinutes: number;
  readonly always: boolean;
}

const PATH = "preDeploy";
const DEFAULT_TIMEOUT_MINUTES = 15;
/** Tells the task's streams from the service's in the log group that both write to. */
const STREAM_PREFIX = "pre-deploy";

/** Plans the task. `service`: the size that the service's tasks have. */
export function planPreDeploy(
  checks: ArgumentChecks,
  given: ServicePreDeploy | undefined,
  { task, service }: { readonly task: TaskPlan; readonly service: TaskSizeArgs },
): PreDeployPlan | undefined {
  if (given === undefined) return undefined;
  const { command, environment = {}, timeoutMinutes = DEFAULT_TIMEOUT_MINUTES, always = false } = given;
  if (command.length === 0)
    checks.add(`${PATH}.command`, "is empty", 'set it to a command like ["npm", "run", "migrate"]');
  const [main, ...others] = task.containers;
  const { secrets = {} } = main.settings;
  checkVariables(checks, PATH, { environment });
  for (const key of Object.keys(environment))
    if (key in secrets) checks.add(`${PATH}.environment.${key}`, "is set in secrets too", "use another name");
  checks.shape(`${PATH}.timeoutMinutes`, timeoutMinutes, wholeNumber(1, 1440, "minutes"));
  const container = {
    ...main,
    settings: { ...main.settings, environment: { ...main.settings.environment, ...environment }, command },
  };
  const containers = withDependencies(asJob(container), others);
  const size = {
    ...service,
    ...(given.cpu !== undefined && { cpu: given.cpu }),
    ...(given.memory !== undefined && { memory: given.memory }),
  };
  return {
    subject: task.subject,
    size: planTaskSize(checks, size, { containers, path: PATH }),
    containers,
    timeoutMinutes,
    always,
  };
}

/** Nobody connects to it, and it is to end: a port, a health check and restarts are for services. */
function asJob(container: PulledContainer): PulledContainer {
  const settings = { ...container.settings, healthCheck: undefined, restartPolicy: undefined };
  return { ...container, port: undefined, portMapping: undefined, settings };
}

/** What is planned, what the task runs in, and what has to be there before. */
export interface PreDeployConnections extends Omit<TaskDefinitionParts, "tags"> {
  readonly preDeploy: PreDeployPlan | undefined;
  readonly clusterArn: pulumi.Output<string>;
  readonly subnetIds: pulumi.Input<string[]>;
  readonly securityGroupIds: pulumi.Input<string>[];
  readonly assignPublicIp: boolean;
  /** What has to exist before a task starts and no argument shows. */
  readonly after: readonly pulumi.Resource[];
}

/**
 * Creates the task definition, and runs the task in an update. Returns the tags of the service's task definition: they are known
 * once the task has succeeded.
 */
export function createPreDeploy(
  name: string,
  { preDeploy: plan, base, images, secrets, containerSecrets, logGroup, ...connections }: PreDeployConnections,
  context: ChildContext,
): pulumi.Output<Tags> | undefined {
  if (plan === undefined) return undefined;
  const used = plan.containers.map((container) => ({ container, reference: referenceOf(container, images) }));
  const definition = createTaskDefinition(
    { component: name, key: "preDeployTaskDefinition" },
    {
      family: `${connections.plan.family}-pre-deploy`.slice(-255),
      size: plan.size,
      containers: used.map(({ container, reference }) =>
        containerDefinition(container, {
          image: reference,
          secretArn: pullSecretOf(container, secrets),
          // Whatever the service's driver is: the last lines are shown when it fails, and none may be missing.
          logConfiguration: awsLogs(logGroup, STREAM_PREFIX, { mode: "blocking" }),
          valueFrom: containerSecrets.valueFrom,
        }),
      ),
      volumes: taskVolumes(connections.plan.volumes, base.fileSystems.byVolume),
      executionRoleArn: base.executionRole.arn,
      taskRoleArn: base.taskRole.arn,
      tags: imageTags(used, context.tags),
    },
    context,
  );
  const digest = digestOf(plan.containers[0], referenceOf(plan.containers[0], images), containerSecrets);
  const tagsOf = (known: string): Tags => ({ [PRE_DEPLOY_TAG]: known });
  // Nothing runs in a preview, which shows the tag that there will be, nor in a unit test.
  if (!isEngineAttached() || pulumi.runtime.isDryRun()) return digest.apply(tagsOf);
  const { clusterArn, subnetIds, securityGroupIds, assignPublicIp, after } = connections;
  return pulumi
    .all([
      digest,
      { taskDefinitionArn: definition.arn, clusterArn, subnetIds, securityGroupIds },
      definition.family,
      after.map(({ urn }) => urn), // known once it exists
    ])
    .apply(async ([known, where]) => {
      const { subject, timeoutMinutes, always } = plan;
      const container = MAIN_CONTAINER;
      const serviceFamily = connections.plan.family;
      const request = { subject, timeoutMinutes, always, container, serviceFamily, assignPublicIp, digest: known };
      await preDeploy(context.parent, { ...request, ...where });
      return tagsOf(known);
    });
}

function referenceOf({ name }: PulledContainer, images: readonly DeployedImage[]): pulumi.Output<string> {
  const found = images.find(({ container }) => container.name === name);
  if (found === undefined) throw new Error(`container ${name} has no image`); // cannot be: both are of one plan
  return found.reference;
}

/**
 * A digest of the image, the command and the environment, secrets by their ARN. AWS shows it as a tag; as a secret it would hide
 * every difference of the tags.
 */
function digestOf(
  { settings }: PulledContainer,
  image: pulumi.Input<string>,
  { valueFrom }: ContainerSecrets,
): pulumi.Output<string> {
  const { command, entryPoint, environment = {} } = settings;
  const secrets = Object.fromEntries(
    Object.entries(settings.secrets ?? {}).map(([key, planned]) => [key, valueFrom(planned)]),
  );
  return pulumi.unsecret(pulumi.output({ image, command, entryPoint, environment, secrets }).apply(digestOfRun));
}

/** What the task is billed for. */
export function costOfPreDeploy(name: string, plan: PreDeployPlan | undefined): BilledItem[] {
  if (plan === undefined) return [];
  return fargateRunItems(childName(name, "preDeployTaskDefinition"), plan.size.cpuArchitecture);
}
