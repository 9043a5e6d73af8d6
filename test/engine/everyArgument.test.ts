// Arguments that no other test of the engine sets: services that have them all are made, settle, and go.
// Not proven here: what the arguments do to clients and containers; the emulator has neither,
// and no subnets with IPv6.

import assert from "node:assert/strict";
import { attributes, balancers } from "./support/balancers";
import { Emulator, texts } from "./support/emulator";
import { inventory } from "./support/inventory";
import type { Outcome } from "./support/outcome";
import { serviceProgram, serviceProject } from "./support/programs";
import { describeDeployments } from "./support/scenarios";
import { hostedZone } from "./support/seeds";
import { EngineStack, succeeds } from "./support/stack";
import { describeService } from "./support/transitions";

/** A program, and what AWS has of it. */
interface Whole {
  readonly title: string;
  /** Statements before the service. */
  readonly program?: string;
  /** The service's arguments besides image and port. */
  readonly args: string;
  /** What the emulator forgets, so that the next preview shows it as changed. */
  readonly forgotten?: readonly string[];
  readonly check?: (outcome: Outcome, emulator: Emulator) => Promise<void>;
}

/** A volume on EFS as ECS describes it. */
interface EfsVolume {
  readonly name: string;
  readonly efsVolumeConfiguration: {
    readonly transitEncryption?: string;
    readonly rootDirectory: string;
    readonly authorizationConfig?: { readonly iam?: string };
  };
}

/** What there is in AWS. The emulator keeps the hosted zone of a namespace that is gone. */
const present = async (emulator: Emulator) =>
  (await inventory(emulator)).filter((line) => !line.startsWith("route53 "));

/** What the listeners of the load balancer and its target group speak, and on which ports. */
async function speaks({ outputs }: Outcome, emulator: Emulator) {
  const listeners = await balancers(emulator, "DescribeListeners", {
    LoadBalancerArn: String(outputs.loadBalancerArn),
  });
  const group = await balancers(emulator, "DescribeTargetGroups", {
    "TargetGroupArns.member.1": String(outputs.targetGroupArn),
  });
  const [port = "", protocol = "", ...check] = ["Port", "Protocol", "HealthCheckPort", "HealthCheckProtocol"].map(
    (tag) => texts(group, tag)[0] ?? "",
  );
  return {
    clients: texts(listeners, "Protocol").map((each, i) => `${each} ${texts(listeners, "Port")[i] ?? ""}`),
    tasks: `${protocol} ${port}`,
    check: check.reverse().join(" "),
  };
}

