// The plan of one GhcrFargateService: every argument checked, every default filled in, nothing created yet.

import * as pulumi from "@pulumi/pulumi";
import { checkKeyArn } from "../model/awsIds";
import { checkMaxMonthlyCost } from "../model/budget";
import { checkComponentName, type ChildKey } from "../model/childNames";
import { quote } from "../model/problems";
import { planAlarms, type AlarmsPlan } from "./alarms/alarms";
import { ArgumentChecks } from "./component/argumentChecks";
import { planAutoscaling, type AutoscalingPlan } from "./service/autoscaling";
import { planCluster, type ClusterPlan } from "./service/cluster";
import { planExpiries, type ExpiryPlan } from "./alarms/expiryReminders";
import { planDiscovery, type DiscoveryPlan } from "./service/discovery";
import { planExecuteCommand, type ExecuteCommandPlan } from "./service/executeCommand";
import { planFileSystems, type FileSystemsPlan } from "./task/efsFileSystem";
import { credentialsChildKeys } from "./credentials/imageCredentials";
import { loadBalancerChildKeys, planLoadBalancer, type LoadBalancerPlan } from "./loadBalancer/loadBalancerPlan";
import { planLogs, type LogsPlan } from "./task/logGroup";
import { planNetwork, type NetworkPlan } from "./network/network";
import { DeploymentStrategy } from "./deployment/deploymentArgs";
import { planRollout, type RolloutPlan } from "./deployment/rollout";
import { planRegistry, type RegistryPlan } from "./task/registryArgs";
import { planRoles, type RolesPlan } from "./task/roles";
import { planService, type ServicePlan } from "./service/service";
import { planServiceConnect, type ServiceConnectPlan } from "./service/serviceConnect";
import type { GhcrFargateServiceArgs } from "./ghcrFargateServiceArgs";
import type { Tags } from "./component/childContext";
import { imageSourcesOf, MAIN_CONTAINER, planContainers, type PulledContainer } from "./task/containers";
import { planTaskSize, type TaskSizePlan } from "./task/taskDefinition";
import { trafficShiftChildKeys } from "./deployment/trafficShift";
import { planTracing, type TracingPlan } from "./task/tracing";
import { planVolumes, type VolumePlan } from "./task/volumes";

/** Everything that decides what is created. */
export interface FargatePlan {
  /** What is called, for errors that show later: `GhcrFargateService "web"`. */
  readonly subject: string;
  /** The service's own container first, then the sidecars. */
  readonly containers: readonly [PulledContainer, ...PulledContainer[]];
  readonly secretKeyArns: readonly pulumi.Input<string>[];
  readonly size: TaskSizePlan;
  readonly cluster: ClusterPlan;
  readonly network: NetworkPlan;
  readonly loadBalancer: LoadBalancerPlan | undefined;
  readonly roles: RolesPlan;
  readonly service: ServicePlan;
  readonly autoscaling: AutoscalingPlan | undefined;
  readonly alarms: AlarmsPlan | undefined;
  readonly expiries: readonly ExpiryPlan[];
  readonly logs: LogsPlan;
  readonly executeCommand: ExecuteCommandPlan;
  readonly volumes: readonly VolumePlan[];
  readonly fileSystems: FileSystemsPlan | undefined;
  readonly tracing: TracingPlan | undefined;
  readonly discovery: DiscoveryPlan | undefined;
  readonly serviceConnect: ServiceConnectPlan | undefined;
  readonly rollout: RolloutPlan;
  readonly registry: RegistryPlan;
  readonly maxMonthlyCost: number | undefined;
  readonly tags: Tags | undefined;
}

