// What is decided about creations that a killed update had begun. Not proven here: that AWS and Pulumi answer so
// (test/engine/recover.test.ts).

import assert from "node:assert/strict";
import type { Aws } from "../../../operations/aws";
import { creationsOf, hasMadeUpName, type Creation, type Found } from "../../../operations/pending/creation";
import { planRecovery, recover, type RecoverableStack } from "../../../operations/pending/recover";
import { decide, withGivenInputs, withTaken } from "../../../operations/pending/steps";
import type { ExportedStack } from "../../../operations/selectedStack";
import type { StateResource } from "../../../operations/stackServices";

const urn = (type: string, name: string) => `urn:pulumi:dev::shop::${type}::${name}`;
const resource = (type: string, name: string, more: Partial<StateResource> = {}): StateResource => ({
  urn: urn(type, name),
  type,
  ...more,
});

const PROVIDER = resource("pulumi:providers:aws", "default", {
  id: "1234",
  inputs: { region: "eu-west-1", profile: "shop" },
});
const SECRET = "aws:secretsmanager/secret:Secret";
const ARN = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:web-secret-0123abc-XyZ";

function stateOf(pending: readonly StateResource[], more: readonly StateResource[] = []): ExportedStack {
  return {
    deployment: {
      resources: [PROVIDER, ...more],
      pending_operations: pending.map((each) => ({ type: "creating", resource: each })),
    },
  };
}

const pendingSecret = resource(SECRET, "web-secret", {
  provider: `${PROVIDER.urn}::1234`,
  inputs: { name: "web-secret-0123abc" },
});

function creation(pending: StateResource): Creation {
  const [found] = creationsOf(stateOf([pending]));
  assert.ok(found);
  return found;
}

const found = (id: string, arn?: string): Found => ({ id, remove: "remove it", ...(arn !== undefined && { arn }) });

describe("the creations that a killed update had begun", () => {
  it("are read with their names, and with what their provider was told", () => {
    const [only, ...more] = creationsOf({
      deployment: {
        resources: [PROVIDER],
        pending_operations: [
          { type: "creating", resource: pendingSecret },
          { type: "updating", resource: resource(SECRET, "other") },
        ],
      },
    });
    assert.deepEqual(more, []);
    assert.deepEqual(
      [only?.name, only?.region, only?.profile, only?.inputs],
      ["web-secret", "eu-west-1", "shop", { name: "web-secret-0123abc" }],
    );
    assert.deepEqual(creationsOf({}), []);
  });

  for (const [name, madeUp] of [
    ["web-secret-0123abc", true],
    ["alias/web-secret-0123abc", true],
    ["web-secret", false],
    ["shop-token", false],
    ["web-secret-0123abcd", false],
    ["other-0123abc", false],
  ] as const)
    it(`have a name of Pulumi's own: ${name}: ${String(madeUp)}`, () => {
      assert.equal(hasMadeUpName(creation({ ...pendingSecret, inputs: { name } }), "name"), madeUp);
    });
});

describe("what is decided about a creation", () => {
  const secret = creation(pendingSecret);

  it("is to take what has the name that Pulumi made up", () => {
    assert.deepEqual(decide(secret, [], [found(ARN)]), { step: "take", id: ARN });
  });

  it("is to forget what AWS does not have, and what the stack has", () => {
    assert.deepEqual(decide(secret, [], []), { step: "forget", reason: "absent" });
    const held = resource(SECRET, "web-secret", { id: ARN });
    assert.deepEqual(decide(secret, [held], [found(ARN)]), { step: "forget", reason: "absent" });
    const byArn = resource("aws:ecs/cluster:Cluster", "web-cluster", { id: "x", outputs: { arn: "arn:c" } });
    assert.deepEqual(decide(secret, [byArn], [found("web", "arn:c")]), { step: "forget", reason: "absent" });
  });

  it("is to remove what a later update has made again, unless that is about to be deleted", () => {
    const again = resource(SECRET, "web-secret", { id: "arn:other" });
    assert.deepEqual(decide(secret, [again], [found(ARN)]), {
      step: "remove",
      reason: "again",
      found: [found(ARN)],
    });
    assert.deepEqual(decide(secret, [{ ...again, delete: true }], [found(ARN)]), { step: "take", id: ARN });
  });

  it("is to remove what is there by half", () => {
    const half = { ...found(ARN), unfinished: true };
    assert.deepEqual(decide(secret, [], [half]), { step: "remove", reason: "unfinished", found: [half] });
  });

  it("is a person's where a name was given, where there are two, and where nothing tells them apart", () => {
    const named = creation({ ...pendingSecret, inputs: { name: "shop" } });
    assert.deepEqual(decide(named, [], [found(ARN)]), { step: "choose", found: [found(ARN)] });
    assert.equal(decide(secret, [], [found("a"), found("b")]).step, "choose");
    assert.equal(decide(creation(resource("aws:kms/key:Key", "web-key")), [], [found("a")]).step, "choose");
    assert.equal(decide(creation(resource("aws:sns/topic:Topic", "web-alarms")), [], undefined).step, "look");
  });

  it("is to take a part of what the stack has, and of nothing else", () => {
    const subnet = creation(resource("aws:ec2/subnet:Subnet", "web-vpc-private-1", { inputs: { vpcId: "vpc-1" } }));
    const vpc = resource("aws:ec2/vpc:Vpc", "web-vpc", { id: "vpc-1" });
    assert.deepEqual(decide(subnet, [vpc], [found("subnet-1")]), { step: "take", id: "subnet-1" });
    assert.equal(decide(subnet, [], [found("subnet-1")]).step, "choose");
  });

  it("is to forget what can be repeated", () => {
    const version = creation(resource("aws:secretsmanager/secretVersion:SecretVersion", "web-secret-version"));
    assert.deepEqual(decide(version, [], undefined), { step: "forget", reason: "repeatable" });
  });
});