const WHOLE: readonly Whole[] = [
  {
    title:
      "an Application Load Balancer with a sign-in by Cognito, sticky sessions, and clients by group and prefix list",
    program: `
const pool = new aws.cognito.UserPool("clients");
const client = new aws.cognito.UserPoolClient("clients", { userPoolId: pool.id, generateSecret: true });
const domain = new aws.cognito.UserPoolDomain("clients", { userPoolId: pool.id, domain: "acme" });
const office = new aws.ec2.ManagedPrefixList("office", { addressFamily: "IPv4", maxEntries: 1, entries: [{ cidr: "203.0.113.0/24" }] });
const logs = new aws.s3.Bucket("requests", { forceDestroy: true });
const certificate = new aws.acm.Certificate("app", { domainName: "app.example.com", validationMethod: "DNS" });`,
    args: `network: { mode: "new" },
      loadBalancer: {
        domainName: "app.example.com", hostedZoneName: "example.com", certificateArn: certificate.arn, aliasRecord: true,
        ingressPrefixListIds: [office.id], ingressCidrs: ["10.0.0.0/8"], redirectHttp: false, sslPolicy: "ELBSecurityPolicy-TLS13-1-2-2021-06",
        dropInvalidHeaderFields: false, deletionProtection: false, stickinessSeconds: 600, crossZone: true, slowStartSeconds: 45,
        deregistrationDelaySeconds: 20, idleTimeoutSeconds: 90, accessLogs: { bucket: logs.bucket, prefix: "web" },
        healthCheck: { path: "/up", statusCodes: "200-299", intervalSeconds: 20, timeoutSeconds: 4, healthyThreshold: 3,
          unhealthyThreshold: 4, gracePeriodSeconds: 30 },
        authentication: { cognito: { userPoolArn: pool.arn, userPoolClientId: client.id, userPoolDomain: domain.domain },
          scope: "openid email", sessionCookieName: "acme", sessionTimeoutSeconds: 7200, onUnauthenticatedRequest: "deny" },
      },
      autoscaling: { max: 3, requestsPerTarget: 100, scaleInCooldownSeconds: 120, scaleOutCooldownSeconds: 30 },
      alarms: { emails: ["ops@example.com"], http5xxCount: 5, responseTimeSeconds: 2, cpuPercent: 80, memoryPercent: 70 },`,
    check: async ({ outputs }, emulator) => {
      const {
        "stickiness.lb_cookie.duration_seconds": sticky,
        "slow_start.duration_seconds": slowStart,
        "deregistration_delay.timeout_seconds": delay,
        "load_balancing.cross_zone.enabled": crossZone,
      } = await attributes(emulator, "TargetGroup", outputs.targetGroupArn);
      assert.deepEqual([sticky, slowStart, delay, crossZone], ["600", "45", "20", "true"]);
      const {
        "idle_timeout.timeout_seconds": idle,
        "access_logs.s3.prefix": prefix,
        "routing.http.drop_invalid_header_fields.enabled": drops,
      } = await attributes(emulator, "LoadBalancer", outputs.loadBalancerArn);
      assert.deepEqual([idle, prefix, drops], ["90", "web", "false"]);
      const listeners = await balancers(emulator, "DescribeListeners", {
        LoadBalancerArn: String(outputs.loadBalancerArn),
      });
      assert.deepEqual(texts(listeners, "Port"), ["443"]);
      assert.deepEqual(texts(listeners, "Type"), ["authenticate-cognito", "forward"]);
      assert.deepEqual(texts(listeners, "SslPolicy"), ["ELBSecurityPolicy-TLS13-1-2-2021-06"]);
    },
  },
  {
    title: "a Network Load Balancer for TLS with fixed addresses",
    forgotten: ["update lb:LoadBalancer web-lb"],
    program: `const certificate = new aws.acm.Certificate("app", { domainName: "app.example.com", validationMethod: "DNS" });`,
    args: `network: { mode: "new" },
      loadBalancer: { protocol: "TLS", domainName: "app.example.com", certificateArn: certificate.arn, fixedAddresses: true, ingressCidrs: ["0.0.0.0/0"], crossZone: true },`,
    check: async (outcome, emulator) => {
      const { outputs } = outcome;
      assert.deepEqual(await speaks(outcome, emulator), {
        clients: ["TLS 443"],
        tasks: "TCP 8080",
        check: "TCP traffic-port",
      });
      const addresses = await emulator.query("ec2", "DescribeAddresses", "2016-11-15");
      assert.deepEqual([...(outputs.loadBalancerIps as string[])].sort(), texts(addresses, "publicIp").sort());
      const { "load_balancing.cross_zone.enabled": crossZone } = await attributes(
        emulator,
        "TargetGroup",
        outputs.targetGroupArn,
      );
      assert.equal(crossZone, "true");
    },
  },
  {
    title: "a Network Load Balancer for UDP at addresses that exist, from a security group",
    forgotten: ["update lb:LoadBalancer web-lb"],
    program: `
const first = new aws.ec2.Eip("first", { domain: "vpc" }), second = new aws.ec2.Eip("second", { domain: "vpc" });
const callers = new aws.ec2.SecurityGroup("callers", { vpcId: aws.ec2.getVpcOutput({ default: true }).id });
const all = aws.ec2.getSubnetsOutput({ filters: [{ name: "default-for-az", values: ["true"] }] }).ids;
const subnetIds = all.apply((ids) => ids.slice(0, 2));`,
    args: `network: { ingressSecurityGroupIds: [callers.id], checkRoutes: false },
      loadBalancer: { protocol: "UDP", healthCheck: { port: 8080 }, subnetIds, allocationIds: [first.allocationId, second.allocationId],
        ingressSecurityGroupIds: [callers.id] },`,
    check: async (outcome, emulator) => {
      assert.deepEqual(await speaks(outcome, emulator), {
        clients: ["UDP 8080"],
        tasks: "UDP 8080",
        check: "TCP 8080",
      });
    },
  },
  {
    title: "containers with every setting of a process, whose roles have a boundary",
    program: `
const boundary = new aws.iam.Policy("boundary", { policy: { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] } });
const token = new aws.secretsmanager.Secret("splunk", { recoveryWindowInDays: 0 });
const key = new aws.kms.Key("topic", { deletionWindowInDays: 7 });
const topic = new aws.sns.Topic("ops", { kmsMasterKeyId: key.id });
const office = new aws.ec2.ManagedPrefixList("office", { addressFamily: "IPv4", maxEntries: 1, entries: [{ cidr: "203.0.113.0/24" }] });`,
    args: `network: { mode: "new", ingressPrefixListIds: [office.id] },
      credentials: { username: "octocat", token: config.requireSecret("token") },
      entryPoint: ["/bin/app"], command: ["serve"], readonlyRootFilesystem: true, initProcessEnabled: true, user: "1000:1000",
      stopTimeoutSeconds: 60, cpuArchitecture: "ARM64", ephemeralStorageGib: 30, registry: { pin: false, preflight: false },
      healthCheck: { command: ["CMD", "/probe"], intervalSeconds: 20, timeoutSeconds: 4, retries: 5, startPeriodSeconds: 40 },
      portMappings: [{ port: 5353, protocol: "udp" }],
      dependsOn: [{ containerName: "init", condition: "SUCCESS" }],
      sidecars: [{ name: "init", image: "ghcr.io/octocat/init:1", shareCredentials: true, essential: false, cpu: 64, memory: 128,
        entryPoint: ["/bin/init"], readonlyRootFilesystem: true, initProcessEnabled: false }],
      logs: { retentionDays: 7, driver: "splunk", options: { "splunk-url": "https://splunk.example.com:8088" },
        secretOptions: { "splunk-token": token.arn } },
      executionRole: { tight: true, guardDutyAgent: true, permissionsBoundary: boundary.arn },
      taskRole: { policyArns: [boundary.arn], statements: [{ actions: ["s3:GetObject"], resources: ["arn:aws:s3:::acme/*"] }] },
      volumes: [{ name: "data", efs: { throughputMode: "bursting", backup: false, uid: 1000, gid: 1000 } }],
      mountPoints: [{ sourceVolume: "data", containerPath: "/data" }],
      discovery: { namespaceName: "internal.example", name: "app", recordType: "SRV", ttlSeconds: 30 },
      serviceConnect: { namespaceName: "mesh", discoveryName: "app", clientAlias: { port: 80, dnsName: "app.mesh" }, appProtocol: "http",
        idleTimeoutSeconds: 60, perRequestTimeoutSeconds: 10 },
      alarms: { topicArn: topic.arn, topicKeyArn: key.arn },
      deployment: { circuitBreaker: true, availabilityZoneRebalancing: false, minimumHealthyPercent: 50, maximumPercent: 150 },
      secretKeyArns: [key.arn], secrets: { TOKEN: token.arn }, maxMonthlyCost: 500,`,
    check: async ({ outputs }, emulator) => {
      const { taskDefinition } = await emulator.json<{
        taskDefinition: { containerDefinitions: Record<string, unknown>[] };
      }>("ecs", "AmazonEC2ContainerServiceV20141113.DescribeTaskDefinition", {
        taskDefinition: outputs.taskDefinitionArn,
      });
      const app = taskDefinition.containerDefinitions.find(({ name }) => name === "app");
      assert.deepEqual(
        [
          app?.entryPoint,
          app?.readonlyRootFilesystem,
          app?.user,
          app?.stopTimeout,
          app?.dependsOn,
          app?.linuxParameters,
        ],
        [
          ["/bin/app"],
          true,
          "1000:1000",
          60,
          [{ containerName: "init", condition: "SUCCESS" }],
          { initProcessEnabled: true },
        ],
      );
    },
  },
  {
    title: "a deployment in steps, with a test listener, waits and a hook",
    program: `
const role = new aws.iam.Role("hook", { assumeRolePolicy: { Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "ecs.amazonaws.com" } }] } });`,
    args: `network: { mode: "new" },
      loadBalancer: { protocol: "HTTP", ingressCidrs: ["0.0.0.0/0"] },
      deployment: { strategy: "LINEAR", stepPercent: 50, stepBakeTimeMinutes: 1, bakeTimeMinutes: 1, testPort: 8081,
        testIngressCidrs: ["10.0.0.0/8"],
        lifecycleHooks: [{ functionArn: "arn:aws:lambda:eu-central-1:123456789012:function:check", stages: ["PRE_SCALE_UP"],
          roleArn: role.arn },
          { targetType: "PAUSE", stages: ["POST_SCALE_UP"], timeoutMinutes: 2, timeoutAction: "ROLLBACK" }] },
      rollout: { wait: false },`,
  },
  {
    title: "a canary, FireLens, credentials, a namespace and a file system that exist, and a job with retries",
    program: `
import { GhcrFargateTask } from "ghcr-fargate";
const zone = aws.route53.getZoneOutput({ name: "example.com" });
const shared = new RegistryCredentials("ghcr", { username: "octocat", token: config.requireSecret("token"), secretName: "acme/ghcr",
  keyAlias: "alias/acme-ghcr", keyDeletionWindowDays: 7, recoveryWindowDays: 0 });
const vpcId = aws.ec2.getVpcOutput({ default: true }).id;
const namespace = new aws.servicediscovery.PrivateDnsNamespace("internal", { name: "internal.example", vpc: vpcId });
const files = new aws.efs.FileSystem("files"), access = new aws.efs.AccessPoint("files", { fileSystemId: files.id });
const queue = new aws.sqs.Queue("failed");
new GhcrFargateTask("report", { image: "ghcr.io/octocat/report:1", credentials: { secretArn: shared.secretArn, keyArn: shared.keyArn },
  schedules: [{ name: "nightly", cron: "0 3 * * ? *", retryAttempts: 3, retryMinutes: 30 }], deadLetterArn: queue.arn });`,
    args: `credentials: { secretArn: shared.secretArn, keyArn: shared.keyArn },
      loadBalancer: { domainName: "app.example.com", hostedZoneId: zone.zoneId, ingressCidrs: ["0.0.0.0/0"] },
      deployment: { strategy: "CANARY", canaryPercent: 20, canaryBakeTimeMinutes: 1, bakeTimeMinutes: 1 },
      discovery: { namespaceId: namespace.id, name: "app" },
      logs: { driver: "awsfirelens", options: { Name: "null" }, fireLens: { configFile: "/extra.conf" } },
      volumes: [{ name: "files", efs: { fileSystemId: files.id, accessPointId: access.id, iamAuthorization: true } },
        { name: "old", efs: { fileSystemId: files.id, rootDirectory: "/export", transitEncryption: false, iamAuthorization: false } },
        { name: "root", efs: { fileSystemId: files.id, rootAccess: true } }],
      mountPoints: [{ sourceVolume: "files", containerPath: "/files", readOnly: true }, { sourceVolume: "old", containerPath: "/old" },
        { sourceVolume: "root", containerPath: "/root" }],
      network: { egress: [{ cidr: "0.0.0.0/0", port: 443 }, { cidr: "172.31.0.0/16", port: 2049 }] },
      cluster: { containerInsights: "enhanced" },
      rollout: { wait: false },`,
    check: async ({ outputs }, emulator) => {
      const service = await describeService(emulator, outputs);
      assert.equal(service.deploymentConfiguration.strategy, "CANARY");
      assert.match(String(outputs.secretArn), /:secret:acme\/ghcr-/);
      const { taskDefinition } = await emulator.json<{
        taskDefinition: { volumes: readonly EfsVolume[] };
      }>("ecs", "AmazonEC2ContainerServiceV20141113.DescribeTaskDefinition", {
        taskDefinition: outputs.taskDefinitionArn,
      });
      assert.deepEqual(
        Object.fromEntries(
          taskDefinition.volumes.map(({ name, efsVolumeConfiguration: efs }) => [
            name,
            [efs.transitEncryption, efs.rootDirectory, efs.authorizationConfig?.iam],
          ]),
        ),
        {
          files: ["ENABLED", "/", "ENABLED"],
          old: ["DISABLED", "/export", undefined],
          root: ["ENABLED", "/", "ENABLED"],
        },
      );
    },
  },
  {
    title:
      "a rule with a priority and a test listener on a shared load balancer, and an endpoint of S3 in a VPC that exists",
    program: `
const vpcId = aws.ec2.getVpcOutput({ default: true }).id;
const subnetIds = aws.ec2.getSubnetsOutput({ filters: [{ name: "default-for-az", values: ["true"] }] }).ids.apply((ids) => ids.slice(0, 2));
const tables = aws.ec2.getRouteTablesOutput({ filters: [{ name: "vpc-id", values: [vpcId] }] }).ids;
const clients = new aws.ec2.SecurityGroup("shared", { vpcId });
const balancer = new aws.lb.LoadBalancer("shared", { subnets: subnetIds, securityGroups: [clients.id] });
const listen = (port: number) => new aws.lb.Listener("shared-" + port, { loadBalancerArn: balancer.arn, port, protocol: "HTTP",
  defaultActions: [{ type: "fixed-response", fixedResponse: { contentType: "text/plain", statusCode: "404" } }] });
const listener = listen(80), test = listen(8080);`,
    args: `network: { mode: "existing", vpcId, subnetIds, assignPublicIp: true, checkRoutes: false, endpoints: { s3: true, routeTableIds: tables } },
      loadBalancer: { listenerArn: listener.arn, securityGroupId: clients.id, hosts: ["app.example.com"], priority: 7 },
      deployment: { strategy: "BLUE_GREEN", testListenerArn: test.arn, bakeTimeMinutes: 1 },
      rollout: { wait: false },`,
    check: async ({ outputs }, emulator) => {
      const rules = await balancers(emulator, "DescribeRules", { ListenerArn: String(outputs.listenerArn) });
      assert.ok(texts(rules, "Priority").includes("7"), rules);
    },
  },
  {
    title: "an internal load balancer with IPv6",
    program: `
const vpc = new aws.ec2.Vpc("v6", { cidrBlock: "10.9.0.0/16" });
const subnets = ["a", "b"].map((zone, i) => new aws.ec2.Subnet("v6-" + zone, { vpcId: vpc.id, cidrBlock: \`10.9.\${i}.0/24\`,
  availabilityZone: "eu-central-1" + zone }));`,
    args: `network: { mode: "existing", vpcId: vpc.id, subnetIds: subnets.map(({ id }) => id) },
      loadBalancer: { protocol: "HTTP", internal: true, ipAddressType: "dualstack", ingressCidrs: ["10.0.0.0/8", "fd00::/8"] },`,
    check: async ({ outputs }, emulator) => {
      const described = await balancers(emulator, "DescribeLoadBalancers", {
        "LoadBalancerArns.member.1": String(outputs.loadBalancerArn),
      });
      assert.deepEqual([texts(described, "IpAddressType"), texts(described, "Scheme")], [["dualstack"], ["internal"]]);
    },
  },
];

describeDeployments("services with arguments that no other test sets", function () {
  this.timeout(300_000);
  before(() => hostedZone(new Emulator("eu-central-1")));

  for (const [i, { title, program = "", args, forgotten = [], check }] of WHOLE.entries())
    it(`are made, settle and go: ${title}`, async () => {
      const stack = await EngineStack.create(serviceProject(`every-argument-${i}`, "{}"));
      const before = await present(stack.emulator);
      const more =
        "export const { targetGroupArn, loadBalancerArn, loadBalancerIps, listenerArn } = web; // what the checks ask AWS for\n";
      stack.write(
        "index.ts",
        `${serviceProgram(`{ image: "ghcr.io/octocat/web:1", port: 8080, ${args} }`, program)}${more}`,
      );
      const outcome = await succeeds(stack.up());
      await check?.(outcome, stack.emulator);
      const { changes } = await succeeds(stack.preview());
      assert.deepEqual(changes, forgotten);
      await succeeds(stack.destroy());
      assert.deepEqual(await present(stack.emulator), before);
    });
});
