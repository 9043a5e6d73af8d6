// What is refused about load balancers and deployments, and in which words. A table: what is wrong, the arguments, the message.

import { strictEqual } from "node:assert";
import type { ServiceDeployment } from "../../components/deployment/deploymentArgs";
import type { ServiceLoadBalancer } from "../../components/loadBalancer/loadBalancerArgs";
import type { GhcrFargateServiceArgs } from "../../components/ghcrFargateServiceArgs";
import { PUBLIC, refusal } from "./serviceFixture";

const WEB: GhcrFargateServiceArgs = { ...PUBLIC, port: 8080 };
const LISTENER = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/shared/50dc/0467";
const OPEN = { ingressCidrs: ["0.0.0.0/0"] };
const HTTP: ServiceLoadBalancer = { ...OPEN, protocol: "HTTP" };
const HTTPS: ServiceLoadBalancer = { ...OPEN, domainName: "app.example.com" };
const SHARED: ServiceLoadBalancer = { listenerArn: LISTENER, hosts: ["app.example.com"] };
const CERTIFICATE = "arn:aws:acm:eu-central-1:123456789012:certificate/1";

/** Arguments as a JavaScript or YAML user may write them. */
const untyped = (args: object) => args as ServiceLoadBalancer & ServiceDeployment;

