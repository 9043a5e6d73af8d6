import * as aws from "@pulumi/aws";
import * as awsx from "@pulumi/awsx";
import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { deploy, value } from "./deploy";
import { UNKNOWN } from "./recorded";

class Pair extends pulumi.ComponentResource {
  readonly keyArn: pulumi.Output<string>;

  constructor(name: string, token: pulumi.Input<string>, opts?: pulumi.ComponentResourceOptions) {
    super("test:index:Pair", name, {}, opts);
    const key = new aws.kms.Key(`${name}-key`, {}, { parent: this });
    const secret = new aws.secretsmanager.Secret(`${name}-secret`, { kmsKeyId: key.arn }, { parent: this });
    const text = pulumi.jsonStringify({ token: pulumi.secret(token) });
    new aws.secretsmanager.SecretVersion(
      `${name}-version`,
      { secretId: secret.id, secretString: text },
      { parent: this },
    );
    this.keyArn = key.arn;
    this.registerOutputs({ keyArn: key.arn });
  }
}

describe("deploy", () => {
  it("lists what a component creates, and finds each by name or type", async () => {
    const d = await deploy(() => new Pair("web", "s3cr3t"));
    assert.deepEqual(d.list(), [
      "aws:kms/key:Key web-key",
      "aws:secretsmanager/secret:Secret web-secret",
      "aws:secretsmanager/secretVersion:SecretVersion web-version",
      "test:index:Pair web",
    ]);
    assert.equal(d.only("aws:kms/key:Key"), d.find("web-key"));
    assert.equal(d.find("web-key").urn, "urn:pulumi:dev::test::test:index:Pair$aws:kms/key:Key::web-key");
    assert.throws(
      () => d.find("web-ke"),
      /^Error: 0 resources are named web-ke; there are:\n {2}test:index:Pair web\n/,
    );
    assert.throws(() => d.only("aws:iam/role:Role"), /^Error: 0 resources are of type aws:iam\/role:Role/);
  });

  it("records inputs plain and as sent, parents, and where each property comes from", async () => {
    const d = await deploy(() => new Pair("web", "s3cr3t"));
    const version = d.find("web-version");
    assert.equal(version.parent, "web");
    assert.equal(version.inputs.secretString, '{"token":"s3cr3t"}');
    assert.deepEqual(version.raw.secretString, {
      "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
      value: '{"token":"s3cr3t"}',
    });
    assert.deepEqual(version.deps, { secretId: ["web-secret"] });
    assert.deepEqual(version.dependsOn, ["web-secret"]);
    assert.equal(d.find("web").parent, undefined);
    assert.deepEqual(d.find("web").outputs, { keyArn: "arn:aws:kms:eu-central-1:123456789012:key/web-key-a1b2c3d" });
  });

  it("records resource options", async () => {
    const d = await deploy(() => {
      const provider = new aws.Provider("ireland", { region: "eu-west-1" });
      const first = new aws.sns.Topic("first", {}, { protect: true, provider });
      new aws.sns.Topic(
        "second",
        {},
        {
          dependsOn: first,
          ignoreChanges: ["name"],
          replaceOnChanges: ["tags"],
          deleteBeforeReplace: true,
          retainOnDelete: true,
          additionalSecretOutputs: ["arn"],
          aliases: [{ name: "old" }],
          customTimeouts: { create: "5m" },
        },
      );
    });
    const first = d.find("first");
    assert.equal(first.protect, true);
    assert.equal(first.provider, "ireland");
    assert.equal(first.deleteBeforeReplace, undefined);
    const { dependsOn, ignoreChanges, replaceOnChanges, deleteBeforeReplace, ...second } = d.find("second");
    assert.deepEqual(
      [dependsOn, ignoreChanges, replaceOnChanges, deleteBeforeReplace],
      [["first"], ["name"], ["tags"], true],
    );
    assert.deepEqual([second.retainOnDelete, second.protect, second.additionalSecretOutputs], [true, false, ["arn"]]);
    assert.deepEqual(second.aliases, [{ name: "old" }]);
    assert.deepEqual(second.customTimeouts, { create: "5m", update: "", delete: "" });
  });

  it("gives ARNs that code can take region, account and partition from, following the provider", async () => {
    const d = await deploy(
      () => {
        const provider = new aws.Provider("far", { region: "cn-north-1", allowedAccountIds: ["210987654321"] });
        const cluster = new aws.ecs.Cluster("main", { name: "main" }, { provider });
        const service = new aws.ecs.Service("svc", { cluster: cluster.arn, name: "svc" });
        const role = new aws.iam.Role("role", { name: "role", assumeRolePolicy: "{}" });
        const lookedUp = aws.getRegionOutput({}, { provider }).region;
        return { cluster: cluster.arn, service: service.arn, role: role.arn, roleId: role.id, lookedUp };
      },
      { config: { "aws:region": "us-east-1" } },
    );
    assert.deepEqual(d.outputs, {
      cluster: "arn:aws-cn:ecs:cn-north-1:210987654321:cluster/main",
      service: "arn:aws:ecs:us-east-1:123456789012:service/main/svc",
      role: "arn:aws:iam::123456789012:role/role",
      roleId: "role",
      lookedUp: "cn-north-1",
    });
    assert.deepEqual(d.calls, [{ token: "aws:index/getRegion:getRegion", inputs: {}, provider: "far" }]);
  });

  it("stands in for a new VPC", async () => {
    const d = await deploy(() => {
      const vpc = new awsx.ec2.Vpc("net");
      return { vpcId: vpc.vpcId, subnets: vpc.publicSubnetIds };
    });
    assert.deepEqual(d.outputs, { vpcId: "vpc-net", subnets: ["subnet-netpublic1", "subnet-netpublic2"] });
    assert.equal(d.only("awsx:ec2:Vpc").remote, true);
  });

  it("takes other answers to lookups and other outputs of resources", async () => {
    const d = await deploy(
      () => {
        const vpc = aws.ec2.getVpcOutput({ default: true });
        return { vpc: vpc.id, topic: new aws.sns.Topic("t").arn, key: new aws.kms.Key("k").keyId };
      },
      {
        calls: { "aws:ec2/getVpc:getVpc": (inputs) => ({ id: `vpc-default-${String(inputs.default)}` }) },
        state: { t: { arn: "by-name" }, "aws:kms/key:Key": ({ name }) => ({ keyId: `key-${name}` }) },
      },
    );
    assert.deepEqual(d.outputs, { vpc: "vpc-default-true", topic: "by-name", key: "key-k" });
  });

  it("fails a lookup with the text given, and one that nothing answers", async () => {
    const noVpc = () => {
      throw new Error("no default VPC");
    };
    const program = () => ({ id: aws.ec2.getVpcOutput({ default: true }).id });
    await assert.rejects(deploy(program, { calls: { "aws:ec2/getVpc:getVpc": noVpc } }), /no default VPC/);
    await assert.rejects(
      deploy(() => ({ key: aws.kms.getKeyOutput({ keyId: "k" }).arn })),
      /no stand-in answers aws:kms\/getKey:getKey/,
    );
  });

  it("knows in a preview what was given and the auto-name, and nothing that AWS computes", async () => {
    const d = await deploy(
      () => {
        const topic = new aws.sns.Topic("t", { displayName: "given" });
        new aws.ssm.Parameter("p", { type: "String", value: topic.arn });
        return { arn: topic.arn, id: topic.id, name: topic.name, given: topic.displayName };
      },
      { preview: true },
    );
    assert.deepEqual(d.outputs, { arn: UNKNOWN, id: UNKNOWN, name: "t-a1b2c3d", given: "given" });
    assert.equal(d.find("p").inputs.value, UNKNOWN);
  });

  it("refuses a second resource of the same type and name", async () => {
    await assert.rejects(
      deploy(() => {
        new aws.sns.Topic("same");
        new aws.sns.Topic("same");
      }),
      /Duplicate resource URN 'urn:pulumi:dev::test::aws:sns\/topic:Topic::same'/,
    );
  });

  it("throws what the program throws, at once or in an apply", async () => {
    class Refusal extends Error {}
    const refuse = (): never => {
      throw new Refusal("no");
    };
    await assert.rejects(deploy(refuse), Refusal);
    await assert.rejects(
      deploy(() => void pulumi.output(1).apply(refuse)),
      Refusal,
    );
    await assert.rejects(
      deploy(() => void new aws.sns.Topic("t").arn.apply(refuse)),
      Refusal,
    );
  });

  it("returns errors where they are expected, with what was registered before", async () => {
    const d = await deploy(
      () => {
        new aws.sns.Topic("before");
        throw new Error("no");
      },
      { mayFail: true },
    );
    assert.deepEqual(
      d.errors.map(({ message }) => message),
      ["no"],
    );
    assert.deepEqual(d.list(), ["aws:sns/topic:Topic before"]);
  });

  it("fails a program that writes an Output into text", async () => {
    await assert.rejects(
      deploy(() => new aws.sns.Topic("b", { displayName: "is " + (new aws.sns.Topic("a").arn as unknown as string) })),
      /aws:sns\/topic:Topic b: an Output was made into text: .*Calling \[toString\] on an \[Output<T>\] is not supported/,
    );
  });

  it("waits for resources that slow values lead to", async () => {
    const d = await deploy(() => {
      const slow = new Promise<string>((resolve) => setTimeout(() => resolve("late"), 20));
      const first = new aws.sns.Topic("first", { displayName: slow });
      return { second: first.arn.apply(() => new aws.sns.Topic("second").arn) };
    });
    assert.deepEqual(d.list(), ["aws:sns/topic:Topic first", "aws:sns/topic:Topic second"]);
  });

  it("applies stack transformations", async () => {
    const d = await deploy(() => {
      pulumi.runtime.registerStackTransformation(({ props, opts }) => ({ props: { ...props, fifoTopic: true }, opts }));
      new aws.sns.Topic("t");
    });
    assert.equal(d.find("t").inputs.fifoTopic, true);
  });

  it("gives configuration, secret or not, and forgets it for the next program", async () => {
    const program = () => {
      const config = new pulumi.Config();
      return { size: config.get("size"), token: config.getSecret("token") };
    };
    const d = await deploy(program, { config: { size: "2" }, secretConfig: { token: "s3cr3t" } });
    assert.deepEqual(d.outputs, { size: "2", token: "s3cr3t" });
    assert.deepEqual(d.leaks("s3cr3t"), []);
    assert.deepEqual((await deploy(program)).outputs, { size: undefined, token: undefined });
  });

  it("keeps Pulumi's log lines off the console and returns them", async () => {
    const d = await deploy(() => {
      void pulumi.log.warn("mind the gap");
      void pulumi.log.info("two\nlines");
    });
    assert.deepEqual(d.warnings, ["mind the gap"]);
    assert.deepEqual(d.logs[1], { severity: "info", message: "two\nlines" });
  });

  it("records resources that are looked up", async () => {
    const d = await deploy(() => ({ id: aws.sns.Topic.get("there", "arn:aws:sns:eu-central-1:1:there").id }));
    assert.equal(d.find("there").read, true);
    assert.deepEqual(d.outputs, { id: "arn:aws:sns:eu-central-1:1:there" });
  });
});

