// The library's public API.

import { requireAws } from "./components/component/requiredPackages";

requireAws();

export type { ServiceAlarms } from "./components/alarms/alarms";
export type { AutoscalingSchedule, ServiceAutoscaling } from "./components/service/autoscaling";
export { ContainerInsights, type ServiceCluster } from "./components/service/cluster";
export {
  AppProtocol,
  ContainerCondition,
  type ContainerDependency,
  type ContainerHealthCheck,
  type ContainerMountPoint,
  type ContainerPortMapping,
  type ContainerRestartPolicy,
  type ContainerSettings,
  type ContainerSystemControl,
  type ContainerTmpfs,
  type ContainerUlimit,
  ContainerVersionConsistency,
  PortProtocol,
  type Sidecar,
} from "./components/task/containerArgs";
export { EcrAccess } from "./components/ecrAccess";
export { EcrAccessForm, type EcrAccessArgs } from "./components/ecr/ecrAccessArgs";
export { EcrNamespace } from "./components/ecrNamespace";
export {
  EcrEncryptionType,
  EcrTagMutability,
  type EcrEncryption,
  type EcrLifecycle,
  type EcrNamespaceArgs,
  type EcrTeam,
} from "./components/ecr/ecrNamespaceArgs";
export {
  EcrPipelineProvider,
  type EcrMembers,
  type EcrNamespaceMembers,
  type EcrPipeline,
  type IdentityCenter,
} from "./components/ecr/membersArgs";
export { CpuArchitecture } from "./components/task/taskDefinition";
export {
  DeploymentHookTarget,
  DeploymentHookTimeoutAction,
  DeploymentLifecycleStage,
  DeploymentStrategy,
  type DeploymentLifecycleHook,
  type ServiceDeployment,
} from "./components/deployment/deploymentArgs";
export type { ServicePreDeploy } from "./components/deployment/preDeployArgs";
export { DiscoveryRecordType, type ServiceDiscovery } from "./components/service/discovery";
export { EfsThroughputMode, type EfsVolume } from "./components/task/efsVolume";
export type { ServiceExecuteCommand } from "./components/service/executeCommand";
export { GhcrFargateComposeProject } from "./components/ghcrFargateComposeProject";
export type {
  ComposeEfsVolume,
  ComposeServiceOverride,
  GhcrFargateComposeProjectArgs,
} from "./components/ghcrFargateComposeProjectArgs";
export { GhcrFargateService } from "./components/ghcrFargateService";
export { GhcrFargateTask } from "./components/ghcrFargateTask";
export type { GhcrFargateTaskArgs } from "./components/ghcrFargateTaskArgs";
export type { TaskSchedule } from "./components/service/schedulesArgs";
export type { ImageCredentials } from "./components/credentials/imageCredentials";
export {
  UnauthenticatedRequestAction,
  type CognitoAuthentication,
  type LoadBalancerAuthentication,
  type OidcAuthentication,
} from "./components/loadBalancer/authenticationArgs";
export {
  LoadBalancerIpAddressType,
  type ServiceLoadBalancer,
  type LoadBalancerLogBucket,
} from "./components/loadBalancer/loadBalancerArgs";
export { LoadBalancerProtocol } from "./components/loadBalancer/protocols";
export {
  TargetProtocol,
  TargetProtocolVersion,
  type LoadBalancerTarget,
  type TargetGroupHealthCheck,
  type TargetGroupSettings,
} from "./components/loadBalancer/targetGroupArgs";
export { LogDriver, type FireLensLogRouter, type LogDriverSettings } from "./components/task/logDriverArgs";
export type { ServiceLogs } from "./components/task/logGroup";
export {
  NatGateways,
  NetworkMode,
  type NetworkEgress,
  type NetworkEndpoints,
  type ServiceNetwork,
} from "./components/network/networkArgs";
export type { ImageAttestation, ServiceRegistry } from "./components/task/registryArgs";
export { RolloutFailureAction, type ServiceRollout } from "./components/deployment/rollout";
export { RegistryCredentials, type RegistryCredentialsArgs } from "./components/registryCredentials";
export type { ServiceExecutionRole } from "./components/task/executionRole";
export type { ServiceTaskRole, TaskRoleStatement } from "./components/task/taskRole";
export { FargateCapacity, type ServiceCapacityProvider } from "./components/service/service";
export type { ConnectClientAlias, ServiceConnect } from "./components/service/serviceConnect";
export type { GhcrFargateServiceArgs } from "./components/ghcrFargateServiceArgs";
export { forgetResolvedImages } from "./registry/resolveImage";
export { PreDeployError } from "./rollout/preDeploy/preDeployError";
export { RolloutError } from "./rollout/rolloutError";
export { TracingSidecar, type ServiceTracing } from "./components/task/tracing";
export type { TaskVolume } from "./components/task/volumes";
export type { EcrCommands, EcrGuide, GuideLifecycle, GuidePermissionSet, GuideSignIn } from "./model/ecrCommands";
export { ArgumentError, type Fault, type Problem } from "./model/problems";
