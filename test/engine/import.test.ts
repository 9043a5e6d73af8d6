// Taking over what was made by hand, as docs/import.md says: the walk through the console, then the page's commands.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { blocksOf } from "../package/blocks";
import { ROOT } from "../package/installed";
import { type Emulator, texts } from "./support/emulator";
import { inventory } from "./support/inventory";
import { steps, TOKEN } from "./support/life";
import { describeDeployments, setScenarios } from "./support/scenarios";
import { publicNetwork } from "./support/seeds";
import { EngineStack, succeeds } from "./support/stack";

const PAGE = "docs/import.md";
const blocks = blocksOf(PAGE, readFileSync(join(ROOT, PAGE), "utf8"));
const codeOf = (language: string) => blocks.find((block) => block.language === language)?.code ?? "";
const IMPORTS = `import * as pulumi from "@pulumi/pulumi";
import { GhcrFargateService } from "ghcr-fargate";
const config = new pulumi.Config();
`;

/** What the AWS CLI is told on a walk through the services. */
async function makeByHand(emulator: Emulator) {
  await publicNetwork(emulator);
  const ec2 = (action: string, parameters: Record<string, string>) =>
    emulator.query("ec2", action, "2016-11-15", parameters);
  const iam = (action: string, parameters: Record<string, string>) =>
    emulator.query("iam", action, "2010-05-08", parameters);
  const ecs = <T>(action: string, body: object) =>
    emulator.json<T>("ecs", `AmazonEC2ContainerServiceV20141113.${action}`, body);
  const [vpcId = ""] = texts(
    await ec2("DescribeVpcs", { "Filter.1.Name": "tag:Name", "Filter.1.Value.1": "main" }),
    "vpcId",
  );
  const ofVpc = { "Filter.1.Name": "vpc-id", "Filter.1.Value.1": vpcId };
  const subnetIds = texts(await ec2("DescribeSubnets", ofVpc), "subnetId");
  const group = { GroupName: "web", GroupDescription: "By hand", VpcId: vpcId };
  const [groupId = ""] = texts(await ec2("CreateSecurityGroup", group), "groupId");

  const key = await emulator.json<{ KeyMetadata: { KeyId: string } }>("kms", "TrentService.CreateKey", {
    KeyUsage: "ENCRYPT_DECRYPT", // AWS's default, which the emulator does not know
  });
  const { KeyId } = key.KeyMetadata;
  await emulator.json("kms", "TrentService.CreateAlias", { AliasName: "alias/ecs-ghcr", TargetKeyId: KeyId });
  const { ARN } = await emulator.json<{ ARN: string }>("secretsmanager", "secretsmanager.CreateSecret", {
    Name: "ghcr_io_pat",
    Description: "Secret to get packages from ghcr.io",
    KmsKeyId: "alias/ecs-ghcr",
    SecretString: JSON.stringify({ username: "octocat", password: TOKEN }),
  });

  const policy = (statement: object) =>
    JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...statement }] });
  const RoleName = "ecsTaskExecutionRole";
  const trust = policy({ Principal: { Service: "ecs-tasks.amazonaws.com" }, Action: "sts:AssumeRole" });
  const [executionRoleArn] = texts(await iam("CreateRole", { RoleName, AssumeRolePolicyDocument: trust }), "Arn");
  const managed = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy";
  await iam("AttachRolePolicy", { RoleName, PolicyArn: managed });
  const rights = policy({
    Action: ["kms:Decrypt", "secretsmanager:GetSecretValue"],
    Resource: [ARN, `arn:aws:kms:*:*:key/${KeyId}`],
  });
  await iam("PutRolePolicy", { RoleName, PolicyName: "ECS-SecretsManager-Permission", PolicyDocument: rights });

  await emulator.json("logs", "Logs_20140328.CreateLogGroup", { logGroupName: "/ecs/web" });
  await ecs("CreateCluster", { clusterName: "main" });
  const { taskDefinition } = await ecs<{ taskDefinition: { taskDefinitionArn: string } }>("RegisterTaskDefinition", {
    family: "web",
    networkMode: "awsvpc",
    requiresCompatibilities: ["FARGATE"],
    cpu: "256",
    memory: "512",
    executionRoleArn,
    containerDefinitions: [
      {
        name: "web",
        image: "ghcr.io/octocat/web:1.0",
        portMappings: [{ containerPort: 8080 }],
        repositoryCredentials: { credentialsParameter: ARN },
      },
    ],
  });
  const network = { subnets: subnetIds, securityGroups: [groupId], assignPublicIp: "ENABLED" };
  await ecs("CreateService", {
    cluster: "main",
    serviceName: "web",
    taskDefinition: taskDefinition.taskDefinitionArn,
    desiredCount: 1,
    launchType: "FARGATE",
    networkConfiguration: { awsvpcConfiguration: network },
  });
  return { vpcId, subnetIds, groupId, keyId: KeyId, secretArn: ARN };
}

/** What is there, without the network interfaces of tasks, which come and go. */
const withoutTasks = async ({ emulator }: EngineStack) =>
  (await inventory(emulator)).filter((item) => !item.startsWith("ec2 eni-"));

describeDeployments("what was made by hand", function () {
  this.timeout(400_000);
  const step = steps();
  let stack: EngineStack;
  let before: readonly string[];

  step("is imported as the page says", async () => {
    setScenarios([]);
    stack = await EngineStack.create({
      name: "import",
      files: { "Pulumi.yaml": "name: import\nruntime: nodejs\nmain: index.ts\n", "index.ts": IMPORTS + codeOf("ts") },
      secrets: { token: TOKEN },
    });
    const made = await makeByHand(stack.emulator);
    before = await withoutTasks(stack);
    await stack.stack.setAllConfig({
      vpcId: { value: made.vpcId },
      subnetIds: { value: JSON.stringify(made.subnetIds) },
      securityGroupIds: { value: JSON.stringify([made.groupId]) },
    });
    const list = codeOf("json").replace("KEY_ID", made.keyId).replace("SECRET_ARN", made.secretArn);
    stack.write("import.json", list);
    const [command = ""] = codeOf("sh").split("\n");
    const [program = "", ...words] = command.split(" ");
    const environment = { ...process.env, ...stack.environment };
    await promisify(execFile)(program, [...words, "--yes", "--stack", "dev"], {
      cwd: stack.directory,
      env: environment,
    });
    assert.deepEqual(await withoutTasks(stack), before, "an import creates nothing");
  });

  step("is updated in one go, without a replacement or a second of its kind", async () => {
    const { changes } = await succeeds(stack.up());
    assert.deepEqual(
      changes.filter((change) => !/^(create|update) |providers:aws/.test(change)),
      [],
    );
    const imported = (JSON.parse(codeOf("json")) as { resources: { name: string }[] }).resources.map(
      ({ name }) => name,
    );
    assert.deepEqual(
      changes.filter((change) => change.startsWith("create ") && imported.includes(change.split(" ")[2] ?? "")),
      [],
    );
    const after = await withoutTasks(stack);
    assert.deepEqual(
      before.filter((item) => !after.includes(item)),
      [],
      "all that was there is there",
    );
  });

  step("is the program's from then on", async () => {
    await succeeds(stack.up({ expectNoChanges: true }));
    await succeeds(stack.destroy());
  });
});
