// Where the tasks run, and who reaches them.

import { deepStrictEqual, strictEqual } from "node:assert";
import Module from "node:module";
import { deployService, PUBLIC, refusal } from "./serviceFixture";

const EXISTING = { mode: "existing", vpcId: "vpc-1", subnetIds: ["subnet-1", "subnet-2"] } as const;
const existing = { ...EXISTING, subnetIds: [...EXISTING.subnetIds] };

describe("the network", () => {
  it("is the default VPC's public subnets unless told otherwise", async () => {
    const deployment = await deployService(
      { image: PUBLIC.image },
      {
        calls: {
          "aws:ec2/getVpcs:getVpcs": { ids: ["vpc-default"] },
          "aws:ec2/getSubnets:getSubnets": { ids: ["subnet-b", "subnet-a"] },
        },
      },
    );
    deepStrictEqual(deployment.find("web-service").inputs.networkConfiguration, {
      subnets: ["subnet-a", "subnet-b"],
      securityGroups: ["sg-websecuritygroupa1b2c3d"],
      assignPublicIp: true,
    });
    strictEqual(deployment.find("web-security-group").inputs.vpcId, "vpc-default");
    deepStrictEqual(
      deployment.calls.filter(({ token }) => token.includes("ec2")).map(({ token, inputs }) => [token, inputs]),
      [
        ["aws:ec2/getVpcs:getVpcs", { filters: [{ name: "is-default", values: ["true"] }] }],
        [
          "aws:ec2/getSubnets:getSubnets",
          {
            filters: [
              { name: "vpc-id", values: ["vpc-default"] },
              { name: "map-public-ip-on-launch", values: ["true"] },
            ],
          },
        ],
      ],
    );
  });

  const WITHOUT = [
    [
      "has no default VPC",
      { "aws:ec2/getVpcs:getVpcs": { ids: [] } },
      "this account has no default VPC in eu-central-1",
    ],
    [
      "has no public subnets in it",
      { "aws:ec2/getVpcs:getVpcs": { ids: ["vpc-1"] }, "aws:ec2/getSubnets:getSubnets": { ids: [] } },
      "the default VPC vpc-1 has no public subnets",
    ],
  ] as const;
  for (const [title, calls, fault] of WITHOUT)
    it(`fails with the way out where the account ${title}`, async () => {
      const { errors, ofType } = await deployService({ image: PUBLIC.image }, { calls, mayFail: true });
      const message = `network.mode: "default", but ${fault}; use network.mode: "new", or "existing" with vpcId and subnetIds`;
      strictEqual(errors[0]?.message.endsWith(message), true, errors[0]?.message);
      deepStrictEqual(ofType("aws:ecs/service:Service"), []);
    });

  it("is a new VPC with two public subnets and no NAT gateway if asked for", async () => {
    const deployment = await deployService({ image: PUBLIC.image, network: { mode: "new" } });
    deepStrictEqual(deployment.only("awsx:ec2:Vpc").inputs, {
      numberOfAvailabilityZones: 2,
      subnetStrategy: "Auto",
      subnetSpecs: [{ type: "Public", cidrMask: 18 }],
      natGateways: { strategy: "None" },
      enableDnsHostnames: true,
    });
    deepStrictEqual(deployment.find("web-service").inputs.networkConfiguration, {
      subnets: ["subnet-webvpcpublic1", "subnet-webvpcpublic2"],
      securityGroups: ["sg-websecuritygroupa1b2c3d"],
      assignPublicIp: true,
    });
  });

  it("is refused as a new VPC without the package that creates it, by the command that installs it", async () => {
    const resolver = Module as unknown as { _resolveFilename: (request: string, ...rest: unknown[]) => string };
    const resolve = resolver._resolveFilename.bind(resolver);
    resolver._resolveFilename = (request, ...rest) => {
      if (request.startsWith("@pulumi/awsx")) throw new Error(`Cannot find module '${request}'`);
      return resolve(request, ...rest);
    };
    try {
      strictEqual(
        await refusal({ ...PUBLIC, network: { mode: "new" } }),
        'GhcrFargateService "web": network.mode: "new" needs the package @pulumi/awsx, which is not installed; run npm install ' +
          "@pulumi/awsx",
      );
      deepStrictEqual((await deployService(PUBLIC)).errors, []);
    } finally {
      resolver._resolveFilename = resolve;
    }
  });

  it("is what exists, without public addresses, if given", async () => {
    const deployment = await deployService({ image: PUBLIC.image, network: existing });
    deepStrictEqual(deployment.find("web-service").inputs.networkConfiguration, {
      subnets: ["subnet-1", "subnet-2"],
      securityGroups: ["sg-websecuritygroupa1b2c3d"],
      assignPublicIp: false,
    });
    deepStrictEqual(
      deployment.calls.filter(({ token }) => /getVpc|getSubnet/.test(token)),
      [],
    );
  });
});

