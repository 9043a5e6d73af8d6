// What a private image needs to be pulled: the key, the secret, and the execution role's rights.
// Not proven here: that AWS evaluates the policies as meant.

import { deepStrictEqual, strictEqual } from "node:assert";
import * as aws from "@pulumi/aws";
import { GhcrFargateService } from "../../components/ghcrFargateService";
import { deploy } from "../support/deploy";
import { containerIn, deployService, policyOf, PRIVATE, PUBLIC, TOKEN } from "./serviceFixture";

const KEY = "arn:aws:kms:eu-central-1:123456789012:key/web-key-a1b2c3d";
const SECRET = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:web-secret-a1b2c3d-AbCdEf";
const OTHER_SECRET = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:shared-AbCdEf";
const OTHER_KEY = "arn:aws:kms:eu-central-1:123456789012:key/other";
const VIA_SECRETS_MANAGER = "secretsmanager.eu-central-1.amazonaws.com";

const readSecrets = (...resources: string[]) => ({
  Sid: "ReadSecrets",
  Effect: "Allow",
  Action: "secretsmanager:GetSecretValue",
  Resource: resources,
});
const decryptFor = (key: string, secret: string) => ({
  Effect: "Allow",
  Action: "kms:Decrypt",
  Resource: [key],
  Condition: { StringEquals: { "kms:ViaService": VIA_SECRETS_MANAGER, "kms:EncryptionContext:SecretARN": secret } },
});

