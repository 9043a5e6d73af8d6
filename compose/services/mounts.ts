// The mounts of a service: volumes of the task, file systems of EFS, and memory.

import type { LinuxParameters, MountPoint, Volume } from "../ecsCli/container";
import { child, entriesOf } from "../tree";
import { textOf } from "../spec/merge";
import type { ComposeProject } from "../spec/project";
import { parseBytes, toMebibytes } from "../values";
import { Values } from "./values";

/** A project, and the volumes of it that something keeps. */
export interface ProjectToConvert extends ComposeProject {
  /** Named volumes that are kept on EFS. */
  readonly keptVolumes: readonly string[];
}

/** What a service mounts. */
export interface Mounts {
  readonly volumes: readonly Volume[];
  readonly mountPoints: readonly MountPoint[];
  readonly tmpfs: NonNullable<LinuxParameters["tmpfs"]>;
}

/** MiB: the size of a tmpfs that says none. Docker takes half of the host's memory. */
const TMPFS_MIB = 64;

/** Plans the mounts. */
export function mountsOf(service: Values, project: ProjectToConvert): Mounts {
  const volumes = new Map<string, Volume>();
  const mountPoints: MountPoint[] = [];
  const tmpfs = service.items("tmpfs").map(shortTmpfs);
  for (const mount of service.items("volumes")) {
    const type = mount.text("type") ?? "volume";
    const target = mount.text("target") ?? "";
    const source = mount.text("source");
    if (type === "tmpfs") {
      tmpfs.push(longTmpfs(mount, target));
      continue;
    }
    if (type === "bind") {
      mount.error(
        undefined,
        `${source ?? ""} is a path of a host, which Fargate does not have; put the file into the image, or use a named volume`,
      );
      continue;
    }
    if (type !== "volume") {
      mount.error("type", `"${type}" is not possible on Fargate; use a named volume or tmpfs`);
      continue;
    }
    if (!target.startsWith("/")) mount.error(undefined, `"${target}" is not an absolute path; start it with /`);
    for (const key of ["volume", "consistency"])
      for (const [option] of entriesOf(child(mount.node, key)))
        mount.warn(key, `${option} is dropped: a volume of a task is empty when the task starts`);
    const name = source === undefined ? anonymous(volumes) : source.replaceAll(".", "-");
    volumes.set(name, volumeOf({ name, source }, mount, project));
    mountPoints.push({
      sourceVolume: name,
      containerPath: target,
      ...(mount.isTrue("read_only") && { readOnly: true }),
    });
  }
  return { volumes: [...volumes.values()], mountPoints, tmpfs };
}

function anonymous(volumes: ReadonlyMap<string, Volume>): string {
  return `volume-${volumes.size + 1}`;
}

function volumeOf(
  { name, source }: { readonly name: string; readonly source: string | undefined },
  mount: Values,
  project: ProjectToConvert,
): Volume {
  if (source === undefined) {
    mount.warn(undefined, "is a volume without a name: it is empty when a task starts and lost with the task");
    return { name };
  }
  const declared = new Values(child(child(project.model, "volumes"), source), ["volumes", source], mount.findings);
  const fileSystemId = [
    declared.text("name"),
    declared.below("driver_opts").text("filesystem"),
    declared.text("x-aws-filesystem"),
  ].find((text) => text !== undefined && /^fs-[0-9a-f]+$/.test(text));
  if (fileSystemId !== undefined)
    return { name, efsVolumeConfiguration: { fileSystemId, transitEncryption: "ENABLED" } };
  if (declared.isTrue("external"))
    mount.error(
      undefined,
      `the volume ${source} is external and no file system of EFS; give it the name of one (fs-…)`,
    );
  else if (!project.keptVolumes.includes(source))
    mount.warn(
      undefined,
      `the volume ${source} is empty when a task starts and lost with the task; a file system of EFS keeps its files`,
    );
  return { name };
}

function shortTmpfs(entry: Values): Mounts["tmpfs"][number] {
  const [containerPath = "", options = ""] = entry.own.split(":");
  const all = options === "" ? [] : options.split(",");
  const size = all.find((option) => option.startsWith("size="))?.slice("size=".length);
  const bytes = size === undefined ? undefined : parseBytes(size);
  if (bytes === undefined)
    entry.warn(undefined, `has no size; ${TMPFS_MIB} MiB are used, write ${containerPath}:size=${TMPFS_MIB}m`);
  const mountOptions = all.filter((option) => !option.startsWith("size="));
  return {
    containerPath,
    size: bytes === undefined ? TMPFS_MIB : Math.max(1, toMebibytes(bytes)),
    ...(mountOptions.length > 0 && { mountOptions }),
  };
}

function longTmpfs(mount: Values, containerPath: string): Mounts["tmpfs"][number] {
  const size = child(child(mount.node, "tmpfs"), "size");
  const bytes = size && (parseBytes(textOf(size)) ?? Number(textOf(size)));
  if (!bytes) mount.warn(undefined, `has no size; ${TMPFS_MIB} MiB are used`);
  const mode = child(child(mount.node, "tmpfs"), "mode");
  if (mode)
    mount.warn(
      "tmpfs",
      `the mode ${textOf(mode)} is dropped; to set one, list the mount as ${containerPath}:mode=1777 below tmpfs`,
    );
  return {
    containerPath,
    size: bytes ? Math.max(1, toMebibytes(bytes)) : TMPFS_MIB,
    ...(mount.isTrue("read_only") && { mountOptions: ["ro"] }),
  };
}
