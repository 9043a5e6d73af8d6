// One service for each way to spend money, by its name.

import type { GhcrFargateServiceArgs } from "../../../../components/ghcrFargateServiceArgs";

const image = "ghcr.io/acme/web:1.0";
const port = 8080;
const credentials = { username: "acme-bot", token: "ghp_0123456789abcdefTOKEN" };
const existing: GhcrFargateServiceArgs["network"] = {
  mode: "existing",
  vpcId: "vpc-1",
  subnetIds: ["subnet-1", "subnet-2"],
};
const efs = (name: string) => ({ sourceVolume: name, containerPath: `/${name}` });

/** The arguments of each service. */
export const SERVICES: Readonly<Record<string, GhcrFargateServiceArgs>> = {
  quickstart: { image, credentials, port, network: { ingressCidrs: ["0.0.0.0/0"] } },
  sized: {
    image,
    network: existing,
    cpu: 1024,
    memory: 3072,
    cpuArchitecture: "ARM64",
    ephemeralStorageGib: 50,
    cluster: { containerInsights: "enhanced" },
  },
  spot: {
    image,
    network: existing,
    desiredCount: 3,
    capacityProviders: [{ capacityProvider: "FARGATE", base: 1 }, { capacityProvider: "FARGATE_SPOT" }],
  },
  sidecars: {
    image,
    credentials,
    network: existing,
    sidecars: [
      { name: "proxy", image: "ghcr.io/acme/proxy:1", shareCredentials: true },
      { name: "agent", image: "ghcr.io/acme/agent:1", credentials },
    ],
  },
  nat: { image, network: { mode: "new", natGateways: "onePerZone" } },
  endpoints: {
    image,
    network: { mode: "new", natGateways: "single", endpoints: { secretsManager: true, logs: true, ecr: true } },
  },
  balanced: { image, port, loadBalancer: { protocol: "HTTP", ingressCidrs: ["0.0.0.0/0"] } },
  "balanced-new": {
    image,
    port,
    network: { mode: "new" },
    loadBalancer: { domainName: "app.example.com", ingressCidrs: ["0.0.0.0/0"] },
    deployment: { strategy: "BLUE_GREEN" },
  },
  "balanced-wide": {
    image,
    port,
    network: existing,
    loadBalancer: { protocol: "HTTP", ingressCidrs: [], subnetIds: ["subnet-a", "subnet-b", "subnet-c"] },
  },
  "in-house": {
    image,
    port,
    network: existing,
    loadBalancer: { protocol: "HTTP", internal: true, ingressCidrs: ["10.0.0.0/8"] },
  },
  shared: {
    image,
    port,
    network: existing,
    loadBalancer: {
      listenerArn: "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/lb/0123/4567",
      paths: ["/api/*"],
    },
    alarms: { topicArn: "arn:aws:sns:eu-central-1:123456789012:ops" },
  },
  watched: {
    image,
    credentials: { ...credentials, expiresOn: "2999-12-31" },
    network: existing,
    alarms: { emails: ["ops@example.com", "dev@example.com"], dashboard: true },
  },
  scaled: {
    image,
    network: existing,
    autoscaling: { min: 2, max: 8, cpuPercent: 60, memoryPercent: 70, schedules: [{ cron: "0 8 * * ? *", min: 4 }] },
  },
  stored: {
    image,
    network: existing,
    volumes: [
      { name: "data", efs: {} },
      { name: "fast", efs: { throughputMode: "elastic", backup: false } },
      { name: "old", efs: { fileSystemId: "fs-0123" } },
      { name: "scratch" },
    ],
    mountPoints: ["data", "fast", "old", "scratch"].map(efs),
  },
  exec: { image, network: existing, executeCommand: { audited: true } },
  "exec-elsewhere": {
    image,
    network: existing,
    cluster: { arn: "arn:aws:ecs:eu-central-1:123456789012:cluster/shared" },
    executeCommand: { logGroupName: "sessions" },
  },
  connected: {
    image,
    port,
    network: existing,
    discovery: { namespaceId: "ns-0123" },
    serviceConnect: { namespaceName: "shop" },
    tracing: { sidecar: "adot" },
  },
  everything: {
    image,
    credentials: { ...credentials, expiresOn: "2999-12-31" },
    port,
    network: { mode: "new", natGateways: "single", endpoints: { logs: true } },
    loadBalancer: { domainName: "www.example.com", ingressCidrs: ["0.0.0.0/0"] },
    deployment: { strategy: "CANARY" },
    autoscaling: { min: 2, max: 4, cpuPercent: 60 },
    alarms: { emails: ["ops@example.com"], dashboard: true },
    cluster: { containerInsights: "enabled" },
    executeCommand: { audited: true },
    volumes: [{ name: "data", efs: { throughputMode: "elastic" } }],
    mountPoints: [efs("data")],
    discovery: { namespaceName: "example.internal" },
    serviceConnect: { namespaceName: "shop-2" },
  },
};
