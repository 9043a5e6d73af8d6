// A Network Load Balancer: what there is, and what each part is told. Not proven here: that AWS accepts it.

import { deepStrictEqual, strictEqual } from "node:assert";
import type { ServiceLoadBalancer } from "../../components/loadBalancer/loadBalancerArgs";
import type { GhcrFargateServiceArgs } from "../../components/ghcrFargateServiceArgs";
import type { Deployment } from "../support/deploy";
import { containerIn, deployService, PUBLIC, refusal } from "./serviceFixture";

const GAME: GhcrFargateServiceArgs = { ...PUBLIC, port: 7000 };
const TCP: ServiceLoadBalancer = { ingressCidrs: ["0.0.0.0/0"], protocol: "TCP" };
const UDP: ServiceLoadBalancer = { ...TCP, protocol: "UDP", healthCheck: { port: 7001 } };
const TLS: ServiceLoadBalancer = { ...TCP, protocol: "TLS", domainName: "app.example.com" };
const GROUP = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/web-tg-a1b2c3d/73e2d6bc24d8a067";

const BALANCER =
  "arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/app/web-lb-a1b2c3d/50dc6c495c0c9188";

const behind = (loadBalancer: ServiceLoadBalancer, more: object = {}): Promise<Deployment> =>
  deployService({ ...GAME, ...more, loadBalancer });
const refused = async (loadBalancer: ServiceLoadBalancer, more: object = {}): Promise<string> =>
  (await refusal({ ...GAME, ...more, loadBalancer })).replace('GhcrFargateService "web": ', "");
const rulesOf = ({ resources }: Deployment) =>
  resources
    .filter(({ type }) => type.endsWith("SecurityGroupIngressRule"))
    .map(({ name, inputs }) => [name, inputs.ipProtocol, inputs.fromPort])
    .sort();

