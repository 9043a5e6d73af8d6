// Plans whose tasks cannot pull their image are refused. Not proven here: that AWS answers lookups as the stand-in does.

import { deepStrictEqual, strictEqual } from "node:assert";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { GhcrFargateService } from "../../components/ghcrFargateService";
import type { GhcrFargateServiceArgs } from "../../components/ghcrFargateServiceArgs";
import { deploy, type DeployOptions } from "../support/deploy";
import { deployService, PUBLIC, refusal } from "./serviceFixture";

const IMAGE = "ghcr.io/acme/web:1.0";
const ECR_IMAGE = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/web:1.0";
const WAYS_OUT =
  'use a NAT gateway (network.mode: "new" with natGateways: "single", or private subnets with a route to one), a public IP ' +
  "address (network.assignPublicIp: true in public subnets), or images in ECR with network.endpoints";
const EXISTING = { mode: "existing", vpcId: "vpc-1", subnetIds: ["subnet-1", "subnet-2"] } as const;
const existing = { ...EXISTING, subnetIds: [...EXISTING.subnetIds] };

const TABLES = "aws:ec2/getRouteTables:getRouteTables";
const TABLE = "aws:ec2/getRouteTable:getRouteTable";

interface Filters {
  readonly filters: readonly { readonly name: string; readonly values: readonly string[] }[];
}

/** Answers for a VPC whose subnets are associated as given, and whose main route table is "rtb-main". */
function routing(
  associated: Record<string, string>,
  routes: Record<string, object[]>,
): NonNullable<DeployOptions["calls"]> {
  return {
    [TABLES]: (inputs) => {
      const [vpc, by] = (inputs as unknown as Filters).filters;
      deepStrictEqual(vpc, { name: "vpc-id", values: ["vpc-1"] });
      const subnet = by?.values[0] ?? "";
      return { ids: by?.name === "association.main" ? ["rtb-main"] : [associated[subnet] ?? []].flat() };
    },
    [TABLE]: ({ routeTableId }) => ({ routeTableId, routes: routes[routeTableId as string] }),
  };
}

const LOCAL = { cidrBlock: "10.0.0.0/16", gatewayId: "local" };
const TO_INTERNET_GATEWAY = { cidrBlock: "0.0.0.0/0", gatewayId: "igw-1" };
const TO_NAT_GATEWAY = { cidrBlock: "0.0.0.0/0", natGatewayId: "nat-1" };

/** Routes are looked up with an engine attached; nothing else of what that brings is wanted here. */
const ALONE = { registry: { pin: false, preflight: false }, rollout: { wait: false } };
const deployAttached = (args: GhcrFargateServiceArgs, options?: DeployOptions) =>
  deployService({ ...ALONE, ...args }, { engine: true, ...options });

/** What a preview is refused with; fails if the service was registered all the same. */
async function refusedPreview(args: GhcrFargateServiceArgs, calls: DeployOptions["calls"]): Promise<string> {
  const { errors, ofType } = await deployAttached(args, { calls, preview: true, mayFail: true });
  deepStrictEqual(ofType("aws:ecs/service:Service"), []);
  const found = /GhcrFargateService "web".*/s.exec(errors[0]?.message ?? "");
  return (found?.[0] ?? "not refused").split("\n    at ")[0] ?? "";
}

/** The warnings about the network. */
const about = (warnings: readonly string[]) => warnings.filter((text) => text.includes("network."));

