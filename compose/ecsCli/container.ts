// A task definition and its containers, with the names of AWS's API.

export interface KeyValue {
  readonly name: string;
  readonly value: string;
}

/** A health check with the names of AWS's API. */
export interface HealthCheck {
  readonly command?: readonly string[];
  readonly interval?: number;
  readonly timeout?: number;
  readonly retries?: number;
  readonly startPeriod?: number;
}

export interface LogConfiguration {
  readonly logDriver: string;
  readonly options?: Readonly<Record<string, string>>;
  readonly secretOptions?: readonly { readonly name: string; readonly valueFrom: string }[];
}

export interface PortMapping {
  readonly containerPort: number;
  readonly hostPort: number;
  readonly protocol: string;
  readonly name?: string;
  readonly appProtocol?: string;
}

export interface MountPoint {
  readonly sourceVolume: string;
  readonly containerPath: string;
  readonly readOnly?: boolean;
}

export interface LinuxParameters {
  readonly capabilities?: { readonly add?: readonly string[]; readonly drop?: readonly string[] };
  readonly devices?: readonly {
    readonly hostPath: string;
    readonly containerPath?: string;
    readonly permissions?: readonly string[];
  }[];
  readonly initProcessEnabled?: boolean;
  readonly sharedMemorySize?: number;
  readonly tmpfs?: readonly {
    readonly containerPath: string;
    readonly size: number;
    readonly mountOptions?: readonly string[];
  }[];
}

/** A container definition with the names of AWS's API. */
export interface ContainerDefinition {
  readonly name: string;
  readonly image: string;
  readonly essential?: boolean;
  readonly repositoryCredentials?: { readonly credentialsParameter: string };
  readonly cpu?: number;
  readonly memory?: number;
  readonly memoryReservation?: number;
  readonly portMappings?: readonly PortMapping[];
  readonly entryPoint?: readonly string[];
  readonly command?: readonly string[];
  readonly workingDirectory?: string;
  readonly user?: string;
  readonly hostname?: string;
  readonly environment?: readonly KeyValue[];
  readonly secrets?: readonly { readonly name: string; readonly valueFrom: string }[];
  readonly dependsOn?: readonly { readonly containerName: string; readonly condition: string }[];
  readonly links?: readonly string[];
  readonly healthCheck?: HealthCheck;
  readonly logConfiguration?: LogConfiguration;
  readonly firelensConfiguration?: { readonly type: string; readonly options?: Readonly<Record<string, string>> };
  readonly mountPoints?: readonly MountPoint[];
  readonly volumesFrom?: readonly { readonly sourceContainer: string; readonly readOnly?: boolean }[];
  readonly ulimits?: readonly { readonly name: string; readonly softLimit: number; readonly hardLimit: number }[];
  readonly dockerLabels?: Readonly<Record<string, string>>;
  readonly extraHosts?: readonly { readonly hostname: string; readonly ipAddress: string }[];
  readonly dnsServers?: readonly string[];
  readonly dnsSearchDomains?: readonly string[];
  readonly dockerSecurityOptions?: readonly string[];
  readonly privileged?: boolean;
  readonly interactive?: boolean;
  readonly pseudoTerminal?: boolean;
  readonly readonlyRootFilesystem?: boolean;
  readonly stopTimeout?: number;
  readonly systemControls?: readonly { readonly namespace: string; readonly value: string }[];
  readonly linuxParameters?: LinuxParameters;
  readonly resourceRequirements?: readonly { readonly type: string; readonly value: string }[];
  readonly restartPolicy?: { readonly enabled: boolean; readonly ignoredExitCodes?: readonly number[] };
}

export interface Volume {
  readonly name: string;
  readonly host?: { readonly sourcePath: string };
  readonly dockerVolumeConfiguration?: Readonly<Record<string, unknown>>;
  readonly efsVolumeConfiguration?: {
    readonly fileSystemId: string;
    readonly rootDirectory?: string;
    readonly transitEncryption?: string;
    readonly transitEncryptionPort?: number;
    readonly authorizationConfig?: { readonly accessPointId?: string; readonly iam?: string };
  };
}

/** A task definition with the names of AWS's API. */
export interface TaskDefinition {
  readonly family?: string;
  readonly networkMode?: string;
  readonly requiresCompatibilities?: readonly string[];
  readonly cpu?: string;
  readonly memory?: string;
  readonly executionRoleArn?: string;
  readonly taskRoleArn?: string;
  readonly pidMode?: string;
  readonly ipcMode?: string;
  readonly runtimePlatform?: { readonly cpuArchitecture: string; readonly operatingSystemFamily: string };
  readonly placementConstraints?: readonly { readonly type: string; readonly expression: string }[];
  readonly containerDefinitions: readonly ContainerDefinition[];
  readonly volumes?: readonly Volume[];
}

/** A record without what AWS's API leaves out: empty strings, lists and mappings, false and 0 unless they are kept. */
export function withoutEmpty<T extends object>(record: T, keep: readonly string[] = []): T {
  const isEmpty = (value: unknown): boolean =>
    value === undefined ||
    value === null ||
    value === "" ||
    value === false ||
    value === 0 ||
    (Array.isArray(value) && value.length === 0) ||
    (typeof value === "object" && !Array.isArray(value) && Object.keys(value).length === 0);
  return Object.fromEntries(
    Object.entries(record).filter(([key, value]) => keep.includes(key) || !isEmpty(value)),
  ) as T;
}
