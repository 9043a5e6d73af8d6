// The component's features, as data.

import type { GhcrFargateServiceArgs } from "../../components/ghcrFargateServiceArgs";
import { CONTAINER_SETTINGS } from "./containerFeatures";
import { DETAILS } from "./detailFeatures";
import { MORE_LOAD_BALANCING } from "./loadBalancerFeatures";
import { FIXED_NAMES } from "./nameFeatures";
import { REGISTRY_FEATURES } from "./registryFeatures";
import { TOKEN } from "./serviceFixture";

/** Something that a user can ask for. */
export interface Feature<Args = GhcrFargateServiceArgs> {
  readonly name: string;
  /** What it is a choice of: of several features with one topic, a service has one. @default its name */
  readonly topic?: string;
  readonly args: Partial<Args>;
  /** Names and topics of features that it builds on. */
  readonly needs?: readonly string[];
  /** Names and topics of features that it does not go together with. */
  readonly not?: readonly string[];
}

/** The service that features are added to. */
export const PLAIN: GhcrFargateServiceArgs = { image: "ghcr.io/acme/web:1.0", port: 8080 };

/** The token of a sidecar's registry. */
export const OTHER_TOKEN = "glpat-0123456789abcdefOTHER";

const arn = (service: string, resource: string): string => `arn:aws:${service}:eu-central-1:123456789012:${resource}`;
const iamArn = (resource: string): string => `arn:aws:iam::123456789012:${resource}`;
const KEY = arn("kms", "key/11111111-2222-3333-4444-555555555555");
const SECRET = arn("secretsmanager", "secret:given-AbCdEf");
const LISTENER = arn("elasticloadbalancing", "listener/app/shared/50dc6c495c0c9188/0467ef3c8400ae65");
const TEST_LISTENER = arn("elasticloadbalancing", "listener/app/shared/50dc6c495c0c9188/1467ef3c8400ae65");

