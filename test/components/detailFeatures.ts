// The arguments that few services set: the details of features, as features of their own.

import { Sigstore } from "../support/sigstore/sigstore";
import type { Feature } from "./features";

const arn = (service: string, resource: string): string => `arn:aws:${service}:eu-central-1:123456789012:${resource}`;
const KEY = arn("kms", "key/11111111-2222-3333-4444-555555555555");

const { trustedRoot } = new Sigstore();
const sidecar = (name: string) => ({ name, image: `docker.io/acme/${name}:1` });

/** Details of containers and their order. */
const CONTAINERS: readonly Feature[] = [
  {
    name: "a sidecar with all settings of a container",
    args: {
      volumes: [{ name: "shared" }],
      sidecars: [
        {
          ...sidecar("full"),
          cpu: 32,
          memory: 64,
          environment: { STAGE: "test" },
          environmentFiles: ["arn:aws:s3:::acme-config/full.env"],
          secrets: { TOKEN: arn("secretsmanager", "secret:full-AbCdEf") },
          portMappings: [{ port: 9121, name: "full-metrics", appProtocol: "http" }],
          command: ["serve"],
          entryPoint: ["/bin/full"],
          workingDirectory: "/srv",
          dockerLabels: { team: "full" },
          ulimits: [{ name: "nofile", softLimit: 1024, hardLimit: 4096 }],
          systemControls: [{ namespace: "net.ipv4.tcp_keepalive_time", value: "60" }],
          allowPtrace: true,
          dropCapabilities: ["NET_RAW"],
          tmpfs: [{ containerPath: "/run", sizeMib: 16, mountOptions: ["noexec"] }],
          interactive: true,
          pseudoTerminal: true,
          restartPolicy: { ignoredExitCodes: [0], restartAttemptPeriodSeconds: 60 },
          versionConsistency: "disabled",
          startTimeoutSeconds: 30,
          healthCheck: {
            command: ["CMD", "/probe"],
            intervalSeconds: 20,
            timeoutSeconds: 4,
            retries: 5,
            startPeriodSeconds: 40,
          },
          readonlyRootFilesystem: true,
          user: "1000:1000",
          stopTimeoutSeconds: 60,
          initProcessEnabled: true,
          mountPoints: [{ sourceVolume: "shared", containerPath: "/shared", readOnly: true }],
        },
      ],
    },
  },
  {
    name: "an order of containers",
    args: {
      sidecars: [
        { ...sidecar("init"), essential: false },
        { ...sidecar("late"), dependsOn: [{ containerName: "init", condition: "COMPLETE" }] },
      ],
      dependsOn: [{ containerName: "init", condition: "SUCCESS" }],
    },
  },
  {
    name: "an attested sidecar",
    args: { sidecars: [{ ...sidecar("attested"), attestation: { repository: "acme/attested", trustedRoot } }] },
    not: ["no questions to the registry"],
  },
  {
    name: "a file system mounted in AWS's old way",
    args: {
      volumes: [
        {
          name: "plain",
          efs: { fileSystemId: "fs-2", rootDirectory: "/export", transitEncryption: false, iamAuthorization: false },
        },
        { name: "owned", efs: { fileSystemId: "fs-3", rootAccess: true } },
      ],
      mountPoints: [
        { sourceVolume: "plain", containerPath: "/plain" },
        { sourceVolume: "owned", containerPath: "/owned" },
      ],
    },
  },
  {
    name: "a created file system with settings of its own",
    args: {
      volumes: [{ name: "fast", efs: { keyArn: KEY, throughputMode: "elastic", backup: false, uid: 1001, gid: 1002 } }],
      mountPoints: [{ sourceVolume: "fast", containerPath: "/fast" }],
    },
    needs: ["network"],
  },
  {
    name: "a log router of its own",
    args: { logs: { fireLens: { image: "docker.io/acme/router:1", configFile: "/extra.conf" } } },
    needs: ["FireLens"],
  },
  {
    name: "a collector with settings of its own",
    args: { tracing: { sidecar: "adot", image: "docker.io/acme/collector:1", config: "receivers: {}" } },
    needs: ["traces by OpenTelemetry"],
  },
];

