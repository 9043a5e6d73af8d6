// Plans that cannot work, deployed without a preview: nothing of them is created.

import assert from "node:assert/strict";
import { RegistryServer } from "../support/registryServer";
import { inventory } from "./support/inventory";
import { serviceProject } from "./support/programs";
import { EngineStack, fails, succeeds } from "./support/stack";
import { texts } from "./support/emulator";

describe("a plan that cannot work", function () {
  this.timeout(300_000);
  let registry: RegistryServer;
  before(async () => (registry = await new RegistryServer("open").start()));
  after(() => registry.stop());

  /** Deploys without a preview, and demands that the component itself is all that is created. */
  async function refused(name: string, args: string, expected: RegExp, environment: Record<string, string> = {}) {
    const stack = await EngineStack.create(serviceProject(name, args, { environment }));
    const before = await inventory(stack.emulator);
    const outcome = await fails(stack.up());
    const { changes, errors, seconds } = outcome;
    const made = changes.filter((change) => !change.startsWith("create providers:aws ")); // made in the state, not in AWS
    assert.deepEqual(made, ["create index:GhcrFargateService web", `create pulumi:Stack ${name}-dev`]);
    assert.deepEqual(await inventory(stack.emulator), before);
    const explained = errors.filter((text) => expected.test(text));
    assert.equal(explained.length, 1, outcome.printed);
    assert.match(explained[0] ?? "", /^GhcrFargateService "web": /, "the engine's own words come first");
    assert.ok(seconds < 60, `took ${seconds} s to say so`);
    await succeeds(stack.destroy());
  }

  it("creates nothing where it costs more than it may", () =>
    refused(
      "too-expensive",
      `{ image: "ghcr.io/octocat/web:1", port: 8080, maxMonthlyCost: 10,
         credentials: { username: "octocat", token: config.requireSecret("token") },
         network: { mode: "new", natGateways: "single" },
         loadBalancer: { protocol: "HTTP", ingressCidrs: ["0.0.0.0/0"] } }`,
      /maxMonthlyCost: 10 USD/,
    ));

  it("creates nothing where an argument is wrong, and prints no stack", async () => {
    const args = '{ image: "ghcr.io/octocat/web:1", rollout: { timeoutMinutes: 0 } }';
    const stack = await EngineStack.create(serviceProject("wrong-argument", args));
    const { changes, errors, printed } = await fails(stack.up());
    assert.deepEqual(changes, ["create index:GhcrFargateService web", "create pulumi:Stack wrong-argument-dev"]);
    assert.deepEqual(
      errors.filter((text) => text.includes("rollout.timeoutMinutes")),
      [
        'GhcrFargateService "web": rollout.timeoutMinutes: 0 is not valid; must be a whole number from 1 to 43200 (minutes)',
      ],
    );
    assert.doesNotMatch(printed, /^\s+at /m);
    await succeeds(stack.destroy());
  });

  it("creates nothing where the image does not exist", () =>
    refused(
      "no-image",
      `{ image: "${registry.host}/octocat/web:1", port: 8080, network: { mode: "new", natGateways: "single" },
         credentials: { username: "octocat", token: config.requireSecret("token") },
         loadBalancer: { protocol: "HTTP", ingressCidrs: ["0.0.0.0/0"] } }`,
      /image: .*octocat\/web/,
      { GHCR_FARGATE_OFFLINE: "0" },
    ));

  it("creates nothing where the subnets have no route to the registry", async () => {
    const { emulator } = await EngineStack.create(serviceProject("no-route-vpc", "{}"));
    const ec2 = (action: string, parameters: Record<string, string>) =>
      emulator.query("ec2", action, "2016-11-15", parameters);
    const [VpcId = ""] = texts(await ec2("CreateVpc", { CidrBlock: "10.9.0.0/16" }), "vpcId");
    const [subnet = ""] = texts(await ec2("CreateSubnet", { VpcId, CidrBlock: "10.9.0.0/24" }), "subnetId");
    registry.putIndex("octocat/web", "2", ["linux/amd64"]);
    await refused(
      "no-route",
      `{ image: "${registry.host}/octocat/web:2", port: 8080,
         credentials: { username: "octocat", token: config.requireSecret("token") },
         network: { mode: "existing", vpcId: "${VpcId}", subnetIds: ["${subnet}"], assignPublicIp: true } }`,
      /network.subnetIds: /,
      { GHCR_FARGATE_OFFLINE: "0" },
    );
  });
});
