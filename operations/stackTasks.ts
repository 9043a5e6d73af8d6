// The tasks of a Pulumi stack that belong to no service, read from its state.

import type { TaskSource } from "./runTask";
import type { StateResource } from "./stackServices";
import { WrongOption } from "./wrongOption";

/** A GhcrFargateTask that a stack deployed. */
export interface StackTask {
  /** Its name in the program. */
  readonly name: string;
  readonly region: string;
  readonly source: TaskSource;
}

const COMPONENT = "ghcr-fargate:index:GhcrFargateTask";

/** The tasks of a stack, in the order of its state. */
export function tasksOfStack(resources: readonly StateResource[]): StackTask[] {
  return resources.flatMap(({ type, urn, outputs = {} }) => {
    const { taskDefinitionArn, clusterArn, subnetIds, securityGroupIds, assignPublicIp } = outputs;
    if (type !== COMPONENT || typeof taskDefinitionArn !== "string" || typeof clusterArn !== "string") return [];
    return {
      name: urn.slice(urn.lastIndexOf("::") + 2),
      region: clusterArn.split(":")[3] ?? "",
      source: {
        cluster: clusterArn,
        taskDefinition: taskDefinitionArn,
        placement: {
          launchType: "FARGATE" as const,
          networkConfiguration: {
            awsvpcConfiguration: {
              subnets: textsOf(subnetIds),
              securityGroups: textsOf(securityGroupIds),
              assignPublicIp: assignPublicIp === true ? ("ENABLED" as const) : ("DISABLED" as const),
            },
          },
        },
      },
    };
  });
}

/** The task of this name. */
export function chooseTask(tasks: readonly StackTask[], wanted: string, stack: string): StackTask {
  const found = tasks.find(({ name }) => name === wanted);
  if (found !== undefined) return found;
  const names = tasks.map(({ name }) => name).join(", ");
  throw new WrongOption(
    `--task: stack ${stack} has no GhcrFargateTask ${wanted}; ${names === "" ? "it has none" : `it has ${names}`}`,
  );
}

function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === "string") : [];
}
