// Volumes that exist or end with the task: what the task definition and the task role get.
// Not proven here: that a task can mount them.

import { deepStrictEqual, strictEqual } from "node:assert";
import * as pulumi from "@pulumi/pulumi";
import type { EfsVolume } from "../../components/task/efsVolume";
import type { GhcrFargateServiceArgs } from "../../components/ghcrFargateServiceArgs";
import { difference } from "./difference";
import { containerIn, deployService, policyOf, PUBLIC, refusal } from "./serviceFixture";

const EFS = "arn:aws:elasticfilesystem:eu-central-1:123456789012";
const TASK = "aws:ecs/taskDefinition:TaskDefinition";

/** A service with one volume on an existing file system, mounted at /data. */
const withEfs = (efs: EfsVolume, readOnly?: boolean): GhcrFargateServiceArgs => ({
  ...PUBLIC,
  volumes: [{ name: "data", efs }],
  mountPoints: [{ sourceVolume: "data", containerPath: "/data", ...(readOnly !== undefined && { readOnly }) }],
});

describe("volumes", () => {
  it("that end with the task are shared by its containers and change nothing but the task definition", async () => {
    const args: GhcrFargateServiceArgs = {
      ...PUBLIC,
      sidecars: [
        {
          name: "proxy",
          image: "ghcr.io/acme/proxy:1",
          mountPoints: [{ sourceVolume: "shared", containerPath: "/in", readOnly: true }],
        },
      ],
      mountPoints: [{ sourceVolume: "shared", containerPath: "/out" }],
      volumes: [{ name: "shared" }],
    };
    const deployment = await deployService(args);
    deepStrictEqual(deployment.only(TASK).inputs.volumes, [{ name: "shared" }]);
    deepStrictEqual(containerIn(deployment).mountPoints, [
      { sourceVolume: "shared", containerPath: "/out", readOnly: false },
    ]);
    deepStrictEqual(containerIn(deployment, "proxy").mountPoints, [
      { sourceVolume: "shared", containerPath: "/in", readOnly: true },
    ]);
    const sidecars = [{ name: "proxy", image: "ghcr.io/acme/proxy:1" }];
    deepStrictEqual(await difference({ ...PUBLIC, sidecars }, args), {
      added: [],
      removed: [],
      changed: ["web-task containerDefinitions", "web-task volumes"],
    });
  });

  it("are not in the task definition of a service without any", async () => {
    const deployment = await deployService(PUBLIC);
    strictEqual("volumes" in deployment.only(TASK).inputs, false);
    strictEqual("mountPoints" in containerIn(deployment), false);
    deepStrictEqual(deployment.outputs.fileSystemIds, {});
    strictEqual(deployment.outputs.taskRolePolicy, undefined);
  });

  it("on an existing file system are mounted over TLS as the task role, which may do that and no more", async () => {
    const args = withEfs({ fileSystemId: "fs-1" });
    const deployment = await deployService(args);
    deepStrictEqual(deployment.only(TASK).inputs.volumes, [
      {
        name: "data",
        efsVolumeConfiguration: {
          fileSystemId: "fs-1",
          transitEncryption: "ENABLED",
          authorizationConfig: { iam: "ENABLED" },
        },
      },
    ]);
    const policy = {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Action: ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"],
          Resource: `${EFS}:file-system/fs-1`,
        },
      ],
    };
    deepStrictEqual(policyOf(deployment, "web-task-role-policy"), policy);
    deepStrictEqual(JSON.parse(String(deployment.outputs.taskRolePolicy)), policy);
    strictEqual(deployment.find("web-service").dependsOn.includes("web-task-role-policy"), true);
    deepStrictEqual(await difference(PUBLIC, args), {
      added: ["aws:iam/rolePolicy:RolePolicy web-task-role-policy"],
      removed: [],
      changed: ["web-task containerDefinitions", "web-task volumes"],
    });
  });

  const VARIANTS: readonly (readonly [
    title: string,
    efs: EfsVolume,
    readOnly: boolean,
    configuration: object,
    statement: object | undefined,
  ])[] = [
    [
      "an access point is mounted through it only",
      { fileSystemId: "fs-1", accessPointId: "fsap-2" },
      false,
      { transitEncryption: "ENABLED", authorizationConfig: { accessPointId: "fsap-2", iam: "ENABLED" } },
      {
        Action: ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"],
        Condition: { StringEquals: { "elasticfilesystem:AccessPointArn": `${EFS}:access-point/fsap-2` } },
      },
    ],
    [
      "a directory that is only read gives no right to write",
      { fileSystemId: "fs-1", rootDirectory: "/shared" },
      true,
      { rootDirectory: "/shared", transitEncryption: "ENABLED", authorizationConfig: { iam: "ENABLED" } },
      { Action: ["elasticfilesystem:ClientMount"] },
    ],
    [
      "root may stay root",
      { fileSystemId: "fs-1", rootAccess: true },
      true,
      { transitEncryption: "ENABLED", authorizationConfig: { iam: "ENABLED" } },
      { Action: ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientRootAccess"] },
    ],
    [
      "an access point without IAM gives no right",
      { fileSystemId: "fs-1", accessPointId: "fsap-2", iamAuthorization: false },
      false,
      { transitEncryption: "ENABLED", authorizationConfig: { accessPointId: "fsap-2", iam: "DISABLED" } },
      undefined,
    ],
    [
      "without TLS there is no IAM",
      { fileSystemId: "fs-1", transitEncryption: false },
      false,
      { transitEncryption: "DISABLED" },
      undefined,
    ],
  ];
  for (const [title, efs, readOnly, configuration, statement] of VARIANTS)
    it(`on an existing file system: ${title}`, async () => {
      const deployment = await deployService(withEfs(efs, readOnly));
      deepStrictEqual(deployment.only(TASK).inputs.volumes, [
        { name: "data", efsVolumeConfiguration: { fileSystemId: "fs-1", ...configuration } },
      ]);
      if (statement === undefined) deepStrictEqual(deployment.ofType("aws:iam/rolePolicy:RolePolicy"), []);
      else
        deepStrictEqual(policyOf(deployment, "web-task-role-policy"), {
          Version: "2012-10-17",
          Statement: [{ Effect: "Allow", Resource: `${EFS}:file-system/fs-1`, ...statement }],
        });
    });

  it("leave the rights to the task role that exists, and say which it needs", async () => {
    const taskRole = { arn: "arn:aws:iam::123456789012:role/mine" };
    const deployment = await deployService({ ...withEfs({ fileSystemId: "fs-1" }, true), taskRole });
    deepStrictEqual(deployment.ofType("aws:iam/rolePolicy:RolePolicy"), []);
    deepStrictEqual(JSON.parse(String(deployment.outputs.taskRolePolicy)), {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: ["elasticfilesystem:ClientMount"], Resource: `${EFS}:file-system/fs-1` }],
    });
  });

  it("check an id that is known late when it is known", async () => {
    strictEqual(
      (await refusal(withEfs({ fileSystemId: pulumi.output("vol-1") }))).includes(
        'volumes[0].efs.fileSystemId: "vol-1" is not a valid id; pass an id like fs-0123456789abcdef0',
      ),
      true,
    );
  });

  const mountPoints = [{ sourceVolume: "data", containerPath: "/data" }];
  const REFUSED: readonly (readonly [title: string, args: GhcrFargateServiceArgs, message: string])[] = [
    [
      "a mount point of an unknown volume",
      { ...PUBLIC, mountPoints, volumes: [] },
      'mountPoints[0].sourceVolume: "data" is not a volume of the service; add it to volumes',
    ],
    [
      "a relative path, given twice",
      {
        ...PUBLIC,
        mountPoints: [
          { sourceVolume: "data", containerPath: "data" },
          { sourceVolume: "data", containerPath: "data" },
        ],
        volumes: [{ name: "data" }],
      },
      'GhcrFargateService "web": 3 problems, nothing was created\n' +
        '  - mountPoints[0].containerPath: "data" is not an absolute path; start it with /\n' +
        '  - mountPoints[1].containerPath: "data" is not an absolute path; start it with /\n' +
        `  - mountPoints[1].containerPath: "data" is another mount point's path; mount each volume at a path of its own`,
    ],
    [
      "a sidecar's mount point of an unknown volume",
      {
        ...PUBLIC,
        sidecars: [{ name: "p", image: "nginx:1", mountPoints: [{ sourceVolume: "x", containerPath: "/x" }] }],
        mountPoints,
        volumes: [{ name: "data" }],
      },
      'sidecars[0].mountPoints[0].sourceVolume: "x" is not a volume of the service; use "data", or add it to volumes',
    ],
    [
      "a malformed name",
      { ...PUBLIC, mountPoints: [{ sourceVolume: "a b", containerPath: "/x" }], volumes: [{ name: "a b" }] },
      'volumes[0].name: "a b" is not a valid volume name; use 1 to 255 letters, digits, dashes and underscores',
    ],
    [
      "a name given twice",
      { ...PUBLIC, mountPoints, volumes: [{ name: "data" }, { name: "data" }] },
      `volumes[1].name: "data" is another volume's name; give each volume a name of its own`,
    ],
    [
      "a volume that nobody mounts",
      { ...PUBLIC, volumes: [{ name: "data" }] },
      `volumes[0]: "data" is not in the mountPoints of any container; add it to those of a container`,
    ],
    [
      "an access point without TLS",
      withEfs({ fileSystemId: "fs-1", accessPointId: "fsap-1", transitEncryption: false }),
      "volumes[0].efs.transitEncryption: cannot be false with accessPointId, which needs TLS; leave it unset",
    ],
    [
      "IAM without TLS",
      withEfs({ fileSystemId: "fs-1", iamAuthorization: true, transitEncryption: false }),
      "volumes[0].efs.transitEncryption: cannot be false with iamAuthorization, which needs TLS; leave it unset",
    ],
    [
      "root access without IAM",
      withEfs({ fileSystemId: "fs-1", iamAuthorization: false, rootAccess: true }),
      "volumes[0].efs.rootAccess: cannot be true while iamAuthorization, which grants it, is false; leave it unset",
    ],
    [
      "a directory of an access point",
      withEfs({ fileSystemId: "fs-1", accessPointId: "fsap-1", rootDirectory: "/x" }),
      "volumes[0].efs.rootDirectory: cannot be set with accessPointId, which has its own; leave it unset",
    ],
    [
      "a relative directory",
      withEfs({ fileSystemId: "fs-1", rootDirectory: "x" }),
      'volumes[0].efs.rootDirectory: "x" is not an absolute path; start it with /',
    ],
    [
      "settings of a file system that exists",
      withEfs({ fileSystemId: "fs-1", backup: true }),
      "volumes[0].efs.backup: cannot be set with fileSystemId: an existing file system is not modified; leave one of them unset",
    ],
    [
      "egress that leaves no way to the file system",
      {
        ...withEfs({ fileSystemId: "fs-1" }),
        network: { ...PUBLIC.network, egress: [{ cidr: "0.0.0.0/0", port: 443 }] },
      },
      "network.egress: does not allow NFS to the file system of volumes[0]; add { cidr: ..., port: 2049 } with the addresses of its mount targets",
    ],
  ];
  for (const [title, args, message] of REFUSED)
    it(`refuse ${title}`, async () => {
      strictEqual((await refusal(args)).replace(/^GhcrFargateService "web": (?!\d)/, ""), message);
    });
});
