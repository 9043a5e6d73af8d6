// The keys of a compose file that ecs-cli did not use: each is warned of, with the reason.

import type { Findings } from "../problems";
import { entriesOf, isNull, pathOf, type TreeNode } from "../tree";

const ALL =
  "cap_add cap_drop command devices dns dns_search entrypoint env_file environment extra_hosts hostname image labels links logging ports privileged read_only security_opt stop_grace_period tmpfs tty ulimits user volumes working_dir";
const MEMORY = "cpu_shares mem_limit mem_reservation";

/** The keys that count, by format. Format 3 has no sizes of its own, but reads those that it is given. */
const USED: Readonly<Record<1 | 2 | 3, ReadonlySet<string>>> = {
  1: new Set(`${ALL} ${MEMORY} extends log_driver log_opt shm_size volumes_from`.split(" ")),
  2: new Set(`${ALL} ${MEMORY} extends shm_size volumes_from`.split(" ")),
  3: new Set(`${ALL} ${MEMORY} healthcheck`.split(" ")),
};

const WHY: Readonly<Record<string, string>> = {
  build: "an image is pulled, not built; build and push it before",
  depends_on: "in ecs-params.yml task_definition.services.<name>.depends_on orders containers",
  restart: "ECS replaces a task whose essential container stops",
  networks: "the containers of a task share one network, and reach each other at localhost",
  network_mode: "ecs-params.yml sets ecs_network_mode",
  container_name: "a container has its service's name",
  expose: "the containers of a task reach each other's ports at localhost",
  deploy: "ecs-params.yml sets the sizes of containers, and the service the number of tasks",
  secrets: "in ecs-params.yml task_definition.services.<name>.secrets sets secrets",
  configs: "a task has no files of configs; put them into the image",
  healthcheck: "in this format health checks come from ecs-params.yml",
  init: "in ecs-params.yml init_process_enabled sets it",
  profiles: "every service becomes a container of the task",
};

/** Warns of each key of a service that has no effect. */
export function warnDroppedKeys(
  { name, node }: { readonly name: string; readonly node: TreeNode },
  format: 1 | 2 | 3,
  findings: Findings,
): void {
  for (const [key, { at, value }] of entriesOf(node)) {
    if (USED[format].has(key) || isNull(value)) continue;
    if (key === "networks" && format !== 3 && countOf(value) === 1) {
      findings.warn(at, pathOf(pathOf("services", name), key), `is dropped: ${WHY.networks ?? ""}`);
      continue;
    }
    findings.warn(at, pathOf(pathOf("services", name), key), `is dropped: ${WHY[key] ?? "ecs-cli did not read it"}`);
  }
}

function countOf(node: TreeNode): number {
  return node.kind === "list" ? node.items.length : node.kind === "map" ? node.entries.size : 1;
}

/** Warns of the keys at the top of a file that have no effect. */
export function warnDroppedTopKeys(root: TreeNode, findings: Findings): void {
  for (const [key, { at, value }] of entriesOf(root)) {
    if (["version", "services", "volumes"].includes(key) || isNull(value)) continue;
    findings.warn(at, key, `is dropped: ${WHY[key] ?? "ecs-cli did not read it"}`);
  }
}

/** Warns of what makes a declared volume more than a name: ecs-cli refused such files. */
export function checkVolume(name: string, node: TreeNode, findings: Findings): void {
  for (const [key, { at }] of entriesOf(node))
    findings.warn(
      at,
      pathOf(pathOf("volumes", name), key),
      "is dropped, and ecs-cli refused it: the volume is empty when a task starts",
    );
}
