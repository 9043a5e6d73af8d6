// Private subnets with NAT gateways, and VPC endpoints. Not proven here: what awsx creates within its VPC.

import { deepStrictEqual, strictEqual } from "node:assert";
import type { GhcrFargateServiceArgs } from "../../components/ghcrFargateServiceArgs";
import { deployService, PUBLIC, refusal } from "./serviceFixture";

const IMAGE = "ghcr.io/acme/web:1.0";
const ECR_IMAGE = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/web:1.0";
const EXISTING = { mode: "existing" as const, vpcId: "vpc-1", subnetIds: ["subnet-1", "subnet-2"] };
const ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint";
const EGRESS = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule";

const refused = (fault: string) => `GhcrFargateService "web": ${fault}`;

/** What the second list has and the first has not. */
const added = (before: readonly string[], after: readonly string[]) => after.filter((line) => !before.includes(line));

describe("NAT gateways", () => {
  for (const [natGateways, strategy] of [
    ["single", "Single"],
    ["onePerZone", "OnePerAz"],
  ] as const)
    it(`"${natGateways}" give a new VPC private subnets, where the tasks run without public addresses`, async () => {
      const deployment = await deployService({ image: IMAGE, network: { mode: "new", natGateways } });
      deepStrictEqual(deployment.only("awsx:ec2:Vpc").inputs, {
        numberOfAvailabilityZones: 2,
        subnetStrategy: "Auto",
        subnetSpecs: [
          { type: "Public", cidrMask: 18 },
          { type: "Private", cidrMask: 18 },
        ],
        natGateways: { strategy },
        enableDnsHostnames: true,
      });
      deepStrictEqual(deployment.find("web-service").inputs.networkConfiguration, {
        subnets: ["subnet-webvpcprivate1", "subnet-webvpcprivate2"],
        securityGroups: ["sg-websecuritygroupa1b2c3d"],
        assignPublicIp: false,
      });
    });

  it("add no resource beside the VPC's own", async () => {
    const without = await deployService({ image: IMAGE, network: { mode: "new" } });
    const withOne = await deployService({ image: IMAGE, network: { mode: "new", natGateways: "single" } });
    deepStrictEqual(withOne.list(), without.list());
  });

  const REFUSED: readonly (readonly [string, GhcrFargateServiceArgs["network"], string])[] = [
    [
      "in a VPC that is not new",
      { ...EXISTING, natGateways: "single" },
      'network.natGateways: "single" cannot be set with network.mode: "existing"; set network.mode: "new", or leave it unset',
    ],
    [
      "with public addresses",
      { mode: "new", natGateways: "onePerZone", assignPublicIp: true },
      'network.assignPublicIp: true cannot be set with network.natGateways: "onePerZone"; leave one of them unset: a public IP ' +
        "address has no effect in a private subnet",
    ],
    [
      "of an unknown number",
      { mode: "new", natGateways: "two" as "single" },
      'network.natGateways: "two" is not valid; must be "none" or "single" or "onePerZone"',
    ],
  ];
  for (const [title, network, fault] of REFUSED)
    it(`are refused ${title}`, async () => {
      strictEqual(await refusal({ image: IMAGE, network }), refused(fault));
    });
});