/** All features. Where several share a topic, the one that brings most comes first. */
export const FEATURES: readonly Feature[] = [
  ...FIXED_NAMES,
  {
    name: "a registry token",
    topic: "credentials",
    args: { credentials: { username: "acme-bot", token: TOKEN } },
  },
  {
    name: "a registry token under a given key",
    topic: "credentials",
    args: { credentials: { username: "acme-bot", token: TOKEN, keyArn: KEY } },
  },
  {
    name: "a registry secret that exists",
    topic: "credentials",
    args: { credentials: { secretArn: SECRET, keyArn: KEY } },
  },
  {
    name: "reminders",
    args: { credentials: { expiresOn: "2099-12-31" } },
    needs: ["credentials", "alarms"],
  },
  {
    name: "a new VPC with a NAT gateway in each zone",
    topic: "network",
    args: { network: { mode: "new", natGateways: "onePerZone" } },
  },
  {
    name: "a new VPC with one NAT gateway",
    topic: "network",
    args: { network: { mode: "new", natGateways: "single" } },
  },
  { name: "a new VPC", topic: "network", args: { network: { mode: "new" } } },
  {
    name: "an existing network",
    topic: "network",
    args: { network: { mode: "existing", vpcId: "vpc-1", subnetIds: ["subnet-1", "subnet-2"] } },
  },
  { name: "public addresses", args: { network: { assignPublicIp: true } }, needs: ["an existing network"] },
  {
    name: "endpoints",
    args: { network: { endpoints: { secretsManager: true, ssm: true, logs: true } } },
    needs: ["network"],
    not: ["all endpoints"],
  },
  {
    name: "all endpoints",
    args: { network: { endpoints: { secretsManager: true, logs: true, ecr: true, routeTableIds: ["rtb-1"] } } },
    needs: ["an existing network"],
  },
  {
    name: "limited egress",
    args: {
      network: {
        egress: [
          { cidr: "0.0.0.0/0", port: 443 },
          { cidr: "10.0.0.0/8", port: 2049 },
        ],
      },
    },
  },
  {
    name: "given security groups",
    args: { network: { securityGroupIds: ["sg-1", "sg-2"] } },
    not: ["limited egress", "tasks that clients reach"],
  },
  {
    name: "HTTPS",
    topic: "clients",
    args: { loadBalancer: { ingressCidrs: ["0.0.0.0/0"], domainName: "web.example.com" } },
  },
  {
    name: "HTTPS with a given certificate",
    topic: "clients",
    args: {
      loadBalancer: {
        ingressCidrs: ["0.0.0.0/0"],
        domainName: "web.example.com",
        certificateArn: arn("acm", "certificate/1234"),
        aliasRecord: false,
      },
    },
  },
  { name: "plain HTTP", topic: "clients", args: { loadBalancer: { ingressCidrs: ["0.0.0.0/0"], protocol: "HTTP" } } },
  {
    name: "an internal balancer with IPv6",
    topic: "clients",
    args: {
      loadBalancer: {
        ingressCidrs: ["10.0.0.0/8", "2001:db8::/32"],
        protocol: "HTTP",
        internal: true,
        ipAddressType: "dualstack",
      },
    },
    needs: ["an existing network"],
  },
  {
    name: "a shared listener",
    topic: "clients",
    args: { loadBalancer: { listenerArn: LISTENER, hosts: ["web.example.com"], paths: ["/api/*"] } },
    not: ["a new VPC", "a new VPC with a NAT gateway in each zone", "a new VPC with one NAT gateway"],
  },
  {
    name: "tasks that clients reach",
    topic: "clients",
    args: {
      network: { ingressCidrs: ["10.0.0.0/8", "2001:db8::/32"], ingressPrefixListIds: ["pl-0a1b2c3d4e5f60718"] },
    },
  },
  {
    name: "tasks that other services reach",
    args: { network: { ingressSecurityGroupIds: ["sg-0a1b2c3d4e5f60718"] } },
    not: ["given security groups"],
  },
  {
    name: "a balancer's settings",
    args: {
      loadBalancer: {
        healthCheck: {
          path: "/up",
          statusCodes: "200-299",
          intervalSeconds: 20,
          timeoutSeconds: 4,
          healthyThreshold: 3,
          unhealthyThreshold: 4,
          gracePeriodSeconds: 120,
        },
        deregistrationDelaySeconds: 60,
        stickinessSeconds: 600,
        slowStartSeconds: 30,
        crossZone: true,
        targetProtocol: "HTTPS",
      },
    },
    needs: ["clients"],
    not: ["tasks that clients reach"],
  },
  {
    name: "blue/green with a test port and hooks",
    topic: "strategy",
    args: {
      deployment: {
        strategy: "BLUE_GREEN",
        testPort: 8443,
        testIngressCidrs: ["10.0.0.0/8"],
        lifecycleHooks: [
          { functionArn: arn("lambda", "function:check"), stages: ["POST_TEST_TRAFFIC_SHIFT"] },
          { functionArn: arn("lambda", "function:ask"), stages: ["PRE_SCALE_UP"], roleArn: iamArn("role/hooks") },
          { targetType: "PAUSE", stages: ["PRE_PRODUCTION_TRAFFIC_SHIFT"], timeoutMinutes: 60 },
        ],
      },
    },
    needs: ["clients"],
    not: ["a shared listener", "tasks that clients reach"],
  },
  {
    name: "a canary",
    topic: "strategy",
    args: { deployment: { strategy: "CANARY" } },
    needs: ["clients"],
    not: ["tasks that clients reach"],
  },
  {
    name: "a linear shift with a test listener",
    topic: "strategy",
    args: { deployment: { strategy: "LINEAR", testListenerArn: TEST_LISTENER } },
    needs: ["a shared listener"],
  },
  {
    name: "a rolling deployment in its own steps",
    topic: "strategy",
    args: { deployment: { minimumHealthyPercent: 50, maximumPercent: 150 } },
  },
  {
    name: "a task that has to succeed first",
    args: {
      preDeploy: {
        command: ["rails", "db:migrate"],
        environment: { STRICT: "1" },
        cpu: 2048,
        memory: 4096,
        timeoutMinutes: 30,
        always: true,
      },
    },
  },
  { name: "a rollback on alarms", args: { deployment: { alarmNames: ["too-slow"] } } },
  {
    name: "autoscaling",
    args: {
      autoscaling: {
        min: 2,
        max: 4,
        cpuPercent: 60,
        memoryPercent: 70,
        schedules: [{ cron: "0 8 ? * MON-FRI *", min: 3 }],
      },
    },
  },
  {
    name: "autoscaling by requests",
    args: { autoscaling: { requestsPerTarget: 100 } as GhcrFargateServiceArgs["autoscaling"] },
    needs: ["autoscaling", "clients"],
    not: [
      "tasks that clients reach",
      "blue/green with a test port and hooks",
      "a canary",
      "a linear shift with a test listener",
    ],
  },
  ...MORE_LOAD_BALANCING,
  {
    name: "alarms with a dashboard",
    topic: "alarms",
    args: { alarms: { emails: ["ops@example.com"], dashboard: true } },
  },
  {
    name: "alarms to a given topic",
    topic: "alarms",
    args: { alarms: { topicArn: arn("sns", "ops"), topicKeyArn: KEY } },
  },
  { name: "Container Insights", topic: "cluster", args: { cluster: { containerInsights: "enhanced" } } },
  {
    name: "an existing cluster",
    topic: "cluster",
    args: { cluster: { arn: arn("ecs", "cluster/shared") } },
    not: ["recorded shells"],
  },
  {
    name: "Spot",
    args: {
      capacityProviders: [
        { capacityProvider: "FARGATE", base: 1 },
        { capacityProvider: "FARGATE_SPOT", weight: 4 },
      ],
    },
  },
  { name: "recorded shells", topic: "shells", args: { executeCommand: { audited: true } } },
  {
    name: "shells recorded in what exists",
    topic: "shells",
    args: { executeCommand: { keyArn: KEY, logGroupName: "/sessions" } },
  },
  { name: "shells", topic: "shells", args: { executeCommand: {} } },
  {
    name: "an empty volume",
    args: { volumes: [{ name: "scratch" }], mountPoints: [{ sourceVolume: "scratch", containerPath: "/scratch" }] },
  },
  {
    name: "a created file system",
    args: { volumes: [{ name: "data", efs: {} }], mountPoints: [{ sourceVolume: "data", containerPath: "/data" }] },
    needs: ["network"],
  },
  {
    name: "an existing file system",
    args: {
      volumes: [{ name: "old", efs: { fileSystemId: "fs-1", accessPointId: "fsap-1" } }],
      mountPoints: [{ sourceVolume: "old", containerPath: "/old", readOnly: true }],
    },
  },
  {
    name: "FireLens",
    topic: "log driver",
    args: { logs: { driver: "awsfirelens", options: { Name: "stdout" } } },
  },
  {
    name: "Splunk",
    topic: "log driver",
    args: {
      logs: {
        driver: "splunk",
        options: { "splunk-url": "https://splunk.example.com" },
        secretOptions: { "splunk-token": arn("secretsmanager", "secret:splunk-AbCdEf") },
      },
    },
  },
  { name: "encrypted logs", args: { logs: { retentionDays: 7, keyArn: KEY } } },
  { name: "traces by OpenTelemetry", topic: "tracing", args: { tracing: { sidecar: "adot" } } },
  { name: "traces by the X-Ray daemon", topic: "tracing", args: { tracing: { sidecar: "xray" } } },
  {
    name: "a name in a created namespace",
    topic: "discovery",
    args: { discovery: { namespaceName: "example.internal" } },
  },
  {
    name: "a name in a given namespace",
    topic: "discovery",
    args: { discovery: { namespaceId: "ns-1", recordType: "SRV" } },
  },
  {
    name: "Service Connect in a created namespace",
    topic: "Service Connect",
    args: { serviceConnect: { namespaceName: "mesh" } },
  },
  {
    name: "Service Connect in a given namespace",
    topic: "Service Connect",
    args: { serviceConnect: { namespace: "shared", appProtocol: "http" } },
  },
  {
    name: "a tight execution role with GuardDuty",
    topic: "execution role",
    args: { executionRole: { tight: true, guardDutyAgent: true } },
  },
  {
    name: "a given execution role",
    topic: "execution role",
    args: { executionRole: { arn: iamArn("role/execution") } },
  },
  { name: "a permissions boundary", args: { executionRole: { permissionsBoundary: iamArn("policy/boundary") } } },
  {
    name: "rights of the containers",
    topic: "task role",
    args: {
      taskRole: {
        policyArns: [iamArn("policy/queue")],
        statements: [{ actions: ["s3:GetObject"], resources: ["arn:aws:s3:::assets/*"] }],
      },
    },
  },
  { name: "a given task role", topic: "task role", args: { taskRole: { arn: iamArn("role/task") } } },
  {
    name: "a public sidecar",
    args: { sidecars: [{ name: "proxy", image: "docker.io/library/caddy:2", port: 8081, essential: false }] },
  },
  {
    name: "a sidecar with a token of its own",
    args: {
      sidecars: [
        {
          name: "agent",
          image: "registry.gitlab.com/acme/agent:1",
          credentials: { username: "agent", token: OTHER_TOKEN },
        },
      ],
    },
  },
  {
    name: "a sidecar that shares the credentials",
    args: { sidecars: [{ name: "helper", image: "ghcr.io/acme/helper:1", shareCredentials: true }] },
    needs: ["credentials"],
  },
  ...CONTAINER_SETTINGS,
  {
    name: "a larger task",
    args: { cpu: 1024, memory: 4096, cpuArchitecture: "ARM64", ephemeralStorageGib: 50 },
  },
  { name: "three tasks", args: { desiredCount: 3 } },
  { name: "hardening", args: { hardening: true }, needs: ["network"] },
  { name: "a budget", args: { maxMonthlyCost: 10_000 } },
  ...REGISTRY_FEATURES,
  { name: "no wait for the rollout", args: { rollout: { wait: false } } },
  { name: "tags", args: { tags: { team: "web" } } },
  ...DETAILS,
];