const BALANCERS: readonly (readonly [title: string, loadBalancer: ServiceLoadBalancer, message: string])[] = [
  [
    "a balancer that nobody is said to reach",
    { protocol: "HTTP" },
    'loadBalancer.ingressCidrs: is missing; set it to the blocks of the clients, such as ["0.0.0.0/0"], or to []',
  ],
  [
    "an internal balancer that nobody is said to reach",
    { protocol: "HTTP", internal: true },
    'loadBalancer.ingressCidrs: is missing; set it to the blocks of the clients, such as ["10.0.0.0/8"], or to []',
  ],
  [
    "a malformed block",
    { ...HTTP, ingressCidrs: ["10.0.0.1"] },
    'loadBalancer.ingressCidrs[0]: "10.0.0.1" has no prefix length; write "10.0.0.1/32" for this one address',
  ],
  [
    "a block given twice",
    { ...HTTP, ingressCidrs: ["10.0.0.0/8", "10.0.0.0/8"] },
    'loadBalancer.ingressCidrs[1]: "10.0.0.0/8" is given twice; keep one',
  ],
  [
    "an IPv6 block without IPv6 addresses",
    { ...HTTP, ingressCidrs: ["::/0"] },
    'loadBalancer.ingressCidrs[0]: "::/0" is an IPv6 block, but the load balancer has IPv4 addresses only; set loadBalancer.ipAddressType: "dualstack", or remove it',
  ],
  [
    "HTTPS without a name",
    OPEN,
    'loadBalancer.domainName: is missing while loadBalancer.protocol is HTTPS: there are no certificates for AWS\'s own domain names; set it to the domain name that clients use, or use unencrypted HTTP with protocol: "HTTP"',
  ],
  [
    "an unknown protocol",
    untyped({ ...HTTPS, protocol: "SCTP" }),
    'loadBalancer.protocol: "SCTP" is not valid; must be "HTTPS" or "HTTP" or "TCP" or "UDP" or "TCP_UDP" or "TLS"',
  ],
  [
    "a certificate for plain HTTP",
    { ...HTTP, certificateArn: CERTIFICATE },
    'loadBalancer.certificateArn: cannot be set with loadBalancer.protocol: "HTTP"; leave one of them unset',
  ],
  [
    "a certificate that is none",
    { ...HTTPS, certificateArn: "app.example.com" },
    'loadBalancer.certificateArn: "app.example.com" is not a valid ARN of an ACM certificate; pass an ARN like arn:aws:acm:REGION:ACCOUNT:certificate/NAME',
  ],
  [
    "a malformed name",
    { ...HTTPS, domainName: "*.example.com" },
    'loadBalancer.domainName: "*.example.com" is not a valid domain name; write it in lower case, as in app.example.com',
  ],
  [
    "a zone without a name",
    { ...HTTP, hostedZoneId: "Z1" },
    "loadBalancer.hostedZoneId: cannot be set without loadBalancer.domainName; set domainName, or leave it unset",
  ],
  [
    "two zones",
    { ...HTTPS, hostedZoneName: "example.com", hostedZoneId: "Z1" },
    "loadBalancer.hostedZoneName: cannot be set with loadBalancer.hostedZoneId; leave one of them unset",
  ],
  [
    "a zone of another domain",
    { ...HTTPS, hostedZoneName: "ample.com" },
    'loadBalancer.hostedZoneName: "ample.com" does not contain "app.example.com"; set it to the zone that contains the domain name',
  ],
  [
    "a zone that nothing is written to",
    { ...HTTPS, certificateArn: CERTIFICATE, aliasRecord: false, hostedZoneId: "Z1" },
    "loadBalancer.hostedZoneId: cannot be set where no record is created; leave it unset, or set aliasRecord to true",
  ],
  [
    "an unknown kind of addresses",
    untyped({ ...HTTP, ipAddressType: "ipv6" }),
    'loadBalancer.ipAddressType: "ipv6" is not valid; must be "ipv4" or "dualstack"',
  ],
  [
    "one subnet",
    { ...HTTP, subnetIds: ["subnet-1"] },
    "loadBalancer.subnetIds: has one subnet, but a load balancer needs two zones; pass subnets in two zones or more",
  ],
  [
    "an idle timeout out of range",
    { ...HTTP, idleTimeoutSeconds: 0 },
    "loadBalancer.idleTimeoutSeconds: 0 is not valid; must be a whole number from 1 to 4000 (seconds)",
  ],
  [
    "a bucket without a name",
    { ...HTTP, accessLogs: { bucket: "" } },
    'loadBalancer.accessLogs.bucket: "" is not the name of an S3 bucket; use 3 to 63 lower-case letters, digits, dots and dashes',
  ],
  [
    "a health check that overlaps itself",
    { ...HTTP, healthCheck: { intervalSeconds: 10, timeoutSeconds: 10 } },
    "loadBalancer.healthCheck.timeoutSeconds: 10 must be less than intervalSeconds, 10; lower it, or raise the interval",
  ],
  [
    "a health check without a path",
    { ...HTTP, healthCheck: { path: "health" } },
    'loadBalancer.healthCheck.path: "health" is not a valid path; start with a slash, as in "/health"',
  ],
  [
    "a health check that expects failure",
    { ...HTTP, healthCheck: { statusCodes: "500" } },
    'loadBalancer.healthCheck.statusCodes: "500" is not a list of status codes from 200 to 499; write "200", "200,204" or "200-399"',
  ],
  [
    "a slow start that is too fast",
    { ...HTTP, slowStartSeconds: 29 },
    "loadBalancer.slowStartSeconds: 29 is not valid; must be a whole number from 30 to 900 (seconds)",
  ],
  [
    "no stickiness, said as 0",
    { ...HTTP, stickinessSeconds: 0 },
    "loadBalancer.stickinessSeconds: 0 is not valid; must be a whole number from 1 to 604800 (seconds)",
  ],
  [
    "a host on a balancer of its own",
    { ...HTTP, hosts: ["app.example.com"] },
    "loadBalancer.hosts: cannot be set without loadBalancer.listenerArn; set listenerArn, or leave it unset: all requests to a created load balancer go to the service",
  ],
  [
    "settings of a balancer that exists",
    { ...SHARED, idleTimeoutSeconds: 30 },
    "loadBalancer.idleTimeoutSeconds: cannot be set with loadBalancer.listenerArn: an existing load balancer is not modified; leave one of them unset",
  ],
  [
    "a listener of another kind of balancer",
    { ...SHARED, listenerArn: LISTENER.replace("/app/", "/net/") },
    `loadBalancer.listenerArn: "${LISTENER.replace("/app/", "/net/")}" is not a valid ARN of an Application Load Balancer's listener; pass an ARN like arn:aws:elasticloadbalancing:REGION:ACCOUNT:listener/app/NAME`,
  ],
  [
    "a rule for every request, unsaid",
    { listenerArn: LISTENER },
    'loadBalancer.listenerArn: cannot be set without hosts or paths: the rule would match every request; set them, as in hosts: ["app.example.com"]; paths: ["/*"] matches every request',
  ],
  [
    "too many patterns",
    { ...SHARED, paths: ["/1", "/2", "/3", "/4", "/5"] },
    "loadBalancer.hosts: 6 with loadBalancer.paths; use at most 5 together",
  ],
  [
    "a malformed host",
    { ...SHARED, hosts: ["https://app.example.com"] },
    'loadBalancer.hosts[0]: "https://app.example.com" is not a valid host pattern; write it as app.example.com or *.example.com',
  ],
  [
    "a malformed path",
    { ...SHARED, paths: ["api/*"] },
    'loadBalancer.paths[0]: "api/*" is not a valid path pattern; start with a slash, as in "/api/*"; * stands for any text',
  ],
  [
    "a place that leaves none in front of it",
    { ...SHARED, priority: 1 },
    "loadBalancer.priority: 1 is not valid; must be a whole number from 2 to 50000 (rule priority)",
  ],
];

