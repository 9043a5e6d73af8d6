// The library's public door.

export type { ServiceAlarms } from "./components/alarms";
export type { AutoscalingSchedule, ServiceAutoscaling } from "./components/autoscaling";
export { ContainerInsights, type ServiceCluster } from "./components/cluster";
export {
  ContainerCondition,
  type ContainerDependency,
  type ContainerHealthCheck,
  type ContainerSettings,
} from "./components/containerSettings";
export { CpuArchitecture } from "./components/cpuArchitecture";
export { GhcrFargateService } from "./components/ghcrFargateService";
export type { ImageCredentials } from "./components/imageCredentials";
export type { ServiceLogs } from "./components/logs";
export { NatGateways, NetworkMode, type NetworkEgress, type ServiceNetwork } from "./components/network";
export type { NetworkEndpoints } from "./components/networkEndpoints";
export type { ServiceRegistry } from "./components/registryArgs";
export type { ServiceRollout } from "./components/rolloutWatch";
export { RegistryCredentials, type RegistryCredentialsArgs } from "./components/registryCredentials";
export type { ServiceExecutionRole, ServiceTaskRole, TaskRoleStatement } from "./components/roles";
export { FargateCapacity, type ServiceCapacityProvider, type ServiceDeployment } from "./components/service";
export type { GhcrFargateServiceArgs, Sidecar } from "./components/serviceArgs";
export { RolloutError } from "./rollout/rolloutError";
export { ArgumentError, type Fault, type Problem } from "./model/problems";
