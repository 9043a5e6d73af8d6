// The plan of one GhcrFargateService: every argument checked, every default filled in, nothing created yet.

import { checkMaxMonthlyCost } from "../model/budget";
import { checkComponentName, type ChildKey } from "../model/childNames";
import { quote } from "../model/problems";
import { planAlarms, type AlarmsPlan } from "./alarms/alarms";
import { planExpiries, type ExpiryPlan } from "./alarms/expiryReminders";
import { ArgumentChecks, type OwnArn } from "./component/argumentChecks";
import type { Tags } from "./component/childContext";
import { checkArgumentShapes } from "./component/shapeCheck";
import { planTags } from "./component/tagChecks";
import type { CredentialsPlan } from "./credentials/imageCredentials";
import { distinctCredentials } from "./credentials/pullSecrets";
import { planDeployment, type DeploymentPlan } from "./deployment/deployment";
import { DeploymentStrategy } from "./deployment/deploymentArgs";
import { planPreDeploy, type PreDeployPlan } from "./deployment/preDeploy";
import { planRollout, type RolloutPlan } from "./deployment/rollout";
import { trafficShiftChildKeys } from "./deployment/trafficShift";
import type { GhcrFargateServiceArgs } from "./ghcrFargateServiceArgs";
import {
  deployedBehind,
  kindOf,
  loadBalancerChildKeys,
  planLoadBalancer,
  type LoadBalancerPlan,
} from "./loadBalancer/loadBalancerPlan";
import { transportsOf } from "./loadBalancer/protocols";
import { hardenedArgs, planHardening, type HardeningPlan } from "./hardening";
import { planNetwork, type NetworkPlan } from "./network/network";
import { planAutoscaling, type AutoscalingPlan } from "./service/autoscaling";
import { planCluster, type ClusterPlan } from "./service/cluster";
import { planDiscovery, type DiscoveryPlan } from "./service/discovery";
import { planExecuteCommand, type ExecuteCommandPlan } from "./service/executeCommand";
import { planService, type ServicePlan } from "./service/service";
import { planServiceConnect, type ServiceConnectPlan } from "./service/serviceConnect";
import { imageSourcesOf, MAIN_CONTAINER, portsOf, pullCredentialsOf } from "./task/containers";
import { planFileSystems, type FileSystemsPlan } from "./task/efsFileSystem";
import { imageTagsOf } from "./task/image";
import { planTask, type TaskPlan } from "./task/task";
import { taskChildKeys } from "./taskChildKeys";

/** Everything that decides what is created: one plan for each part. */
export interface GhcrFargateServicePlan {
  /** What is called, for errors that show later: `GhcrFargateService "web"`. */
  readonly subject: string;
  readonly credentials: readonly CredentialsPlan[];
  readonly network: NetworkPlan;
  readonly loadBalancer: LoadBalancerPlan | undefined;
  readonly cluster: ClusterPlan;
  readonly executeCommand: ExecuteCommandPlan | undefined;
  readonly task: TaskPlan;
  readonly fileSystems: FileSystemsPlan | undefined;
  readonly discovery: DiscoveryPlan | undefined;
  readonly serviceConnect: ServiceConnectPlan | undefined;
  readonly service: ServicePlan;
  readonly deployment: DeploymentPlan;
  readonly preDeploy: PreDeployPlan | undefined;
  readonly autoscaling: AutoscalingPlan | undefined;
  readonly rollout: RolloutPlan;
  readonly alarms: AlarmsPlan | undefined;
  readonly expiries: readonly ExpiryPlan[];
  readonly hardening: HardeningPlan | undefined;
  readonly maxMonthlyCost: number | undefined;
  /** ARNs that have to be of the service's account or Region. */
  readonly ownArns: readonly OwnArn[];
  readonly tags: Tags | undefined;
}

/** Plans a service; throws one error with every problem found. */
export function planGhcrFargateService(name: string, given: GhcrFargateServiceArgs): GhcrFargateServicePlan {
  const subject = `GhcrFargateService ${quote(name)}`;
  const checks = new ArgumentChecks(subject);
  const args = hardenedArgs(checkArgumentShapes(checks, "GhcrFargateService", given));
  const { port } = args;
  const serviceConnect = planServiceConnect(checks, args.serviceConnect, { component: name, port });
  const task = planTask(checks, args, {
    component: name,
    portMapping: serviceConnect?.portMapping,
    portProtocols: transportsOf(args.loadBalancer?.protocol),
    egress: args.network?.egress,
  });
  const network = planNetwork(checks, args.network, { port, images: imageSourcesOf(task.containers) });
  const loadBalancer = planLoadBalancer(checks, args.loadBalancer, {
    port,
    network: args.network,
    ports: portsOf(task.containers),
  });
  const balancer = loadBalancer && kindOf(loadBalancer);
  const deployment = planDeployment(checks, args.deployment, loadBalancer && deployedBehind(loadBalancer));
  const cluster = planCluster(checks, args.cluster);
  const plan: GhcrFargateServicePlan = {
    subject,
    credentials: distinctCredentials(
      task.containers.map((container) => ({ credentials: pullCredentialsOf(container) })),
    ),
    network,
    loadBalancer,
    cluster,
    executeCommand: planExecuteCommand(checks, args.executeCommand, { clusterExists: cluster.existing !== undefined }),
    task,
    fileSystems: planFileSystems(checks, task.volumes, network.vpc),
    discovery: planDiscovery(checks, args.discovery, {
      component: name,
      target: { containerName: MAIN_CONTAINER, containerPort: port },
    }),
    serviceConnect,
    service: planService(checks, args),
    deployment,
    preDeploy: planPreDeploy(checks, args.preDeploy, { task, service: args }),
    autoscaling: planAutoscaling(checks, args.autoscaling, {
      balancer,
      strategy: args.deployment?.strategy ?? DeploymentStrategy.Rolling,
    }),
    rollout: planRollout(checks, args.rollout, deployment.shift?.minutes),
    alarms: planAlarms(checks, args.alarms, balancer),
    expiries: planExpiries(checks, name, args),
    hardening: planHardening(args),
    maxMonthlyCost: args.maxMonthlyCost,
    ownArns: checks.ownArns,
    tags: planTags(checks, args.tags, imageTagsOf(task)),
  };
  checks.shape("maxMonthlyCost", args.maxMonthlyCost, checkMaxMonthlyCost);
  checks.shape("name", name, (text) => checkComponentName(text, childKeysOf(plan)));
  checks.throwProblems();
  return plan;
}

/** The keys of the children that the service will have, as far as their names have limits. */
function childKeysOf(plan: GhcrFargateServicePlan): ChildKey[] {
  const { loadBalancer, deployment, alarms, expiries } = plan;
  return [
    ...taskChildKeys(plan),
    ...(alarms === undefined ? [] : (["serviceFailures", "alarmTopic"] as const)),
    ...(expiries.length === 0 ? [] : (["reminderRole"] as const)),
    ...(plan.hardening?.accessLogs === true || plan.hardening?.flowLogs === true ? (["logBucket"] as const) : []),
    "service",
    ...(loadBalancer === undefined ? [] : loadBalancerChildKeys(loadBalancer)),
    ...(deployment.shift === undefined ? [] : trafficShiftChildKeys(deployment.shift)),
  ];
}
