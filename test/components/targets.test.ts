// Further ports of the containers, and further targets of the load balancer that lead to them.

import { deepStrictEqual, strictEqual } from "node:assert";
import type { ServiceLoadBalancer } from "../../components/loadBalancer/loadBalancerArgs";
import type { LoadBalancerTarget } from "../../components/loadBalancer/targetGroupArgs";
import type { GhcrFargateServiceArgs } from "../../components/ghcrFargateServiceArgs";
import { priorityOf } from "../../model/listenerRules";
import { containerIn, deployService, PUBLIC, refusal } from "./serviceFixture";

const PORTS: GhcrFargateServiceArgs = {
  ...PUBLIC,
  port: 8080,
  portMappings: [{ port: 9090, name: "grpc", appProtocol: "grpc" }, { port: 9100 }],
  sidecars: [
    { name: "proxy", image: "docker.io/library/caddy:2", port: 8081, portMappings: [{ port: 53, protocol: "udp" }] },
  ],
};
const HTTPS: ServiceLoadBalancer = { ingressCidrs: ["0.0.0.0/0"], domainName: "app.example.com" };
const LISTENER =
  "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/shared/50dc6c495c0c9188/0467ef3c8400ae65";
const groupOf = (name: string): string =>
  `arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/${name}-a1b2c3d/73e2d6bc24d8a067`;

const behind = (loadBalancer: ServiceLoadBalancer) => deployService({ ...PORTS, loadBalancer });
const refused = async (args: Partial<GhcrFargateServiceArgs>): Promise<string> =>
  (await refusal({ ...PORTS, ...args })).replace('GhcrFargateService "web": ', "");
const refusedTargets = (targets: LoadBalancerTarget[], loadBalancer: ServiceLoadBalancer = HTTPS): Promise<string> =>
  refused({ loadBalancer: { ...loadBalancer, targets } });

describe("the ports of containers", () => {
  it("are mapped with their names and protocols", async () => {
    const deployment = await deployService(PORTS);
    deepStrictEqual(containerIn(deployment).portMappings, [
      { containerPort: 8080, hostPort: 8080, protocol: "tcp" },
      { name: "grpc", appProtocol: "grpc", containerPort: 9090, hostPort: 9090, protocol: "tcp" },
      { containerPort: 9100, hostPort: 9100, protocol: "tcp" },
    ]);
    deepStrictEqual(containerIn(deployment, "proxy").portMappings, [
      { containerPort: 8081, hostPort: 8081, protocol: "tcp" },
      { containerPort: 53, hostPort: 53, protocol: "udp" },
    ]);
  });

  it("are refused where ECS refuses them", async () => {
    strictEqual(
      await refused({ portMappings: [{ port: 8080 }] }),
      "portMappings[0].port: 8080 is another container's port; the containers of a task share one network interface: give each a port of its own",
    );
    strictEqual(
      await refused({
        portMappings: [
          { port: 1, name: "a" },
          { port: 2, name: "a" },
        ],
      }),
      'portMappings[1].name: "a" is another port\'s name; give each port a name of its own',
    );
    strictEqual(
      await refused({ serviceConnect: { namespaceName: "mesh" }, portMappings: [{ port: 1, name: "app" }] }),
      'portMappings[0].name: "app" is another port\'s name; give each port a name of its own',
    );
    strictEqual(
      await refused({ portMappings: [{ port: 1, name: "Web", appProtocol: "http" }] }),
      'portMappings[0].name: "Web" is not a valid name of a port; use 1 to 64 lower-case letters, digits, underscores and inner dashes',
    );
    strictEqual(
      await refused({ portMappings: [{ port: 1, appProtocol: "http" }] }),
      "portMappings[0].appProtocol: cannot be set without name; set name, or leave it unset",
    );
    strictEqual(
      await refused({ portMappings: [{ port: 1, name: "dns", protocol: "udp", appProtocol: "http" }] }),
      'portMappings[0].appProtocol: cannot be set with protocol: "udp"; leave one of them unset',
    );
  });
});