describe("the internet access of the tasks", () => {
  for (const mode of ["default", "new"] as const)
    it(`is refused without a public address in the public subnets of mode "${mode}"`, async () => {
      const message = await refusal({ image: IMAGE, network: { mode, assignPublicIp: false } });
      const fault = "network.assignPublicIp: false in public subnets, so that the tasks cannot reach ghcr.io";
      strictEqual(message, `GhcrFargateService "web": ${fault}; ${WAYS_OUT}`);
    });

  it("is refused for an image that becomes known later", async () => {
    const network = { mode: "new", assignPublicIp: false, endpoints: { ecr: true, logs: true } } as const;
    const message = await refusal({ image: pulumi.output(IMAGE), network });
    strictEqual(message.includes("false in public subnets, so that the tasks cannot reach ghcr.io;"), true, message);
    await deployAttached({ image: pulumi.output(ECR_IMAGE), network });
  });

  it("is refused for a sidecar whose image is not in ECR", async () => {
    const sidecars = [{ name: "proxy", image: "nginx:1.29" }];
    const message = await refusal({ image: ECR_IMAGE, sidecars, network: { mode: "new", assignPublicIp: false } });
    strictEqual(message.includes("so that the tasks cannot reach docker.io;"), true, message);
  });

  it("is refused for an image in ECR where a new VPC lacks endpoints, each named", async () => {
    const network = { mode: "new", assignPublicIp: false, endpoints: { logs: true } } as const;
    const secrets = { KEY: "arn:aws:secretsmanager:eu-central-1:123456789012:secret:key-AbCdEf" };
    const without = (missing: string, it: string) =>
      `GhcrFargateService "web": network.endpoints: lacks ${missing}, while the tasks have no internet access; ` +
      `set ${it} to true, or give the tasks internet access: ${WAYS_OUT}`;
    strictEqual(await refusal({ image: ECR_IMAGE, network }), without("ecr, s3", "them"));
    strictEqual(
      await refusal({ image: ECR_IMAGE, secrets, network: { ...network, endpoints: { logs: true, ecr: true } } }),
      without("secretsManager", "it"),
    );
  });

  it("is refused for parameters and secrets that containers read, where a new VPC lacks their endpoints", async () => {
    const endpoints = { ecr: true, logs: true };
    const network = { mode: "new", assignPublicIp: false, endpoints } as const;
    for (const [secret, missing] of [
      ["ssm:/web/level", "ssm"],
      ["secretsmanager:web/db", "secretsManager"],
    ] as const) {
      const args = { image: ECR_IMAGE, secrets: { A: secret } };
      strictEqual(
        await refusal({ ...args, network }),
        `GhcrFargateService "web": network.endpoints: lacks ${missing}, while the tasks have no internet access; ` +
          `set it to true, or give the tasks internet access: ${WAYS_OUT}`,
      );
      await deployService({ ...args, network: { ...network, endpoints: { ...endpoints, [missing]: true } } });
    }
  });

  it("needs no internet for an image in ECR with all endpoints", async () => {
    const endpoints = { ecr: true, logs: true };
    await deployAttached({ image: ECR_IMAGE, network: { mode: "new", assignPublicIp: false, endpoints } });
  });

  it("is not judged in the default VPC for an image in ECR: it may have endpoints", async () => {
    await deployAttached({ image: ECR_IMAGE, network: { assignPublicIp: false } });
  });
});

