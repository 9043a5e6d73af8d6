// A service's container with the names of AWS's API.

import { parseImageReference } from "../../model/imageReference";
import { withoutEmpty, type ContainerDefinition, type HealthCheck, type LogConfiguration } from "../ecsCli/container";
import { splitWords3 } from "../ecsCli/words";
import { parseDotenv } from "../spec/dotenv";
import { readNamed, shown } from "../files";
import { child, isNull } from "../tree";
import type { ComposeService } from "../spec/composeService";
import type { ComposeProject } from "../spec/project";
import { parseDuration } from "../values";
import type { Mounts } from "./mounts";
import { portMappings } from "./ports";
import { secretsOf } from "./secrets";
import type { Size } from "./size";
import type { Values } from "./values";

/** Seconds: the longest that Fargate waits between SIGTERM and SIGKILL. */
const LONGEST_STOP = 120;

/** The container. */
export function containerOf(
  service: ComposeService,
  values: Values,
  { project, mounts, size }: { readonly project: ComposeProject; readonly mounts: Mounts; readonly size: Size },
): ContainerDefinition {
  const name = values.text("container_name") ?? service.name;
  const plain = name.replace(/[^A-Za-z0-9_-]/g, "-");
  if (plain !== name)
    values.warn(undefined, `the container is called ${plain}: ECS takes letters, digits, dashes and underscores`);
  const capabilities = withoutEmpty({ add: addedCapabilities(values), drop: values.texts("cap_drop") });
  return withoutEmpty<ContainerDefinition>(
    {
      name: plain,
      image: imageOf(values),
      essential: true,
      ...(values.has("x-aws-pull_credentials") && {
        repositoryCredentials: { credentialsParameter: values.text("x-aws-pull_credentials") ?? "" },
      }),
      cpu: size.container.cpu ?? 0,
      memory: size.container.memory ?? 0,
      memoryReservation: size.container.memoryReservation ?? 0,
      portMappings: portMappings(values),
      entryPoint: wordsOf(values, "entrypoint"),
      command: wordsOf(values, "command"),
      workingDirectory: values.text("working_dir") ?? "",
      user: values.text("user") ?? "",
      environment: [...service.environment]
        .map(([key, value]) => ({ name: key, value }))
        .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)),
      secrets: secretsOf(values, project),
      ...healthCheckOf(values),
      ...logConfiguration(values),
      mountPoints: mounts.mountPoints,
      ulimits: ulimitsOf(values),
      dockerLabels: labelsOf(values, project),
      interactive: values.isTrue("stdin_open"),
      pseudoTerminal: values.isTrue("tty"),
      readonlyRootFilesystem: values.isTrue("read_only"),
      stopTimeout: stopTimeoutOf(values),
      systemControls: [...values.pairs("sysctls")].map(([namespace, value]) => ({ namespace, value })),
      linuxParameters: withoutEmpty({ capabilities, initProcessEnabled: values.isTrue("init"), tmpfs: mounts.tmpfs }),
      ...restartPolicyOf(values),
    },
    ["image", "essential"],
  );
}

function imageOf(values: Values): string {
  const image = values.text("image") ?? "";
  const { fault } = parseImageReference(image);
  if (fault && image !== "") values.warn("image", `${fault.wrong}; ${fault.fix}`);
  if (!values.has("build")) return image;
  if (image === "")
    values.error("build", "cannot be deployed: Fargate pulls an image; build and push it, and name it in image");
  else values.warn("build", `is dropped: ${image} is pulled; build and push it before`);
  return image;
}

function wordsOf(values: Values, key: string): readonly string[] {
  const node = child(values.node, key);
  if (node === undefined || isNull(node)) return [];
  if (node.kind === "list") {
    if (node.items.length === 0 && key === "entrypoint")
      values.warn(key, "is empty, and ECS cannot clear that of the image; it is dropped");
    return values.texts(key);
  }
  const text = values.text(key) ?? "";
  if (text.trim() === "") {
    if (key === "entrypoint") values.warn(key, "is empty, and ECS cannot clear that of the image; it is dropped");
    return [];
  }
  const split = splitWords3(text);
  if (!split) {
    values.error(key, "has a quotation mark without its partner");
    return [];
  }
  if (split.cut)
    values.warn(key, 'ends at an unquoted ";", "&", "|", "<" or ">": no shell reads it; write ["sh", "-c", "…"]');
  return split.words;
}

function secondsOf(values: Values, key: string, [least, most]: readonly [number, number]): number | undefined {
  const text = values.text(key);
  if (text === undefined) return undefined;
  const seconds = parseDuration(text);
  if (seconds === undefined) {
    values.error(key, `"${text}" is not a duration; write "30s" or "1m30s"`);
    return undefined;
  }
  const whole = Math.ceil(seconds);
  const nearest = Math.min(most, Math.max(least, whole));
  if (whole !== nearest) values.error(key, `${whole} seconds must be from ${least} to ${most} on ECS; use ${nearest}s`);
  return nearest;
}

