// Where every key of a compose service goes on Fargate: it is used, dropped with a warning that says why, or refused.

import type { Findings } from "../problems";
import { child, entriesOf, isNull, type TreeNode } from "../tree";
import { textOf } from "../spec/merge";
import { renderPath } from "../spec/path";
import { EXTENSIONS } from "./extensions";

/** Keys that are used; what they cannot say on Fargate is reported where they are read. */
const USED =
  "image platform build command entrypoint working_dir user environment env_file ports expose healthcheck depends_on pre_start restart deploy scale cpus mem_limit mem_reservation cpu_shares logging labels label_file secrets configs volumes tmpfs read_only init ulimits cap_add cap_drop stop_grace_period tty stdin_open sysctls networks container_name profiles extends provider";

const NO_HOST = "a task on Fargate has no host that it could share this with";
const TUNING = "Fargate gives a task the CPU and memory of its size, without settings of the kernel's scheduler";
const LOCAL = "it is about a developer's machine, not about what runs on Fargate";
const DNS = "a task uses the DNS of its VPC, and other services by their names";

/** Keys without an effect, and why. */
const DROPPED: Readonly<Record<string, string>> = {
  ...each("develop attach pull_policy pull_refresh_after use_api_socket", LOCAL),
  ...each("dns dns_opt dns_search extra_hosts", DNS),
  ...each("hostname domainname mac_address", "a task gets its name and its addresses from the VPC"),
  ...each("links external_links", "services reach each other by their names, without links"),
  ...each("cpu_period cpu_quota cpu_rt_period cpu_rt_runtime cpu_percent cpu_count cpuset blkio_config", TUNING),
  ...each("mem_swappiness memswap_limit oom_kill_disable oom_score_adj storage_opt pids_limit", TUNING),
  ...each("cgroup cgroup_parent device_cgroup_rules ipc pid userns_mode uts isolation runtime", NO_HOST),
  annotations: "ECS has labels of containers alone; use labels",
  credential_spec: "it is for containers on Windows",
  group_add: "ECS sets a user and one group alone: user: 1000:1000",
  network_mode: "a task on Fargate has a network interface of its own (awsvpc)",
  post_start: "ECS runs nothing in a container after its start; start it from the container's command",
  pre_stop: "ECS runs nothing in a container before its end; let the process handle SIGTERM",
  security_opt: "Fargate isolates each task by itself",
  shm_size: "Fargate does not set the size of /dev/shm; mount a tmpfs there",
  stop_signal: "ECS stops a container with the signal of its image (STOPSIGNAL)",
};

/** Keys without which a container could not do its work, and what to do. */
const REFUSED: Readonly<Record<string, string>> = {
  privileged: "is not possible on Fargate; remove it",
  devices: "are not possible on Fargate; remove them",
  gpus: "are not possible on Fargate; remove them, or run this service on EC2",
  models: "are not possible on Fargate; call the model's own service",
  volumes_from: "is not possible between tasks; mount a named volume in both services",
};

function each(keys: string, why: string): Record<string, string> {
  return Object.fromEntries(keys.split(" ").map((key) => [key, why]));
}

/** What becomes of a key. */
export function fateOf(key: string): "used" | "dropped" | "refused" | undefined {
  if (USED.split(" ").includes(key)) return "used";
  if (key in DROPPED) return "dropped";
  return key in REFUSED ? "refused" : undefined;
}

/** Reports the keys of a service that are not used. `given` are the keys of the files, without what is implied. */
export function reportKeys(name: string, node: TreeNode, findings: Findings): void {
  for (const [key, { at, value }] of entriesOf(node)) {
    const path = renderPath(["services", name, key]);
    if (isNull(value) || isOff(value)) continue;
    if (key.startsWith("x-")) {
      if (!EXTENSIONS.service.includes(key)) findings.warn(at, path, "is dropped: it is an extension of another tool");
    } else if (key in REFUSED) findings.error(at, path, REFUSED[key] ?? "");
    else if (key === "network_mode" && textOf(value).startsWith("service:"))
      findings.warn(
        at,
        path,
        "is dropped: each service is a task with a network interface of its own; use the other's name",
      );
    else if (key in DROPPED) findings.warn(at, path, `is dropped: ${DROPPED[key] ?? ""}`);
    else if (fateOf(key) === undefined) findings.warn(at, path, "is dropped: it has no meaning on ECS");
  }
}

/** False, or empty: the key asks for nothing. */
function isOff(node: TreeNode): boolean {
  if (node.kind === "scalar") return node.value === false || node.value === "";
  return node.kind === "list" ? node.items.length === 0 : node.entries.size === 0;
}

/** Keys at the top of the files whose values count. */
const TOP = ["name", "services", "networks", "volumes", "secrets", "configs", "include", "version"];

/** Reports what has no effect beside the services. */
export function reportTopKeys(model: TreeNode, findings: Findings): void {
  for (const [key, { at, value }] of entriesOf(model)) {
    if (TOP.includes(key) || EXTENSIONS.top.includes(key) || isNull(value)) continue;
    // An extension without x-aws holds what anchors name; it says nothing by itself.
    if (key.startsWith("x-") && !key.startsWith("x-aws-")) continue;
    findings.warn(at, key, "is dropped: it has no meaning on ECS");
  }
  for (const [name, { value }] of entriesOf(child(model, "networks")))
    for (const [key, { at }] of entriesOf(value)) {
      if (["name", "external", "labels"].includes(key) || key.startsWith("x-")) continue;
      findings.warn(
        at,
        renderPath(["networks", name, key]),
        "is dropped: a network of the file becomes security groups in one VPC",
      );
    }
}