describe("the internet access of existing subnets", () => {
  it("is refused in a preview where the associated or else the main route table has none", async () => {
    const calls = routing({ "subnet-1": "rtb-1" }, { "rtb-1": [LOCAL], "rtb-main": [LOCAL] });
    strictEqual(
      await refusedPreview({ image: IMAGE, network: existing }, calls),
      'GhcrFargateService "web": network.subnetIds: no route to ghcr.io from "subnet-1" (route table rtb-1), "subnet-2" ' +
        `(route table rtb-main); ${WAYS_OUT}`,
    );
  });

  it("is refused for public subnets without a public address", async () => {
    const calls = routing(
      { "subnet-1": "rtb-1" },
      { "rtb-1": [LOCAL, TO_INTERNET_GATEWAY], "rtb-main": [TO_NAT_GATEWAY] },
    );
    strictEqual(
      await refusedPreview({ image: IMAGE, network: existing }, calls),
      'GhcrFargateService "web": network.assignPublicIp: false in public subnets, so that the tasks cannot reach ghcr.io from ' +
        `"subnet-1" (route table rtb-1); ${WAYS_OUT}`,
    );
  });

  it("is refused without a route out, whatever the address", async () => {
    const calls = routing({}, { "rtb-main": [LOCAL] });
    const message = await refusedPreview({ image: IMAGE, network: { ...existing, assignPublicIp: true } }, calls);
    strictEqual(message.includes('no route to ghcr.io from "subnet-1" (route table rtb-main)'), true, message);
  });

  it("is an internet gateway for tasks with a public address, and a NAT gateway for those without", async () => {
    const toInternetGateway = routing({}, { "rtb-main": [LOCAL, TO_INTERNET_GATEWAY] });
    await deployAttached(
      { image: IMAGE, network: { ...existing, assignPublicIp: true } },
      { calls: toInternetGateway },
    );
    const { warnings } = await deployAttached(
      { image: IMAGE, network: existing },
      { calls: routing({}, { "rtb-main": [LOCAL, TO_NAT_GATEWAY] }) },
    );
    deepStrictEqual(about(warnings), []);
  });

  it("is looked up once for each route table, with the component's provider", async () => {
    const calls = routing({}, { "rtb-main": [TO_NAT_GATEWAY] });
    const deployment = await deploy(
      () => {
        const provider = new aws.Provider("there", { region: "us-west-2" });
        new GhcrFargateService("web", { ...ALONE, image: IMAGE, network: existing }, { provider });
      },
      { calls, engine: true },
    );
    const asked = deployment.calls.filter(({ token }) => token.includes("RouteTable"));
    deepStrictEqual(asked.map(({ token }) => token).sort(), [TABLE, TABLES, TABLES, TABLES]);
    deepStrictEqual([...new Set(asked.map(({ provider }) => provider))], ["there"]);
  });

  const JUDGED_BY_NOBODY: readonly (readonly [string, Partial<GhcrFargateServiceArgs>])[] = [
    ["network.checkRoutes is false", { network: { ...existing, checkRoutes: false } }],
    ["all images are in ECR, for which the VPC may have endpoints", { image: ECR_IMAGE }],
  ];
  for (const [title, args] of JUDGED_BY_NOBODY)
    it(`is not judged where ${title}`, async () => {
      const calls = routing({}, { "rtb-main": [LOCAL] });
      await deployAttached({ image: IMAGE, network: existing, ...args }, { calls });
    });

  it("is not judged for subnets that the same program makes, whose routes may follow", async () => {
    const { calls, resources } = await deploy(
      () => {
        const subnet = new aws.ec2.Subnet("private", { vpcId: "vpc-1" });
        new GhcrFargateService("web", { ...ALONE, image: IMAGE, network: { ...existing, subnetIds: [subnet.id] } });
      },
      { calls: routing({}, { "rtb-main": [LOCAL] }), engine: true },
    );
    deepStrictEqual(
      calls.filter(({ token }) => token.includes("RouteTable")),
      [],
    );
    strictEqual(
      resources.some(({ type }) => type === "aws:ecs/service:Service"),
      true,
    );
  });

  it("is judged for an image that becomes known later", async () => {
    const { errors } = await deployAttached(
      { image: pulumi.output(IMAGE), network: existing },
      { calls: routing({}, { "rtb-main": [LOCAL] }), mayFail: true },
    );
    strictEqual(errors[0]?.message.includes("no route to ghcr.io"), true, errors[0]?.message);
  });

  const FILES = { image: ECR_IMAGE, environmentFiles: ["arn:aws:s3:::acme-config/web.env"] };
  const TO_S3 = { destinationPrefixListId: "pl-1", vpcEndpointId: "vpce-1" };
  const S3_OPTIONS =
    'use an endpoint of S3 (network.endpoints.s3, in the modes "new" and "existing"), a NAT gateway or public IP addresses; ' +
    "network.checkRoutes: false where an interface endpoint leads there";

  it("is refused for environment files where no route leads to S3, with the image in ECR", async () => {
    const calls = routing({ "subnet-2": "rtb-2" }, { "rtb-main": [LOCAL], "rtb-2": [LOCAL, TO_S3] });
    strictEqual(
      await refusedPreview({ ...FILES, network: existing }, calls),
      `GhcrFargateService "web": network.subnetIds: no route to Amazon S3 (environmentFiles) from "subnet-1" (route table rtb-main); ${S3_OPTIONS}`,
    );
    const open = routing({}, { "rtb-main": [LOCAL, TO_INTERNET_GATEWAY] });
    strictEqual(
      await refusedPreview({ ...FILES, network: existing }, open),
      'GhcrFargateService "web": network.assignPublicIp: false in public subnets, so that the tasks cannot reach Amazon S3 ' +
        `(environmentFiles) from "subnet-1" (route table rtb-main), "subnet-2" (route table rtb-main); ${S3_OPTIONS}`,
    );
  });

  it("is enough for environment files with an endpoint of S3, a NAT gateway, or an endpoint to come", async () => {
    for (const routes of [[LOCAL, TO_S3], [TO_NAT_GATEWAY], [TO_INTERNET_GATEWAY, TO_S3]])
      await deployAttached({ ...FILES, network: existing }, { calls: routing({}, { "rtb-main": routes }) });
    const endpoints = { s3: true, routeTableIds: ["rtb-1"] };
    await deployAttached(
      { ...FILES, network: { ...existing, endpoints } },
      { calls: routing({}, { "rtb-main": [LOCAL] }) },
    );
  });

  it("is judged for environment files in the default VPC too, where the tasks have no public addresses", async () => {
    const answers = { [TABLES]: { ids: ["rtb-1"] }, [TABLE]: { routes: [TO_INTERNET_GATEWAY] } };
    const network = { assignPublicIp: false };
    const message = await refusedPreview({ ...FILES, network }, answers);
    strictEqual(message.includes("the tasks cannot reach Amazon S3 (environmentFiles) from"), true, message);
    await deployAttached(
      { ...FILES, network },
      { calls: { ...answers, [TABLE]: { routes: [TO_INTERNET_GATEWAY, TO_S3] } } },
    );
  });

  it("is a warning where it may not be looked up", async () => {
    const denied = () => {
      throw new Error("UnauthorizedOperation: ec2:DescribeRouteTables\nmore");
    };
    const { warnings, ofType } = await deployAttached(PUBLIC, { calls: { [TABLES]: denied } });
    strictEqual(ofType("aws:ecs/service:Service").length, 1);
    const [warning = "", ...others] = about(warnings);
    deepStrictEqual(others, []);
    strictEqual(
      /network\.subnetIds: the route tables could not be read \(.*UnauthorizedOperation: ec2:DescribeRouteTables\); without a route to ghcr\.io no task will start; allow ec2:DescribeRouteTables, or set network\.checkRoutes: false$/.test(
        warning,
      ),
      true,
      warning,
    );
  });

  for (const [title, calls] of [
    ["nothing", { [TABLES]: {} }],
    ["no table", { [TABLES]: { ids: [] } }],
    ["no routes", { [TABLE]: {} }],
  ] as const)
    it(`is not judged where a user's own mocks answer ${title}`, async () => {
      deepStrictEqual(about((await deployAttached(PUBLIC, { calls })).warnings), []);
    });

  it("is not looked up with GHCR_FARGATE_OFFLINE=1", async () => {
    process.env.GHCR_FARGATE_OFFLINE = "1";
    try {
      const { calls } = await deployAttached(PUBLIC);
      deepStrictEqual(
        calls.filter(({ token }) => token.includes("RouteTable")),
        [],
      );
    } finally {
      delete process.env.GHCR_FARGATE_OFFLINE;
    }
  });
});