/** AWS in an account, which has the secret. */
const awsOf = (account: string) =>
  ({
    sts: () => Promise.resolve({ getCallerIdentity: () => Promise.resolve({ Account: account }) }),
    secrets: () => Promise.resolve({ describeSecret: () => Promise.resolve({ ARN }) }),
  }) as unknown as Aws;

const NOTHING = { take: new Map<string, string>(), forget: new Set<string>() };

describe("the plan of a recovery", () => {
  const plan = (state: ExportedStack, choices: Partial<typeof NOTHING> = {}) =>
    planRecovery(state, () => awsOf("123456789012"), { ...NOTHING, ...choices });

  it("asks AWS, and takes a person's word before that", async () => {
    const steps = async (choices = {}) => (await plan(stateOf([pendingSecret]), choices)).map(({ step }) => step);
    assert.deepEqual(await steps(), [{ step: "take", id: ARN }]);
    assert.deepEqual(await steps({ take: new Map([["web-secret", "arn:mine"]]) }), [{ step: "take", id: "arn:mine" }]);
    assert.deepEqual(await steps({ forget: new Set([pendingSecret.urn]) }), [{ step: "forget", reason: "chosen" }]);
  });

  it("refuses credentials of another account than the stack's, where nothing would be found", async () => {
    const role = resource("aws:iam/role:Role", "web-role", {
      id: "web-role",
      outputs: { arn: "arn:aws:iam::210987654321:role/web-role" },
    });
    await assert.rejects(
      plan(stateOf([pendingSecret], [role])),
      /in account 210987654321, these credentials are of 123456789012/,
    );
  });

  it("refuses choices that cannot be", async () => {
    const held = resource(SECRET, "web-secret", { id: "arn:other" });
    const key = resource("aws:kms/key:Key", "web-key");
    const take = (name: string, id: string) => ({ take: new Map([[name, id]]) });
    await assert.rejects(
      plan(stateOf([pendingSecret]), take("web", "x")),
      /--take: the stack lists no creation of web /,
    );
    await assert.rejects(plan(stateOf([pendingSecret], [held]), take("web-secret", "x")), /has another web-secret/);
    await assert.rejects(
      plan(stateOf([key], [held]), take("web-key", "arn:other")),
      /arn:other is in the stack already/,
    );
    const twice = stateOf([key, { ...key, urn: urn("shop$aws:kms/key:Key", "web-key") }]);
    await assert.rejects(plan(twice, { forget: new Set(["web-key"]) }), /--forget: web-key is the name of 2 resources/);
  });
});

describe("a recovery", () => {
  const state = stateOf([pendingSecret]);

  /** A stack that notes what is done to it. */
  function fakeStack(refresh: () => Promise<void>): RecoverableStack & { readonly done: unknown[] } {
    const done: unknown[] = [];
    const read = {
      deployment: { resources: [resource(SECRET, "web-secret", { id: ARN, inputs: { name: "as AWS" } })] },
    };
    return {
      done,
      read: () => Promise.resolve(read),
      write: (written) => Promise.resolve(void done.push(written)),
      refresh: (urns) => (done.push(urns), refresh()),
    };
  }

  it("lets Pulumi read what it takes, and keeps the inputs that the program gave", async () => {
    const plans = await planRecovery(state, () => awsOf("123456789012"), NOTHING);
    const stack = fakeStack(() => Promise.resolve());
    await recover(stack, state, plans);
    const taken = { ...pendingSecret, id: ARN };
    assert.deepEqual(stack.done, [
      { deployment: { resources: [PROVIDER, taken], pending_operations: [] } },
      [pendingSecret.urn],
      { deployment: { resources: [resource(SECRET, "web-secret", { id: ARN, inputs: pendingSecret.inputs ?? {} })] } },
    ]);
  });

  it("says what to do where Pulumi cannot read it", async () => {
    const plans = await planRecovery(state, () => awsOf("123456789012"), NOTHING);
    const stack = fakeStack(() => Promise.reject(new Error("cannot refresh stack dev: no such host")));
    await assert.rejects(
      recover(stack, state, plans),
      /no such host; the stack has taken 'urn:.*run pulumi refresh before/,
    );
  });

  it("does nothing while something is not settled", async () => {
    const key = creation(resource("aws:kms/key:Key", "web-key"));
    const stack = fakeStack(() => Promise.resolve());
    await assert.rejects(recover(stack, state, [{ creation: key, step: { step: "look" } }]), /not settled/);
    assert.deepEqual(stack.done, []);
  });

  it("changes nothing else in the state", () => {
    const other = resource(SECRET, "other", { id: "1" });
    const more = { ...stateOf([pendingSecret], [other]), version: 3 };
    assert.deepEqual(withTaken(more, new Map()), {
      version: 3,
      deployment: { resources: [PROVIDER, other], pending_operations: [] },
    });
    assert.deepEqual(withGivenInputs(more, []), more);
  });
});
