// What ecs-params.yml says of one container.

import type { Findings } from "../problems";
import { child, isNull, type TreeNode } from "../tree";
import { parseBytes, parseDuration, toMebibytes } from "../values";
import type { HealthCheck } from "./container";
import { integer, isTrue, items, string, stringMap, strings } from "./paramsValues";

export interface NamedValue {
  readonly name: string;
  readonly valueFrom: string;
}

/** What ecs-params.yml says of one container. */
export interface ContainerParams {
  readonly essential: boolean;
  readonly initProcessEnabled?: boolean;
  readonly gpu?: string;
  readonly cpu?: number;
  /** MiB. */
  readonly memory?: number;
  /** MiB. */
  readonly memoryReservation?: number;
  readonly credentialsParameter?: string;
  readonly dependsOn?: readonly { readonly containerName: string; readonly condition: string }[];
  readonly firelens?: { readonly type: string; readonly options: Readonly<Record<string, string>> };
  readonly healthCheck?: HealthCheck;
  readonly secretOptions?: readonly NamedValue[];
  readonly secrets?: readonly NamedValue[];
}

function mebibytes(value: TreeNode | undefined, path: string, findings: Findings): number {
  if (value?.kind !== "scalar" || value.value === null) return 0;
  const bytes =
    typeof value.value === "number" && Number.isInteger(value.value)
      ? value.value
      : (parseBytes(String(value.value)) ?? 0);
  const size = toMebibytes(bytes);
  if (size === 0)
    findings.warn(
      value.at,
      path,
      `${value.source} is less than 1 MiB and is dropped: a number without a unit counts as bytes; write ${value.source}m`,
    );
  return size;
}

/** Reads what the file says of one container. */
export function containerParams(node: TreeNode, name: string, findings: Findings): ContainerParams {
  const path = `task_definition.services.${name}`;
  if (isNull(node)) {
    findings.warn(
      node.at,
      path,
      "is empty, which makes the container non-essential, as ecs-cli read it; remove it or write essential: true",
    );
    return { essential: false };
  }
  const essential = child(node, "essential");
  const firelens = child(node, "firelens_configuration");
  const credentials = string(child(node, "repository_credentials"), "credentials_parameter");
  const health = child(node, "healthcheck");
  const named = (list: readonly TreeNode[]) =>
    list.map((item) => ({ name: string(item, "name"), valueFrom: string(item, "value_from") }));
  const cpu = integer(node, "cpu_shares");
  return {
    essential: essential?.kind === "scalar" ? essential.value === true : true,
    initProcessEnabled: child(node, "init_process_enabled")?.kind === "scalar" && isTrue(node, "init_process_enabled"),
    gpu: string(node, "gpu"),
    ...(cpu !== undefined && { cpu }),
    memory: mebibytes(child(node, "mem_limit"), `${path}.mem_limit`, findings),
    memoryReservation: mebibytes(child(node, "mem_reservation"), `${path}.mem_reservation`, findings),
    ...(credentials !== "" && { credentialsParameter: credentials }),
    dependsOn: items(node, "depends_on").map((item) => ({
      containerName: string(item, "container_name"),
      condition: string(item, "condition"),
    })),
    ...(string(firelens, "type") !== "" && {
      firelens: { type: string(firelens, "type"), options: stringMap(child(firelens, "options")) },
    }),
    ...(health && !isNull(health) && { healthCheck: healthCheckOf(health, `${path}.healthcheck`, findings) }),
    secretOptions: named(items(child(node, "logging"), "secret_options")),
    secrets: named(items(node, "secrets")),
  };
}

function healthCheckOf(node: TreeNode, path: string, findings: Findings): HealthCheck {
  const [command, test] = [strings(node, "command"), strings(node, "test")];
  if (command.length > 0 && test.length > 0)
    findings.error(node.at, path, "has both test and command; keep one of them");
  const words = test.length > 0 ? test : command;
  const seconds = (key: string): number | undefined => {
    const text = string(node, key);
    if (text === "") return undefined;
    const duration = parseDuration(text, "go");
    if (duration !== undefined) return Math.trunc(duration);
    if (/^-?\d+$/.test(text)) return Number(text);
    findings.error(
      child(node, key)?.at ?? node.at,
      `${path}.${key}`,
      `"${text}" is not a duration; write 30s or a number of seconds`,
    );
    return undefined;
  };
  const retries = integer(node, "retries");
  const [interval, timeout, startPeriod] = [seconds("interval"), seconds("timeout"), seconds("start_period")];
  return {
    ...(words.length > 0 && { command: words.length === 1 ? ["CMD-SHELL", ...words] : words }),
    ...(interval !== undefined && { interval }),
    ...(timeout !== undefined && { timeout }),
    ...(retries !== undefined && retries !== 0 && { retries }),
    ...(startPeriod !== undefined && { startPeriod }),
  };
}
