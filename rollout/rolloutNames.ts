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

/** The command that tells more about a service. */
export function diagnoseCommand({ clusterName, serviceName, region }: RolloutNames): string {
  return `npx ghcr-fargate diagnose --cluster ${clusterName} --service ${serviceName}${region === undefined ? "" : ` --region ${region}`}`;
}

/** A task definition as people know it: `web:7`. */
export function revisionName({ taskDefinitionArn }: Pick<RolloutNames, "taskDefinitionArn">): string {
  return shortName(taskDefinitionArn);
}

/** A headline about one service, then indented lines, and the command that tells more. */
export function renderRolloutMessage(names: RolloutNames, headline: string, lines: readonly string[]): string {
  const all = [...lines, `more: ${diagnoseCommand(names)}`];
  return [`rollout of ECS service ${names.serviceName}: ${headline}`, ...all.map((line) => `  ${line}`)].join("\n");
}
