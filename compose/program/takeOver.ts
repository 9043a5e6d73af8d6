// A service of ecs-cli that runs, taken over by a program: which resources are imported, and what of them the files do not say.

import { childName, type ChildKey } from "../../model/childNames";
import { MAIN_NAME } from "./containers";
import type { Args, Data, Program, ServiceStep, TakenOver } from "./program";

type Maybe<T> = { readonly [Key in keyof T]?: T[Key] | undefined };

/** What AWS says of a deployment of ecs-cli, in the words of its APIs. */
export interface LiveDeployment {
  readonly service: Maybe<{
    serviceName: string;
    serviceArn: string;
    desiredCount: number;
    launchType: string;
    capacityProviderStrategy: readonly Maybe<{ capacityProvider: string; weight: number; base: number }>[];
    schedulingStrategy: string;
    deploymentController: Maybe<{ type: string }>;
    deploymentConfiguration: Maybe<{ minimumHealthyPercent: number; maximumPercent: number }>;
    healthCheckGracePeriodSeconds: number;
    loadBalancers: readonly Maybe<LiveTarget & { loadBalancerName: string }>[];
    serviceRegistries: readonly Maybe<{
      registryArn: string;
      port: number;
      containerName: string;
      containerPort: number;
    }>[];
    networkConfiguration: Maybe<{
      awsvpcConfiguration: Maybe<{
        subnets: readonly string[];
        securityGroups: readonly string[];
        assignPublicIp: string;
      }>;
    }>;
  }>;
  readonly taskDefinition: Maybe<{
    taskDefinitionArn: string;
    executionRoleArn: string;
    taskRoleArn: string;
    containerDefinitions: readonly Maybe<{ name: string; image: string }>[];
  }>;
  readonly cluster: Maybe<{
    clusterName: string;
    clusterArn: string;
    activeServicesCount: number;
    registeredContainerInstancesCount: number;
  }>;
  /** The one log group that all containers write to, where it is in the service's Region. */
  readonly logGroup: { readonly name: string; readonly retentionDays: number | undefined } | undefined;
  /** The CloudFormation stacks that ecs-cli made for it. */
  readonly stacks: readonly LiveStack[];
}

interface LiveTarget {
  targetGroupArn: string;
  containerName: string;
  containerPort: number;
}

/** A CloudFormation stack, with the ids of what it holds. */
export interface LiveStack {
  readonly name: string;
  readonly resources: readonly string[];
}

/** Why a running service cannot be taken over by a service of this library; each says what to do. */
export function checkTakeOver({ service }: LiveDeployment): string[] {
  const { launchType, capacityProviderStrategy = [], schedulingStrategy, deploymentController } = service;
  const providers = capacityProviderStrategy.map(({ capacityProvider = "" }) => capacityProvider);
  const isFargate =
    providers.length > 0 ? providers.every((name) => name.startsWith("FARGATE")) : launchType === "FARGATE";
  const controller = deploymentController?.type ?? "ECS";
  const classic = (service.loadBalancers ?? []).flatMap(({ loadBalancerName }) => loadBalancerName ?? []);
  const other = "a service that runs cannot change it; deploy the files beside it with compose convert, then delete it";
  return [
    ...(isFargate ? [] : [`launchType: is ${providers.join(", ") || (launchType ?? "EC2")}, not FARGATE; ${other}`]),
    ...(schedulingStrategy === "DAEMON" ? [`schedulingStrategy: DAEMON is not possible on Fargate; ${other}`] : []),
    ...(controller === "ECS" ? [] : [`deploymentController: is ${controller}, not ECS; ${other}`]),
    ...classic.map(
      (name) => `loadBalancers: ${name} is a Classic Load Balancer, which Fargate does not have; ${other}`,
    ),
  ];
}

/** The program that takes over what runs: its one service with what AWS alone knows, and the resources to import. */
export function planTakeOver(program: Program, live: LiveDeployment): Program {
  const taken = program.steps.find((step) => step.kind === "service");
  if (taken === undefined) return program;
  const ownsCluster = isAlone(live);
  const steps = program.steps.map((step) => (step === taken ? withLiveArgs(taken, live, ownsCluster) : step));
  return { ...program, steps, takenOver: takenOver(taken, live, ownsCluster), takeOverNotes: notesOf(taken, live) };
}

/** Whether nothing else is in the cluster, so that the program may have it. */
function isAlone({ cluster }: LiveDeployment): boolean {
  return cluster.activeServicesCount === 1 && (cluster.registeredContainerInstancesCount ?? 0) === 0;
}

