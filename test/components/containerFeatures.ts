// The features of containers: their settings, processes and ports.

import type { Feature } from "./features";

const arn = (service: string, resource: string): string => `arn:aws:${service}:eu-central-1:123456789012:${resource}`;

/** What a user can say of a container. */
export const CONTAINER_SETTINGS: readonly Feature[] = [
  {
    name: "secrets",
    args: {
      secrets: { DB_PASSWORD: arn("secretsmanager", "secret:db-AbCdEf"), LEVEL: arn("ssm", "parameter/web/level") },
      secretKeyArns: [arn("kms", "key/11111111-2222-3333-4444-555555555555")],
    },
  },
  {
    name: "secrets by name",
    args: { secrets: { DB_PASSWORD: "secretsmanager:prod/db:password::", LEVEL: "ssm:/prod/level" } },
  },
  {
    name: "settings of the container",
    args: {
      environment: { STAGE: "test" },
      entryPoint: ["/bin/web"],
      command: ["serve"],
      healthCheck: { command: ["CMD", "/probe"] },
      readonlyRootFilesystem: true,
      user: "1000",
      stopTimeoutSeconds: 60,
      initProcessEnabled: true,
    },
  },
  {
    name: "the process of the container",
    args: {
      workingDirectory: "/srv",
      dockerLabels: { team: "web" },
      ulimits: [{ name: "nofile", softLimit: 1024, hardLimit: 4096 }],
      systemControls: [{ namespace: "net.core.somaxconn", value: "1024" }],
      allowPtrace: true,
      dropCapabilities: ["NET_RAW"],
      interactive: true,
      pseudoTerminal: true,
      restartPolicy: { ignoredExitCodes: [0], restartAttemptPeriodSeconds: 60 },
      versionConsistency: "disabled",
      startTimeoutSeconds: 30,
    },
  },
  {
    name: "environment files",
    args: { environmentFiles: ["arn:aws:s3:::acme-config/web.env", "arn:aws:s3:::acme-config/common.env"] },
  },
  {
    name: "a file system in memory",
    args: { tmpfs: [{ containerPath: "/tmp", sizeMib: 64, mountOptions: ["noexec"] }] },
  },
  {
    name: "ports by name",
    args: {
      portMappings: [
        { port: 9999, name: "metrics", appProtocol: "http" },
        { port: 5353, protocol: "udp" },
      ],
    },
  },
];
