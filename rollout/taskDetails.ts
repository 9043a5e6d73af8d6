// Why tasks stop, read from the ECS API. The verdict does not depend on it: where it cannot be read, the message says why.

import { classifyAskFailure } from "./askFailure";
import { stoppedTaskReader, type EcsApi } from "./ecsApi";
import type { StoppedTask } from "./ecs";
import type { StoppedTaskAnswer } from "./port";
import { redact } from "./redact";

/** Where the tasks are. */
export interface TaskPlace {
  /** The cluster's ARN: it pins Region and account, so that another account's credentials are refused by ECS itself. */
  readonly clusterArn: string;
  readonly serviceName: string;
  /** The account of the service: twelve digits. */
  readonly accountId: string;
}

/** Stops asking after a refusal: permissions and credentials do not change during an update. */
export function taskDetails(place: TaskPlace, connect: () => Promise<EcsApi>): () => Promise<StoppedTaskAnswer> {
  let refusal: string | undefined;
  let reader: Promise<() => Promise<readonly StoppedTask[]>> | undefined;
  return async () => {
    if (refusal !== undefined) return { tasks: [], problem: refusal };
    try {
      reader ??= connect().then((api) => stoppedTaskReader(api, place.clusterArn, place.serviceName));
      const tasks = await (await reader)();
      if (tasks.every(({ arn }) => accountOf(arn) === place.accountId)) return { tasks };
      refusal = "the AWS credentials at hand belong to another account than the service";
    } catch (error) {
      const failure = classifyAskFailure(error, "ecs:ListTasks");
      if (failure.kind === "passing" || failure.kind === "missing") return { tasks: [], problem: failure.message };
      refusal =
        failure.kind === "denied"
          ? `the permission ${failure.action} is missing`
          : `no AWS credentials for the service's account are at hand (${redact(failure.message)})`;
    }
    return { tasks: [], problem: refusal };
  };
}

/** The account in an ARN. */
export function accountOf(arn: string): string | undefined {
  return arn.split(":")[4];
}
