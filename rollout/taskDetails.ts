// Why tasks stop, read from the ECS API. The verdict does not depend on it: where it cannot be read, the message says why.

import { stoppedTaskReader, type StoppedTaskApi } from "./ecsApi";
import type { StoppedTask } from "./ecs";
import { Refusal, untilRefused } from "./refusal";
import type { StoppedTaskAnswer } from "./watchContext";

/** The service whose tasks they are. */
export interface ServiceIdentity {
  /** The cluster's ARN: it pins Region and account, so that another account's credentials are refused by ECS itself. */
  readonly clusterArn: string;
  readonly serviceName: string;
  /** The account of the service: twelve digits. */
  readonly accountId: string;
}

/** Reads stopped tasks again and again, until AWS refuses to tell. */
export function taskDetails(
  { clusterArn, serviceName, accountId }: ServiceIdentity,
  connect: () => Promise<StoppedTaskApi>,
): () => Promise<StoppedTaskAnswer> {
  let reader: Promise<() => Promise<readonly StoppedTask[]>> | undefined;
  const read = untilRefused("ecs:ListTasks", async () => {
    reader ??= connect().then((api) => stoppedTaskReader(api, clusterArn, serviceName));
    const tasks = await (await reader)();
    if (!tasks.every(({ arn }) => accountOf(arn) === accountId))
      throw new Refusal("the AWS credentials at hand belong to another account than the service");
    return tasks;
  });
  return async () => {
    const { value: tasks = [], problem } = await read();
    return { tasks, ...(problem !== undefined && { problem }) };
  };
}

/** The account in an ARN. */
export function accountOf(arn: string): string | undefined {
  return arn.split(":")[4];
}
