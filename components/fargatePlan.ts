// The plan of one GhcrFargateService: every argument checked, every default filled in, nothing created yet.

import type * as pulumi from "@pulumi/pulumi";
import { checkMaxMonthlyCost } from "../model/budget";
import { isEcrRegistry } from "../model/imageReference";
import { checkComponentName, type ChildRole } from "../model/childNames";
import { quote } from "../model/problems";
import { planAlarms, type AlarmsPlan } from "./alarms";
import { ArgumentChecks } from "./argumentChecks";
import { planAutoscaling, type AutoscalingPlan } from "./autoscaling";
import { planCluster, type ClusterPlan } from "./cluster";
import { planExpiries, type ExpiryPlan } from "./expiryReminders";
import { checkKeyArn, credentialsRoles } from "./imageCredentials";
import { planLogs, type LogsPlan } from "./logs";
import { planNetwork, type NetworkPlan } from "./network";
import { planRollout, type RolloutPlan } from "./rolloutWatch";
import { planRegistry, type RegistryPlan } from "./registryArgs";
import { planRoles, type RolesPlan } from "./roles";
import { planSecurityGroup, type SecurityGroupPlan } from "./securityGroup";
import { planService, type ServicePlan } from "./service";
import type { GhcrFargateServiceArgs } from "./serviceArgs";
import type { Tags } from "./surroundings";
import { planContainers, type PulledContainer } from "./taskContainers";
import { planTaskSize, type TaskSizePlan } from "./taskDefinition";
import { planEndpoints, type EndpointsPlan } from "./vpcEndpoints";
import { checkWayOut } from "./wayOut";

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
  readonly endpoints: EndpointsPlan | undefined;
  readonly securityGroup: SecurityGroupPlan;
  readonly roles: RolesPlan;
  readonly service: ServicePlan;
  readonly autoscaling: AutoscalingPlan | undefined;
  readonly alarms: AlarmsPlan | undefined;
  readonly expiries: readonly ExpiryPlan[];
  readonly logs: LogsPlan;
  readonly rollout: RolloutPlan;
  readonly registry: RegistryPlan;
  readonly maxMonthlyCost: number | undefined;
  readonly tags: Tags | undefined;
}

/** Plans a service; throws one error with every problem found. */
export function planFargate(name: string, args: GhcrFargateServiceArgs): FargatePlan {
  const subject = `GhcrFargateService ${quote(name)}`;
  const checks = new ArgumentChecks(subject);
  const containers = planContainers(checks, args);
  const imagesInEcr = containers.every(
    ({ container: { reference } }) => reference !== undefined && isEcrRegistry(reference.registry),
  );
  const hasLoadBalancer = false;
  const plan: FargatePlan = {
    subject,
    containers,
    secretKeyArns: checks.values("secretKeyArns", args.secretKeyArns ?? [], checkKeyArn),
    size: planTaskSize(checks, args),
    cluster: planCluster(checks, args.cluster),
    network: planNetwork(checks, args.network),
    endpoints: planEndpoints(checks, args.network),
    securityGroup: planSecurityGroup(checks, args.network, args.port, imagesInEcr),
    roles: planRoles(checks, args.executionRole, args.taskRole, args.enableExecuteCommand ?? false),
    service: planService(checks, args),
    autoscaling: planAutoscaling(checks, args.autoscaling, hasLoadBalancer),
    alarms: planAlarms(checks, args.alarms, hasLoadBalancer),
    expiries: planExpiries(checks, name, args),
    logs: planLogs(checks, args.logs),
    rollout: planRollout(checks, args.rollout),
    registry: planRegistry(args.registry),
    maxMonthlyCost: args.maxMonthlyCost,
    tags: args.tags,
  };
  checkWayOut(checks, plan.network, plan.endpoints, containers);
  checks.shape("maxMonthlyCost", args.maxMonthlyCost, checkMaxMonthlyCost);
  checks.shape("name", name, (text) => checkComponentName(text, rolesOf(plan)));
  checks.throwProblems();
  return plan;
}

/** The roles of the children that the service will have, as far as their names have limits. */
function rolesOf({
  containers: [main],
  cluster,
  securityGroup,
  endpoints,
  roles,
  alarms,
  expiries,
}: FargatePlan): ChildRole[] {
  const created = main.credentials?.create;
  return [
    ...(created === undefined ? [] : credentialsRoles(created)),
    ...(cluster.existing === undefined ? (["cluster"] as const) : []),
    ...(securityGroup.create === undefined ? [] : (["securityGroup"] as const)),
    ...(endpoints === undefined ? [] : (["endpointSecurityGroup"] as const)),
    ...(roles.executionRoleArn === undefined ? (["executionRole"] as const) : []),
    ...(roles.taskRoleArn === undefined ? (["taskRole"] as const) : []),
    ...(alarms === undefined ? [] : (["serviceFailures", "alarmTopic"] as const)),
    ...(expiries.length === 0 ? [] : (["reminderRole"] as const)),
    "logGroup",
    "service",
  ];
}
