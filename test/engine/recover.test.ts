// `ghcr-fargate recover`, after updates that are killed when AWS has carried out a creation and Pulumi has not heard of it.

import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { AwsProxy } from "./support/awsProxy";
import { RunningUpdate } from "./support/cli";
import { runRecover, type Ended } from "./support/commands";
import { inventory } from "./support/inventory";
import { serviceProject } from "./support/programs";
import { describeDeployments, setScenarios } from "./support/scenarios";
import { EngineStack, succeeds } from "./support/stack";

const PRIVATE = `credentials: { username: "octocat", token: config.requireSecret("token") }`;
const BALANCED = `loadBalancer: { protocol: "HTTP", ingressCidrs: ["0.0.0.0/0"] }`;

const args = (more: string) => `{ image: "ghcr.io/octocat/web:1", port: 8080, ${more} }`;

/** What `recover` prints for what is there by half. */
const UNFINISHED_COMMAND = /^ {2}aws --region \S+ ec2 delete-(security-group|internet-gateway) --(\S+) (\S+)$/gm;
const pascal = (words: string) => words.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());

const REVISION = /:task-definition\//;

/** A stack whose first update was killed. */
interface Killed {
  readonly stack: EngineStack;
  /** What was in AWS before. */
  readonly before: readonly string[];
  /** What may stay: a revision that was on its way, and what AWS makes with a VPC, which the emulator keeps. */
  readonly comesAlong: RegExp;
}

