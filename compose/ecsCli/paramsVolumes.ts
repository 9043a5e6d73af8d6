// The Docker and EFS volumes of ecs-params.yml.

import type { Findings } from "../problems";
import { child, type TreeNode } from "../tree";
import type { Volume } from "./container";
import { integer, isTrue, items, string, stringMap } from "./paramsValues";

/** The volumes of the task that the file describes. */
export function volumesOf(task: TreeNode | undefined, findings: Findings): Volume[] {
  const path = "task_definition";
  const docker = items(task, "docker_volumes").map((item, i): Volume => {
    const name = string(item, "name");
    if (name === "") findings.error(item.at, `${path}.docker_volumes[${i}].name`, "is missing; give the volume a name");
    const configuration = {
      ...(string(item, "scope") !== "" && { scope: string(item, "scope") }),
      ...(isTrue(item, "autoprovision") && { autoprovision: true }),
      ...(string(item, "driver") !== "" && { driver: string(item, "driver") }),
      ...(child(item, "driver_opts") && { driverOpts: stringMap(child(item, "driver_opts")) }),
      ...(child(item, "labels") && { labels: stringMap(child(item, "labels")) }),
    };
    return { name, dockerVolumeConfiguration: configuration };
  });
  const efs = items(task, "efs_volumes").map((item, i): Volume =>
    efsVolume(item, `${path}.efs_volumes[${i}]`, findings),
  );
  return [...docker, ...efs];
}

function efsVolume(item: TreeNode, path: string, findings: Findings): Volume {
  const [name, fileSystemId, iam, accessPointId] = ["name", "filesystem_id", "iam", "access_point"].map((key) =>
    string(item, key),
  ) as [string, string, string, string];
  if (name === "") findings.error(item.at, `${path}.name`, "is missing; give the volume a name");
  if (fileSystemId === "")
    findings.error(item.at, `${path}.filesystem_id`, "is missing; set the id of the EFS file system");
  const transitEncryption = string(item, "transit_encryption");
  if ((iam === "ENABLED" || accessPointId !== "") && transitEncryption !== "ENABLED")
    findings.error(
      item.at,
      `${path}.transit_encryption`,
      "must be ENABLED with iam: ENABLED or an access_point; add transit_encryption: ENABLED",
    );
  const port = integer(item, "transit_encryption_port");
  const rootDirectory = string(item, "root_directory");
  const authorizationConfig = { ...(accessPointId !== "" && { accessPointId }), ...(iam !== "" && { iam }) };
  return {
    name,
    efsVolumeConfiguration: {
      fileSystemId,
      ...(rootDirectory !== "" && { rootDirectory }),
      ...(transitEncryption !== "" && { transitEncryption }),
      ...(port !== undefined && { transitEncryptionPort: port }),
      ...(Object.keys(authorizationConfig).length > 0 && { authorizationConfig }),
    },
  };
}
