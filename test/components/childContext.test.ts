// Where a component's provider creates things is looked up once per provider.

import { deepStrictEqual } from "node:assert";
import * as aws from "@pulumi/aws";
import { GhcrFargateService } from "../../components/ghcrFargateService";
import { deploy, type Deployment } from "../support/deploy";
import { policyOf, PUBLIC } from "./serviceFixture";

const lookUps = ({ calls }: Deployment): string[] =>
  calls.map(({ token, provider = "default" }) => `${token.split(":")[2] ?? ""} ${provider}`).sort();

/** The account and Region that may use a service's role. */
const sourceOf = (deployment: Deployment, name: string): unknown => {
  const policy = policyOf(deployment, `${name}-task-role`, "assumeRolePolicy") as {
    Statement: { Condition: { ArnLike: object } }[];
  };
  return Object.values(policy.Statement[0]!.Condition.ArnLike)[0];
};

describe("the account and Region of a component", () => {
  const two = () => deploy(() => void ["one", "two"].map((name) => new GhcrFargateService(name, PUBLIC)));

  it("is looked up once for services that share the default provider, and again in the next run", async () => {
    for (const run of [await two(), await two()])
      deepStrictEqual(lookUps(run), ["getCallerIdentity default", "getRegion default"]);
  });

  it("is looked up with each explicit provider, and is that provider's", async () => {
    const deployment = await deploy(() => {
      const inRegion = (region: aws.Region) => ({ provider: new aws.Provider(region, { region }) });
      const virginia = inRegion("us-east-1");
      new GhcrFargateService("one", PUBLIC, virginia);
      new GhcrFargateService("two", PUBLIC, virginia);
      new GhcrFargateService("three", PUBLIC, inRegion("us-west-2"));
      new GhcrFargateService("four", PUBLIC);
    });
    deepStrictEqual(lookUps(deployment), [
      "getCallerIdentity default",
      "getCallerIdentity us-east-1",
      "getCallerIdentity us-west-2",
      "getRegion default",
      "getRegion us-east-1",
      "getRegion us-west-2",
    ]);
    deepStrictEqual(
      ["one", "two", "three", "four"].map((name) => sourceOf(deployment, name)),
      ["us-east-1", "us-east-1", "us-west-2", "eu-central-1"].map((region) => `arn:aws:ecs:${region}:123456789012:*`),
    );
  });
});
