import { deepStrictEqual } from "node:assert";
import type { CapturedResource, Properties } from "../../preview/captured";
import { findExposures } from "../../preview/exposure/exposures";
import { resourceCosts } from "../../preview/resourceCosts";
import { resource } from "./capturedResource";

const SERVICE = "aws:ecs/service:Service";
const TASK = "aws:ecs/taskDefinition:TaskDefinition";
const fromTask = { taskDefinition: `${TASK}::task` };
const task = (inputs: Properties) => resource(TASK, "task", { requiresCompatibilities: ["FARGATE"], ...inputs });
const small = task({ cpu: "256", memory: "512" });

describe("the billed items", () => {
  const cases: [string, CapturedResource[], [string, number | undefined][]][] = [
    [
      "of a service are its tasks' processor and memory",
      [small, resource(SERVICE, "web", { desiredCount: 2 }, fromTask)],
      [
        ["fargateVcpuX86", 0.5],
        ["fargateMemoryX86", 1],
      ],
    ],
    [
      "of an ARM service in words are the same",
      [
        task({
          cpu: ".5 vCPU",
          memory: "1 GB",
          runtimePlatform: { cpuArchitecture: "ARM64" },
          ephemeralStorage: { sizeInGib: 25 },
        }),
        resource(SERVICE, "web", { desiredCount: 1, networkConfiguration: { assignPublicIp: true } }, fromTask),
      ],
      [
        ["fargateVcpuArm", 0.5],
        ["fargateMemoryArm", 1],
        ["fargateStorage", 5],
        ["publicIpv4", 1],
      ],
    ],
    [
      "of a task definition without a service are what a task takes while it runs",
      [small, resource(SERVICE, "web", { desiredCount: 1, launchType: "EC2" })],
      [
        ["fargateRunVcpuX86", undefined],
        ["fargateRunMemoryX86", undefined],
      ],
    ],
    [
      "of a service without a count are none, as AWS's provider takes it",
      [small, resource(SERVICE, "web", {}, fromTask)],
      [],
    ],
    [
      "of a service on EC2 are none",
      [small, resource(SERVICE, "web", { desiredCount: 1, launchType: "EC2" }, fromTask)],
      [],
    ],
    [
      "of a scaled service are its fewest tasks, and two alarms",
      [
        small,
        resource(SERVICE, "web", {}, fromTask),
        resource(
          "aws:appautoscaling/target:Target",
          "scaling",
          { minCapacity: 2, maxCapacity: 10 },
          { resourceId: `${SERVICE}::web` },
        ),
        resource("aws:appautoscaling/policy:Policy", "cpu", { policyType: "TargetTrackingScaling" }),
      ],
      [
        ["fargateVcpuX86", 0.5],
        ["fargateMemoryX86", 1],
        ["alarm", 2],
      ],
    ],
    [
      "of an internal load balancer have no public address",
      [resource("aws:lb/loadBalancer:LoadBalancer", "lb", { internal: true, subnets: ["a", "b"] })],
      [
        ["applicationLoadBalancer", undefined],
        ["loadBalancerCapacity", undefined],
      ],
    ],
    [
      "of an interface endpoint count its zones; a gateway endpoint is free",
      [
        resource("aws:ec2/vpcEndpoint:VpcEndpoint", "logs", {
          vpcEndpointType: "Interface",
          subnetIds: ["a", "b", "c"],
        }),
        resource("aws:ec2/vpcEndpoint:VpcEndpoint", "s3", { vpcEndpointType: "Gateway" }),
      ],
      [
        ["interfaceEndpoint", 3],
        ["interfaceEndpointData", undefined],
      ],
    ],
    [
      "of a cluster are Container Insights, where it is on",
      [
        resource("aws:ecs/cluster:Cluster", "a", { settings: [{ name: "containerInsights", value: "enhanced" }] }),
        resource("aws:ecs/cluster:Cluster", "b", { settings: [{ name: "containerInsights", value: "disabled" }] }),
      ],
      [["containerInsightsEnhanced", undefined]],
    ],
    ["of what exists already are none", [{ ...resource("aws:kms/key:Key", "key", {}), operation: "read" }], []],
  ];
  for (const [title, resources, expected] of cases)
    it(title, () =>
      deepStrictEqual(
        resourceCosts(resources).items.map(({ price, quantity }) => [price, quantity]),
        expected,
      ),
    );

  it("say what they leave out", () => {
    const { unpriced } = resourceCosts([
      resource("aws:rds/instance:Instance", "a", {}),
      resource("aws:rds/instance:Instance", "b", {}),
      resource("aws:iam/role:Role", "role", {}),
      resource(SERVICE, "web", { desiredCount: 1, taskDefinition: "arn:aws:ecs:task" }),
    ]);
    deepStrictEqual(unpriced, [
      { what: "service web, whose size of tasks is not known here", billed: "hour" },
      { what: "aws:rds:Instance (2)", billed: "hour" },
    ]);
  });
});

describe("what is open to the internet", () => {
  const GROUP = "aws:ec2/securityGroup:SecurityGroup";
  const RULE = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
  const OLD_RULE = "aws:ec2/securityGroupRule:SecurityGroupRule";
  const NAT = "aws:ec2/natGateway:NatGateway";
  const EIP = "aws:ec2/eip:Eip";
  const cases: [string, CapturedResource[], string[]][] = [
    [
      "an inline rule, with one phrase per range",
      [
        resource(GROUP, "web", {
          ingress: [
            {
              protocol: "tcp",
              fromPort: 80,
              toPort: 90,
              cidrBlocks: ["0.0.0.0/0", "10.0.0.0/8"],
              ipv6CidrBlocks: ["::/0"],
            },
          ],
        }),
      ],
      ["TCP 80-90 from 0.0.0.0/0", "TCP 80-90 from ::/0"],
    ],
    [
      "a rule of its own, with its group",
      [
        resource(GROUP, "web", {}),
        resource(RULE, "rule", { ipProtocol: "-1", cidrIpv6: "::/0" }, { securityGroupId: `${GROUP}::web` }),
      ],
      ["all traffic from ::/0, in security group web"],
    ],
    ["no rule for a private range", [resource(RULE, "rule", { ipProtocol: "tcp", cidrIpv4: "10.0.0.0/8" })], []],
    [
      "the older kind of rule, but not egress",
      [
        resource(OLD_RULE, "in", {
          type: "ingress",
          protocol: "udp",
          fromPort: 53,
          toPort: 53,
          cidrBlocks: ["0.0.0.0/0"],
        }),
        resource(OLD_RULE, "out", { type: "egress", protocol: "-1", cidrBlocks: ["0.0.0.0/0"] }),
      ],
      ["UDP 53 from 0.0.0.0/0"],
    ],
    [
      "a fixed address, unless a NAT gateway has it",
      [
        resource(EIP, "free", {}),
        resource(EIP, "nat", {}),
        resource(NAT, "gateway", {}, { allocationId: `${EIP}::nat` }),
      ],
      ["public IPv4 address"],
    ],
  ];
  for (const [title, resources, expected] of cases)
    it(`includes ${title}`, () =>
      deepStrictEqual(
        findExposures(resources).map(({ open }) => open),
        expected,
      ));
});
