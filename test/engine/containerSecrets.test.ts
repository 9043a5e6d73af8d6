// Secrets that a service names: looked up with their keys, granted, and never read into the state.
// Not proven here: that ECS reads them; the emulator runs no containers.

import assert from "node:assert/strict";
import type { Emulator } from "./support/emulator";
import type { Outcome } from "./support/outcome";
import { serviceProject } from "./support/programs";
import { describeDeployments } from "./support/scenarios";
import { EngineStack, fails } from "./support/stack";
import { describeTransitions } from "./support/transitions";

const VALUE = '{"password":"t0p-s3cret"}';
const LEVEL_VALUE = "t0p-l3vel";

/** What the seed made: the keys' ARNs, and the secret's. */
const made = { key: "", otherKey: "", secret: "" };

/** Puts the parameter, under a key by its alias. */
async function putLevel(emulator: Emulator, KeyId: string): Promise<void> {
  const parameter = { Name: "/prod/level", Type: "SecureString", Value: LEVEL_VALUE, KeyId, Overwrite: true };
  await emulator.json("ssm", "AmazonSSM.PutParameter", parameter);
}

async function seed(emulator: Emulator): Promise<void> {
  const newKey = async (alias: string): Promise<string> => {
    const { KeyMetadata } = await emulator.json<{ KeyMetadata: { Arn: string; KeyId: string } }>(
      "kms",
      "TrentService.CreateKey",
    );
    await emulator.json("kms", "TrentService.CreateAlias", { AliasName: alias, TargetKeyId: KeyMetadata.KeyId });
    return KeyMetadata.Arn;
  };
  made.key = await newKey("alias/prod");
  made.otherKey = await newKey("alias/other");
  const { ARN } = await emulator.json<{ ARN: string }>("secretsmanager", "secretsmanager.CreateSecret", {
    Name: "prod/db",
    SecretString: VALUE,
    KmsKeyId: made.key,
  });
  made.secret = ARN;
  await putLevel(emulator, "alias/other");
  await emulator.json("ssm", "AmazonSSM.PutParameter", { Name: "PLAIN", Type: "String", Value: "x" });
}

/** A service whose secrets these expressions name. */
const service = (database: string, level: string) => `{
  image: "ghcr.io/octocat/web:1",
  port: 8080,
  secrets: { DB_PASSWORD: pulumi.interpolate\`\${${database}}:password::\`, LEVEL: ${level}, PLAIN: "ssm:PLAIN", OWN: own.arn },
  sidecars: [{ name: "agent", image: "ghcr.io/octocat/agent:1", secrets: { API: ${database} } }],
  preDeploy: { command: ["migrate"] },
}`;
const OWN = `const key = new aws.kms.Key("own", { deletionWindowInDays: 7 });
const own = new aws.secretsmanager.Secret("own", { kmsKeyId: key.arn, recoveryWindowInDays: 0 });
new aws.secretsmanager.SecretVersion("own", { secretId: own.id, secretString: "x" });
export const ownKey = key.arn, ownSecret = own.arn;`;
const NAMED = service('"secretsmanager:prod/db"', '"ssm:/prod/level"');

interface Container {
  readonly name: string;
  readonly secrets?: readonly { readonly name: string; readonly valueFrom: string }[];
}