describe("pulling a private image", () => {
  it("encrypts the secret with a key that rotates and is used through Secrets Manager only", async () => {
    const deployment = await deployService(PRIVATE);
    const { policy, ...key } = deployment.find("web-key").inputs;
    deepStrictEqual(key, {
      description: "Encrypts the registry token for pulling container images",
      enableKeyRotation: true,
    });
    const account = { AWS: "arn:aws:iam::123456789012:root" };
    deepStrictEqual(JSON.parse(String(policy)), {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "AdministrationByIam",
          Effect: "Allow",
          Principal: account,
          Action: [
            "kms:CancelKeyDeletion",
            "kms:CreateAlias",
            "kms:Delete*",
            "kms:Describe*",
            "kms:Disable*",
            "kms:Enable*",
            "kms:Get*",
            "kms:List*",
            "kms:Put*",
            "kms:Revoke*",
            "kms:ScheduleKeyDeletion",
            "kms:TagResource",
            "kms:UntagResource",
            "kms:Update*",
          ],
          Resource: "*",
        },
        {
          Sid: "UseThroughSecretsManager",
          Effect: "Allow",
          Principal: account,
          Action: ["kms:Decrypt", "kms:GenerateDataKey"],
          Resource: "*",
          Condition: { StringEquals: { "kms:ViaService": VIA_SECRETS_MANAGER, "kms:CallerAccount": "123456789012" } },
        },
      ],
    });
    deepStrictEqual(deployment.find("web-key-alias").inputs, { targetKeyId: "web-key-a1b2c3d" });
    deepStrictEqual(deployment.find("web-secret").inputs, {
      description: "Username and token for pulling container images",
      kmsKeyId: KEY,
    });
  });

  it("stores exactly the user and the token, in the secret's value and nowhere else", async () => {
    const deployment = await deployService(PRIVATE);
    const { secretId, secretString } = deployment.find("web-secret-version").inputs;
    strictEqual(secretId, SECRET);
    strictEqual(secretString, `{"username":"acme-bot","password":"${TOKEN}"}`);
    deepStrictEqual(deployment.leaks(TOKEN), []);
  });

  it("lets the execution role read one secret and use one key, for that secret, through Secrets Manager", async () => {
    const deployment = await deployService(PRIVATE);
    strictEqual(deployment.find("web-execution-role-policy").inputs.role, "web-execution-role-a1b2c3d");
    deepStrictEqual(policyOf(deployment, "web-execution-role-policy"), {
      Version: "2012-10-17",
      Statement: [readSecrets(SECRET), decryptFor(KEY, SECRET)],
    });
  });

  it("is trusted by ECS tasks of this account and Region only, with AWS's managed policy", async () => {
    const deployment = await deployService(PRIVATE);
    for (const role of ["web-execution-role", "web-task-role"])
      deepStrictEqual(policyOf(deployment, role, "assumeRolePolicy"), {
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Principal: { Service: "ecs-tasks.amazonaws.com" },
            Action: "sts:AssumeRole",
            Condition: {
              ArnLike: { "aws:SourceArn": "arn:aws:ecs:eu-central-1:123456789012:*" },
              StringEquals: { "aws:SourceAccount": "123456789012" },
            },
          },
        ],
      });
    deepStrictEqual(deployment.find("web-execution-role-managed-policy").inputs, {
      role: "web-execution-role-a1b2c3d",
      policyArn: "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy",
    });
  });

  it("names the partition's own ARNs and domain in China", async () => {
    const deployment = await deployService(PRIVATE, { config: { "aws:region": "cn-north-1" } });
    strictEqual(
      deployment.find("web-execution-role-managed-policy").inputs.policyArn,
      "arn:aws-cn:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy",
    );
    const policy = JSON.stringify(policyOf(deployment, "web-execution-role-policy"));
    strictEqual(policy.includes('"kms:ViaService":"secretsmanager.cn-north-1.amazonaws.com.cn"'), true, policy);
  });

  it("pulls with the secret", async () => {
    deepStrictEqual(containerIn(await deployService(PRIVATE)).repositoryCredentials, { credentialsParameter: SECRET });
    strictEqual(containerIn(await deployService(PUBLIC)).repositoryCredentials, undefined);
  });

  it("starts no task before the secret has its value and the role its rights", async () => {
    const { dependsOn } = (await deployService(PRIVATE)).find("web-service");
    for (const earlier of ["web-secret-version", "web-execution-role-policy", "web-execution-role-managed-policy"])
      strictEqual(dependsOn.includes(earlier), true, `${earlier} is not among ${dependsOn.join(", ")}`);
  });

  it("creates no key where one is given", async () => {
    const deployment = await deployService({
      ...PRIVATE,
      credentials: { username: "acme-bot", token: TOKEN, keyArn: OTHER_KEY },
    });
    deepStrictEqual(deployment.ofType("aws:kms/key:Key").concat(deployment.ofType("aws:kms/alias:Alias")), []);
    strictEqual(deployment.find("web-secret").inputs.kmsKeyId, OTHER_KEY);
    deepStrictEqual(policyOf(deployment, "web-execution-role-policy"), {
      Version: "2012-10-17",
      Statement: [readSecrets(SECRET), decryptFor(OTHER_KEY, SECRET)],
    });
    strictEqual(deployment.outputs.keyArn, OTHER_KEY);
  });

  it("grants a secret that exists, and its key only if it is named", async () => {
    const withKey = await deployService({ ...PRIVATE, credentials: { secretArn: OTHER_SECRET, keyArn: OTHER_KEY } });
    deepStrictEqual(withKey.ofType("aws:secretsmanager/secret:Secret"), []);
    deepStrictEqual(policyOf(withKey, "web-execution-role-policy"), {
      Version: "2012-10-17",
      Statement: [readSecrets(OTHER_SECRET), decryptFor(OTHER_KEY, OTHER_SECRET)],
    });
    const withoutKey = await deployService({ ...PRIVATE, credentials: { secretArn: OTHER_SECRET } });
    deepStrictEqual(policyOf(withoutKey, "web-execution-role-policy"), {
      Version: "2012-10-17",
      Statement: [readSecrets(OTHER_SECRET)],
    });
    strictEqual(withoutKey.outputs.secretArn, OTHER_SECRET);
    strictEqual(withoutKey.outputs.keyArn, undefined);
  });

  it("creates no execution role where one is given, and says what it needs", async () => {
    const role = "arn:aws:iam::123456789012:role/ecsTaskExecutionRole";
    const deployment = await deployService({ ...PRIVATE, executionRole: { arn: role } });
    deepStrictEqual(
      deployment.ofType("aws:iam/role:Role").map(({ name }) => name),
      ["web-task-role"],
    );
    strictEqual(deployment.only("aws:ecs/taskDefinition:TaskDefinition").inputs.executionRoleArn, role);
    strictEqual(deployment.outputs.executionRoleArn, role);
    deepStrictEqual(JSON.parse(String(deployment.outputs.executionRolePolicy)), {
      Version: "2012-10-17",
      Statement: [readSecrets(SECRET), decryptFor(KEY, SECRET)],
    });
  });

  it("grants each secret of the containers exactly, whatever suffix it has", async () => {
    const arn = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:db-AbCdEf";
    const parameter = "arn:aws:ssm:eu-central-1:123456789012:parameter/app/key";
    const deployment = await deployService({
      ...PUBLIC,
      secrets: { DB_USER: `${arn}:username::`, DB_PASSWORD: `${arn}:password:AWSCURRENT:`, API_KEY: parameter },
      secretKeyArns: [OTHER_KEY],
    });
    deepStrictEqual(policyOf(deployment, "web-execution-role-policy"), {
      Version: "2012-10-17",
      Statement: [
        readSecrets(arn),
        { Sid: "ReadParameters", Effect: "Allow", Action: "ssm:GetParameters", Resource: [parameter] },
        {
          Sid: "DecryptContainerSecrets",
          Effect: "Allow",
          Action: "kms:Decrypt",
          Resource: [OTHER_KEY],
          Condition: { StringEquals: { "kms:ViaService": [VIA_SECRETS_MANAGER, "ssm.eu-central-1.amazonaws.com"] } },
        },
      ],
    });
    deepStrictEqual(containerIn(deployment).secrets, [
      { name: "API_KEY", valueFrom: parameter },
      { name: "DB_PASSWORD", valueFrom: `${arn}:password:AWSCURRENT:` },
      { name: "DB_USER", valueFrom: `${arn}:username::` },
    ]);
  });

  it("changes only the secret's value when the token changes", async () => {
    const inputsOf = async (token: string) => {
      const { resources } = await deployService({ ...PRIVATE, credentials: { username: "acme-bot", token } });
      return new Map(resources.map(({ name, inputs }) => [name, JSON.stringify(inputs)]));
    };
    const before = await inputsOf(TOKEN);
    const after = await inputsOf("ghp_new");
    deepStrictEqual(
      [...after].filter(([name, inputs]) => before.get(name) !== inputs).map(([name]) => name),
      ["web-secret-version"],
    );
  });

  it("keeps the token secret in a preview too", async () => {
    deepStrictEqual((await deployService(PRIVATE, { preview: true })).leaks(TOKEN), []);
  });

  it("uses an explicit provider for every child and every lookup", async () => {
    const deployment = await deploy(() => {
      const provider = new aws.Provider("tokyo", { region: "ap-northeast-1" });
      new GhcrFargateService(
        "web",
        { ...PRIVATE, network: { mode: "default", ingressCidrs: ["10.0.0.0/8"] } },
        { provider },
      );
    });
    const ours = deployment.resources.filter(({ type }) => type.startsWith("aws:"));
    deepStrictEqual([...new Set(ours.map(({ provider }) => provider))], ["tokyo"]);
    deepStrictEqual([...new Set(deployment.calls.map(({ provider }) => provider))], ["tokyo"]);
    strictEqual(
      JSON.stringify(policyOf(deployment, "web-execution-role-policy")).includes(
        "secretsmanager.ap-northeast-1.amazonaws.com",
      ),
      true,
    );
  });
});
