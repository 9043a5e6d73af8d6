// The load balancer that a service creates: what there is, and what each part is told. Not proven here: that AWS accepts it.

import { deepStrictEqual, strictEqual } from "node:assert";
import type { ServiceLoadBalancer } from "../../components/loadBalancer/loadBalancerArgs";
import type { GhcrFargateServiceArgs } from "../../components/ghcrFargateServiceArgs";
import type { Deployment } from "../support/deploy";
import { deployService, PRIVATE, PUBLIC, TOKEN } from "./serviceFixture";

const WEB: GhcrFargateServiceArgs = { ...PUBLIC, port: 8080 };
const HTTPS = { ingressCidrs: ["0.0.0.0/0"], domainName: "app.example.com" };
const HTTP: ServiceLoadBalancer = { ingressCidrs: ["0.0.0.0/0"], protocol: "HTTP" };
const CERTIFICATE = "arn:aws:acm:eu-central-1:123456789012:certificate/web-certificate-a1b2c3d";
const BALANCER =
  "arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/app/web-lb-a1b2c3d/50dc6c495c0c9188";
const TARGET_GROUP =
  "arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/web-tg-a1b2c3d/73e2d6bc24d8a067";
const DNS_NAME = "web-lb-a1b2c3d-1234567890.eu-central-1.elb.amazonaws.com";

const BALANCED_CHILDREN = [
  "aws:ec2/securityGroup:SecurityGroup web-lb-security-group",
  "aws:lb/listener:Listener web-listener",
  "aws:lb/loadBalancer:LoadBalancer web-lb",
  "aws:lb/targetGroup:TargetGroup web-tg",
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule web-lb-egress",
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule web-ingress-lb",
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule web-lb-ingress-80-0.0.0.0-0",
];
const HTTPS_CHILDREN = [
  "aws:acm/certificate:Certificate web-certificate",
  "aws:acm/certificateValidation:CertificateValidation web-certificate-validation",
  "aws:lb/listener:Listener web-redirect-listener",
  "aws:route53/record:Record web-alias",
  "aws:route53/record:Record web-certificate-record",
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule web-lb-ingress-443-0.0.0.0-0",
];

/** What one case has and another has not. */
async function added(args: GhcrFargateServiceArgs, to: GhcrFargateServiceArgs): Promise<string[]> {
  const before = new Set((await deployService(to)).list());
  return (await deployService(args)).list().filter((child) => !before.has(child));
}

const inputsOf = (deployment: Deployment, name: string) => deployment.find(name).inputs;