describe("leaks", () => {
  const places: [string, () => unknown, string[]][] = [
    ["nowhere, when it is wrapped", () => new Pair("web", "s3cr3t"), []],
    ["an input", () => new aws.sns.Topic("t", { displayName: "is s3cr3t" }), ["t.raw.displayName"]],
    ["a nested input", () => new aws.sns.Topic("t", { tags: { a: "s3cr3t" } }), ["t.raw.tags.a"]],
    ["a key", () => new aws.sns.Topic("t", { tags: { s3cr3t: "a" } }), ["t.raw.tags.s3cr3t (key)"]],
    [
      "base64 text",
      () => new aws.sns.Topic("t", { displayName: Buffer.from("octo:s3cr3t-token").toString("base64") }),
      ["t.raw.displayName"],
    ],
    ["a log line", () => void pulumi.log.info("got s3cr3t"), ["log"]],
    ["an output of the program", () => ({ shown: "s3cr3t" }), ["test-dev.rawOutputs.shown"]],
    ["a lookup", () => aws.ec2.getVpcOutput({ id: "s3cr3t" }), ["aws:ec2/getVpc:getVpc.id"]],
  ];
  for (const [place, program, expected] of places) {
    it(`finds a secret in ${place}`, async () => {
      const d = await deploy(program);
      const secret = place === "base64 text" ? "s3cr3t-token" : "s3cr3t";
      assert.deepEqual(d.leaks(secret), expected);
    });
  }

  it("finds a secret in an error", async () => {
    const d = await deploy(() => pulumi.output(1).apply(() => Promise.reject(new Error("s3cr3t"))), { mayFail: true });
    assert.deepEqual(d.leaks("s3cr3t"), ["error"]);
  });
});

describe("value", () => {
  it("resolves to the value of an Output", async () => {
    let arn: pulumi.Output<string> | undefined;
    await deploy(() => void (arn = new Pair("web", "s3cr3t").keyArn));
    assert.equal(await value(arn!), "arn:aws:kms:eu-central-1:123456789012:key/web-key-a1b2c3d");
  });

  it("rejects when the making of the value fails", async () => {
    let rejected = false;
    const program = async () => {
      const failing = pulumi.output(1).apply(() => Promise.reject(new Error("in apply")));
      await assert.rejects(value(failing), /in apply/);
      rejected = true;
    };
    await deploy(program, { mayFail: true });
    assert.equal(rejected, true);
  });
});
