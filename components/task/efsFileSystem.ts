// The EFS file systems that a service creates for its volumes.

import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { childName, childNameOf } from "../../model/childNames";
import { fileSystemPolicy } from "../../model/efsPolicies";
import type { BilledItem } from "../../model/monthlyCost";
import { costOfFileSystem, costOfResource } from "../../model/resourceCost";
import { isPlain, type ArgumentChecks } from "../component/argumentChecks";
import { EfsThroughputMode, NFS_PORT, type CreatedFileSystem, type NewFileSystem } from "./efsVolume";
import { NetworkMode } from "../network/networkArgs";
import { NEW_VPC_ZONES, type Network, type VpcPlan } from "../network/vpc";
import type { ChildContext } from "../component/childContext";
import type { TaskSecurityGroups } from "../network/securityGroup";
import type { VolumePlan } from "./volumes";

/** A file system to be created, with its volume's name. */
export interface FileSystemPlan extends NewFileSystem {
  readonly name: string;
  readonly write: boolean;
}

/** The created file systems, as planned: a mount target of each in each subnet. */
export interface FileSystemsPlan {
  readonly fileSystems: readonly FileSystemPlan[];
  /** What tells the subnets apart, in the order of the network's: their number is known before they are. */
  readonly subnetKeys: readonly (string | number)[];
}

/** The created file systems by their volume's name; `ready` once a task can mount them. */
export interface CreatedFileSystems {
  readonly byVolume: ReadonlyMap<string, CreatedFileSystem>;
  readonly ready: readonly pulumi.Resource[];
}

const DIRECTORY_PERMISSIONS = "0750";

/** Plans the file systems that the volumes need; undefined where none is created. */
export function planFileSystems(
  checks: ArgumentChecks,
  volumes: readonly VolumePlan[],
  network: VpcPlan,
): FileSystemsPlan | undefined {
  const fileSystems = volumes.flatMap(({ name, write, efs }) =>
    efs?.create === undefined ? [] : [{ name, write, ...efs.create }],
  );
  if (fileSystems.length === 0) return undefined;
  return { fileSystems, subnetKeys: subnetKeysOf(checks, network) };
}

function subnetKeysOf(checks: ArgumentChecks, { mode, subnetIds }: VpcPlan): (string | number)[] {
  if (mode === NetworkMode.New) return Array.from({ length: NEW_VPC_ZONES }, (_zone, i) => i);
  if (mode === NetworkMode.Default)
    checks.add(
      "network.mode",
      '"default" cannot be used with a created file system: its mount targets need subnets that are known in advance',
      'use network.mode: "new", or "existing" with vpcId and subnetIds',
    );
  else if (subnetIds !== undefined) {
    if (isPlain(subnetIds)) return subnetIds.map((id, i) => (typeof id === "string" ? id : i));
    checks.add(
      "network.subnetIds",
      "cannot be an Output with a created file system: its mount targets need subnets that are known in advance",
      "pass a plain list; its elements may be outputs",
    );
  }
  return [];
}