describe("a load balancer", () => {
  it("is not there unless asked for", async () => {
    const deployment = await deployService(WEB);
    deepStrictEqual(
      deployment.resources.filter(({ type }) => /^aws:(lb|acm|route53)\//.test(type)),
      [],
    );
    const { loadBalancers, healthCheckGracePeriodSeconds, deploymentConfiguration } = inputsOf(
      deployment,
      "web-service",
    );
    deepStrictEqual(
      [loadBalancers, healthCheckGracePeriodSeconds, deploymentConfiguration],
      [undefined, undefined, { strategy: "ROLLING" }],
    );
    deepStrictEqual([deployment.outputs.url, deployment.outputs.listenerArn], [undefined, undefined]);
  });

  it("speaks HTTPS with a certificate of its own, and sends plain HTTP there", async () => {
    deepStrictEqual(
      await added({ ...WEB, loadBalancer: HTTPS }, WEB),
      [...BALANCED_CHILDREN, ...HTTPS_CHILDREN].sort(),
    );
    const deployment = await deployService({ ...WEB, loadBalancer: HTTPS });
    deepStrictEqual(inputsOf(deployment, "web-listener"), {
      loadBalancerArn: BALANCER,
      port: 443,
      protocol: "HTTPS",
      certificateArn: CERTIFICATE,
      sslPolicy: "ELBSecurityPolicy-TLS13-1-2-2021-06",
      defaultActions: [{ type: "forward", targetGroupArn: TARGET_GROUP }],
    });
    deepStrictEqual(inputsOf(deployment, "web-redirect-listener"), {
      loadBalancerArn: BALANCER,
      port: 80,
      protocol: "HTTP",
      defaultActions: [{ type: "redirect", redirect: { protocol: "HTTPS", port: "443", statusCode: "HTTP_301" } }],
    });
    strictEqual(deployment.outputs.url, "https://app.example.com");
  });

  it("waits for its certificate until DNS has proven it", async () => {
    const deployment = await deployService({ ...WEB, loadBalancer: HTTPS });
    deepStrictEqual(inputsOf(deployment, "web-certificate"), {
      domainName: "app.example.com",
      validationMethod: "DNS",
    });
    deepStrictEqual(inputsOf(deployment, "web-certificate-record"), {
      zoneId: "Z-example.com",
      name: "_proof.app.example.com.",
      type: "CNAME",
      records: ["_proof.acm-validations.aws."],
      ttl: 60,
      allowOverwrite: true,
    });
    deepStrictEqual(inputsOf(deployment, "web-certificate-validation"), {
      certificateArn: CERTIFICATE,
      validationRecordFqdns: ["_proof.app.example.com."],
    });
    deepStrictEqual(deployment.find("web-listener").deps.certificateArn, ["web-certificate-validation"]);
  });

  it("has an alias in the zone of its name", async () => {
    const alias = { name: DNS_NAME, zoneId: "Z215JYRZR1TBD5", evaluateTargetHealth: true };
    const records = async (loadBalancer: object) =>
      (await deployService({ ...WEB, loadBalancer: { ...HTTPS, ...loadBalancer } }))
        .ofType("aws:route53/record:Record")
        .map(({ inputs }) => inputs)
        .filter(({ type }) => type !== "CNAME");
    const record = { zoneId: "Z-example.com", name: "app.example.com", type: "A", aliases: [alias] };
    deepStrictEqual(await records({}), [record]);
    deepStrictEqual(await records({ ipAddressType: "dualstack" }), [record, { ...record, type: "AAAA" }]);
    deepStrictEqual(await records({ hostedZoneName: "app.example.com" }), [{ ...record, zoneId: "Z-app.example.com" }]);
    deepStrictEqual(await records({ hostedZoneId: "Z1" }), [{ ...record, zoneId: "Z1" }]);
    deepStrictEqual(await records({ aliasRecord: false }), []);
  });

  it("needs no zone where the certificate and the record are the user's", async () => {
    const deployment = await deployService({
      ...WEB,
      loadBalancer: {
        ...HTTPS,
        certificateArn: CERTIFICATE,
        aliasRecord: false,
        sslPolicy: "ELBSecurityPolicy-TLS13-1-3-2021-06",
      },
    });
    deepStrictEqual(
      deployment.calls.filter(({ token }) => token.includes("route53")),
      [],
    );
    deepStrictEqual(
      deployment.resources.filter(({ type }) => /^aws:(acm|route53)\//.test(type)),
      [],
    );
    const { certificateArn, sslPolicy } = inputsOf(deployment, "web-listener");
    deepStrictEqual([certificateArn, sslPolicy], [CERTIFICATE, "ELBSecurityPolicy-TLS13-1-3-2021-06"]);
    strictEqual(deployment.outputs.url, "https://app.example.com");
  });

  it("speaks plain HTTP only if told so", async () => {
    deepStrictEqual(await added({ ...WEB, loadBalancer: HTTP }, WEB), BALANCED_CHILDREN);
    const deployment = await deployService({ ...WEB, loadBalancer: HTTP });
    deepStrictEqual(inputsOf(deployment, "web-listener"), {
      loadBalancerArn: BALANCER,
      port: 80,
      protocol: "HTTP",
      defaultActions: [{ type: "forward", targetGroupArn: TARGET_GROUP }],
    });
    const { url, loadBalancerDnsName, loadBalancerSecurityGroupId } = deployment.outputs;
    deepStrictEqual([url, loadBalancerDnsName], [`http://${DNS_NAME}`, DNS_NAME]);
    strictEqual(loadBalancerSecurityGroupId, "sg-weblbsecuritygroupa1b2c3d");
    const named = await deployService({ ...WEB, loadBalancer: { ...HTTP, domainName: "app.example.com" } });
    strictEqual(named.outputs.url, "http://app.example.com");
  });

  it("has AWS's defaults where they are safe, and drops headers that are not", async () => {
    deepStrictEqual(inputsOf(await deployService({ ...WEB, loadBalancer: HTTP }), "web-lb"), {
      loadBalancerType: "application",
      internal: false,
      ipAddressType: "ipv4",
      subnets: ["subnet-1", "subnet-2"],
      securityGroups: ["sg-weblbsecuritygroupa1b2c3d"],
      idleTimeout: 60,
      dropInvalidHeaderFields: true,
      enableDeletionProtection: false,
      accessLogs: { bucket: "", enabled: false },
    });
  });

  it("takes what is given", async () => {
    const deployment = await deployService({
      ...WEB,
      tags: { team: "web" },
      loadBalancer: {
        ...HTTP,
        ingressCidrs: ["10.0.0.0/8", "fd00::/8"],
        internal: true,
        subnetIds: ["subnet-3", "subnet-4"],
        ipAddressType: "dualstack",
        idleTimeoutSeconds: 4000,
        dropInvalidHeaderFields: false,
        deletionProtection: true,
        accessLogs: { bucket: "logs", prefix: "web" },
      },
    });
    deepStrictEqual(inputsOf(deployment, "web-lb"), {
      loadBalancerType: "application",
      internal: true,
      ipAddressType: "dualstack",
      subnets: ["subnet-3", "subnet-4"],
      securityGroups: ["sg-weblbsecuritygroupa1b2c3d"],
      idleTimeout: 4000,
      dropInvalidHeaderFields: false,
      enableDeletionProtection: true,
      accessLogs: { bucket: "logs", prefix: "web", enabled: true },
      tags: { team: "web" },
    });
    strictEqual(inputsOf(deployment, "web-lb-ingress-80-10.0.0.0-8").cidrIpv4, "10.0.0.0/8");
    strictEqual(inputsOf(deployment, "web-lb-ingress-80-fd00-8").cidrIpv6, "fd00::/8");
    const untagged = deployment.resources.filter(({ type, inputs }) => /^aws:(lb|ec2|vpc)/.test(type) && !inputs.tags);
    deepStrictEqual(
      untagged.map(({ name }) => name),
      [],
    );
  });

  it("is all that the tasks admit", async () => {
    const deployment = await deployService({ ...WEB, loadBalancer: HTTPS });
    const rules = deployment.ofType("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule");
    deepStrictEqual(
      rules.filter(({ inputs }) => inputs.securityGroupId === "sg-websecuritygroupa1b2c3d").map(({ inputs }) => inputs),
      [
        {
          securityGroupId: "sg-websecuritygroupa1b2c3d",
          ipProtocol: "tcp",
          fromPort: 8080,
          toPort: 8080,
          referencedSecurityGroupId: "sg-weblbsecuritygroupa1b2c3d",
          description: "Requests and health checks of the load balancer",
        },
      ],
    );
    deepStrictEqual(
      rules
        .filter(({ inputs }) => inputs.cidrIpv4 !== undefined)
        .map(({ inputs }) => [inputs.securityGroupId, inputs.fromPort]),
      [
        ["sg-weblbsecuritygroupa1b2c3d", 443],
        ["sg-weblbsecuritygroupa1b2c3d", 80],
      ],
    );
  });

  it("changes no rule of security groups that are the user's", async () => {
    const network = { ...WEB.network, securityGroupIds: ["sg-1"] };
    const deployment = await deployService({ ...WEB, network, loadBalancer: HTTP });
    const rules = deployment.ofType("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule");
    deepStrictEqual(
      rules.map(({ name }) => name),
      ["web-lb-ingress-80-0.0.0.0-0"],
    );
  });

  it("is open to nobody if ingressCidrs is empty", async () => {
    const deployment = await deployService({ ...WEB, loadBalancer: { ...HTTP, ingressCidrs: [] } });
    const rules = deployment.ofType("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule");
    deepStrictEqual(
      rules.map(({ name }) => name),
      ["web-ingress-lb"],
    );
  });

  it("leaves every other resource as it was, but the service", async () => {
    const without = await deployService(WEB);
    const balanced = await deployService({ ...WEB, loadBalancer: HTTPS });
    const changed = without.resources.filter(
      ({ name, type, inputs }) => JSON.stringify(balanced.find(name, type).inputs) !== JSON.stringify(inputs),
    );
    deepStrictEqual(
      changed.map(({ name }) => name),
      ["web-service"],
    );
  });

  it("knows no token", async () => {
    deepStrictEqual((await deployService({ ...PRIVATE, loadBalancer: HTTPS })).leaks(TOKEN), []);
  });

  it("previews, with what is not known yet", async () => {
    const { errors, outputs } = await deployService({ ...WEB, loadBalancer: HTTPS }, { preview: true });
    deepStrictEqual(errors, []);
    strictEqual(outputs.url, "https://app.example.com");
  });
});

describe("the target group", () => {
  it("asks every task for / unless told otherwise", async () => {
    const deployment = await deployService({ ...WEB, loadBalancer: HTTP });
    deepStrictEqual(inputsOf(deployment, "web-tg"), {
      vpcId: "vpc-1",
      targetType: "ip",
      protocol: "HTTP",
      port: 8080,
      healthCheck: {
        protocol: "HTTP",
        path: "/",
        matcher: "200",
        interval: 15,
        timeout: 5,
        healthyThreshold: 2,
        unhealthyThreshold: 3,
      },
      deregistrationDelay: 30,
      stickiness: { type: "lb_cookie", enabled: false },
      slowStart: 0,
      loadBalancingCrossZoneEnabled: "use_load_balancer_configuration",
    });
    const { inputs, dependsOn } = deployment.find("web-service");
    deepStrictEqual(inputs.loadBalancers, [
      { containerName: "app", containerPort: 8080, targetGroupArn: TARGET_GROUP },
    ]);
    strictEqual(inputs.healthCheckGracePeriodSeconds, 60);
    deepStrictEqual(inputs.deploymentConfiguration, { strategy: "ROLLING" });
    strictEqual(dependsOn.includes("web-listener"), true); // ECS refuses a target group that no balancer uses
  });

  it("takes what is given", async () => {
    const deployment = await deployService({
      ...WEB,
      loadBalancer: {
        ...HTTP,
        healthCheck: {
          path: "/health?deep=1",
          statusCodes: "200-299,304",
          intervalSeconds: 300,
          timeoutSeconds: 120,
          healthyThreshold: 10,
          unhealthyThreshold: 10,
          gracePeriodSeconds: 0,
        },
        deregistrationDelaySeconds: 0,
        stickinessSeconds: 604800,
        slowStartSeconds: 900,
      },
    });
    const { healthCheck, deregistrationDelay, stickiness, slowStart } = inputsOf(deployment, "web-tg");
    deepStrictEqual(healthCheck, {
      protocol: "HTTP",
      path: "/health?deep=1",
      matcher: "200-299,304",
      interval: 300,
      timeout: 120,
      healthyThreshold: 10,
      unhealthyThreshold: 10,
    });
    deepStrictEqual([deregistrationDelay, slowStart], [0, 900]);
    deepStrictEqual(stickiness, { type: "lb_cookie", enabled: true, cookieDuration: 604800 });
    strictEqual(inputsOf(deployment, "web-service").healthCheckGracePeriodSeconds, 0);
  });
});
