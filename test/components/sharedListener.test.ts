// A service behind a load balancer that exists: its rule on the listener, and the balancer that is looked up.

import { deepStrictEqual, rejects, strictEqual } from "node:assert";
import { GhcrFargateService } from "../../components/ghcrFargateService";
import type { GhcrFargateServiceArgs } from "../../components/ghcrFargateServiceArgs";
import { priorityOf } from "../../model/listenerRules";
import { deploy } from "../support/deploy";
import { deployService, PUBLIC, refusal } from "./serviceFixture";

const WEB: GhcrFargateServiceArgs = { ...PUBLIC, port: 8080 };
const LISTENER =
  "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/shared/50dc6c495c0c9188/0467ef3c8400ae65";
const TARGET_GROUP =
  "arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/web-tg-a1b2c3d/73e2d6bc24d8a067";
const SHARED = { listenerArn: LISTENER, hosts: ["app.example.com"], paths: ["/api/*"] };

describe("a service on an existing listener", () => {
  it("adds a rule, a target group and the right to reach the tasks, and no balancer", async () => {
    const deployment = await deployService({ ...WEB, loadBalancer: SHARED });
    const before = new Set((await deployService(WEB)).list());
    deepStrictEqual(
      deployment.list().filter((child) => !before.has(child)),
      [
        "aws:lb/listenerRule:ListenerRule web-rule",
        "aws:lb/targetGroup:TargetGroup web-tg",
        "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule web-ingress-lb",
      ],
    );
    const { inputs, ignoreChanges } = deployment.find("web-rule");
    deepStrictEqual(inputs, {
      listenerArn: LISTENER,
      priority: priorityOf(SHARED),
      conditions: [{ hostHeader: { values: ["app.example.com"] } }, { pathPattern: { values: ["/api/*"] } }],
      actions: [{ type: "forward", targetGroupArn: TARGET_GROUP }],
    });
    deepStrictEqual(ignoreChanges, []);
    strictEqual(deployment.find("web-service").dependsOn.includes("web-rule"), true);
    const { url, listenerArn, loadBalancerDnsName } = deployment.outputs;
    deepStrictEqual(
      [url, listenerArn, loadBalancerDnsName],
      ["https://app.example.com/api/", LISTENER, "shared-1234567890.eu-central-1.elb.amazonaws.com"],
    );
  });

  it("says only what is matched, at the place that is given", async () => {
    const rule = async (loadBalancer: object) =>
      (await deployService({ ...WEB, loadBalancer: { listenerArn: LISTENER, ...loadBalancer } })).find("web-rule")
        .inputs;
    const byPath = await rule({ paths: ["/*"], priority: 50000 });
    deepStrictEqual([byPath.priority, byPath.conditions], [50000, [{ pathPattern: { values: ["/*"] } }]]);
    const byHost = await rule({ hosts: ["*.example.com"] });
    deepStrictEqual(byHost.conditions, [{ hostHeader: { values: ["*.example.com"] } }]);
  });

  it("admits the balancer's own security group, looked up or given", async () => {
    const admitted = async (loadBalancer: object) =>
      (await deployService({ ...WEB, loadBalancer: { ...SHARED, ...loadBalancer } })).find("web-ingress-lb").inputs
        .referencedSecurityGroupId;
    strictEqual(await admitted({}), "sg-shared1");
    strictEqual(await admitted({ securityGroupId: "sg-9" }), "sg-9");
  });

  it("says so where the balancer has no security group", async () => {
    const calls = { "aws:lb/getLoadBalancer:getLoadBalancer": { arn: "arn:lb", dnsName: "lb", securityGroups: [] } };
    strictEqual(
      await refusal({ ...WEB, loadBalancer: SHARED }, { calls }),
      'GhcrFargateService "web": loadBalancer.listenerArn: the load balancer arn:lb has no security group; set ' +
        "loadBalancer.securityGroupId",
    );
    const given = await deployService({ ...WEB, loadBalancer: { ...SHARED, securityGroupId: "sg-9" } }, { calls });
    strictEqual(given.find("web-ingress-lb").inputs.referencedSecurityGroupId, "sg-9");
  });

  it("takes its domain name for its host, and points it to the balancer", async () => {
    const deployment = await deployService({
      ...WEB,
      loadBalancer: { listenerArn: LISTENER, domainName: "app.example.com" },
    });
    deepStrictEqual(deployment.find("web-rule").inputs.conditions, [{ hostHeader: { values: ["app.example.com"] } }]);
    deepStrictEqual(deployment.find("web-alias").inputs, {
      zoneId: "Z-example.com",
      name: "app.example.com",
      type: "A",
      aliases: [
        {
          name: "shared-1234567890.eu-central-1.elb.amazonaws.com",
          zoneId: "Z215JYRZR1TBD5",
          evaluateTargetHealth: true,
        },
      ],
    });
    strictEqual(deployment.outputs.url, "https://app.example.com");
  });

  it("may be on the listener of another service, in a first preview too", async () => {
    for (const preview of [false, true]) {
      const deployment = await deploy(
        () => {
          const first = new GhcrFargateService("first", {
            ...WEB,
            loadBalancer: { protocol: "HTTP", ingressCidrs: ["0.0.0.0/0"] },
          });
          const { listenerArn } = first;
          new GhcrFargateService("second", { ...WEB, loadBalancer: { listenerArn, paths: ["/second/*"] } });
        },
        { preview },
      );
      deepStrictEqual(deployment.find("second-rule").deps.listenerArn, ["first-listener"]);
    }
  });

  it("says so where the other service has no listener", async () => {
    const args = { ...WEB, registry: { pin: false, preflight: false } };
    await rejects(
      deploy(
        () => {
          const { listenerArn } = new GhcrFargateService("first", args);
          new GhcrFargateService("second", { ...args, loadBalancer: { listenerArn, paths: ["/second/*"] } });
        },
        { engine: true, preview: true },
      ),
      /GhcrFargateService "second": loadBalancer\.listenerArn: undefined is not a valid ARN of an Application Load Balancer's listener; /,
    );
  });

  it("looks the balancer up by its listener", async () => {
    const { calls } = await deployService({ ...WEB, loadBalancer: SHARED });
    deepStrictEqual(
      calls.filter(({ token }) => token.startsWith("aws:lb/")).map(({ token, inputs }) => [token, inputs.arn]),
      [
        ["aws:lb/getListener:getListener", LISTENER],
        [
          "aws:lb/getLoadBalancer:getLoadBalancer",
          "arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/app/shared/50dc6c495c0c9188",
        ],
      ],
    );
  });
});
