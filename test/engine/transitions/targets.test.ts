// Listeners, targets and protocols of load balancers come, change and go.
// Not proven here: that clients reach the tasks; the emulator has no network. Nor fixed addresses: it forgets them.

import assert from "node:assert/strict";
import { attributes, balancers, onlyBalancer } from "../support/balancers";
import { type Emulator, texts } from "../support/emulator";
import { hostedZone } from "../support/seeds";
import { describeService, describeTransitions } from "../support/transitions";

const PORTS = 'portMappings: [{ port: 9090, name: "grpc", appProtocol: "grpc" }, { port: 9100 }],';
const PROCESS =
  'workingDirectory: "/srv", dockerLabels: { team: "web" }, ulimits: [{ name: "nofile", softLimit: 1024, hardLimit: 4096 }], ' +
  'systemControls: [{ namespace: "net.core.somaxconn", value: "1024" }], allowPtrace: true, dropCapabilities: ["NET_RAW"], ' +
  "interactive: true, pseudoTerminal: true, restartPolicy: { ignoredExitCodes: [0], restartAttemptPeriodSeconds: 60 }, " +
  'versionConsistency: "disabled", startTimeoutSeconds: 30, healthCheck: { command: ["CMD", "/probe"] },';
const OIDC =
  'authentication: { oidc: { issuer: "https://id.example.com", authorizationEndpoint: "https://id.example.com/authorize", ' +
  'tokenEndpoint: "https://id.example.com/token", userInfoEndpoint: "https://id.example.com/userinfo", clientId: "web", ' +
  'clientSecret: config.requireSecret("token") }, sessionTimeoutSeconds: 3600 },';
const TARGETS =
  'targets: [{ port: 9090, paths: ["/shop.v1.Shop/*"], protocolVersion: "GRPC" }, { port: 9100, listenerPort: 9443 }],';
const SETTINGS =
  'idleTimeoutSeconds: 120, deregistrationDelaySeconds: 60, crossZone: true, slowStartSeconds: 30, healthCheck: { port: 9100, path: "/up" },';

const service = (...parts: string[]) =>
  `{ image: "ghcr.io/octocat/web:1", port: 8080, network: { mode: "new" }, ${parts.join(" ")} }`;
const https = (...parts: string[]) =>
  `loadBalancer: { domainName: "app.example.com", ingressCidrs: ["0.0.0.0/0"], ${parts.join(" ")} },`;
const TASK = "ecs:TaskDefinition web-task";
const TARGETS_RESOURCES = [
  "lb:Listener web-listener-9100",
  "lb:ListenerRule web-rule-9090",
  "lb:TargetGroup web-tg-9090",
  "lb:TargetGroup web-tg-9100",
];

/** The listeners of the only load balancer, by their ports. */
async function listeners(emulator: Emulator) {
  const described = await balancers(emulator, "DescribeListeners", { LoadBalancerArn: await onlyBalancer(emulator) });
  const [ports, arns] = ["Port", "ListenerArn"].map((tag) => texts(described, tag));
  return { described, arns: Object.fromEntries((ports ?? []).map((port, i) => [port, arns?.[i]])) };
}

describeTransitions(
  "targets",
  [
    { name: "it has an HTTPS load balancer", args: service(https()), replaces: [] },
    {
      name: "it gets more targets, a sign-in, another port and settings of its container",
      args: service(PORTS, PROCESS, https("listenerPort: 8443,", OIDC, TARGETS, SETTINGS)),
      replaces: [TASK],
      deletes: ["vpc:SecurityGroupIngressRule web-lb-ingress-443-0.0.0.0-0"],
      check: async ({ outputs, printed }, { emulator }) => {
        const { loadBalancers } = await describeService(emulator, outputs);
        assert.deepEqual(
          loadBalancers.map(({ containerPort }) => containerPort),
          [8080, 9090, 9100],
        );
        assert.equal(outputs.url, "https://app.example.com:8443");
        const { described, arns } = await listeners(emulator);
        assert.deepEqual(Object.keys(arns).sort(), ["80", "8443", "9443"]);
        assert.ok(texts(described, "Type").includes("authenticate-oidc"), described);
        assert.deepEqual([...new Set(texts(described, "TokenEndpoint"))], ["https://id.example.com/token"]);
        assert.ok(!printed.includes("ghp_"), "the client's secret is printed");
      },
    },
    {
      name: "TLS and gRPC go up to the task",
      args: service(
        PORTS,
        PROCESS,
        https("listenerPort: 8443,", OIDC, TARGETS, 'targetProtocol: "HTTPS", protocolVersion: "GRPC",'),
      ),
      replaces: ["lb:TargetGroup web-tg"],
    },
    {
      name: "all of that goes",
      args: service(https()),
      replaces: [TASK, "lb:TargetGroup web-tg"],
      deletes: [
        ...TARGETS_RESOURCES,
        "vpc:SecurityGroupIngressRule web-ingress-lb-9090",
        "vpc:SecurityGroupIngressRule web-ingress-lb-9100",
        "vpc:SecurityGroupIngressRule web-lb-ingress-8443-0.0.0.0-0",
        "vpc:SecurityGroupIngressRule web-lb-ingress-9443-0.0.0.0-0",
      ],
    },
  ],
  hostedZone,
);

