// `ghcr-fargate recover`, after updates that are killed when AWS has carried out a creation and Pulumi has not heard of it.

import assert from "node:assert/strict";
import { AwsProxy } from "./support/awsProxy";
import { RunningUpdate } from "./support/cli";
import { RunningCommand, type Ended } from "./support/commands";
import { inventory } from "./support/inventory";
import { serviceProject } from "./support/programs";
import { describeDeployments, setScenarios } from "./support/scenarios";
import { EngineStack, succeeds } from "./support/stack";

const PRIVATE = `credentials: { username: "octocat", token: config.requireSecret("token") }`;

const args = (more: string) => `{ image: "ghcr.io/octocat/web:1", port: 8080, ${more} }`;

/** A stack whose first update was killed. */
interface Killed {
  readonly stack: EngineStack;
  /** What was in AWS before. */
  readonly before: readonly string[];
  /** What AWS makes with a VPC, its main route table and default security group: the emulator keeps it. */
  readonly comesAlong: RegExp | undefined;
}

describeDeployments("recover", function () {
  this.timeout(300_000);
  let proxy: AwsProxy;
  beforeEach(async () => {
    setScenarios([]);
    proxy = await new AwsProxy().start();
  });
  afterEach(() => proxy.stop());

  /** A stack whose first update is killed when AWS has carried out this call. */
  async function killedAt(call: string, more = PRIVATE): Promise<Killed> {
    const name = `recover-${call.replace(":", "-").toLowerCase()}`;
    const stack = await EngineStack.create(serviceProject(name, args(more)));
    const before = await inventory(stack.emulator);
    const carriedOut = proxy.carriesOut(call);
    const update = RunningUpdate.start({
      directory: stack.directory,
      environment: { ...stack.environment, AWS_ENDPOINT_URL: proxy.url },
    });
    await Promise.race([carriedOut, update.ended().then(() => assert.fail(update.printed))]);
    update.signal("SIGKILL", true);
    await update.ended();
    await stack.stack.cancel();
    return { stack, before, comesAlong: more.includes("network") ? /^ec2 (?:rtb|sg)-/ : undefined };
  }

  async function recover(stack: EngineStack, ...options: readonly string[]): Promise<Ended> {
    const ended = await new RunningCommand(["recover", "--stack", "dev", ...options], {
      cwd: stack.directory,
      env: stack.environment,
    }).ended;
    assert.equal(ended.stderr, "");
    return ended;
  }

  /** What a person chooses among what looks alike: here nothing else does. */
  const choicesIn = (stdout: string) => [...stdout.matchAll(/^ {2}(--take) (\S+)$/gm)].flatMap(([, ...words]) => words);

  async function settles(stack: EngineStack, choices: readonly string[]): Promise<void> {
    const { code, stdout } = await recover(stack, ...choices, "--yes");
    assert.equal(code, 0, stdout);
    assert.match(stdout, /^Done\. Go on with pulumi up\.$/m);
  }

  async function pending(stack: EngineStack): Promise<unknown[]> {
    const state = JSON.parse(await stack.state()) as { deployment: { pending_operations?: unknown[] } };
    return state.deployment.pending_operations ?? [];
  }

  /** Updates, and destroys: nothing is there twice, nothing is left. */
  async function goesOn({ stack, before, comesAlong }: Killed): Promise<void> {
    assert.deepEqual(await pending(stack), []);
    await succeeds(stack.up());
    await succeeds(stack.up({ expectNoChanges: true }));
    await succeeds(stack.destroy());
    const left = (await inventory(stack.emulator)).filter((item) => !before.includes(item) && !comesAlong?.test(item));
    assert.deepEqual(left, []);
  }

  const CALLS: readonly (readonly [call: string, name: string, more?: string])[] = [
    ["secretsmanager:CreateSecret", "web-secret"],
    ["kms:CreateAlias", "web-key-alias"],
    ["iam:CreateRole", "web-"],
    ["iam:PutRolePolicy", "web-"],
    ["logs:CreateLogGroup", "web-logs"],
    ["ecs:CreateCluster", "web-cluster"],
    ["ecs:CreateService", "web-service"],
    ["ec2:RevokeSecurityGroupEgress", "web-"],
    ["ec2:AuthorizeSecurityGroupEgress", "web-"],
    ["ec2:CreateSubnet", "web-vpc-", `network: { mode: "new" }`],
  ];
  for (const [call, name, more] of CALLS)
    it(`takes what ${call} made into the stack`, async () => {
      const killed = await killedAt(call, more);
      const { code, stdout } = await recover(killed.stack);
      assert.equal(code, 1, stdout);
      assert.match(stdout, new RegExp(`^${name}\\S* \\(aws:.*would be taken into the stack as `, "m"));
      await settles(killed.stack, choicesIn(stdout)); // a key may have been on its way, too
      await goesOn(killed);
    });

  it("says so where nothing is pending", async () => {
    const stack = await EngineStack.create(serviceProject("recover-nothing", args(PRIVATE)));
    const { code, stdout } = await recover(stack);
    assert.deepEqual([code, stdout], [0, "Stack dev lists no creation that an update had begun.\n"]);
  });
});