/** Plans a service; throws one error with every problem found. */
export function planFargate(name: string, args: GhcrFargateServiceArgs): FargatePlan {
  const subject = `GhcrFargateService ${quote(name)}`;
  const checks = new ArgumentChecks(subject);
  const logs = planLogs(checks, args.logs);
  const tracing = planTracing(checks, args.tracing);
  const serviceConnect = planServiceConnect(checks, args.serviceConnect, name, args.port);
  checkShapes(checks, args);
  const containers = planContainers(checks, args, {
    portMapping: serviceConnect?.portMapping,
    sidecars: [logs.driver.router, tracing?.container].filter((container) => container !== undefined),
  });
  const loadBalancer = planLoadBalancer(checks, args.loadBalancer, { port: args.port, network: args.network });
  const hasLoadBalancer = loadBalancer !== undefined;
  const service = planService(checks, args, loadBalancer && (loadBalancer.routing.create ? "created" : "existing"));
  const network = planNetwork(checks, args.network, { port: args.port, images: imageSourcesOf(containers) });
  const volumes = planVolumes(
    checks,
    args.volumes,
    containers.map(({ container }) => container),
    args.network?.egress,
  );
  const plan: FargatePlan = {
    subject,
    containers,
    secretKeyArns: checks.values("secretKeyArns", args.secretKeyArns ?? [], checkKeyArn),
    size: planTaskSize(checks, args),
    cluster: planCluster(checks, args.cluster),
    network,
    roles: planRoles(checks, args.executionRole, args.taskRole),
    loadBalancer,
    service,
    autoscaling: planAutoscaling(checks, args.autoscaling, {
      hasLoadBalancer,
      strategy: args.deployment?.strategy ?? DeploymentStrategy.Rolling,
    }),
    alarms: planAlarms(checks, args.alarms, hasLoadBalancer),
    expiries: planExpiries(checks, name, args),
    logs,
    executeCommand: planExecuteCommand(
      checks,
      args.enableExecuteCommand,
      args.executeCommand,
      args.cluster?.arn !== undefined,
    ),
    volumes,
    fileSystems: planFileSystems(checks, volumes, network.vpc),
    tracing,
    discovery: planDiscovery(checks, args.discovery, name, {
      containerName: MAIN_CONTAINER,
      containerPort: args.port,
    }),
    serviceConnect,
    rollout: planRollout(checks, args.rollout, service.deployment.shift?.minutes),
    registry: planRegistry(args.registry),
    maxMonthlyCost: args.maxMonthlyCost,
    tags: args.tags,
  };
  checks.shape("maxMonthlyCost", args.maxMonthlyCost, checkMaxMonthlyCost);
  checks.shape("name", name, (text) => checkComponentName(text, childKeysOf(plan)));
  checks.throwProblems();
  return plan;
}

/** The arguments that may be Outputs as a whole: they decide nothing but values. */
const VALUES: ReadonlySet<string> = new Set<keyof GhcrFargateServiceArgs>([
  "image",
  "cpu",
  "memory",
  "desiredCount",
  "ephemeralStorageGib",
  "command",
  "entryPoint",
  "readonlyRootFilesystem",
  "user",
  "stopTimeoutSeconds",
  "initProcessEnabled",
]);

/** The arguments that are objects. */
const OBJECTS: ReadonlySet<string> = new Set<keyof GhcrFargateServiceArgs>([
  "credentials",
  "cluster",
  "network",
  "executionRole",
  "taskRole",
  "loadBalancer",
  "deployment",
  "autoscaling",
  "alarms",
  "rollout",
  "registry",
  "logs",
]);

/** Refuses what every later check would read wrongly: Outputs where plain values decide, and texts for objects. */
function checkShapes(checks: ArgumentChecks, args: GhcrFargateServiceArgs): void {
  for (const [key, value] of Object.entries(args))
    if (!VALUES.has(key) && (pulumi.Output.isInstance(value) || value instanceof Promise))
      checks.add(
        key,
        "is an Output, but decides what is created",
        "pass a plain value; the fields of objects may be Outputs",
      );
  for (const [key, value] of Object.entries(args))
    if (
      OBJECTS.has(key) &&
      value !== undefined &&
      (typeof value !== "object" || value === null || Array.isArray(value))
    )
      checks.add(key, "is no object", "pass one, or leave it unset"); // not quoted: it may be a token
  checks.throwProblems();
}

/** The keys of the children that the service will have, as far as their names have limits. */
function childKeysOf(plan: FargatePlan): ChildKey[] {
  const { cluster, network, roles, loadBalancer, service, alarms, expiries, fileSystems } = plan;
  const [main] = plan.containers;
  const created = main.credentials?.create;
  return [
    ...(created === undefined ? [] : credentialsChildKeys(created)),
    ...(cluster.existing === undefined ? (["cluster"] as const) : []),
    ...(network.securityGroup.create === undefined ? [] : (["securityGroup"] as const)),
    ...(network.endpoints === undefined ? [] : (["endpointSecurityGroup"] as const)),
    ...(roles.executionRoleArn === undefined ? (["executionRole"] as const) : []),
    ...(roles.taskRoleArn === undefined ? (["taskRole"] as const) : []),
    ...(alarms === undefined ? [] : (["serviceFailures", "alarmTopic"] as const)),
    ...(expiries.length === 0 ? [] : (["reminderRole"] as const)),
    ...(fileSystems === undefined ? [] : (["fileSystemSecurityGroup"] as const)),
    "logGroup",
    "service",
    ...(loadBalancer === undefined ? [] : loadBalancerChildKeys(loadBalancer)),
    ...(service.deployment.shift === undefined ? [] : trafficShiftChildKeys(service.deployment.shift)),
  ];
}