const WEB_ACL =
  'const acl = new aws.wafv2.WebAcl("shop", { scope: "REGIONAL", defaultAction: { allow: {} }, ' +
  'visibilityConfig: { cloudwatchMetricsEnabled: false, metricName: "shop", sampledRequestsEnabled: false } });';
const network = (...parts: string[]) =>
  service(
    "portMappings: [{ port: 9090 }],",
    `loadBalancer: { ingressCidrs: ["0.0.0.0/0"], protocol: "TCP", ${parts.join(" ")} },`,
  );
const NETWORK_RESOURCES = [
  "ec2:SecurityGroup web-lb-security-group",
  "lb:Listener web-listener",
  "lb:LoadBalancer web-lb",
  "lb:TargetGroup web-tg",
  "vpc:SecurityGroupEgressRule web-lb-egress",
  "vpc:SecurityGroupIngressRule web-ingress-lb",
];

describeTransitions("network-load-balancer", [
  { name: "it passes TCP on", args: network(), replaces: [] },
  {
    name: "a target and an idle timeout come",
    args: network("idleTimeoutSeconds: 600, targets: [{ port: 9090, listenerPort: 80 }],"),
    replaces: [],
    check: async ({ outputs }, { emulator }) => {
      const { loadBalancers } = await describeService(emulator, outputs);
      assert.deepEqual(
        loadBalancers.map(({ containerPort }) => containerPort),
        [8080, 9090],
      );
      const { arns } = await listeners(emulator);
      const { "tcp.idle_timeout.seconds": idle } = await attributes(emulator, "Listener", arns["8080"]);
      assert.equal(idle, "600");
    },
  },
  {
    name: "requests come by HTTP and a web ACL instead",
    program: WEB_ACL,
    args: service(
      "portMappings: [{ port: 9090 }],",
      'loadBalancer: { ingressCidrs: ["0.0.0.0/0"], protocol: "HTTP", webAclArn: acl.arn },',
    ),
    replaces: ["lb:Listener web-listener", "lb:LoadBalancer web-lb", "lb:TargetGroup web-tg"],
    check: async (_, { emulator }) => {
      const { WebACL } = await emulator.json<{ WebACL?: { Name: string } }>(
        "wafv2",
        "AWSWAF_20190729.GetWebACLForResource",
        { ResourceArn: await onlyBalancer(emulator) },
      );
      assert.match(WebACL?.Name ?? "", /^shop/);
    },
    deletes: [
      "lb:Listener web-listener-9090",
      "lb:TargetGroup web-tg-9090",
      "vpc:SecurityGroupIngressRule web-ingress-lb-9090",
      "vpc:SecurityGroupIngressRule web-lb-ingress-8080-0.0.0.0-0",
    ],
  },
  {
    name: "the load balancer goes",
    args: service(),
    replaces: ["ecs:TaskDefinition web-task"],
    deletes: [
      ...NETWORK_RESOURCES,
      "vpc:SecurityGroupIngressRule web-lb-ingress-80-0.0.0.0-0",
      "wafv2:WebAcl shop",
      "wafv2:WebAclAssociation web-web-acl",
    ].sort(),
  },
]);
