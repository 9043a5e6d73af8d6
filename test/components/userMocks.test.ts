// Programs under the mocks of users' own unit tests: whatever these leave unanswered, every output resolves and nothing rejects.

import { deepStrictEqual, ok } from "node:assert";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { EcrNamespace } from "../../components/ecrNamespace";
import { GhcrFargateService } from "../../components/ghcrFargateService";
import type { GhcrFargateServiceArgs } from "../../components/ghcrFargateServiceArgs";
import { RegistryCredentials } from "../../components/registryCredentials";
import { valueOf } from "../../testing/fargateMocks";
import { FEATURES } from "./features";
import { argsOf, neededBy, together } from "./featureSets";

const MOCKS: Readonly<Record<string, pulumi.runtime.Mocks>> = {
  "the mocks of Pulumi's documentation": {
    newResource: ({ name, inputs }) => ({ id: `${name}_id`, state: inputs as object }),
    call: ({ inputs }) => inputs as Record<string, unknown>,
  },
  "mocks that answer nothing": { newResource: () => ({ id: undefined, state: {} }), call: () => ({}) },
};
const DOCUMENTED = MOCKS["the mocks of Pulumi's documentation"]!;

/** Runs a program, and waits for every output of its component; an output that never resolves fails by the test's time limit. */
async function resolved(program: () => object, mocks: pulumi.runtime.Mocks, preview = false): Promise<string[]> {
  void pulumi.runtime.setMocks(mocks, "shop", "test", preview);
  const outputs = Object.entries(program()).filter(([, value]) => pulumi.Output.isInstance(value));
  await Promise.all(outputs.map(([, output]) => valueOf(output as pulumi.Output<unknown>)));
  await pulumi.runtime.disconnect();
  return outputs.map(([name]) => name);
}

describe("a service under a user's own mocks", () => {
  const ALONE: GhcrFargateServiceArgs = { image: "ghcr.io/octocat/web:1.0" };
  const BALANCED: GhcrFargateServiceArgs = { ...ALONE, port: 80, loadBalancer: { protocol: "HTTP", ingressCidrs: [] } };
  for (const [title, mocks] of Object.entries(MOCKS))
    for (const preview of [false, true])
      it(`resolves with all features in ${preview ? "a preview" : "an update"} under ${title}`, async () => {
        for (const args of [ALONE, BALANCED, argsOf(together(FEATURES))])
          ok((await resolved(() => new GhcrFargateService("web", args), mocks, preview)).length > 25);
      });

  it("resolves with each feature", async () => {
    for (const feature of FEATURES)
      await resolved(() => new GhcrFargateService("web", argsOf([...neededBy(feature), feature])), DOCUMENTED);
  });

  it("resolves with ids and ARNs of resources that the mocks made up", async () => {
    for (const preview of [false, true]) {
      const program = () => {
        const vpc = new aws.ec2.Vpc("main", { cidrBlock: "10.0.0.0/16" });
        const subnets = ["a", "b"].map((name) => new aws.ec2.Subnet(name, { vpcId: vpc.id, cidrBlock: "10.0.0.0/24" }));
        const secret = new aws.secretsmanager.Secret("db");
        const repository = new aws.ecr.Repository("web");
        return new GhcrFargateService("web", {
          image: repository.repositoryUrl,
          port: 80,
          secrets: { DB: secret.arn, OTHER: secret.id },
          cluster: { arn: new aws.ecs.Cluster("shared").arn },
          network: { mode: "existing", vpcId: vpc.id, subnetIds: subnets.map(({ id }) => id) },
          loadBalancer: {
            ingressCidrs: [],
            domainName: "app.example.com",
            certificateArn: new aws.acm.Certificate("app", { domainName: "app.example.com" }).arn,
            hostedZoneId: new aws.route53.Zone("zone", { name: "example.com" }).zoneId,
          },
          alarms: { topicArn: new aws.sns.Topic("ops").arn },
          taskRole: { arn: new aws.iam.Role("task", { assumeRolePolicy: "{}" }).arn },
        });
      };
      await resolved(program, DOCUMENTED, preview);
    }
  });

  it("still refuses what is wrong at once", () => {
    void pulumi.runtime.setMocks(DOCUMENTED);
    let message = "";
    try {
      new GhcrFargateService("web", { ...ALONE, cpu: 300 });
    } catch (error) {
      ({ message } = error as Error);
    }
    ok(message.startsWith('GhcrFargateService "web": cpu: 300 is not a CPU size of Fargate'), message);
  });
});

describe("other components under a user's own mocks", () => {
  for (const [title, mocks] of Object.entries(MOCKS))
    it(`resolve under ${title}`, async () => {
      const credentials = { username: "octocat", token: "ghp_0123456789", expiresOn: "2099-01-01" };
      deepStrictEqual(await resolved(() => new RegistryCredentials("ghcr", credentials), mocks), [
        "urn",
        "secretArn",
        "keyArn",
        "pullThroughPrefix",
      ]);
      const namespace = { namespace: "shop", repositories: ["web"], members: { push: { roleNames: ["ci"] } } };
      ok((await resolved(() => new EcrNamespace("shop", namespace), mocks)).length > 2);
    });
});
