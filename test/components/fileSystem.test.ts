// File systems that the service creates: each resource, its exact inputs, and who may mount.
// Not proven here: that AWS evaluates the policies as meant.

import { deepStrictEqual, strictEqual } from "node:assert";
import * as pulumi from "@pulumi/pulumi";
import type { EfsVolume } from "../../components/task/efsVolume";
import type { GhcrFargateServiceArgs } from "../../components/ghcrFargateServiceArgs";
import { difference } from "./difference";
import { deployService, policyOf, PUBLIC, refusal } from "./serviceFixture";

const EFS = "arn:aws:elasticfilesystem:eu-central-1:123456789012";
const FILE_SYSTEM = "fs-webfilesystemdataa1b2c3d";
const ACCESS_POINT = "fsap-webaccesspointdataa1b2c3d";

/** A service with a created file system at /data. */
const withFileSystem = (efs: EfsVolume = {}, readOnly = false): GhcrFargateServiceArgs => ({
  ...PUBLIC,
  volumes: [{ name: "data", efs }],
  mountPoints: [{ sourceVolume: "data", containerPath: "/data", readOnly }],
});

describe("a created file system", () => {
  it("comes with what mounting it takes, and changes nothing but the task definition", async () => {
    deepStrictEqual(await difference(PUBLIC, withFileSystem()), {
      added: [
        "aws:ec2/securityGroup:SecurityGroup web-file-system-security-group",
        "aws:efs/accessPoint:AccessPoint web-access-point-data",
        "aws:efs/backupPolicy:BackupPolicy web-backup-policy-data",
        "aws:efs/fileSystem:FileSystem web-file-system-data",
        "aws:efs/fileSystemPolicy:FileSystemPolicy web-file-system-policy-data",
        "aws:efs/mountTarget:MountTarget web-mount-target-data-subnet-1",
        "aws:efs/mountTarget:MountTarget web-mount-target-data-subnet-2",
        "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule web-file-system-ingress-0",
      ],
      removed: [],
      changed: ["web-task containerDefinitions", "web-task volumes"],
    });
  });

  it("is encrypted, backed up, and written as one user in a directory of its own", async () => {
    const deployment = await deployService(withFileSystem());
    deepStrictEqual(deployment.find("web-file-system-data").inputs, { encrypted: true, throughputMode: "bursting" });
    deepStrictEqual(deployment.find("web-backup-policy-data").inputs, {
      fileSystemId: FILE_SYSTEM,
      backupPolicy: { status: "ENABLED" },
    });
    deepStrictEqual(deployment.find("web-access-point-data").inputs, {
      fileSystemId: FILE_SYSTEM,
      posixUser: { uid: 1000, gid: 1000 },
      rootDirectory: { path: "/data", creationInfo: { ownerUid: 1000, ownerGid: 1000, permissions: "0750" } },
    });
    deepStrictEqual(deployment.only("aws:ecs/taskDefinition:TaskDefinition").inputs.volumes, [
      {
        name: "data",
        efsVolumeConfiguration: {
          fileSystemId: FILE_SYSTEM,
          transitEncryption: "ENABLED",
          authorizationConfig: { accessPointId: ACCESS_POINT, iam: "ENABLED" },
        },
      },
    ]);
    deepStrictEqual(deployment.outputs.fileSystemIds, { data: FILE_SYSTEM });
  });

  it("takes its key, throughput, user and backup from the arguments", async () => {
    const keyArn = "arn:aws:kms:eu-central-1:123456789012:key/mine";
    const tags = { team: "a" };
    const efs = { keyArn, throughputMode: "elastic", backup: false, uid: 33, gid: 44 } as const;
    const deployment = await deployService({ ...withFileSystem(efs), tags });
    deepStrictEqual(deployment.find("web-file-system-data").inputs, {
      encrypted: true,
      kmsKeyId: keyArn,
      throughputMode: "elastic",
      tags,
    });
    deepStrictEqual(deployment.find("web-access-point-data").inputs, {
      fileSystemId: FILE_SYSTEM,
      posixUser: { uid: 33, gid: 44 },
      rootDirectory: { path: "/data", creationInfo: { ownerUid: 33, ownerGid: 44, permissions: "0750" } },
      tags,
    });
    deepStrictEqual(deployment.ofType("aws:efs/backupPolicy:BackupPolicy"), []);
  });

  for (const [title, readOnly, actions] of [
    ["the task role alone, through the access point, over TLS", false, ["ClientMount", "ClientWrite"]],
    ["a role that only reads without the right to write", true, ["ClientMount"]],
  ] as const)
    it(`is mounted by ${title}`, async () => {
      const deployment = await deployService(withFileSystem({}, readOnly));
      const fileSystem = `${EFS}:file-system/${FILE_SYSTEM}`;
      deepStrictEqual(policyOf(deployment, "web-file-system-policy-data"), {
        Version: "2012-10-17",
        Statement: [
          {
            Sid: "MountThroughAccessPoint",
            Effect: "Allow",
            Principal: { AWS: "arn:aws:iam::123456789012:role/web-task-role-a1b2c3d" },
            Action: actions.map((action) => `elasticfilesystem:${action}`),
            Resource: fileSystem,
            Condition: {
              Bool: { "elasticfilesystem:AccessedViaMountTarget": "true" },
              StringEquals: { "elasticfilesystem:AccessPointArn": `${EFS}:access-point/${ACCESS_POINT}` },
            },
          },
          {
            Sid: "DenyPlainTransport",
            Effect: "Deny",
            Principal: { AWS: "*" },
            Action: "*",
            Resource: fileSystem,
            Condition: { Bool: { "aws:SecureTransport": "false" } },
          },
        ],
      });
      deepStrictEqual(deployment.ofType("aws:iam/rolePolicy:RolePolicy"), []);
    });

  it("is reached in each subnet by the tasks only, and the service waits for the way to it", async () => {
    const deployment = await deployService(withFileSystem());
    const group = "sg-webfilesystemsecuritygroupa1b2c3d";
    deepStrictEqual(deployment.find("web-file-system-security-group").inputs, {
      description: "File systems of web",
      vpcId: "vpc-1",
    });
    deepStrictEqual(deployment.find("web-file-system-ingress-0").inputs, {
      securityGroupId: group,
      ipProtocol: "tcp",
      fromPort: 2049,
      toPort: 2049,
      referencedSecurityGroupId: "sg-websecuritygroupa1b2c3d",
    });
    for (const subnetId of ["subnet-1", "subnet-2"])
      deepStrictEqual(deployment.find(`web-mount-target-data-${subnetId}`).inputs, {
        fileSystemId: FILE_SYSTEM,
        subnetId,
        securityGroups: [group],
      });
    const { dependsOn } = deployment.find("web-service");
    deepStrictEqual(
      dependsOn.filter((name) => /mount-target|file-system/.test(name)),
      ["web-file-system-ingress-0", "web-mount-target-data-subnet-1", "web-mount-target-data-subnet-2"],
    );
  });

  it("is let out to where egress is limited, and admits each group that exists", async () => {
    const limited = { ...PUBLIC.network, egress: [{ cidr: "0.0.0.0/0", port: 443 }] };
    const deployment = await deployService({ ...withFileSystem(), network: limited });
    deepStrictEqual(deployment.find("web-file-system-egress").inputs, {
      securityGroupId: "sg-websecuritygroupa1b2c3d",
      ipProtocol: "tcp",
      fromPort: 2049,
      toPort: 2049,
      referencedSecurityGroupId: "sg-webfilesystemsecuritygroupa1b2c3d",
    });
    strictEqual(deployment.find("web-service").dependsOn.includes("web-file-system-egress"), true);
    const existing = { ...PUBLIC.network, securityGroupIds: ["sg-1", "sg-2"] };
    const { ofType } = await deployService({ ...withFileSystem(), network: existing });
    deepStrictEqual(
      ofType("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule").map(
        ({ name, inputs }) => `${name} ${String(inputs.referencedSecurityGroupId)}`,
      ),
      ["web-file-system-ingress-0 sg-1", "web-file-system-ingress-1 sg-2"],
    );
  });

  it("has a mount target in both subnets of a new VPC, in a preview too", async () => {
    for (const preview of [false, true]) {
      const deployment = await deployService({ ...withFileSystem(), network: { mode: "new" } }, { preview });
      deepStrictEqual(
        deployment.ofType("aws:efs/mountTarget:MountTarget").map(({ name }) => name),
        ["web-mount-target-data-0", "web-mount-target-data-1"],
      );
    }
  });

  it("has a mount target for each subnet whose id is known later, and one set for each volume", async () => {
    const subnetIds = ["subnet-1", pulumi.output("subnet-2")];
    const deployment = await deployService({
      ...PUBLIC,
      network: { ...PUBLIC.network, subnetIds },
      volumes: [
        { name: "a", efs: {} },
        { name: "b", efs: {} },
      ],
      mountPoints: [
        { sourceVolume: "a", containerPath: "/a" },
        { sourceVolume: "b", containerPath: "/b" },
      ],
    });
    deepStrictEqual(
      deployment
        .ofType("aws:efs/mountTarget:MountTarget")
        .map(({ name, inputs }) => `${name} ${String(inputs.subnetId)}`)
        .sort(),
      [
        "web-mount-target-a-1 subnet-2",
        "web-mount-target-a-subnet-1 subnet-1",
        "web-mount-target-b-1 subnet-2",
        "web-mount-target-b-subnet-1 subnet-1",
      ],
    );
  });

  const REFUSED: readonly (readonly [title: string, args: GhcrFargateServiceArgs, message: string])[] = [
    [
      "the default VPC, whose subnets are known too late",
      { ...withFileSystem(), network: {} },
      'network.mode: "default" cannot be used with a created file system: its mount targets need subnets that are known in advance; use network.mode: "new", or "existing" with vpcId and subnetIds',
    ],
    [
      "a list of subnets that is known later",
      { ...withFileSystem(), network: { ...PUBLIC.network, subnetIds: pulumi.output(["subnet-1"]) } },
      "network.subnetIds: cannot be an Output with a created file system: its mount targets need subnets that are known in advance; pass a plain list; its elements may be outputs",
    ],
    [
      "what belongs to a file system that exists",
      withFileSystem({ accessPointId: "fsap-1" }),
      "volumes[0].efs.accessPointId: cannot be set without fileSystemId: a created file system has its own; leave it unset, or set fileSystemId",
    ],
    [
      "an unknown throughput mode",
      withFileSystem({ throughputMode: "provisioned" as "elastic" }),
      'volumes[0].efs.throughputMode: "provisioned" is not valid; must be "bursting" or "elastic"',
    ],
    [
      "a user that is no number",
      withFileSystem({ uid: -1 }),
      "volumes[0].efs.uid: -1 is not valid; must be a whole number from 0 to 4294967295 (POSIX id)",
    ],
    [
      "a key that is none",
      withFileSystem({ keyArn: "alias/x" }),
      'volumes[0].efs.keyArn: "alias/x" is not a valid ARN of a KMS key; pass an ARN like arn:aws:kms:REGION:ACCOUNT:key/NAME',
    ],
  ];
  for (const [title, args, message] of REFUSED)
    it(`is refused with ${title}`, async () => {
      strictEqual(await refusal(args), `GhcrFargateService "web": ${message}`);
    });
});
