// What messages about a rollout name.

import { shortName } from "./ecs";

/** What messages name. */
export interface RolloutNames {
  readonly serviceName: string;
  /** The cluster's name, without its ARN. */
  readonly clusterName: string;
  readonly region: string | undefined;
  readonly taskDefinitionArn: string;
}

/** A command for a service. */
export function serviceCommand(command: string, { clusterName, serviceName, region }: RolloutNames): string {
  return `npx ghcr-fargate ${command} --cluster ${clusterName} --service ${serviceName}${region === undefined ? "" : ` --region ${region}`}`;
}

/** A task definition as people know it: `web:7`. */
export function revisionName({ taskDefinitionArn }: Pick<RolloutNames, "taskDefinitionArn">): string {
  return shortName(taskDefinitionArn);
}

/** A headline about one service, then indented lines, and the command that tells more. */
export function renderRolloutMessage(names: RolloutNames, headline: string, lines: readonly string[]): string {
  const all = [...lines, `more: ${serviceCommand("diagnose", names)}`];
  return [`rollout of ECS service ${names.serviceName}: ${headline}`, ...all.map((line) => `  ${line}`)].join("\n");
}