const DEPLOYMENTS: readonly (readonly [
  title: string,
  deployment: ServiceDeployment,
  message: string,
  loadBalancer?: ServiceLoadBalancer,
])[] = [
  [
    "an unknown strategy",
    untyped({ strategy: "canary" }),
    'deployment.strategy: "canary" is not valid; must be "ROLLING" or "BLUE_GREEN" or "LINEAR" or "CANARY"',
  ],
  [
    "times of another strategy",
    { strategy: "LINEAR", canaryBakeTimeMinutes: 5 },
    'deployment.canaryBakeTimeMinutes: cannot be set with deployment.strategy: "LINEAR"; leave it unset, or set deployment.strategy to "CANARY"',
  ],
  [
    "a bake time of a rolling deployment",
    { bakeTimeMinutes: 5 },
    'deployment.bakeTimeMinutes: cannot be set with deployment.strategy: "ROLLING"; leave it unset, or set deployment.strategy to "BLUE_GREEN" or "LINEAR" or "CANARY"',
  ],
  [
    "a bake time of more than a day",
    { strategy: "BLUE_GREEN", bakeTimeMinutes: 1441 },
    "deployment.bakeTimeMinutes: 1441 is not valid; must be a whole number from 0 to 1440 (minutes)",
  ],
  [
    "a canary that is none",
    { strategy: "CANARY", canaryPercent: 0 },
    "deployment.canaryPercent: 0 is not valid; must be a multiple of 0.1 from 0.1 to 100 (percent)",
  ],
  [
    "steps that are too small",
    { strategy: "LINEAR", stepPercent: 2.9 },
    "deployment.stepPercent: 2.9 is not valid; must be a multiple of 0.1 from 3 to 100 (percent)",
  ],
  [
    "a hook that is no function",
    { strategy: "CANARY", lifecycleHooks: [{ functionArn: "check", stages: ["PRE_SCALE_UP"] }] },
    'deployment.lifecycleHooks[0].functionArn: "check" is not a valid ARN of a Lambda function; pass an ARN like arn:aws:lambda:REGION:ACCOUNT:function:NAME',
  ],
  [
    "a hook without a stage",
    {
      strategy: "CANARY",
      lifecycleHooks: [{ functionArn: "arn:aws:lambda:eu-central-1:123456789012:function:f", stages: [] }],
    },
    "deployment.lifecycleHooks[0].stages: is empty; set one stage or more",
  ],
  [
    "a hook without a function",
    { strategy: "CANARY", lifecycleHooks: [{ stages: ["PRE_SCALE_UP"] }] },
    'deployment.lifecycleHooks[0].functionArn: is missing; pass the ARN of a Lambda function, or set targetType: "PAUSE"',
  ],
  [
    "a pause that calls a function",
    {
      strategy: "CANARY",
      lifecycleHooks: [
        {
          targetType: "PAUSE",
          functionArn: "arn:aws:lambda:eu-central-1:123456789012:function:f",
          stages: ["PRE_SCALE_UP"],
        },
      ],
    },
    'deployment.lifecycleHooks[0].functionArn: cannot be set with targetType: "PAUSE"; leave one of them unset: a pause calls no function',
  ],
  [
    "a pause in the middle of a shift",
    { strategy: "CANARY", lifecycleHooks: [{ targetType: "PAUSE", stages: ["PRODUCTION_TRAFFIC_SHIFT"] }] },
    'deployment.lifecycleHooks[0].stages[0]: "PRODUCTION_TRAFFIC_SHIFT" cannot be set with targetType: "PAUSE"; use the stage before or after it',
  ],
  [
    "a pause of 15 days",
    { strategy: "CANARY", lifecycleHooks: [{ targetType: "PAUSE", stages: ["PRE_SCALE_UP"], timeoutMinutes: 21600 }] },
    "deployment.lifecycleHooks[0].timeoutMinutes: 21600 is not valid; must be a whole number from 1 to 20160 (minutes)",
  ],
  [
    "a function with the time of a pause",
    {
      strategy: "CANARY",
      lifecycleHooks: [
        {
          functionArn: "arn:aws:lambda:eu-central-1:123456789012:function:f",
          stages: ["PRE_SCALE_UP"],
          timeoutAction: "CONTINUE",
        },
      ],
    },
    'deployment.lifecycleHooks[0].timeoutAction: cannot be set without targetType: "PAUSE"; leave it unset: Lambda functions have their own timeout',
  ],
  [
    "a share that AWS would round",
    { strategy: "CANARY", canaryPercent: 0.25 },
    "deployment.canaryPercent: 0.25 is not valid; must be a multiple of 0.1 from 0.1 to 100 (percent)",
  ],
  [
    "test traffic from nobody",
    { strategy: "CANARY", testPort: 8443 },
    "deployment.testIngressCidrs: is missing while deployment.testPort is set; set it to the blocks that you test from",
  ],
  [
    "a test port that clients use",
    { strategy: "CANARY", testPort: 80, testIngressCidrs: ["10.0.0.0/8"] },
    "deployment.testPort: 80 is already used by the listener for clients; use another one, such as 8443",
  ],
  [
    "addresses for no test port",
    { strategy: "CANARY", testIngressCidrs: ["10.0.0.0/8"] },
    "deployment.testIngressCidrs: cannot be set without deployment.testPort; set testPort, or leave it unset",
  ],
  [
    "a test listener on a balancer of its own",
    { strategy: "CANARY", testListenerArn: LISTENER },
    "deployment.testListenerArn: cannot be set without loadBalancer.listenerArn; set deployment.testPort: a listener is created for it",
  ],
  [
    "a test port on a balancer that exists",
    { strategy: "CANARY", testPort: 8443, testIngressCidrs: ["10.0.0.0/8"] },
    "deployment.testPort: cannot be set with loadBalancer.listenerArn: an existing load balancer gets no further listener; set deployment.testListenerArn",
    SHARED,
  ],
  [
    "an alarm without a name",
    { alarmNames: [""] },
    "deployment.alarmNames[0]: is empty; give it a value or leave it unset",
  ],
];