describe("the security group", () => {
  it("admits nobody and lets everything out unless told otherwise", async () => {
    const deployment = await deployService({ image: PUBLIC.image, port: 8080, network: existing });
    deepStrictEqual(deployment.find("web-security-group").inputs, { description: "Tasks of web", vpcId: "vpc-1" });
    deepStrictEqual(deployment.ofType("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"), []);
    deepStrictEqual(deployment.find("web-egress").inputs, {
      securityGroupId: "sg-websecuritygroupa1b2c3d",
      ipProtocol: "-1",
      cidrIpv4: "0.0.0.0/0",
      description: "All outbound traffic of the tasks",
    });
  });

  it("has one rule for each CIDR block, on the port, named by the block", async () => {
    const network = { ...existing, ingressCidrs: ["0.0.0.0/0", "2001:db8::/32"] };
    const deployment = await deployService({ image: PUBLIC.image, port: 8080, network });
    const rule = {
      securityGroupId: "sg-websecuritygroupa1b2c3d",
      ipProtocol: "tcp",
      fromPort: 8080,
      toPort: 8080,
      description: "Clients of the service",
    };
    deepStrictEqual(deployment.find("web-ingress-0.0.0.0-0").inputs, { ...rule, cidrIpv4: "0.0.0.0/0" });
    deepStrictEqual(deployment.find("web-ingress-2001-db8-32").inputs, { ...rule, cidrIpv6: "2001:db8::/32" });
  });

  it("lets out what is named, and nothing else", async () => {
    const network = {
      ...existing,
      egress: [
        { cidr: "0.0.0.0/0", port: 443 },
        { cidr: "10.0.0.0/8", port: 5432 },
      ],
    };
    const deployment = await deployService({ image: PUBLIC.image, network });
    const rules = deployment.ofType("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule");
    const rule = {
      securityGroupId: "sg-websecuritygroupa1b2c3d",
      ipProtocol: "tcp",
      description: "Outbound traffic of the tasks",
    };
    deepStrictEqual(
      rules.map(({ name, inputs }) => [name, inputs]),
      [
        ["web-egress-0.0.0.0-0-443", { ...rule, fromPort: 443, toPort: 443, cidrIpv4: "0.0.0.0/0" }],
        ["web-egress-10.0.0.0-8-5432", { ...rule, fromPort: 5432, toPort: 5432, cidrIpv4: "10.0.0.0/8" }],
      ],
    );
  });

  it("may be narrowed to the VPC where the image is in ECR", async () => {
    const network = { ...existing, egress: [{ cidr: "10.0.0.0/8", port: 443 }] };
    const image = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/web:1";
    strictEqual(
      (await deployService({ image, network })).find("web-egress-10.0.0.0-8-443").inputs.cidrIpv4,
      "10.0.0.0/8",
    );
  });

  it("is not created where groups are given", async () => {
    const deployment = await deployService({
      image: PUBLIC.image,
      port: 80,
      network: { ...existing, securityGroupIds: ["sg-1"] },
    });
    deepStrictEqual(
      deployment.resources.filter(({ type }) => /security/i.test(type)),
      [],
    );
    strictEqual(deployment.outputs.securityGroupId, undefined);
    deepStrictEqual(
      (deployment.find("web-service").inputs.networkConfiguration as { securityGroups: unknown }).securityGroups,
      ["sg-1"],
    );
  });
});
