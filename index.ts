// The library's public door.

export { ContainerInsights, type ServiceCluster } from "./components/cluster";
export {
  ContainerCondition,
  type ContainerDependency,
  type ContainerHealthCheck,
  type ContainerSettings,
} from "./components/containerSettings";
export { GhcrFargateService } from "./components/ghcrFargateService";
export type { ImageCredentials } from "./components/imageCredentials";
export type { ServiceLogs } from "./components/logs";
export { NetworkMode, type NetworkEgress, type ServiceNetwork } from "./components/network";
export { RegistryCredentials, type RegistryCredentialsArgs } from "./components/registryCredentials";
export type { ServiceExecutionRole, ServiceTaskRole, TaskRoleStatement } from "./components/roles";
export { FargateCapacity, type ServiceCapacityProvider, type ServiceDeployment } from "./components/service";
export { CpuArchitecture, type GhcrFargateServiceArgs, type Sidecar } from "./components/serviceArgs";
export { ArgumentError, type Fault, type Problem } from "./model/problems";
