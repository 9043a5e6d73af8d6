// A load balancer that cannot reach all tasks is refused. Not proven here: that AWS answers lookups as the stand-in does.

import { deepStrictEqual, strictEqual } from "node:assert";
import type { GhcrFargateServiceArgs } from "../../components/ghcrFargateServiceArgs";
import { deployService, PUBLIC, refusal } from "./serviceFixture";

const ALONE = { registry: { pin: false, preflight: false }, rollout: { wait: false } };
const WEB: GhcrFargateServiceArgs = {
  ...PUBLIC,
  ...ALONE,
  port: 8080,
  network: { mode: "existing", vpcId: "vpc-1", subnetIds: ["subnet-a", "subnet-b"], checkRoutes: false },
};
const LISTENER = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/shared/1/2";
const SHARED = { ...WEB, loadBalancer: { listenerArn: LISTENER, paths: ["/*"] } };
const OWN_SUBNETS: GhcrFargateServiceArgs = {
  ...WEB,
  loadBalancer: { protocol: "HTTP", ingressCidrs: [], subnetIds: ["subnet-a2", "subnet-c2"] },
};

/** Subnets are named by their zones here. */
const calls = {
  "aws:ec2/getSubnet:getSubnet": ({ id }: Record<string, unknown>) => ({
    id,
    availabilityZone: `eu-central-1${String(id).charAt("subnet-".length)}`,
  }),
};
const balanced = (subnets: readonly string[], vpcId = "vpc-1") => ({
  ...calls,
  "aws:lb/getLoadBalancer:getLoadBalancer": { arn: "arn:lb", dnsName: "lb", securityGroups: ["sg-1"], subnets, vpcId },
});

describe("the zones of a load balancer", () => {
  it("are refused where tasks run in one without a subnet of the load balancer", async () => {
    strictEqual(
      await refusal(OWN_SUBNETS, { engine: true, calls }),
      'GhcrFargateService "web": loadBalancer.subnetIds: the load balancer has subnets in eu-central-1a, eu-central-1c only, but ' +
        'the tasks also run in "subnet-b" (eu-central-1b); remove those from network.subnetIds, or add subnets in their zones to ' +
        "the load balancer",
    );
  });

  it("are refused so for an existing load balancer too", async () => {
    const message = await refusal(SHARED, { engine: true, calls: balanced(["subnet-a1", "subnet-c1"]) });
    strictEqual(
      message.includes("loadBalancer.listenerArn: the load balancer has subnets in eu-central-1a"),
      true,
      message,
    );
  });

  it("may be more than those of the tasks", async () => {
    const { errors } = await deployService(SHARED, {
      engine: true,
      calls: balanced(["subnet-a1", "subnet-b1", "subnet-c1"]),
    });
    deepStrictEqual(errors, []);
  });

  it("are refused in another VPC than that of the tasks", async () => {
    strictEqual(
      await refusal(SHARED, { engine: true, calls: balanced(["subnet-a1", "subnet-b1"], "vpc-2") }),
      'GhcrFargateService "web": loadBalancer.listenerArn: its load balancer is in the VPC vpc-2, but the tasks run in vpc-1; set ' +
        'network.mode: "existing" with vpcId "vpc-2" and subnets of it, or use a load balancer in the VPC of the tasks',
    );
  });

  it("are those of another VPC wherever the tasks' one is new", async () => {
    strictEqual(
      await refusal({ ...SHARED, network: { mode: "new" } }),
      'GhcrFargateService "web": loadBalancer.listenerArn: cannot be set with network.mode: "new": the load balancer is in ' +
        'another VPC; set network.mode: "existing" with the VPC of the load balancer',
    );
  });

  it("are a warning where they may not be looked up", async () => {
    const denied = () => {
      throw new Error("UnauthorizedOperation: ec2:DescribeSubnets");
    };
    const { errors, warnings } = await deployService(OWN_SUBNETS, {
      engine: true,
      calls: { "aws:ec2/getSubnet:getSubnet": denied },
    });
    deepStrictEqual(errors, []);
    strictEqual(warnings.filter((text) => text.includes("allow ec2:DescribeSubnets")).length, 2, warnings.join("\n"));
  });
});