describe("a Network Load Balancer", () => {
  it("passes TCP connections on", async () => {
    const deployment = await behind(TCP);
    deepStrictEqual(deployment.find("web-lb").inputs, {
      loadBalancerType: "network",
      internal: false,
      ipAddressType: "ipv4",
      subnets: ["subnet-1", "subnet-2"],
      securityGroups: ["sg-weblbsecuritygroupa1b2c3d"],
      enableDeletionProtection: false,
      accessLogs: { bucket: "", enabled: false },
    });
    deepStrictEqual(deployment.find("web-listener").inputs, {
      loadBalancerArn: BALANCER,
      port: 7000,
      protocol: "TCP",
      tcpIdleTimeoutSeconds: 350,
      defaultActions: [{ type: "forward", targetGroupArn: GROUP }],
    });
    deepStrictEqual(deployment.find("web-tg").inputs, {
      vpcId: "vpc-1",
      targetType: "ip",
      protocol: "TCP",
      port: 7000,
      healthCheck: { protocol: "TCP", interval: 15, timeout: 5, healthyThreshold: 2, unhealthyThreshold: 3 },
      deregistrationDelay: 30,
      loadBalancingCrossZoneEnabled: "true",
    });
    deepStrictEqual(rulesOf(deployment), [
      ["web-ingress-lb", "tcp", 7000],
      ["web-lb-ingress-7000-0.0.0.0-0", "tcp", 7000],
    ]);
    strictEqual(deployment.outputs.url, undefined);
  });

  it("passes UDP on, to a container that takes it, and asks a TCP port for its health", async () => {
    const deployment = await behind(UDP);
    deepStrictEqual(containerIn(deployment).portMappings, [{ containerPort: 7000, hostPort: 7000, protocol: "udp" }]);
    deepStrictEqual(rulesOf(deployment), [
      ["web-ingress-lb", "udp", 7000],
      ["web-ingress-lb-7001", "tcp", 7001],
      ["web-lb-ingress-udp-7000-0.0.0.0-0", "udp", 7000],
    ]);
    const both = await behind({ ...TCP, protocol: "TCP_UDP" });
    deepStrictEqual(containerIn(both).portMappings, [
      { containerPort: 7000, hostPort: 7000, protocol: "tcp" },
      { containerPort: 7000, hostPort: 7000, protocol: "udp" },
    ]);
    deepStrictEqual(rulesOf(both), [
      ["web-ingress-lb", "tcp", 7000],
      ["web-ingress-lb-udp-7000", "udp", 7000],
      ["web-lb-ingress-7000-0.0.0.0-0", "tcp", 7000],
      ["web-lb-ingress-udp-7000-0.0.0.0-0", "udp", 7000],
    ]);
  });

  it("ends TLS with a certificate of its own, or passes it on", async () => {
    const deployment = await behind({ ...TLS, healthCheck: { path: "/up" } });
    const { port, protocol, certificateArn } = deployment.find("web-listener").inputs;
    deepStrictEqual(
      [port, protocol, certificateArn],
      [443, "TLS", "arn:aws:acm:eu-central-1:123456789012:certificate/web-certificate-a1b2c3d"],
    );
    const group = deployment.find("web-tg").inputs;
    deepStrictEqual(
      [group.protocol, group.healthCheck],
      [
        "TCP",
        {
          protocol: "HTTP",
          path: "/up",
          matcher: "200",
          interval: 15,
          timeout: 5,
          healthyThreshold: 2,
          unhealthyThreshold: 3,
        },
      ],
    );
    strictEqual((await behind({ ...TLS, targetProtocol: "TLS" })).find("web-tg").inputs.protocol, "TLS");
    strictEqual(deployment.find("web-alias").inputs.name, "app.example.com");
  });

  it("has fixed addresses, created or existing", async () => {
    const created = await behind({ ...TCP, fixedAddresses: true });
    deepStrictEqual(
      created.ofType("aws:ec2/eip:Eip").map(({ name, inputs }) => [name, inputs]),
      [
        ["web-lb-address-0", { domain: "vpc" }],
        ["web-lb-address-1", { domain: "vpc" }],
      ],
    );
    const allocationIds = ["eipalloc-1", "eipalloc-2"];
    const existing = await behind({ ...TCP, allocationIds });
    const { subnets, subnetMappings } = existing.find("web-lb").inputs;
    deepStrictEqual(
      [subnets, subnetMappings],
      [
        undefined,
        [
          { subnetId: "subnet-1", allocationId: "eipalloc-1" },
          { subnetId: "subnet-2", allocationId: "eipalloc-2" },
        ],
      ],
    );
    strictEqual(
      await refused({ ...TCP, allocationIds: ["eipalloc-1"] }),
      "loadBalancer.allocationIds: has 1 addresses for 2 subnets; pass one for each subnet",
    );
  });

  it("has more listeners, each with its target", async () => {
    const portMappings = [{ port: 7001 }, { port: 7002, protocol: "udp" as const }];
    const deployment = await behind(
      {
        ...TCP,
        targets: [
          { port: 7001, listenerPort: 80 },
          { port: 7002, listenerPort: 7002, protocol: "UDP", healthCheck: { port: 7001 } },
        ],
      },
      { portMappings },
    );
    deepStrictEqual(
      deployment
        .ofType("aws:lb/listener:Listener")
        .map(({ name, inputs }) => [name, inputs.port, inputs.protocol])
        .sort(),
      [
        ["web-listener", 7000, "TCP"],
        ["web-listener-7001", 80, "TCP"],
        ["web-listener-7002", 7002, "UDP"],
      ],
    );
    strictEqual(
      await refused({ ...TCP, targets: [{ port: 7001 }] }, { portMappings }),
      "loadBalancer.targets[0].listenerPort: is missing; set it: a Network Load Balancer has no rules",
    );
  });

  it("is watched by the alarm that it has a metric for", async () => {
    const deployment = await behind(TCP, { alarms: { emails: ["ops@example.com"], dashboard: true } });
    deepStrictEqual(
      deployment
        .ofType("aws:cloudwatch/metricAlarm:MetricAlarm")
        .map(({ name, inputs }) => [name, inputs.namespace])
        .sort(),
      [
        ["web-cpu-alarm", "AWS/ECS"],
        ["web-memory-alarm", "AWS/ECS"],
        ["web-running-tasks-alarm", "AWS/ECS"],
        ["web-unhealthy-hosts-alarm", "AWS/NetworkELB"],
      ],
    );
    const body = JSON.parse(String(deployment.find("web-dashboard").inputs.dashboardBody)) as {
      widgets: { properties: { title: string } }[];
    };
    deepStrictEqual(
      body.widgets.map(({ properties }) => properties.title),
      ["CPU and memory (percent)", "Running tasks", "Connections a minute", "Targets"],
    );
  });

  const NOT_NETWORK = "a Network Load Balancer knows no requests";
  const REFUSED: readonly (readonly [
    title: string,
    loadBalancer: ServiceLoadBalancer,
    message: string,
    more?: object,
  ])[] = [
    [
      "what only requests have",
      { ...TCP, stickinessSeconds: 60 },
      `loadBalancer.stickinessSeconds: cannot be set with protocol "TCP": ${NOT_NETWORK}; leave it unset`,
    ],
    [
      "a version of HTTP",
      { ...TLS, protocolVersion: "HTTP1" },
      `loadBalancer.protocolVersion: cannot be set with protocol "TLS": ${NOT_NETWORK}; leave it unset`,
    ],
    [
      "a web ACL",
      { ...TCP, webAclArn: "arn:aws:wafv2:eu-central-1:123456789012:regional/webacl/shop/1" },
      `loadBalancer.webAclArn: cannot be set with loadBalancer.protocol: "TCP"; use protocol: "HTTPS", or leave it unset: ${NOT_NETWORK}`,
    ],
    [
      "access logs of what is not TLS",
      { ...TCP, accessLogs: { bucket: "logs" } },
      'loadBalancer.accessLogs: cannot be set with loadBalancer.protocol: "TCP"; use protocol: "TLS", or leave it unset: a Network Load Balancer logs TLS connections only',
    ],
    [
      "UDP without a port to ask",
      { ...UDP, healthCheck: {} },
      "loadBalancer.healthCheck.port: is missing; set it to a TCP port of the task: UDP has no health checks",
    ],
    [
      "status codes of a connection",
      { ...TCP, healthCheck: { statusCodes: "200" } },
      "loadBalancer.healthCheck.statusCodes: cannot be set without path: the check is a TCP connection; set path too, or leave it unset",
    ],
    [
      "a protocol to the tasks that is not the listener's",
      { ...TCP, targetProtocol: "TLS" },
      'loadBalancer.targetProtocol: cannot be set with protocol "TCP", which the tasks get too; leave it unset',
    ],
    [
      "an idle time that AWS fixes",
      { ...TLS, idleTimeoutSeconds: 60 },
      'loadBalancer.idleTimeoutSeconds: cannot be set with loadBalancer.protocol: "TLS", whose time is AWS\'s own; leave it unset',
    ],
    [
      "an idle time that is too short",
      { ...TCP, idleTimeoutSeconds: 59 },
      "loadBalancer.idleTimeoutSeconds: 59 is not valid; must be a whole number from 60 to 6000 (seconds)",
    ],
    [
      "TLS without a name",
      { ...TCP, protocol: "TLS" },
      "loadBalancer.domainName: is missing while loadBalancer.protocol is TLS: there are no certificates for AWS's own domain names; set it to the domain name that clients use",
    ],
    [
      "public addresses of an internal load balancer",
      { ...TCP, internal: true, fixedAddresses: true },
      "loadBalancer.internal: true cannot be set with Elastic IP addresses, which are public; leave one of them unset",
    ],
    [
      "addresses of a number that is not known",
      { ...TCP, fixedAddresses: true },
      'loadBalancer.fixedAddresses: cannot be true while the number of subnets is not known; set loadBalancer.subnetIds to a plain list, or network.mode: "new", or allocationIds',
      { network: {} },
    ],
    [
      "fixed addresses of the other kind",
      { ingressCidrs: [], protocol: "HTTP", fixedAddresses: true },
      'loadBalancer.fixedAddresses: cannot be set with loadBalancer.protocol: "HTTP"; use protocol: "TCP" or "TLS", or leave it unset: an Application Load Balancer has no fixed addresses',
    ],
    [
      "a shift of traffic",
      TCP,
      'deployment.strategy: "CANARY" cannot be set with loadBalancer.protocol: "TCP"; use "ROLLING", or leave one of them unset',
      { deployment: { strategy: "CANARY" } },
    ],
    [
      "scaling by requests",
      TCP,
      "autoscaling.requestsPerTarget: cannot be set with a Network Load Balancer, which knows no requests; scale by cpuPercent or memoryPercent",
      { autoscaling: { max: 2, requestsPerTarget: 10 } },
    ],
    [
      "alarms on responses",
      TCP,
      "alarms.http5xxCount: cannot be set with a Network Load Balancer, which knows no responses; leave it unset",
      { alarms: { emails: ["ops@example.com"], http5xxCount: 1 } },
    ],
  ];
  for (const [title, loadBalancer, message, more] of REFUSED)
    it(`is refused: ${title}`, async () => {
      strictEqual(await refused(loadBalancer, more), message);
    });
});
