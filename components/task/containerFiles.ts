// The files of a container that are neither its image's nor a volume's: environment files in S3, and file systems in memory.

import type * as pulumi from "@pulumi/pulumi";
import { parseArn } from "../../model/arns";
import { wholeNumber, type Check } from "../../model/checks";
import { MAX_MEMORY_MIB } from "../../model/fargateSizes";
import { quote } from "../../model/problems";
import { argumentPath, type ArgumentChecks } from "../component/argumentChecks";
import type { ContainerSettings } from "./containerArgs";

/** The settings of a container that this file checks. */
type FileSettings = Pick<ContainerSettings, "environmentFiles" | "tmpfs" | "mountPoints">;

/** What ECS takes (https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html, checked 2026-11-28). */
const MAX_ENVIRONMENT_FILES = 10;

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Tmpfs.html, checked 2026-11-28. */
const MOUNT_OPTIONS = new Set(
  (
    "defaults ro rw suid nosuid dev nodev exec noexec sync async dirsync remount mand nomand atime noatime diratime nodiratime " +
    "bind rbind unbindable runbindable private rprivate shared rshared slave rslave relatime norelatime strictatime nostrictatime " +
    "mode uid gid nr_inodes nr_blocks mpol"
  ).split(" "),
);

const checkEnvironmentFile: Check<string> = (value) => {
  const arn = typeof value === "string" ? parseArn(value) : undefined;
  if (arn?.service === "s3" && /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]\/\S+\.env$/.test(arn.resource)) return undefined;
  const [, bucket = "", key = ""] = /^s3:\/\/([^/]+)\/(\S+\.env)$/.exec(typeof value === "string" ? value : "") ?? [];
  return {
    wrong: `${quote(value)} is not the ARN of an object in S3 whose name ends in ".env"`,
    fix: bucket === "" ? "pass an ARN like arn:aws:s3:::BUCKET/NAME.env" : `write "arn:aws:s3:::${bucket}/${key}"`,
  };
};

const checkMountOption: Check<string> = (option) =>
  MOUNT_OPTIONS.has(option.split("=")[0] ?? "")
    ? undefined
    : { wrong: `${quote(option)} is not an option of a mount`, fix: 'use options such as "ro", "noexec" or "nosuid"' };

/** Plans the files; `path` is the argument path of the container. */
export function planFiles(
  checks: ArgumentChecks,
  path: string,
  { environmentFiles, tmpfs, mountPoints = [] }: FileSettings,
): Pick<ContainerSettings, "environmentFiles" | "tmpfs"> {
  const at = (key: string) => argumentPath(path, key);
  checks.atMost(at("environmentFiles"), environmentFiles?.length ?? 0, {
    max: MAX_ENVIRONMENT_FILES,
    of: "a container takes",
    fix: "join some of them",
  });
  checks.unique(at("environmentFiles"), environmentFiles ?? []);
  tmpfs?.forEach(({ containerPath, sizeMib, mountOptions }, i) => {
    const mount = at(`tmpfs[${i}]`);
    if (!/^\/[^/]/.test(containerPath))
      checks.add(
        `${mount}.containerPath`,
        `${quote(containerPath)} is not the absolute path of a directory below the root`,
        'use one such as "/tmp"',
      );
    const others = [...mountPoints, ...tmpfs.slice(0, i)];
    if (others.some((other) => other.containerPath === containerPath))
      checks.add(
        `${mount}.containerPath`,
        `${quote(containerPath)} is another mount's path`,
        "mount each at a path of its own",
      );
    checks.shape(`${mount}.sizeMib`, sizeMib, wholeNumber(1, MAX_MEMORY_MIB, "MiB"));
    mountOptions?.forEach((option, m) => {
      checks.shape(`${mount}.mountOptions[${m}]`, option, checkMountOption);
    });
  });
  return {
    environmentFiles: environmentFiles?.map((file, i): pulumi.Input<string> =>
      checks.arn(at(`environmentFiles[${i}]`), file, { check: checkEnvironmentFile, what: "an object", shared: [] }),
    ),
    tmpfs,
  };
}