/** Details of networks and load balancers. */
const NETWORKS: readonly Feature[] = [
  { name: "routes that are not checked", args: { network: { checkRoutes: false } }, needs: ["an existing network"] },
  {
    name: "an endpoint of S3 alone",
    args: { network: { endpoints: { s3: true, routeTableIds: ["rtb-1"] } } },
    needs: ["an existing network"],
    not: ["endpoints", "all endpoints"],
  },
  {
    name: "a balancer in subnets of its own",
    args: {
      loadBalancer: {
        subnetIds: ["subnet-3", "subnet-4"],
        ingressSecurityGroupIds: ["sg-0c1b2c3d4e5f60718"],
        hostedZoneName: "example.com",
        deletionProtection: true,
        accessLogs: { bucket: "acme-logs", prefix: "web" },
      },
    },
    needs: ["HTTPS"],
  },
  {
    name: "a zone by its id, and no redirect",
    args: { loadBalancer: { hostedZoneId: "Z0123456789ABCDEFGHIJ", redirectHttp: false } },
    needs: ["HTTPS"],
    not: ["a balancer in subnets of its own"],
  },
  {
    name: "a shared balancer's group and priority",
    args: { loadBalancer: { securityGroupId: "sg-0d1b2c3d4e5f60718", priority: 7 } },
    needs: ["a shared listener"],
  },
  {
    name: "clients that sign in by OpenID Connect",
    args: {
      loadBalancer: {
        authentication: {
          oidc: {
            issuer: "https://id.example.com",
            authorizationEndpoint: "https://id.example.com/authorize",
            tokenEndpoint: "https://id.example.com/token",
            userInfoEndpoint: "https://id.example.com/userinfo",
            clientId: "web",
            clientSecret: "client-secret",
          },
        },
      },
    },
    needs: ["HTTPS"],
    not: ["strategy", "clients that sign in", "more targets"],
  },
  {
    name: "a target with settings of its own",
    args: {
      portMappings: [{ port: 9200 }],
      loadBalancer: {
        targets: [
          {
            port: 9200,
            hosts: ["admin.web.example.com"],
            priority: 5,
            targetProtocol: "HTTPS",
            healthCheck: { path: "/up" },
            deregistrationDelaySeconds: 10,
            stickinessSeconds: 60,
            slowStartSeconds: 30,
            crossZone: true,
          },
        ],
      },
    },
    needs: ["HTTPS"],
    not: ["strategy", "clients that sign in", "clients that sign in by OpenID Connect"],
  },
];

/** Details of how a service is deployed, scaled, found and watched. */
const SERVICES: readonly Feature[] = [
  {
    name: "times of a blue/green deployment",
    args: {
      deployment: {
        bakeTimeMinutes: 1,
        lifecycleHooks: [
          { targetType: "PAUSE", stages: ["POST_SCALE_UP"], timeoutMinutes: 5, timeoutAction: "CONTINUE" },
        ],
      },
    },
    needs: ["blue/green with a test port and hooks"],
  },
  {
    name: "the first share of a canary",
    args: { deployment: { canaryPercent: 20, canaryBakeTimeMinutes: 1 } },
    needs: ["a canary"],
  },
  {
    name: "the steps of a linear shift",
    args: { deployment: { stepPercent: 50, stepBakeTimeMinutes: 1 } },
    needs: ["a linear shift with a test listener"],
  },
  { name: "no circuit breaker", args: { deployment: { circuitBreaker: false } } },
  { name: "no rebalancing of zones", args: { deployment: { availabilityZoneRebalancing: false } } },
  {
    name: "a pace of scaling",
    args: {
      autoscaling: {
        max: 4,
        scaleInCooldownSeconds: 120,
        scaleOutCooldownSeconds: 30,
        schedules: [{ cron: "0 20 ? * MON-FRI *", timeZone: "Europe/Berlin", min: 2, max: 3 }],
      },
    },
    needs: ["autoscaling"],
  },
  {
    name: "a discovered name of its own",
    args: { discovery: { name: "site", ttlSeconds: 30 } },
    needs: ["a name in a created namespace"],
  },
  {
    name: "an address of its own in the mesh",
    args: {
      serviceConnect: {
        discoveryName: "site",
        clientAlias: { port: 80, dnsName: "site.mesh" },
        appProtocol: "http",
        idleTimeoutSeconds: 60,
        perRequestTimeoutSeconds: 10,
      },
    },
    needs: ["Service Connect in a created namespace"],
  },
  {
    name: "shells recorded for a week",
    args: { executeCommand: { retentionDays: 7 } },
    needs: ["recorded shells"],
  },
  {
    name: "thresholds of alarms",
    args: { alarms: { cpuPercent: 80, memoryPercent: 70, http5xxCount: 5, responseTimeSeconds: 1.5 } },
    needs: ["alarms with a dashboard", "clients"],
    not: ["tasks that clients reach", "TCP with fixed addresses", "UDP at existing addresses"],
  },
  {
    name: "a rollout with its own limits",
    args: { rollout: { timeoutMinutes: 2000, onFailure: "rollback", redeploy: false } },
    not: ["no wait for the rollout"],
  },
  {
    name: "a pull-through cache that exists",
    topic: "credentials",
    args: {
      credentials: { secretArn: arn("secretsmanager", "secret:given-AbCdEf"), keyArn: KEY },
      registry: { pullThroughPrefix: "ghcr" },
    },
  },
];

/** All of them. */
export const DETAILS: readonly Feature[] = [...CONTAINERS, ...NETWORKS, ...SERVICES];
