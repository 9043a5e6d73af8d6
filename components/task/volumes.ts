// The volumes of a task: empty ones that are deleted with the task, and EFS file systems.

import { posix } from "node:path";
import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { efsClientStatement } from "../../model/efsPolicies";
import type { Statement } from "../../model/policies";
import { quote } from "../../model/problems";
import { argumentPath, type ArgumentChecks } from "../component/argumentChecks";
import type { ContainerPlan } from "./container";
import { NFS_PORT, planEfsVolume, type CreatedFileSystem, type EfsPlan, type EfsVolume } from "./efsVolume";
import type { NetworkEgress } from "../network/networkArgs";
import type { ChildContext } from "../component/childContext";

/** A volume of the task, which containers mount with `mountPoints`. */
export interface TaskVolume {
  /** The volume's name: unique in the task. */
  name: string;
  /**
   * The file system behind the volume; `{}` creates one.
   * @default none: the volume is empty when the task starts and deleted when it stops (a bind mount, free)
   */
  efs?: EfsVolume;
}

/** A volume, as planned. */
export interface VolumePlan {
  readonly name: string;
  /** The argument path of the volume: `volumes[0]`. */
  readonly path: string;
  /** Whether a container may write to it. */
  readonly write: boolean;
  readonly efs?: EfsPlan;
}

/** Plans the volumes, and checks what the containers say of them. */
export function planVolumes(
  checks: ArgumentChecks,
  volumes: readonly TaskVolume[] = [],
  {
    containers,
    egress,
  }: { readonly containers: readonly ContainerPlan[]; readonly egress: readonly NetworkEgress[] | undefined },
): VolumePlan[] {
  checkMountPoints(
    checks,
    containers,
    volumes.map(({ name }) => name),
  );
  const mountPoints = containers.flatMap(({ settings }) => settings.mountPoints ?? []);
  return volumes.map(({ name, efs }, i) => {
    const path = `volumes[${i}]`;
    const mounts = mountPoints.filter(({ sourceVolume }) => sourceVolume === name);
    checks.required(path, { name });
    if (!/^[A-Za-z0-9_-]{1,255}$/.test(name))
      checks.add(
        `${path}.name`,
        `${quote(name)} is not a valid volume name`,
        "use 1 to 255 letters, digits, dashes and underscores",
      );
    if (volumes.findIndex((other) => other.name === name) < i)
      checks.add(`${path}.name`, `${quote(name)} is another volume's name`, "give each volume a name of its own");
    else if (mounts.length === 0)
      checks.add(path, `${quote(name)} is not in the mountPoints of any container`, "add it to those of a container");
    const planned = efs && planEfsVolume(checks, `${path}.efs`, efs);
    if (planned?.existing !== undefined && egress !== undefined && !egress.some(({ port }) => port === NFS_PORT))
      checks.add(
        "network.egress",
        `does not allow NFS to the file system of ${path}`,
        `add { cidr: ..., port: ${NFS_PORT} } with the addresses of its mount targets`,
      );
    return {
      name,
      path,
      write: mounts.some(({ readOnly }) => readOnly !== true),
      ...(planned !== undefined && { efs: planned }),
    };
  });
}

function checkMountPoints(
  checks: ArgumentChecks,
  containers: readonly ContainerPlan[],
  names: readonly string[],
): void {
  for (const { path, settings } of containers)
    settings.mountPoints?.forEach(({ sourceVolume, containerPath }, m, all) => {
      const at = argumentPath(path, `mountPoints[${m}]`);
      checks.required(at, { sourceVolume, containerPath });
      if (!names.includes(sourceVolume))
        checks.add(
          `${at}.sourceVolume`,
          `${quote(sourceVolume)} is not a volume of the service`,
          names.length === 0 ? "add it to volumes" : `use ${names.map(quote).join(" or ")}, or add it to volumes`,
        );
      if (!/^\//.test(containerPath))
        checks.add(`${at}.containerPath`, `${quote(containerPath)} is not an absolute path`, "start it with /");
      else if (directoryOf(containerPath) === "/")
        checks.add(
          `${at}.containerPath`,
          `${quote(containerPath)} is the root, which a volume cannot replace`,
          'mount it at a directory below it, such as "/data"',
        );
      if (all.findIndex((other) => directoryOf(other.containerPath) === directoryOf(containerPath)) < m)
        checks.add(
          `${at}.containerPath`,
          `${quote(containerPath)} is another mount point's path`,
          "mount each volume at a path of its own",
        );
    });
}

/** A path without what changes nothing in it: `/data` for `//data/./`. */
function directoryOf(path: string): string {
  const normal = posix.normalize(path);
  return normal.length > 1 ? normal.replace(/\/$/, "") : normal;
}

/** What the task role needs to mount the existing file systems. The policy of a created one names the role. */
export function volumeStatements(
  volumes: readonly VolumePlan[],
  { awsEnvironment }: ChildContext,
): pulumi.Output<Statement>[] {
  return volumes.flatMap(({ efs, write }) => {
    if (efs?.existing === undefined || !efs.existing.iamAuthorization) return [];
    const { fileSystemId, accessPointId, rootAccess: root } = efs.existing;
    return pulumi
      .all([awsEnvironment, fileSystemId, accessPointId])
      .apply(([at, id, accessPoint]) =>
        efsClientStatement(at, { fileSystemId: id, accessPointId: accessPoint }, { write, root }),
      );
  });
}

/** The volumes as the task definition says them, in AWS's words. */
export function taskVolumes(
  volumes: readonly VolumePlan[],
  created: ReadonlyMap<string, CreatedFileSystem>,
): aws.types.input.ecs.TaskDefinitionVolume[] {
  return volumes.map(({ name, efs }) => {
    const made = created.get(name);
    if (made !== undefined)
      return {
        name,
        efsVolumeConfiguration: {
          fileSystemId: made.fileSystemId,
          transitEncryption: "ENABLED",
          authorizationConfig: { accessPointId: made.accessPointId, iam: "ENABLED" },
        },
      };
    if (efs?.existing === undefined) return { name };
    const { fileSystemId, accessPointId, rootDirectory, transitEncryption, iamAuthorization } = efs.existing;
    return {
      name,
      efsVolumeConfiguration: {
        fileSystemId,
        rootDirectory,
        transitEncryption: transitEncryption ? "ENABLED" : "DISABLED",
        authorizationConfig:
          accessPointId === undefined && !iamAuthorization
            ? undefined
            : { accessPointId, iam: iamAuthorization ? "ENABLED" : "DISABLED" },
      },
    };
  });
}
