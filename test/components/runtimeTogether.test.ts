// Storage and runtime features all at once: they add up, and leak no secret.

import { deepStrictEqual } from "node:assert";
import type { GhcrFargateServiceArgs } from "../../components/ghcrFargateServiceArgs";
import { difference } from "./difference";
import { deployService, PRIVATE, TOKEN } from "./serviceFixture";

const ALL: GhcrFargateServiceArgs = {
  ...PRIVATE,
  volumes: [{ name: "data", efs: {} }, { name: "old", efs: { fileSystemId: "fs-1" } }, { name: "tmp" }],
  mountPoints: [
    { sourceVolume: "data", containerPath: "/data" },
    { sourceVolume: "old", containerPath: "/old", readOnly: true },
    { sourceVolume: "tmp", containerPath: "/tmp" },
  ],
  logs: { driver: "awsfirelens", options: { Name: "stdout" } },
  tracing: { sidecar: "adot" },
  executeCommand: { audited: true },
  discovery: { namespaceName: "example.internal" },
  serviceConnect: { namespaceName: "mesh" },
  executionRole: { tight: true, guardDutyAgent: true },
};

describe("storage and runtime features together", () => {
  it("add the sum of what each adds", async () => {
    deepStrictEqual(await difference(PRIVATE, ALL), {
      added: [
        "aws:cloudwatch/logGroup:LogGroup web-session-logs",
        "aws:ec2/securityGroup:SecurityGroup web-file-system-security-group",
        "aws:efs/accessPoint:AccessPoint web-access-point-data",
        "aws:efs/backupPolicy:BackupPolicy web-backup-policy-data",
        "aws:efs/fileSystem:FileSystem web-file-system-data",
        "aws:efs/fileSystemPolicy:FileSystemPolicy web-file-system-policy-data",
        "aws:efs/mountTarget:MountTarget web-mount-target-data-subnet-1",
        "aws:efs/mountTarget:MountTarget web-mount-target-data-subnet-2",
        "aws:iam/rolePolicy:RolePolicy web-task-role-policy",
        "aws:kms/key:Key web-session-key",
        "aws:servicediscovery/httpNamespace:HttpNamespace web-connect-namespace",
        "aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace web-discovery-namespace",
        "aws:servicediscovery/service:Service web-discovery",
        "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule web-file-system-ingress-0",
      ],
      removed: ["aws:iam/rolePolicyAttachment:RolePolicyAttachment web-execution-role-managed-policy"],
      changed: [
        "web-cluster configuration",
        "web-execution-role-policy policy",
        "web-service enableExecuteCommand",
        "web-service serviceConnectConfiguration",
        "web-service serviceRegistries",
        "web-task containerDefinitions",
        "web-task volumes",
      ],
    });
  });

  it("are all children of the component, in a preview too, and show the token nowhere", async () => {
    for (const preview of [false, true]) {
      const deployment = await deployService(ALL, { preview });
      deepStrictEqual(
        deployment.resources.filter(({ name, parent }) => name !== "web" && parent !== "web"),
        [],
      );
      deepStrictEqual(deployment.leaks(TOKEN), []);
    }
  });
});