describeDeployments("recover", function () {
  this.timeout(300_000);
  let proxy: AwsProxy;
  let stacks = 0;
  beforeEach(async () => {
    setScenarios([]);
    proxy = await new AwsProxy().start();
  });
  afterEach(() => proxy.stop());

  /** A stack whose first update is killed when AWS has carried out this call. */
  async function killedAt(call: string, more = PRIVATE): Promise<Killed> {
    const name = `recover-${++stacks}-${call.replace(":", "-").toLowerCase()}`;
    const stack = await EngineStack.create(serviceProject(name, args(more)));
    const before = await inventory(stack.emulator);
    const carriedOut = proxy.endsWith(call);
    const update = RunningUpdate.start({
      directory: stack.directory,
      environment: { ...stack.environment, AWS_ENDPOINT_URL: proxy.url },
    });
    await Promise.race([carriedOut, update.ended().then(() => assert.fail(update.printed))]);
    update.signal("SIGKILL", true);
    await update.ended();
    await stack.cancelKilled();
    return { stack, before, comesAlong: more.includes("network") ? /^ec2 (?:rtb|sg)-|:task-definition\// : REVISION };
  }

  async function recover(stack: EngineStack, ...options: readonly string[]): Promise<Ended> {
    const ended = await runRecover(stack, ...options);
    assert.equal(ended.stderr, "");
    return ended;
  }

  /** What a person chooses among what looks alike: here nothing else does. */
  const choicesIn = (stdout: string) => [...stdout.matchAll(/^ {2}(--take) (\S+)$/gm)].flatMap(([, ...words]) => words);

  /** Settles what a look printed: removes what was left by half, which other creations on their way may be, and chooses. */
  async function settles(stack: EngineStack, printed: string): Promise<void> {
    for (const [, kind = "", option = "", id = ""] of printed.matchAll(UNFINISHED_COMMAND))
      await stack.emulator.query("ec2", `Delete${pascal(kind)}`, "2016-11-15", { [pascal(option)]: id });
    const { code, stdout } = await recover(stack, ...choicesIn(printed), "--yes");
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
    const left = (await inventory(stack.emulator)).filter((item) => !before.includes(item) && !comesAlong.test(item));
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
    ["ec2:CreateRoute", "web-vpc-", `network: { mode: "new" }`],
    ["elasticloadbalancing:CreateLoadBalancer", "web-lb", BALANCED],
    ["elasticloadbalancing:CreateTargetGroup", "web-tg", BALANCED],
    ["elasticloadbalancing:CreateListener", "web-listener", BALANCED],
  ];
  for (const [call, name, more] of CALLS)
    it(`takes what ${call} made into the stack`, async () => {
      const killed = await killedAt(call, more);
      const { code, stdout } = await recover(killed.stack);
      assert.equal(code, 1, stdout);
      assert.match(stdout, new RegExp(`^${name}\\S* \\(aws:.*would be taken into the stack as `, "m"));
      await settles(killed.stack, stdout);
      await goesOn(killed);
    });

  it("leaves the choice of a key to a person", async () => {
    const killed = await killedAt("kms:CreateKey");
    const { code, stdout } = await recover(killed.stack, "--yes");
    assert.equal(code, 1, stdout);
    assert.match(stdout, /^Nothing is changed: 1 of \d to be decided first/m);
    assert.match(stdout, /^ {2}aws --region eu-central-1 kms schedule-key-deletion --key-id \S+$/m);
    const choices = choicesIn(stdout);
    assert.equal(choices.length, 2, stdout);
    await settles(killed.stack, stdout);
    await goesOn(killed);
  });

  const UNFINISHED: readonly (readonly [what: string, call: string, removes: RegExp, more?: string])[] = [
    [
      "a security group which still has the rule that AWS adds",
      "ec2:CreateSecurityGroup",
      / ec2 delete-security-group --group-id sg-\S+$/m,
    ],
    [
      "an internet gateway that no VPC has",
      "ec2:CreateInternetGateway",
      / ec2 delete-internet-gateway --internet-gateway-id igw-\S+$/m,
      `network: { mode: "new" }`,
    ],
  ];
  for (const [what, call, removes, more] of UNFINISHED)
    it(`names the command that removes ${what}`, async () => {
      const killed = await killedAt(call, more);
      const { stdout } = await recover(killed.stack);
      assert.match(stdout, removes);
      await settles(killed.stack, stdout);
      await goesOn(killed);
    });

  it("names the command that removes what a later update made again", async () => {
    const killed = await killedAt("secretsmanager:CreateSecret");
    const { stack } = killed;
    await succeeds(stack.up());
    const { code, stdout } = await recover(stack, "--yes");
    assert.equal(code, 1, stdout);
    const commands =
      /^ {2}aws --region eu-central-1 (secretsmanager delete-secret --secret-id|kms delete-alias --alias-name) (\S+)$/gm;
    const left = [...stdout.matchAll(commands)].map(([, command = "", id = ""]) => ({ command, id }));
    assert.ok(
      left.some(({ command }) => command.startsWith("secretsmanager")),
      stdout,
    );
    for (const { command, id } of left)
      if (command.startsWith("kms")) await stack.emulator.json("kms", "TrentService.DeleteAlias", { AliasName: id });
      else await stack.emulator.json("secretsmanager", "secretsmanager.DeleteSecret", { SecretId: id });
    await settles(stack, "");
    await goesOn(killed);
  });

  it("says so where nothing is pending", async () => {
    const stack = await EngineStack.create(serviceProject("recover-nothing", args(PRIVATE)));
    const { code, stdout } = await recover(stack);
    assert.deepEqual([code, stdout], [0, "Stack dev lists no creation that an update had begun.\n"]);
  });

  it("says what to remove where a kill left the file beside the state empty, and goes on without it", async () => {
    const stack = await EngineStack.create(serviceProject("recover-attributes", args(PRIVATE)));
    writeFileSync(await stack.attributesFile(), "");
    const { code, stderr } = await runRecover(stack);
    assert.deepEqual(
      [code, stderr],
      [
        3,
        "error: cannot read stack dev: failed to load checkpoint: EOF; where a kill left dev.json.attrs empty beside dev.json, remove it: Pulumi writes it again\n",
      ],
    );
    await stack.cancelKilled();
    assert.equal((await recover(stack)).code, 0);
  });
});
