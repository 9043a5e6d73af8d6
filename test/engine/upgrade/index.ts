import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { GhcrFargateService, RegistryCredentials } from "ghcr-fargate";

const config = new pulumi.Config();
const token = config.requireSecret("token");

const web = new GhcrFargateService("web", {
  image: "ghcr.io/octocat/web:1.4.2",
  credentials: { username: "octocat", token, expiresOn: "2099-12-31" },
  port: 8080,
  cpu: 512,
  memory: 1024,
  ephemeralStorageGib: 30,
  environment: { STAGE: "test" },
  network: { mode: "new", natGateways: "single", endpoints: { s3: true, secretsManager: true } },
  loadBalancer: { domainName: "app.example.com", ingressCidrs: ["0.0.0.0/0"], healthCheck: { path: "/health" } },
  autoscaling: {
    min: 2,
    max: 4,
    cpuPercent: 60,
    memoryPercent: 70,
    requestsPerTarget: 100,
    schedules: [{ cron: "0 8 ? * MON-FRI *", min: 3 }],
  },
  alarms: { emails: ["ops@example.com"], dashboard: true },
  sidecars: [
    { name: "agent", image: "registry.gitlab.com/octocat/agent:1", credentials: { username: "agent", token } },
    { name: "proxy", image: "docker.io/library/caddy:2", port: 8081, essential: false },
  ],
  volumes: [{ name: "data", efs: { backup: false } }],
  mountPoints: [{ sourceVolume: "data", containerPath: "/data" }],
  executeCommand: { audited: true },
  discovery: { namespaceName: "example.internal" },
  serviceConnect: { namespaceName: "mesh" },
  tracing: { sidecar: "adot" },
  taskRole: { statements: [{ actions: ["s3:GetObject"], resources: ["arn:aws:s3:::assets/*"] }] },
  tags: { team: "web" },
});

const vpc = new aws.ec2.Vpc("shared", { cidrBlock: "10.1.0.0/16" });
const gateway = new aws.ec2.InternetGateway("shared", { vpcId: vpc.id });
const routes = new aws.ec2.RouteTable("shared", {
  vpcId: vpc.id,
  routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: gateway.id }],
});
const subnets = ["eu-central-1a", "eu-central-1b"].map((availabilityZone, index) => {
  const subnet = new aws.ec2.Subnet(`shared-${index}`, {
    vpcId: vpc.id,
    availabilityZone,
    cidrBlock: `10.1.${index}.0/24`,
  });
  const association = new aws.ec2.RouteTableAssociation(`shared-${index}`, {
    subnetId: subnet.id,
    routeTableId: routes.id,
  });
  return association.subnetId.apply((id) => id ?? "");
});
const network = { mode: "existing" as const, vpcId: vpc.id, subnetIds: subnets, assignPublicIp: true };
const registry = new RegistryCredentials("ghcr", { username: "octocat", token });
const credentials = { secretArn: registry.secretArn, keyArn: registry.keyArn };

new GhcrFargateService("api", {
  image: "ghcr.io/octocat/api:2.0.1",
  credentials,
  cluster: { arn: web.clusterArn },
  port: 3000,
  network,
  loadBalancer: { listenerArn: web.listenerArn.apply((arn) => arn!), hosts: ["app.example.com"], paths: ["/api/*"] },
});

new GhcrFargateService("canary", {
  image: "ghcr.io/octocat/canary:1.0.0",
  credentials,
  port: 8080,
  desiredCount: 2,
  network,
  loadBalancer: { protocol: "HTTP", ingressCidrs: ["0.0.0.0/0"] },
  deployment: {
    strategy: "CANARY",
    testPort: 8443,
    testIngressCidrs: ["203.0.113.0/24"],
    lifecycleHooks: [
      { functionArn: "arn:aws:lambda:eu-central-1:123456789012:function:check", stages: ["POST_TEST_TRAFFIC_SHIFT"] },
    ],
  },
});

new GhcrFargateService("worker", {
  image: "ghcr.io/octocat/worker:3",
  credentials,
  network,
  capacityProviders: [
    { capacityProvider: "FARGATE", base: 1 },
    { capacityProvider: "FARGATE_SPOT", weight: 4 },
  ],
  executionRole: { tight: true },
  executeCommand: {},
});