describe("VPC endpoints", () => {
  const ALL = { secretsManager: true, logs: true, ecr: true };

  it("are, with their security group, all that asking for them adds", async () => {
    const network = { mode: "new", natGateways: "single" } as const;
    const without = await deployService({ image: IMAGE, network });
    const withAll = await deployService({ image: IMAGE, network: { ...network, endpoints: ALL } });
    deepStrictEqual(added(without.list(), withAll.list()), [
      "aws:ec2/securityGroup:SecurityGroup web-endpoint-security-group",
      `${ENDPOINT} web-endpoint-ecr.api`,
      `${ENDPOINT} web-endpoint-ecr.dkr`,
      `${ENDPOINT} web-endpoint-logs`,
      `${ENDPOINT} web-endpoint-s3`,
      `${ENDPOINT} web-endpoint-secretsmanager`,
      "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule web-endpoint-ingress-0",
    ]);
    deepStrictEqual(added(withAll.list(), without.list()), []);
  });

  it("are where the tasks are, by private DNS, and admit the tasks only", async () => {
    const network = { mode: "new", natGateways: "single", endpoints: { logs: true } } as const;
    const deployment = await deployService({ image: IMAGE, network, tags: { team: "a" } });
    deepStrictEqual(deployment.only(ENDPOINT).inputs, {
      vpcId: "vpc-webvpc",
      serviceName: "com.amazonaws.eu-central-1.logs",
      vpcEndpointType: "Interface",
      subnetIds: ["subnet-webvpcprivate1", "subnet-webvpcprivate2"],
      securityGroupIds: ["sg-webendpointsecuritygroupa1b2c3d"],
      privateDnsEnabled: true,
      tags: { team: "a" },
    });
    deepStrictEqual(deployment.find("web-endpoint-security-group").inputs, {
      description: "VPC endpoints of web",
      vpcId: "vpc-webvpc",
      tags: { team: "a" },
    });
    deepStrictEqual(deployment.find("web-endpoint-ingress-0").inputs, {
      securityGroupId: "sg-webendpointsecuritygroupa1b2c3d",
      description: "HTTPS from the tasks",
      ipProtocol: "tcp",
      fromPort: 443,
      toPort: 443,
      referencedSecurityGroupId: "sg-websecuritygroupa1b2c3d",
      tags: { team: "a" },
    });
  });

  it("have the names that China gives them", async () => {
    const network = { mode: "new", natGateways: "single", endpoints: { logs: true, ecr: true } } as const;
    const deployment = await deployService({ image: IMAGE, network }, { config: { "aws:region": "cn-north-1" } });
    deepStrictEqual(
      deployment
        .ofType(ENDPOINT)
        .map(({ inputs }) => inputs.serviceName)
        .sort(),
      [
        "cn.com.amazonaws.cn-north-1.ecr.api",
        "cn.com.amazonaws.cn-north-1.ecr.dkr",
        "com.amazonaws.cn-north-1.logs",
        "com.amazonaws.cn-north-1.s3",
      ],
    );
  });

  it("of S3 are gateways in every route table of a new VPC, and need no security group", async () => {
    const deployment = await deployService({ image: IMAGE, network: { mode: "new", endpoints: { s3: true } } });
    deepStrictEqual(deployment.only(ENDPOINT).inputs, {
      vpcId: "vpc-webvpc",
      serviceName: "com.amazonaws.eu-central-1.s3",
      vpcEndpointType: "Gateway",
      routeTableIds: ["rtb-webvpc1", "rtb-webvpc2"],
    });
    strictEqual(
      deployment.resources.some(({ name }) => name.includes("endpoint-security-group")),
      false,
    );
  });

  it("are in the subnets, the route tables and for the groups that are given in a VPC that exists", async () => {
    const network = {
      ...EXISTING,
      securityGroupIds: ["sg-1", "sg-2"],
      endpoints: { logs: true, s3: true, routeTableIds: ["rtb-1"] },
    };
    const deployment = await deployService({ image: IMAGE, network });
    const logs = deployment.find("web-endpoint-logs").inputs;
    deepStrictEqual([logs.vpcId, logs.subnetIds], ["vpc-1", ["subnet-1", "subnet-2"]]);
    deepStrictEqual(deployment.find("web-endpoint-s3").inputs.routeTableIds, ["rtb-1"]);
    deepStrictEqual(
      [0, 1].map((i) => deployment.find(`web-endpoint-ingress-${i}`).inputs.referencedSecurityGroupId),
      ["sg-1", "sg-2"],
    );
  });

  it("are there before the tasks that need them", async () => {
    const endpoints = { ecr: true, logs: true };
    const deployment = await deployService({
      image: ECR_IMAGE,
      network: { mode: "new", assignPublicIp: false, endpoints },
    });
    deepStrictEqual(
      deployment.find("web-service").dependsOn.filter((name) => name.includes("endpoint")),
      ["web-endpoint-ecr.api", "web-endpoint-ecr.dkr", "web-endpoint-logs", "web-endpoint-s3"],
    );
  });

  it("are reached by tasks that reach nothing else", async () => {
    const network = { mode: "new", assignPublicIp: false, egress: [], endpoints: { ecr: true, logs: true } } as const;
    const deployment = await deployService({ image: ECR_IMAGE, network: { ...network, egress: [] } });
    const rule = { securityGroupId: "sg-websecuritygroupa1b2c3d", ipProtocol: "tcp", fromPort: 443, toPort: 443 };
    deepStrictEqual(
      deployment.ofType(EGRESS).map(({ name, inputs }) => [name, inputs]),
      [
        [
          "web-egress-endpoints",
          {
            ...rule,
            description: "AWS services through VPC endpoints",
            referencedSecurityGroupId: "sg-webendpointsecuritygroupa1b2c3d",
          },
        ],
        ["web-egress-s3", { ...rule, description: "Amazon S3 through its endpoint", prefixListId: "pl-6ea54007" }],
      ],
    );
  });

  it("come with the one of S3 for ECR, unless the VPC has it", async () => {
    const network = { ...EXISTING, endpoints: { ecr: true, s3: false } };
    const deployment = await deployService({ image: IMAGE, network });
    deepStrictEqual(
      deployment.ofType(ENDPOINT).map(({ name }) => name),
      ["web-endpoint-ecr.api", "web-endpoint-ecr.dkr"],
    );
  });

  const REFUSED: readonly (readonly [string, GhcrFargateServiceArgs["network"], string])[] = [
    [
      "in the default VPC",
      { endpoints: { logs: true } },
      'network.endpoints: cannot be set with network.mode: "default": the default VPC is not modified; set network.mode: "new" or "existing"',
    ],
    [
      "of no service",
      { mode: "new", endpoints: { logs: false } },
      "network.endpoints: has no service; set one of secretsManager, ssm, logs, ecr and s3 to true",
    ],
    [
      "of S3 in a VPC that exists without route tables",
      { ...EXISTING, endpoints: { ecr: true } },
      'network.endpoints.routeTableIds: required while network.mode is "existing" and s3 is true; pass the ' +
        "route tables of network.subnetIds, or set s3: false if the VPC has the endpoint",
    ],
    [
      "with route tables in a new VPC",
      { mode: "new", endpoints: { s3: true, routeTableIds: ["rtb-1"] } },
      'network.endpoints.routeTableIds: cannot be set with network.mode: "new"; leave it unset',
    ],
    [
      "with route tables and without S3",
      { ...EXISTING, endpoints: { logs: true, routeTableIds: ["rtb-1"] } },
      "network.endpoints.routeTableIds: cannot be set without an endpoint of S3; leave it unset",
    ],
    [
      "with what is no route table",
      { ...EXISTING, endpoints: { s3: true, routeTableIds: ["subnet-1"] } },
      'network.endpoints.routeTableIds: "subnet-1" is not a valid id; pass an id like rtb-0123456789abcdef0',
    ],
    [
      "with no route table",
      { ...EXISTING, endpoints: { s3: true, routeTableIds: [] } },
      "network.endpoints.routeTableIds: is empty; pass one route table or more",
    ],
  ];
  for (const [title, network, fault] of REFUSED)
    it(`are refused ${title}`, async () => {
      strictEqual(await refusal({ image: PUBLIC.image, network }), refused(fault));
    });

  it("leave no trace if not asked for", async () => {
    strictEqual(
      (await deployService(PUBLIC)).list().some((line) => /endpoint/i.test(line)),
      false,
    );
  });
});
