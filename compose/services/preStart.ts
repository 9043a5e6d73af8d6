// The steps that run before a service's container: containers of its task that end before it starts.

import type { ContainerDefinition } from "../ecsCli/container";
import { splitWords3 } from "../ecsCli/words";
import { child } from "../tree";
import type { Values } from "./values";

/** The containers, each waiting for the one before; what a step does not say is that of the service's own container. */
export function preStartContainers(service: Values, container: ContainerDefinition): ContainerDefinition[] {
  const made: ContainerDefinition[] = [];
  for (const [i, step] of service.items("pre_start").entries()) {
    if (step.text("per_replica") !== "true")
      step.warn(undefined, "runs before each task, not once for all of them: ECS has no step before a deployment");
    if (step.isTrue("privileged")) step.error("privileged", "is not possible on Fargate; remove it");
    const environment = new Map((container.environment ?? []).map(({ name, value }) => [name, value]));
    for (const [name, value] of step.pairs("environment")) environment.set(name, value);
    const command = child(step.node, "command");
    const words =
      command?.kind === "scalar" ? (splitWords3(step.text("command") ?? "")?.words ?? []) : step.texts("command");
    const before = made.at(-1);
    made.push({
      name: `${container.name}-pre-start-${i + 1}`,
      image: step.text("image") ?? container.image,
      essential: false,
      ...(container.repositoryCredentials && { repositoryCredentials: container.repositoryCredentials }),
      ...(words.length > 0 && { command: words }),
      ...(step.has("working_dir")
        ? { workingDirectory: step.text("working_dir") ?? "" }
        : container.workingDirectory !== undefined && { workingDirectory: container.workingDirectory }),
      ...(step.has("user")
        ? { user: step.text("user") ?? "" }
        : container.user !== undefined && { user: container.user }),
      ...(environment.size > 0 && { environment: [...environment].map(([name, value]) => ({ name, value })) }),
      ...(container.secrets && { secrets: container.secrets }),
      ...(container.mountPoints && { mountPoints: container.mountPoints }),
      ...(before && { dependsOn: [{ containerName: before.name, condition: "SUCCESS" }] }),
    });
  }
  return made;
}
