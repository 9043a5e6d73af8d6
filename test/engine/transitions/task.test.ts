// What a task consists of, where it runs and what it is pulled with changes.

import { describeTransitions } from "../support/transitions";

const OWN = 'credentials: { username: "octocat", token: config.requireSecret("token") },';
const SHARED = "credentials: { secretArn: registry.secretArn, keyArn: registry.keyArn },";
const REGISTRY =
  'const registry = new RegistryCredentials("ghcr", { username: "octocat", token: config.requireSecret("token") });';
const NEW = 'network: { mode: "new" },';
const PRIVATE = 'network: { mode: "new", natGateways: "single" },';
const SIDECAR = 'sidecars: [{ name: "proxy", image: "docker.io/library/caddy:2", port: 8081, essential: false }],';
const EFS =
  'volumes: [{ name: "data", efs: { backup: false } }], mountPoints: [{ sourceVolume: "data", containerPath: "/data" }],';
const CONNECT = 'serviceConnect: { namespaceName: "mesh" },';

const service = (...parts: string[]) => `{ image: "ghcr.io/octocat/web:1", port: 8080, ${parts.join(" ")} }`;
const TASK = ["ecs:TaskDefinition web-task"];

describeTransitions("task", [
  { name: "it is plain", args: service(OWN, NEW), replaces: [] },
  { name: "a sidecar is added", args: service(OWN, NEW, SIDECAR), replaces: TASK },
  { name: "an EFS volume is added", args: service(OWN, NEW, SIDECAR, EFS), replaces: TASK },
  { name: "Service Connect is added", args: service(OWN, NEW, SIDECAR, EFS, CONNECT), replaces: TASK },
  {
    name: "it moves to private subnets",
    args: service(OWN, PRIVATE, SIDECAR, EFS, CONNECT),
    replaces: ["efs:MountTarget web-mount-target-data-0", "efs:MountTarget web-mount-target-data-1"],
  },
  {
    name: "shared credentials replace its own",
    args: service(SHARED, PRIVATE, SIDECAR, EFS, CONNECT),
    program: REGISTRY,
    replaces: TASK,
    deletes: [
      "kms:Alias web-key-alias",
      "kms:Key web-key",
      "secretsmanager:Secret web-secret",
      "secretsmanager:SecretVersion web-secret-version",
    ],
  },
  {
    name: "all of it is removed",
    args: service(SHARED, PRIVATE),
    program: REGISTRY,
    replaces: TASK,
    deletes: [
      "ec2:SecurityGroup web-file-system-security-group",
      "efs:AccessPoint web-access-point-data",
      "efs:FileSystem web-file-system-data",
      "efs:FileSystemPolicy web-file-system-policy-data",
      "efs:MountTarget web-mount-target-data-0",
      "efs:MountTarget web-mount-target-data-1",
      "servicediscovery:HttpNamespace web-connect-namespace",
      "vpc:SecurityGroupIngressRule web-file-system-ingress-0",
    ],
  },
]);
