// A stack made by the library as it was before its parts got their present names and folders, taken on by today's.
// The state was exported once from a deployment of upgrade/index.ts, in the names of its time. Not proven here: that AWS
// takes the updates, since the resources of the state are in no emulator.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Deployment } from "@pulumi/pulumi/automation";
import { losses } from "./support/outcome";
import { hostedZone, loadBalancer } from "./support/seeds";
import { EngineStack, succeeds } from "./support/stack";

const DIRECTORY = join(__dirname, "upgrade");

/** The state with what the program looks up, the zone and the shared load balancer, as the emulator has it. */
async function inEmulator({ emulator }: EngineStack, state: string): Promise<string> {
  interface State {
    readonly deployment: { readonly resources: readonly { readonly urn: string; readonly outputs: Outputs }[] };
  }
  type Outputs = Record<string, string | string[] | undefined>;
  const { resources } = (JSON.parse(state) as State).deployment;
  const of = (name: string): Outputs => resources.find(({ urn }) => urn.endsWith(`::${name}`))?.outputs ?? {};
  const seeded = await loadBalancer(emulator);
  const replacements: [string | string[] | undefined, string][] = [
    [of("web-alias").zoneId, await hostedZone(emulator)],
    [of("web-listener").arn, seeded.listenerArn],
    [of("web-lb").arn, seeded.loadBalancerArn],
    [of("web-lb").dnsName, seeded.dnsName],
    [of("web-lb").securityGroups?.[0], seeded.securityGroupId],
  ];
  return replacements.reduce((text, [from, to]) => {
    assert.ok(typeof from === "string", "the state lacks what is looked up");
    return text.replaceAll(from, to);
  }, state);
}

describe("a stack of an earlier version", function () {
  this.timeout(300_000);

  it("is taken on without a removal, and only task definitions are replaced", async () => {
    const stack = await EngineStack.create({
      name: "upgrade",
      files: {
        "Pulumi.yaml": "name: upgrade\nruntime: nodejs\nmain: index.ts\n",
        "index.ts": readFileSync(join(DIRECTORY, "index.ts"), "utf8"),
      },
      secrets: { token: "made-up-token" },
      environment: { PULUMI_CONFIG_PASSPHRASE: "upgrade" },
    });
    const state = await inEmulator(stack, readFileSync(join(DIRECTORY, "state.json"), "utf8"));
    await stack.stack.importStack(JSON.parse(state) as Deployment);
    const { changes } = await succeeds(stack.preview());
    // Task definitions name the log mode: each service is deployed once.
    const replaced = ["api", "canary", "web", "worker"].map((service) => `ecs:TaskDefinition ${service}-task`);
    assert.deepEqual(losses(changes), { replaced, deleted: [] }, changes.join("\n"));
    // The default security group comes with a VPC: it is taken over, and closed.
    const isExpected = (change: string) => /^create (?:vpc:SecurityGroup|ec2:DefaultSecurityGroup )/.test(change);
    assert.deepEqual(
      changes.filter((change) => change.startsWith("create ") && !isExpected(change)),
      [],
    );
  });
});