describe("the targets of a load balancer", () => {
  const TARGETS: LoadBalancerTarget[] = [
    { port: 9090, paths: ["/shop.v1.Shop/*"], protocolVersion: "GRPC", deregistrationDelaySeconds: 10 },
    { port: 8081, listenerPort: 8443, healthCheck: { path: "/up", gracePeriodSeconds: 300 } },
  ];

  it("are reached by a rule, or on a listener of their own", async () => {
    const deployment = await behind({ ...HTTPS, targets: TARGETS });
    const before = new Set((await behind(HTTPS)).list());
    deepStrictEqual(
      deployment.list().filter((child) => !before.has(child)),
      [
        "aws:lb/listener:Listener web-listener-8081",
        "aws:lb/listenerRule:ListenerRule web-rule-9090",
        "aws:lb/targetGroup:TargetGroup web-tg-8081",
        "aws:lb/targetGroup:TargetGroup web-tg-9090",
        "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule web-ingress-lb-8081",
        "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule web-ingress-lb-9090",
        "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule web-lb-ingress-8443-0.0.0.0-0",
      ],
    );
    const rule = deployment.find("web-rule-9090").inputs;
    deepStrictEqual(rule, {
      listenerArn:
        "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/web-listener-a1b2c3d/50dc6c495c0c9188/0467ef3c8400ae65",
      priority: priorityOf({ hosts: [], paths: ["/shop.v1.Shop/*"] }),
      conditions: [{ pathPattern: { values: ["/shop.v1.Shop/*"] } }],
      actions: [{ type: "forward", targetGroupArn: groupOf("web-tg-9090") }],
    });
    const { port, protocol, sslPolicy, defaultActions } = deployment.find("web-listener-8081").inputs;
    deepStrictEqual(
      [port, protocol, sslPolicy, defaultActions],
      [
        8443,
        "HTTPS",
        "ELBSecurityPolicy-TLS13-1-2-2021-06",
        [{ type: "forward", targetGroupArn: groupOf("web-tg-8081") }],
      ],
    );
    const group = deployment.find("web-tg-9090").inputs;
    deepStrictEqual([group.port, group.protocolVersion, group.deregistrationDelay], [9090, "GRPC", 10]);
  });

  it("are registered by the service, which waits for them", async () => {
    const { inputs, dependsOn } = (await behind({ ...HTTPS, targets: TARGETS })).find("web-service");
    deepStrictEqual(inputs.loadBalancers, [
      { containerName: "app", containerPort: 8080, targetGroupArn: groupOf("web-tg") },
      { containerName: "app", containerPort: 9090, targetGroupArn: groupOf("web-tg-9090") },
      { containerName: "proxy", containerPort: 8081, targetGroupArn: groupOf("web-tg-8081") },
    ]);
    strictEqual(inputs.healthCheckGracePeriodSeconds, 300);
    deepStrictEqual(
      ["web-rule-9090", "web-listener-8081"].filter((name) => !dependsOn.includes(name)),
      [],
    );
  });

  it("are authenticated as the others are", async () => {
    const userPoolArn = "arn:aws:cognito-idp:eu-central-1:123456789012:userpool/eu-central-1_a1b2c3d4e";
    const cognito = { userPoolArn, userPoolClientId: "client", userPoolDomain: "acme" };
    const deployment = await behind({ ...HTTPS, authentication: { cognito }, targets: TARGETS });
    const first = (actions: unknown) => (actions as { type: string }[])[0]?.type;
    strictEqual(first(deployment.find("web-rule-9090").inputs.actions), "authenticate-cognito");
    strictEqual(first(deployment.find("web-listener-8081").inputs.defaultActions), "authenticate-cognito");
    strictEqual(
      await refusedTargets([{ port: 8081, listenerPort: 8000, protocol: "HTTP" }], {
        ...HTTPS,
        authentication: { cognito },
      }),
      'loadBalancer.targets[0].protocol: "HTTP" cannot be set with loadBalancer.authentication: its requests would not be authenticated; use "HTTPS"',
    );
  });

  it("have rules before that of the service on an existing listener", async () => {
    const shared = { listenerArn: LISTENER, hosts: ["app.example.com"], priority: 200 };
    const target = { port: 9090, hosts: ["app.example.com"], paths: ["/grpc/*"] };
    const deployment = await behind({ ...shared, targets: [{ ...target, priority: 100 }] });
    deepStrictEqual(
      deployment
        .ofType("aws:lb/listenerRule:ListenerRule")
        .map(({ name, inputs }) => [name, inputs.priority])
        .sort(),
      [
        ["web-rule", 200],
        ["web-rule-9090", 100],
      ],
    );
    strictEqual(
      await refusedTargets([target], shared),
      "loadBalancer.targets[0].priority: is missing: on an existing listener the rule has to come before that of the service; set it below loadBalancer.priority, and set that too",
    );
    strictEqual(
      await refusedTargets([{ ...target, priority: 300 }], shared),
      "loadBalancer.targets[0].priority: 300 is not below loadBalancer.priority, 200: its rule may take the requests first; lower it, or raise loadBalancer.priority",
    );
    strictEqual(
      await refusedTargets([{ port: 9090, listenerPort: 9090 }], shared),
      "loadBalancer.targets[0].listenerPort: cannot be set with loadBalancer.listenerArn: an existing load balancer gets no further listener; set hosts or paths",
    );
  });

  const REFUSED: readonly (readonly [title: string, targets: LoadBalancerTarget[], message: string])[] = [
    [
      "a port that nobody listens on",
      [{ port: 7000, paths: ["/a"] }],
      "loadBalancer.targets[0].port: no container listens on 7000; add it to portMappings, or set the port of a sidecar",
    ],
    [
      "the service's own port",
      [{ port: 8080, paths: ["/a"] }],
      "loadBalancer.targets[0].port: 8080 has a target already; give each target a port of its own",
    ],
    [
      "every request",
      [{ port: 9090 }],
      "loadBalancer.targets[0]: matches every request, as the service's own port does; set hosts, paths or listenerPort",
    ],
    [
      "requests of a listener of its own",
      [{ port: 9090, listenerPort: 9090, paths: ["/a"] }],
      "loadBalancer.targets[0].paths: cannot be set with a listener of its own: it gets all its requests; leave one of them unset",
    ],
    [
      "a listener of clients",
      [{ port: 9090, listenerPort: 443 }],
      "loadBalancer.targets[0].listenerPort: 443 is already used by the listener for clients; use another one",
    ],
    [
      "one listener twice",
      [
        { port: 9090, listenerPort: 9000 },
        { port: 9100, listenerPort: 9000 },
      ],
      "loadBalancer.targets[1].listenerPort: 9000 is another target's listener; use another one",
    ],
    [
      "a protocol of the other kind of load balancer",
      [{ port: 9090, listenerPort: 9000, protocol: "TCP" }],
      'loadBalancer.targets[0].protocol: "TCP" is not valid; must be "HTTPS" or "HTTP"',
    ],
    [
      "a protocol without a listener",
      [{ port: 9090, paths: ["/a"], protocol: "HTTP" }],
      "loadBalancer.targets[0].protocol: cannot be set without listenerPort; set listenerPort, or leave it unset",
    ],
  ];
  for (const [title, targets, message] of REFUSED)
    it(`are refused: ${title}`, async () => {
      strictEqual(await refusedTargets(targets), message);
    });

  it("are at most four, and go with rolling deployments only", async () => {
    const targets = [9090, 9100, 8081, 53].map((port) => ({ port, listenerPort: port }));
    const portMappings = [...(PORTS.portMappings ?? []), { port: 9101 }];
    strictEqual(
      await refused({
        portMappings,
        loadBalancer: { ...HTTPS, targets: [...targets, { port: 9101, listenerPort: 9101 }] },
      }),
      "loadBalancer.targets: has 5 targets; use at most 4: ECS allows a service five target groups",
    );
    strictEqual(
      await refused({ loadBalancer: { ...HTTPS, targets }, deployment: { strategy: "LINEAR" } }),
      'deployment.strategy: "LINEAR" cannot be set with loadBalancer.targets; use "ROLLING", or leave one of them unset',
    );
  });
});
