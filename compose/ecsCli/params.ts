// ecs-params.yml as ecs-cli reads it: what the compose file cannot say of the task, its containers and its service.

import type { Findings } from "../problems";
import { parseYaml } from "../parseYaml";
import { child, entriesOf, isNull, keyAt, type TreeNode } from "../tree";
import { checkShape } from "./checkShape";
import type { Volume } from "./container";
import { expandParams, type Lookup } from "./interpolate";
import { containerParams, type ContainerParams } from "./paramsContainer";
import { PARAMS_SHAPE } from "./paramsShape";
import { integer, items, string, strings } from "./paramsValues";
import { volumesOf } from "./paramsVolumes";

export interface ServiceDiscoveryParams {
  readonly namespace?: {
    readonly type: "private" | "public";
    readonly id?: string;
    readonly name?: string;
    readonly vpc?: string;
  };
  readonly name?: string;
  readonly dnsRecord: { readonly type?: string; readonly ttl?: number };
  readonly containerName?: string;
  readonly containerPort?: number;
  readonly failureThreshold?: number;
}

/** A file of parameters. */
export interface EcsParams {
  readonly root: TreeNode;
  readonly networkMode: string;
  readonly taskRoleArn: string;
  readonly executionRoleArn: string;
  readonly pidMode: string;
  readonly ipcMode: string;
  readonly cpu: string;
  readonly memory: string;
  readonly containers: ReadonlyMap<string, ContainerParams>;
  readonly placementConstraints: readonly { readonly type: string; readonly expression: string }[];
  readonly volumes: readonly Volume[];
  readonly subnets: readonly string[];
  readonly securityGroups: readonly string[];
  readonly assignPublicIp: string;
  readonly discovery?: ServiceDiscoveryParams;
  readonly servicePlacement: {
    readonly strategy: readonly { readonly type: string; readonly field: string }[];
    readonly constraints: readonly { readonly type: string; readonly expression: string }[];
  };
}

/** Reads the text of a file of parameters. Undefined: it holds nothing, or not a mapping. */
export function readParams(
  { text, file }: { readonly text: string; readonly file: string },
  shell: Lookup,
  findings: Findings,
): EcsParams | undefined {
  const [root] = parseYaml(expandParams(text, shell), file, "1.1");
  if (root === undefined) return undefined;
  if (root.kind !== "map") {
    findings.error(root.at, "", "must be a mapping with task_definition and run_params");
    return undefined;
  }
  checkShape({ node: root, path: "" }, PARAMS_SHAPE, findings);
  const task = child(root, "task_definition");
  const size = child(task, "task_size");
  const run = child(root, "run_params");
  const vpc = child(child(run, "network_configuration"), "awsvpc_configuration");
  const placement = child(run, "task_placement");
  const discovery = child(run, "service_discovery");
  return {
    root,
    networkMode: string(task, "ecs_network_mode"),
    taskRoleArn: string(task, "task_role_arn"),
    executionRoleArn: string(task, "task_execution_role"),
    pidMode: string(task, "pid_mode"),
    ipcMode: string(task, "ipc_mode"),
    cpu: string(size, "cpu_limit"),
    memory: string(size, "mem_limit"),
    containers: new Map(
      entriesOf(child(task, "services")).map(([name, { value }]) => [name, containerParams(value, name, findings)]),
    ),
    placementConstraints: items(task, "placement_constraints").map((item) => ({
      type: string(item, "type"),
      expression: string(item, "expression"),
    })),
    volumes: volumesOf(task, findings),
    subnets: strings(vpc, "subnets"),
    securityGroups: strings(vpc, "security_groups"),
    assignPublicIp: string(vpc, "assign_public_ip"),
    ...(discovery && !isNull(discovery) && { discovery: discoveryOf(discovery, findings) }),
    servicePlacement: {
      strategy: items(placement, "strategy").map((item) => ({
        type: string(item, "type"),
        field: string(item, "field"),
      })),
      constraints: items(placement, "constraints").map((item) => ({
        type: string(item, "type"),
        expression: string(item, "expression"),
      })),
    },
  };
}

function discoveryOf(node: TreeNode, findings: Findings): ServiceDiscoveryParams {
  const [priv, pub] = [child(node, "private_dns_namespace"), child(node, "public_dns_namespace")];
  if (priv && pub)
    findings.warn(
      keyAt(node, "public_dns_namespace"),
      "run_params.service_discovery.public_dns_namespace",
      "is dropped: a service is in one namespace, that of private_dns_namespace; remove one of them",
    );
  const service = child(node, "service_discovery_service");
  const dns = child(service, "dns_config");
  const ttl = integer(dns, "ttl");
  const port = integer(node, "container_port");
  const threshold = integer(child(service, "healthcheck_custom_config"), "failure_threshold");
  const namespace = priv ?? pub;
  const named = (key: string) => (string(namespace, key) === "" ? {} : { [key]: string(namespace, key) });
  return {
    ...(namespace && {
      namespace: { type: priv ? "private" : "public", ...named("id"), ...named("name"), ...named("vpc") } as const,
    }),
    ...(string(service, "name") !== "" && { name: string(service, "name") }),
    dnsRecord: { ...(string(dns, "type") !== "" && { type: string(dns, "type") }), ...(ttl !== undefined && { ttl }) },
    ...(string(node, "container_name") !== "" && { containerName: string(node, "container_name") }),
    ...(port !== undefined && { containerPort: port }),
    ...(threshold !== undefined && { failureThreshold: threshold }),
  };
}
