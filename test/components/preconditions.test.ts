// What only lookups tell is found out before any child: an update without a preview creates nothing of a plan that cannot work.
// Not proven here: that AWS and registries answer as their stand-ins do.

import { deepStrictEqual } from "node:assert";
import * as pulumi from "@pulumi/pulumi";
import { GhcrFargateService } from "../../components/ghcrFargateService";
import type { GhcrFargateServiceArgs } from "../../components/ghcrFargateServiceArgs";
import { forgetResolvedImages } from "../../registry/resolveImage";
import { deploy, type DeployOptions } from "../support/deploy";
import { PASSWORD, RegistryServer, USERNAME } from "../support/registryServer";
import { PRIVATE } from "./serviceFixture";

const OFF = { registry: { pin: false, preflight: false }, rollout: { wait: false } };
const OPTIONS =
  'use a NAT gateway (network.mode: "new" with natGateways: "single", or private subnets with a route to one), a public IP ' +
  "address (network.assignPublicIp: true in public subnets), or images in ECR with network.endpoints";
const ECR_IMAGE = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/web:1.0";

interface Case {
  readonly title: string;
  readonly args: Partial<GhcrFargateServiceArgs>;
  readonly calls?: DeployOptions["calls"];
  /** The start of the error, which is one. */
  readonly error: string;
}

const CASES: readonly Case[] = [
  {
    title: "a plan over maxMonthlyCost, with a new VPC and its NAT gateways",
    args: { network: { mode: "new", natGateways: "onePerZone" }, maxMonthlyCost: 50 },
    error: "maxMonthlyCost: 50 USD, but the plan costs 94.99 USD a month; raise it, or ask for less:",
  },
  {
    title: "a size that becomes known later and costs more than maxMonthlyCost",
    args: { desiredCount: pulumi.output(100), maxMonthlyCost: 50 },
    error: "maxMonthlyCost: 50 USD, but the plan costs ",
  },
  {
    title: "subnets without a route to the registry",
    args: {},
    calls: {
      "aws:ec2/getRouteTables:getRouteTables": { ids: ["rtb-1"] },
      "aws:ec2/getRouteTable:getRouteTable": { routes: [{ cidrBlock: "10.0.0.0/16", gatewayId: "local" }] },
    },
    error: `network.subnetIds: no route to ghcr.io from "subnet-1" (route table rtb-1), "subnet-2" (route table rtb-1); ${OPTIONS}`,
  },
  {
    title: "an image that becomes known later, and tasks without internet access",
    args: {
      image: pulumi.output("ghcr.io/acme/web:1.0"),
      credentials: undefined,
      network: { mode: "new", assignPublicIp: false, endpoints: { ecr: true, logs: true } },
    },
    error: `network.assignPublicIp: false in public subnets, so that the tasks cannot reach ghcr.io; ${OPTIONS}`,
  },
  {
    title: "an account without a default VPC",
    args: { network: {} },
    calls: { "aws:ec2/getVpcs:getVpcs": { ids: [] } },
    error:
      'network.mode: "default", but this account has no default VPC in eu-central-1; use network.mode: "new", or "existing" with vpcId and subnetIds',
  },
];

describe("before any child is created", () => {
  for (const preview of [false, true])
    for (const { title, args, calls, error } of CASES)
      it(`${preview ? "a preview" : "an update without a preview"} fails for ${title}`, async () => {
        const { errors, resources } = await deploy(
          () => {
            new GhcrFargateService("web", { ...PRIVATE, ...OFF, ...args });
          },
          { preview, engine: true, mayFail: true, ...(calls && { calls }) },
        );
        deepStrictEqual(
          errors.map(({ message }) => message.slice(0, `GhcrFargateService "web": ${error}`.length)),
          [`GhcrFargateService "web": ${error}`],
        );
        deepStrictEqual(
          resources.map(({ type }) => type),
          ["ghcr-fargate:index:GhcrFargateService"],
        );
      });

  it("an image in ECR that becomes known later is not refused where endpoints reach it", async () => {
    const network = { mode: "new", assignPublicIp: false, endpoints: { ecr: true, logs: true } } as const;
    const { ofType } = await deploy(
      () => {
        new GhcrFargateService("web", { ...OFF, image: pulumi.output(ECR_IMAGE), network });
      },
      { engine: true },
    );
    deepStrictEqual(ofType("aws:ecs/service:Service").length, 1);
  });

  describe("the registry", () => {
    let server: RegistryServer;
    beforeEach(async () => {
      forgetResolvedImages();
      server = await new RegistryServer("basic").start();
      server.realm = `${server.url}/token`;
      server.putIndex("acme/web", "main", ["linux/amd64"]);
    });
    afterEach(() => server.stop());

    for (const preview of [false, true])
      it(`is asked for each image, and two services give two errors, each whole: ${preview ? "preview" : "update"}`, async () => {
        const service = (name: string, tag: string) =>
          new GhcrFargateService(name, {
            ...PRIVATE,
            image: `${server.host}/acme/web:${tag}`,
            credentials: { username: USERNAME, token: PASSWORD },
            network: { ...PRIVATE.network, checkRoutes: false },
            rollout: { wait: false },
          });
        const { errors, resources } = await deploy(
          () => {
            service("one", "gone");
            service("two", "lost");
          },
          { preview, engine: true, mayFail: true },
        );
        deepStrictEqual(
          errors.map(({ message }) => message).sort(),
          [
            ["one", "gone"],
            ["two", "lost"],
          ].map(
            ([name = "", tag = ""]) =>
              `GhcrFargateService "${name}": image: ${server.host} has no tag "${tag}" in acme/web; push it, or use a tag that exists: "main"`,
          ),
        );
        deepStrictEqual(
          resources.map(({ name, type }) => [name, type]),
          ["one", "two"].map((name) => [name, "ghcr-fargate:index:GhcrFargateService"]),
        );
      });
  });
});