/** Creates the file systems, each with its policy, access point and mount targets, behind one security group. */
export function createFileSystems(
  name: string,
  {
    plan,
    network,
    securityGroups,
    taskRoleArn,
  }: {
    readonly plan: FileSystemsPlan | undefined;
    readonly network: Network;
    readonly securityGroups: TaskSecurityGroups;
    readonly taskRoleArn: pulumi.Input<string>;
  },
  context: ChildContext,
): CreatedFileSystems {
  if (plan === undefined) return { byVolume: new Map(), ready: [] };
  const { options, tags } = context;
  const group = new aws.ec2.SecurityGroup(
    childName(name, "fileSystemSecurityGroup"),
    { description: `File systems of ${name}`, vpcId: network.vpcId, tags },
    options,
  );
  const nfs = { ipProtocol: "tcp", fromPort: NFS_PORT, toPort: NFS_PORT };
  const ready: pulumi.Resource[] = securityGroups.ids.map(
    (referencedSecurityGroupId, i) =>
      new aws.vpc.SecurityGroupIngressRule(
        childNameOf(name, "file-system-ingress", i),
        { securityGroupId: group.id, ...nfs, referencedSecurityGroupId, tags },
        options,
      ),
  );
  const { limited } = securityGroups;
  if (limited !== undefined)
    ready.push(
      new aws.vpc.SecurityGroupEgressRule(
        childNameOf(name, "file-system-egress"),
        { securityGroupId: limited.id, ...nfs, referencedSecurityGroupId: group.id, tags },
        options,
      ),
    );
  const byVolume = new Map<string, CreatedFileSystem>();
  for (const planned of plan.fileSystems) {
    const { fileSystem, accessPoint } = createFileSystem(name, { plan: planned, taskRoleArn }, context);
    byVolume.set(planned.name, { fileSystemId: fileSystem.id, accessPointId: accessPoint.id });
    plan.subnetKeys.forEach((key, i) => {
      const mountTarget = new aws.efs.MountTarget(
        childNameOf(name, "mount-target", planned.name, key),
        {
          fileSystemId: fileSystem.id,
          subnetId: network.subnetIds.apply((ids?: string[]) => ids?.[i] ?? ""),
          securityGroups: [group.id],
        },
        { ...options, deleteBeforeReplace: true }, // EFS has one mount target in a zone, so that a new subnet's has to wait
      );
      ready.push(mountTarget);
    });
  }
  return { byVolume, ready };
}

function createFileSystem(
  name: string,
  { plan, taskRoleArn }: { readonly plan: FileSystemPlan; readonly taskRoleArn: pulumi.Input<string> },
  { options, tags }: ChildContext,
): { readonly fileSystem: aws.efs.FileSystem; readonly accessPoint: aws.efs.AccessPoint } {
  const { keyArn, throughputMode, backup, uid, gid, write } = plan;
  const fileSystem = new aws.efs.FileSystem(
    fileSystemName(name, plan.name),
    { encrypted: true, kmsKeyId: keyArn, throughputMode, tags },
    options,
  );
  const accessPoint = new aws.efs.AccessPoint(
    childNameOf(name, "access-point", plan.name),
    {
      fileSystemId: fileSystem.id,
      posixUser: { uid, gid },
      rootDirectory: {
        path: `/${plan.name}`,
        creationInfo: { ownerUid: uid, ownerGid: gid, permissions: DIRECTORY_PERMISSIONS },
      },
      tags,
    },
    options,
  );
  const policy = pulumi
    .all([fileSystem.arn, accessPoint.arn, taskRoleArn])
    .apply(([fileSystemArn, accessPointArn, arn]) =>
      fileSystemPolicy({ fileSystemArn, accessPointArn, roleArn: arn }, { write, root: false }),
    );
  new aws.efs.FileSystemPolicy(
    childNameOf(name, "file-system-policy", plan.name),
    { fileSystemId: fileSystem.id, policy: pulumi.jsonStringify(policy) },
    options,
  );
  if (backup)
    new aws.efs.BackupPolicy(
      backupPolicyName(name, plan.name),
      { fileSystemId: fileSystem.id, backupPolicy: { status: "ENABLED" } },
      options,
    );
  return { fileSystem, accessPoint };
}

/** What the created file systems are billed for. */
export function costOfFileSystems(name: string, plan: FileSystemsPlan | undefined): BilledItem[] {
  const fileSystems = plan?.fileSystems ?? [];
  return fileSystems.flatMap(({ name: volume, throughputMode, backup }) => [
    ...costOfFileSystem(fileSystemName(name, volume), { elastic: throughputMode === EfsThroughputMode.Elastic }),
    ...(backup ? costOfResource(backupPolicyName(name, volume), "aws:efs:BackupPolicy") : []),
  ]);
}

function fileSystemName(name: string, volume: string): string {
  return childNameOf(name, "file-system", volume);
}

function backupPolicyName(name: string, volume: string): string {
  return childNameOf(name, "backup-policy", volume);
}