const OTHERS: readonly (readonly [title: string, args: GhcrFargateServiceArgs, message: string])[] = [
  [
    "a load balancer without a port",
    { ...PUBLIC, loadBalancer: HTTP },
    "loadBalancer: cannot be set without port; set port to the port that the container listens on",
  ],
  [
    "tasks open to others than their balancer",
    { ...WEB, network: { ...WEB.network, ingressCidrs: ["10.0.0.0/8"] }, loadBalancer: HTTP },
    "network.ingressCidrs: cannot be set with loadBalancer: the tasks accept traffic only from it; set the argument of the same name in loadBalancer",
  ],
  [
    "a network of one subnet",
    { ...WEB, network: { ...WEB.network, subnetIds: ["subnet-1"] }, loadBalancer: HTTP },
    "network.subnetIds: has one subnet, but a load balancer needs two zones; pass subnets in two zones or more",
  ],
  [
    "IPv6 in a new network",
    { ...WEB, network: { mode: "new" }, loadBalancer: { ...HTTP, ipAddressType: "dualstack" } },
    'loadBalancer.ipAddressType: "dualstack" cannot be set with network.mode: "new": its subnets have no IPv6; use "ipv4", or subnets of your own',
  ],
  [
    "a shift of traffic without a load balancer",
    { ...WEB, deployment: { strategy: "CANARY" } },
    'deployment.strategy: "CANARY" cannot be set without loadBalancer; set loadBalancer, or use "ROLLING"',
  ],
  [
    "a wait that a deployment outlasts",
    {
      ...WEB,
      loadBalancer: HTTP,
      deployment: { strategy: "LINEAR", stepPercent: 30 },
      rollout: { timeoutMinutes: 25 },
    },
    "rollout.timeoutMinutes: 25, but the bake times and pauses of deployment take 25 minutes; raise it, leave it unset, or set rollout.wait to false",
  ],
];

describe("a load balancer or deployment that cannot work", () => {
  const all: readonly (readonly [title: string, args: GhcrFargateServiceArgs, message: string])[] = [
    ...BALANCERS.map(([title, loadBalancer, message]) => [title, { ...WEB, loadBalancer }, message] as const),
    ...DEPLOYMENTS.map(
      ([title, deployment, message, loadBalancer = HTTP]) =>
        [title, { ...WEB, loadBalancer, deployment }, message] as const,
    ),
    ...OTHERS,
  ];
  for (const [title, args, message] of all)
    it(`is refused: ${title}`, async () => {
      strictEqual(await refusal(args), `GhcrFargateService "web": ${message}`);
    });
});
