// The library's public door.

export type { ServiceAlarms } from "./components/alarms";
export type { AutoscalingSchedule, ServiceAutoscaling } from "./components/autoscaling";
export { ContainerInsights, type ServiceCluster } from "./components/cluster";
export {
  ContainerCondition,
  type ContainerDependency,
  type ContainerHealthCheck,
  type ContainerMountPoint,
  type ContainerSettings,
} from "./components/containerSettings";
export { CpuArchitecture } from "./components/cpuArchitecture";
export {
  DeploymentLifecycleStage,
  DeploymentStrategy,
  type DeploymentLifecycleHook,
  type ServiceDeployment,
} from "./components/deploymentArgs";
export { DiscoveryRecordType, type ServiceDiscovery } from "./components/discovery";
export { EfsThroughputMode, type EfsVolume } from "./components/efsVolume";
export type { ServiceExecuteCommand } from "./components/executeCommand";
export { GhcrFargateService } from "./components/ghcrFargateService";
export type { ImageCredentials } from "./components/imageCredentials";
export {
  LoadBalancerIpAddressType,
  LoadBalancerProtocol,
  type ApplicationLoadBalancer,
  type LoadBalancerLogBucket,
  type TargetGroupHealthCheck,
} from "./components/loadBalancerArgs";
export { LogDriver, type FireLensLogRouter, type LogDriverSettings } from "./components/logDriver";
export type { ServiceLogs } from "./components/logs";
export { NatGateways, NetworkMode, type NetworkEgress, type ServiceNetwork } from "./components/network";
export type { NetworkEndpoints } from "./components/networkEndpoints";
export type { ServiceRegistry } from "./components/registryArgs";
export type { ServiceRollout } from "./components/rolloutWatch";
export { RegistryCredentials, type RegistryCredentialsArgs } from "./components/registryCredentials";
export type { ServiceExecutionRole, ServiceTaskRole, TaskRoleStatement } from "./components/roles";
export { FargateCapacity, type ServiceCapacityProvider } from "./components/service";
export { ConnectAppProtocol, type ConnectClientAlias, type ServiceConnect } from "./components/serviceConnect";
export type { GhcrFargateServiceArgs, Sidecar } from "./components/serviceArgs";
export { forgetResolvedImages } from "./registry/resolveImage";
export { RolloutError } from "./rollout/rolloutError";
export { TracingSidecar, type ServiceTracing } from "./components/tracing";
export type { TaskVolume } from "./components/volumes";
export { ArgumentError, type Fault, type Problem } from "./model/problems";