function healthCheckOf(values: Values): { healthCheck?: HealthCheck } {
  if (!values.has("healthcheck")) return {};
  const check = values.below("healthcheck");
  const test = child(check.node, "test");
  const command =
    test?.kind === "list" ? check.texts("test") : check.has("test") ? ["CMD-SHELL", check.text("test") ?? ""] : [];
  if (check.isTrue("disable") || command[0] === "NONE") return {};
  if (check.has("start_interval")) check.warn("start_interval", "is dropped: ECS checks at one interval");
  if (command.length === 0) {
    check.warn(undefined, "has no test: ECS does not read that of the image; write the command of the check");
    return {};
  }
  const retries = check.number("retries");
  if (retries !== undefined && (retries < 1 || retries > 10))
    check.error("retries", `${retries} must be a whole number from 1 to 10 on ECS`);
  const healthCheck = {
    command,
    interval: secondsOf(check, "interval", [5, 300]),
    timeout: secondsOf(check, "timeout", [2, 60]),
    retries,
    startPeriod: secondsOf(check, "start_period", [0, 300]),
  };
  return { healthCheck: withoutEmpty(healthCheck as HealthCheck) };
}

/** Drivers that Fargate has; the others, and none, become awslogs. */
const LOG_DRIVERS = ["awslogs", "awsfirelens", "splunk"];
const LOCAL_DRIVERS = ["json-file", "local", "journald"];

function logConfiguration(values: Values): { logConfiguration?: LogConfiguration } {
  if (!values.has("logging")) return {};
  const logging = values.below("logging");
  const driver = logging.text("driver") ?? "";
  const options = logging.pairs("options");
  const awsOptions = [...options.keys()].some((key) => key.startsWith("awslogs-"));
  if (LOG_DRIVERS.includes(driver) || (driver === "" && awsOptions))
    return {
      logConfiguration: withoutEmpty({
        logDriver: driver === "" ? "awslogs" : driver,
        options: Object.fromEntries(options),
      }),
    };
  if (driver === "none") logging.warn("driver", '"none" is dropped: the output goes to CloudWatch Logs');
  else if (driver !== "" && !LOCAL_DRIVERS.includes(driver))
    logging.warn("driver", `"${driver}" is not a log driver of Fargate; awslogs is used`);
  else if (options.size > 0) logging.warn("options", "are dropped: the output goes to CloudWatch Logs");
  return {};
}

function ulimitsOf(values: Values) {
  const limits = values.below("ulimits");
  const names = limits.node?.kind === "map" ? [...limits.node.entries.keys()] : [];
  return names.flatMap((name) => {
    if (name !== "nofile") {
      limits.warn(name, "is dropped: Fargate sets nofile alone");
      return [];
    }
    const one = limits.number(name);
    const both = limits.below(name);
    return [{ name, softLimit: one ?? both.number("soft") ?? 0, hardLimit: one ?? both.number("hard") ?? 0 }];
  });
}

function labelsOf(values: Values, { context }: ComposeProject): Record<string, string> {
  let labels = new Map<string, string>();
  for (const file of values.items("label_file")) {
    const at = file.node?.at ?? { file: "", line: 1, column: 1 };
    const text = readNamed(context.files, file.own, { ...at, key: "label_file" });
    labels = parseDotenv({ text, file: shown(context.files, file.own) }, () => undefined, labels);
  }
  return Object.fromEntries([...labels, ...values.pairs("labels")]);
}

function addedCapabilities(values: Values): string[] {
  const names = values.texts("cap_add").map((name) => name.replace(/^CAP_/, ""));
  const others = names.filter((name) => name !== "SYS_PTRACE");
  if (others.length > 0) values.error("cap_add", `Fargate adds SYS_PTRACE alone, not ${others.join(", ")}; remove it`);
  return names.filter((name) => name === "SYS_PTRACE");
}

function stopTimeoutOf(values: Values): number {
  const text = values.text("stop_grace_period");
  const seconds = Math.ceil(parseDuration(text ?? "0") ?? 0);
  if (seconds > LONGEST_STOP)
    values.warn("stop_grace_period", `${seconds} seconds become ${LONGEST_STOP}, the most on Fargate`);
  return Math.min(seconds, LONGEST_STOP);
}

function restartPolicyOf(values: Values): Pick<ContainerDefinition, "restartPolicy"> {
  const restart = values.text("restart") ?? "";
  if (restart === "no" || restart === "false")
    values.warn(
      "restart",
      `"${restart}" is dropped: a service of ECS replaces a task that ends; run a job with a task of its own`,
    );
  if (!restart.startsWith("on-failure")) return {};
  if (restart.includes(":")) values.warn("restart", "the number of restarts is dropped: ECS counts none");
  return { restartPolicy: { enabled: true, ignoredExitCodes: [0] } };
}