function takenOver(step: ServiceStep, live: LiveDeployment, ownsCluster: boolean): TakenOver[] {
  const { service, taskDefinition, cluster, logGroup } = live;
  const { clusterName = "" } = cluster;
  const { serviceName = "", serviceRegistries = [], loadBalancers = [], healthCheckGracePeriodSeconds } = service;
  const entry = (key: ChildKey, id: string, props: Args = {}): TakenOver => ({
    child: childName(step.name, key),
    id,
    props,
    retained: key === "taskDefinition",
  });
  const containerName = (name: string | undefined) => (name === step.containers[0] ? MAIN_NAME : name);
  const targets = loadBalancers.map((target) => ({
    targetGroupArn: target.targetGroupArn,
    containerName: containerName(target.containerName),
    containerPort: target.containerPort,
  }));
  const [registry] = serviceRegistries.map(({ containerName: name, ...rest }) => ({
    ...rest,
    ...(name !== undefined && { containerName: containerName(name) }),
  }));
  return [
    ...(ownsCluster
      ? [entry("cluster", clusterName, { name: clusterName }), entry("clusterCapacity", clusterName)]
      : []),
    ...(logGroup
      ? [entry("logGroup", logGroup.name, { name: logGroup.name, retentionInDays: logGroup.retentionDays ?? 0 })]
      : []),
    entry("taskDefinition", taskDefinition.taskDefinitionArn ?? ""),
    entry("service", `${clusterName}/${serviceName}`, {
      name: serviceName,
      ...(targets.length > 0 && { loadBalancers: targets as unknown as Data, healthCheckGracePeriodSeconds }),
      ...(registry && { serviceRegistries: registry }),
    }),
  ];
}

/** What the service has in AWS and the files do not say. */
function withLiveArgs(step: ServiceStep, live: LiveDeployment, ownsCluster: boolean): ServiceStep {
  const { service, taskDefinition, cluster } = live;
  const { desiredCount = 1, capacityProviderStrategy = [], deploymentConfiguration } = service;
  const { minimumHealthyPercent = 100, maximumPercent = 200 } = deploymentConfiguration ?? {};
  const vpc = service.networkConfiguration?.awsvpcConfiguration;
  const { executionRoleArn, taskRoleArn } = taskDefinition;
  const args: Args = {
    ...step.args,
    ...(desiredCount !== 1 && { desiredCount }),
    ...(!ownsCluster && { cluster: { arn: cluster.clusterArn } }),
    ...(capacityProviderStrategy.length > 0 && {
      capacityProviders: capacityProviderStrategy.map((provider): Data => ({ ...provider })),
    }),
    ...((minimumHealthyPercent !== 100 || maximumPercent !== 200) && {
      deployment: { minimumHealthyPercent, maximumPercent },
    }),
    ...(step.args.network === undefined && {
      network: {
        ...(vpc?.securityGroups && vpc.securityGroups.length > 0 && { securityGroupIds: [...vpc.securityGroups] }),
      },
    }),
    ...(executionRoleArn !== undefined && { executionRole: { arn: executionRoleArn } }),
    ...(taskRoleArn !== undefined && { taskRole: { arn: taskRoleArn } }),
  };
  return { ...step, args };
}

function notesOf(step: ServiceStep, { service, taskDefinition, cluster, stacks }: LiveDeployment): string[] {
  const images = new Map((taskDefinition.containerDefinitions ?? []).map(({ name, image }) => [name, image]));
  const inFiles = imagesOf(step);
  return [
    `Service ${service.serviceName ?? ""} of cluster ${cluster.clusterName ?? ""}, which ecs-cli created: ${service.serviceArn ?? ""}`,
    ...stacks.map(
      ({ name, resources }) =>
        `CloudFormation stack ${name} keeps what it holds, which the service uses: ${resources.join(", ")}. ` +
        "Do not delete it, nor run ecs-cli down.",
    ),
    ...[...inFiles].flatMap(([name, image]) => {
      const runs = images.get(name);
      if (runs === undefined) return [`Container ${name} does not run yet; the second update adds it.`];
      return runs === image ? [] : [`Container ${name} runs ${runs}; the second update deploys ${image}.`];
    }),
    ...[...images.keys()].flatMap((name = "") =>
      inFiles.has(name) ? [] : [`Container ${name} runs and is not in the files; the second update removes it.`],
    ),
  ];
}

/** The images of the files, by the names of their containers. */
function imagesOf({ args, containers }: ServiceStep): Map<string, string> {
  const sidecars = (args.sidecars ?? []) as readonly { readonly image?: string }[];
  const images = [args.image as string | undefined, ...sidecars.map(({ image }) => image)];
  return new Map(containers.map((name, i) => [name, images[i] ?? ""]));
}