/** Compares the task definition and the execution role's policy with what was made, `keys` those that may decrypt. */
function reads(keys: () => readonly string[]) {
  return async ({ outputs }: Outcome, stack: EngineStack): Promise<void> => {
    const { emulator } = stack;
    const { taskDefinition } = await emulator.json<{
      taskDefinition: { executionRoleArn: string; containerDefinitions: readonly Container[] };
    }>("ecs", "AmazonEC2ContainerServiceV20141113.DescribeTaskDefinition", {
      taskDefinition: outputs.taskDefinitionArn,
    });
    const [region, account] = made.secret.split(":").slice(3, 5);
    const parameter = (name: string) => `arn:aws:ssm:${String(region)}:${String(account)}:parameter/${name}`;
    const valuesOf = (name: string) => {
      const { secrets = [] } = taskDefinition.containerDefinitions.find((each) => each.name === name) ?? {};
      return Object.fromEntries(secrets.map((secret) => [secret.name, secret.valueFrom]));
    };
    assert.deepEqual(valuesOf("app"), {
      DB_PASSWORD: `${made.secret}:password::`,
      LEVEL: parameter("prod/level"),
      OWN: outputs.ownSecret,
      PLAIN: parameter("PLAIN"),
    });
    assert.deepEqual(valuesOf("agent"), { API: made.secret });
    const role = taskDefinition.executionRoleArn.split("/").at(-1) ?? "";
    const [policyName = ""] = /<member>([^<]+)<\/member>/
      .exec(await emulator.query("iam", "ListRolePolicies", "2010-05-08", { RoleName: role }))
      ?.slice(1) ?? [""];
    const answer = await emulator.query("iam", "GetRolePolicy", "2010-05-08", {
      RoleName: role,
      PolicyName: policyName,
    });
    const document = /<PolicyDocument>([^<]+)<\/PolicyDocument>/.exec(answer)?.[1] ?? "";
    const { Statement } = JSON.parse(decodeURIComponent(document)) as { Statement: { Resource: string[] }[] };
    assert.deepEqual(
      Statement.map((statement) => ({ ...statement, Resource: [...statement.Resource].sort() })),
      [
        {
          Sid: "ReadSecrets",
          Effect: "Allow",
          Action: "secretsmanager:GetSecretValue",
          Resource: [made.secret, String(outputs.ownSecret)].sort(),
        },
        {
          Sid: "ReadParameters",
          Effect: "Allow",
          Action: "ssm:GetParameters",
          Resource: [parameter("PLAIN"), parameter("prod/level")].sort(),
        },
        {
          Sid: "DecryptContainerSecrets",
          Effect: "Allow",
          Action: "kms:Decrypt",
          Resource: [...keys(), String(outputs.ownKey)].sort(),
          Condition: {
            StringEquals: {
              "kms:ViaService": [
                `secretsmanager.${String(region)}.amazonaws.com`,
                `ssm.${String(region)}.amazonaws.com`,
              ],
            },
          },
        },
      ],
    );
    const state = await stack.state();
    for (const value of ["t0p-s3cret", LEVEL_VALUE]) assert.ok(!state.includes(value), `${value} is in the state`);
  };
}

describeTransitions(
  "container-secrets",
  [
    {
      name: "it is created, with secrets by their names and one that the program creates",
      program: OWN,
      args: NAMED,
      replaces: [],
      check: reads(() => [made.key, made.otherKey]),
    },
    {
      name: "nothing changes",
      program: OWN,
      args: NAMED,
      replaces: [],
      check: async ({ changes }) => {
        assert.deepEqual(changes, []);
        await Promise.resolve();
      },
    },
    {
      name: "the ARNs take the place of the names",
      program: `${OWN}
const database = aws.secretsmanager.getSecretOutput({ name: "prod/db" }).arn;
const level = database.apply((arn) => arn.replace("secretsmanager", "ssm").replace(/secret:.*/, "parameter/prod/level"));`,
      args: service("database", "level"),
      replaces: [],
      check: async ({ changes }) => {
        assert.deepEqual(changes, []);
        await Promise.resolve();
      },
    },
    {
      name: "another key encrypts a parameter",
      program: OWN,
      args: NAMED,
      replaces: [],
      before: async ({ emulator }) => {
        await putLevel(emulator, "alias/prod");
      },
      check: async (outcome, stack) => {
        assert.deepEqual(outcome.changes, ["update iam:RolePolicy web-execution-role-policy"]);
        await reads(() => [made.key])(outcome, stack);
      },
    },
  ],
  seed,
);

describeDeployments("a service with secrets that do not exist", function () {
  this.timeout(200_000);

  it("is refused with one error for all of them, and nothing is created", async () => {
    const stack = await EngineStack.create(
      serviceProject(
        "missing-secrets",
        `{ image: "ghcr.io/octocat/web:1",
           secrets: { PASSWORD: "secretsmanager:prod/nothing:password::", LEVEL: "ssm:/prod/nothing" } }`,
      ),
    );
    const { changes, printed } = await fails(stack.up());
    assert.deepEqual(
      changes.filter((change) => !/providers:aws|pulumi:Stack|index:/.test(change)),
      [],
    );
    const account = "in eu-central-1 of the account 123456789012; correct the name, or create it first";
    for (const line of [
      'GhcrFargateService "web": 2 problems, nothing was created',
      `secrets.PASSWORD: there is no secret "prod/nothing" ${account}`,
      `secrets.LEVEL: there is no parameter "/prod/nothing" ${account}`,
    ])
      assert.ok(printed.includes(line), printed);
  });
});
