// The service of ECS for a compose service: how many tasks, and how a new version replaces the old one.

import type { Values } from "./values";

/** How ECS deploys a service, with the names of AWS's API. */
export interface Deployment {
  readonly desiredCount: number;
  readonly deploymentConfiguration: {
    readonly minimumHealthyPercent: number;
    readonly maximumPercent: number;
    readonly deploymentCircuitBreaker?: { readonly enable: boolean; readonly rollback: boolean };
  };
  readonly tags?: readonly { readonly key: string; readonly value: string }[];
  readonly autoscaling?: {
    readonly min?: number;
    readonly max?: number;
    readonly cpu?: number;
    readonly memory?: number;
  };
}

/** Keys of `deploy` without an effect, and why. */
const DROPPED: Readonly<Record<string, string>> = {
  rollback_config: "ECS rolls back as it deploys",
  restart_policy: "ECS replaces a task that ends",
  placement: "Fargate chooses where tasks run, in all zones of the subnets",
  endpoint_mode: "services reach each other with Service Connect",
};

/** Plans the deployment. */
export function deploymentOf(service: Values): Deployment {
  const deploy = service.below("deploy");
  const mode = deploy.text("mode");
  if (mode === "global") deploy.error("mode", '"global" is not possible on Fargate, which has no hosts; set replicas');
  if (mode === "replicated-job" || mode === "global-job")
    deploy.warn(
      "mode",
      `"${mode}" becomes a service without tasks: run the job as a task of its own (ghcr-fargate run)`,
    );
  for (const [key, why] of Object.entries(DROPPED)) if (deploy.has(key)) deploy.warn(key, `is dropped: ${why}`);
  const desiredCount = mode?.endsWith("-job") ? 0 : (service.number("scale") ?? deploy.number("replicas") ?? 1);
  if (!Number.isSafeInteger(desiredCount))
    service.error(service.has("scale") ? "scale" : "deploy", "must be a whole number of tasks");
  const labels = [...deploy.pairs("labels")].map(([key, value]) => ({ key, value }));
  return {
    desiredCount,
    deploymentConfiguration: configurationOf(deploy, desiredCount),
    ...(labels.length > 0 && { tags: labels }),
    ...autoscalingOf(deploy),
  };
}

function configurationOf(deploy: Values, desiredCount: number): Deployment["deploymentConfiguration"] {
  const update = deploy.below("update_config");
  for (const key of ["delay", "monitor", "max_failure_ratio"])
    if (update.has(key)) update.warn(key, "is dropped: ECS deploys as fast as the tasks become healthy");
  const parallelism = update.number("parallelism");
  const order = update.text("order");
  const percent =
    parallelism === undefined || parallelism === 0 || desiredCount === 0
      ? 100
      : Math.min(100, Math.round((100 * parallelism) / desiredCount));
  const isSet = parallelism !== undefined || order !== undefined;
  const minimum = !isSet || order === "start-first" ? 100 : 100 - percent;
  const maximum = order === "stop-first" ? 100 : isSet ? 100 + percent : 200;
  const action = update.text("failure_action");
  if (action === "pause") update.warn("failure_action", '"pause" becomes "rollback": ECS does not pause a deployment');
  if (minimum >= 100 && maximum <= 100)
    update.error("order", "leaves no task that could be replaced; raise parallelism");
  return {
    minimumHealthyPercent: update.number("x-aws-min_percent") ?? minimum,
    maximumPercent: update.number("x-aws-max_percent") ?? maximum,
    ...(action !== undefined && {
      deploymentCircuitBreaker: { enable: action !== "continue", rollback: action !== "continue" },
    }),
  };
}

function autoscalingOf(deploy: Values): Pick<Deployment, "autoscaling"> {
  if (!deploy.has("x-aws-autoscaling")) return {};
  const given = deploy.below("x-aws-autoscaling");
  if (given.node?.kind !== "map") given.error(undefined, "must be a mapping with min, max, cpu or memory");
  const pairs = ["min", "max", "cpu", "memory"].flatMap((key) => {
    const value = given.number(key);
    return value === undefined ? [] : [[key, value] as const];
  });
  return { autoscaling: Object.fromEntries(pairs) };
}
