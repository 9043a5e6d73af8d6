// Who may connect to the tasks and to the load balancer, and where the tasks are reached.

import { deepStrictEqual, strictEqual } from "node:assert";
import * as pulumi from "@pulumi/pulumi";
import { printTaskUrls } from "../../components/deployment/taskUrls";
import type { GhcrFargateServiceArgs } from "../../components/ghcrFargateServiceArgs";
import { deploy, type Deployment } from "../support/deploy";
import { deployService, PUBLIC, refusal } from "./serviceFixture";

const RULE = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const WEB: GhcrFargateServiceArgs = { ...PUBLIC, port: 8080 };
const NETWORK = { mode: "existing", vpcId: "vpc-1", subnetIds: ["subnet-1", "subnet-2"] } as const;
const inNetwork = (more: object): GhcrFargateServiceArgs => ({
  ...WEB,
  network: { ...NETWORK, subnetIds: [...NETWORK.subnetIds], ...more },
});

const rulesOf = (deployment: Deployment) =>
  deployment
    .ofType(RULE)
    .map(({ name, inputs }) => [name, inputs] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));

describe("ingress", () => {
  it("admits security groups and prefix lists to the tasks, each by a rule of its own", async () => {
    const deployment = await deployService(
      inNetwork({ ingressSecurityGroupIds: ["sg-1", pulumi.output("sg-2")], ingressPrefixListIds: ["pl-1"] }),
    );
    const rule = {
      securityGroupId: "sg-websecuritygroupa1b2c3d",
      ipProtocol: "tcp",
      fromPort: 8080,
      toPort: 8080,
      description: "Clients of the service",
    };
    deepStrictEqual(rulesOf(deployment), [
      ["web-ingress-group-1", { ...rule, referencedSecurityGroupId: "sg-2" }],
      ["web-ingress-pl-1", { ...rule, prefixListId: "pl-1" }],
      ["web-ingress-sg-1", { ...rule, referencedSecurityGroupId: "sg-1" }],
    ]);
  });

  it("admits security groups and prefix lists to a created load balancer, on each of its ports", async () => {
    const deployment = await deployService({
      ...WEB,
      loadBalancer: {
        domainName: "app.example.com",
        ingressPrefixListIds: ["pl-1"],
        ingressSecurityGroupIds: ["sg-1"],
      },
    });
    deepStrictEqual(
      rulesOf(deployment).map(([name]) => name),
      [
        "web-ingress-lb",
        "web-lb-ingress-443-pl-1",
        "web-lb-ingress-443-sg-1",
        "web-lb-ingress-80-pl-1",
        "web-lb-ingress-80-sg-1",
      ],
    );
  });

  it("lets other services reach the tasks beside a load balancer, as Service Connect does", async () => {
    const loadBalancer = { protocol: "HTTP", ingressCidrs: [] } as const;
    const args = {
      ...inNetwork({ ingressSecurityGroupIds: ["sg-1"] }),
      loadBalancer: { ...loadBalancer, ingressCidrs: [] },
    };
    const deployment = await deployService(args);
    deepStrictEqual(
      rulesOf(deployment).map(([name]) => name),
      ["web-ingress-lb", "web-ingress-sg-1"],
    );
    strictEqual(
      await refusal({ ...args, ...inNetwork({ ingressPrefixListIds: ["pl-1"] }) }),
      'GhcrFargateService "web": network.ingressPrefixListIds: cannot be set with loadBalancer: the tasks accept traffic only from ' +
        "it; set the argument of the same name in loadBalancer",
    );
  });

  for (const [what, more, message] of [
    [
      "an id of something else",
      { ingressSecurityGroupIds: ["pl-1"] },
      'network.ingressSecurityGroupIds[0]: "pl-1" is not a valid id; pass an id like sg-0123456789abcdef0',
    ],
    [
      "a group twice",
      { ingressSecurityGroupIds: ["sg-1", "sg-1"] },
      'network.ingressSecurityGroupIds[1]: "sg-1" is given twice; keep one',
    ],
    [
      "rules of existing groups",
      { securityGroupIds: ["sg-9"], ingressPrefixListIds: ["pl-1"] },
      "network.ingressPrefixListIds: cannot be set with network.securityGroupIds: existing security groups are not modified; leave one of them unset",
    ],
  ] as const)
    it(`refuses ${what}`, async () => {
      strictEqual(await refusal(inNetwork(more)), `GhcrFargateService "web": ${message}`);
    });
});

describe("the addresses of tasks", () => {
  const interfaces = (associations: object[]) => ({
    "aws:ec2/getNetworkInterfaces:getNetworkInterfaces": ({ filters }: Record<string, unknown>) => {
      deepStrictEqual(filters, [{ name: "group-id", values: ["sg-1"] }]);
      return { ids: ["eni-2", "eni-1"] };
    },
    "aws:ec2/getNetworkInterface:getNetworkInterface": ({ id }: Record<string, unknown>) => ({
      id,
      associations: id === "eni-1" ? associations : [{ publicIp: "203.0.113.9" }],
    }),
  });
  const printed = async (calls: NonNullable<Parameters<typeof deploy>[1]>["calls"]) => {
    const { logs } = await deploy(
      async () => {
        const parent = new pulumi.ComponentResource("test:index:Parent", "web");
        await printTaskUrls({ securityGroupId: "sg-1", port: 8080 }, parent);
        return {};
      },
      { calls, engine: true },
    );
    return logs.map(({ message }) => message);
  };

  it("are printed as URLs, with a word that they change", async () => {
    deepStrictEqual(await printed(interfaces([{ publicIp: "203.0.113.5" }])), [
      "running at http://203.0.113.5:8080, http://203.0.113.9:8080 (addresses change when tasks are replaced)",
    ]);
    deepStrictEqual(await printed(interfaces([])), [
      "running at http://203.0.113.9:8080 (the address changes when the task is replaced)",
    ]);
  });

  it("are left out, and the permission is named, where they may not be read", async () => {
    const denied = () => {
      throw new Error("UnauthorizedOperation");
    };
    const [line = ""] = await printed({ "aws:ec2/getNetworkInterfaces:getNetworkInterfaces": denied });
    strictEqual(/could not be read .*; allow ec2:DescribeNetworkInterfaces$/.test(line), true, line);
  });
});

describe("the outputs for others", () => {
  it("name the VPC, its subnets, the load balancer and the cluster", async () => {
    const { outputs } = await deployService({
      ...WEB,
      network: { mode: "new", natGateways: "single" },
      loadBalancer: { domainName: "app.example.com", ingressCidrs: [] },
    });
    const { vpcId, subnetIds, publicSubnetIds, privateSubnetIds, clusterName, domainName } = outputs;
    deepStrictEqual(
      [vpcId, subnetIds, clusterName, domainName],
      ["vpc-webvpc", privateSubnetIds, "web-cluster-a1b2c3d", "app.example.com"],
    );
    deepStrictEqual(publicSubnetIds, ["subnet-webvpcpublic1", "subnet-webvpcpublic2"]);
    deepStrictEqual(privateSubnetIds, ["subnet-webvpcprivate1", "subnet-webvpcprivate2"]);
    for (const output of ["loadBalancerArn", "targetGroupArn", "loadBalancerZoneId"])
      strictEqual(typeof outputs[output], "string", output);
  });
});
