// The size of a task definition, as far as its containers' arguments are known.

import { jsonBytes } from "../../model/jsonBytes";
import { argumentPath, isPlain, type ArgumentChecks } from "../component/argumentChecks";
import type { ContainerPlan } from "./container";
import { containerDefinition } from "./containerDefinition";

/** What ECS takes, in bytes (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html, checked 2026-11-28). */
const MAX_BYTES = 64 * 1024;

/** Arguments of a container that may be long, with the names that they have in its definition. */
const LONG_ARGUMENTS = ["environment", "secrets", "command", "entryPoint", "dockerLabels", "healthCheck"] as const;

/** Refuses containers whose definitions are too long together, and names the longest argument. Outputs count as nothing. */
export function checkDefinitionSize(checks: ArgumentChecks, containers: readonly ContainerPlan[]): void {
  const definitions = containers.map((container) => ({
    path: container.path,
    definition: containerDefinition(container, {
      image: "",
      secretArn: undefined,
      logConfiguration: {},
      valueFrom: (planned) => planned,
    }),
  }));
  const bytes = jsonBytes(
    definitions.map(({ definition }) => definition),
    isPlain,
  );
  if (bytes <= MAX_BYTES) return;
  const [longest] = definitions
    .flatMap(({ path, definition }) =>
      LONG_ARGUMENTS.map((key) => ({
        path: argumentPath(path, key),
        bytes: jsonBytes((definition as Record<string, unknown>)[key], isPlain),
      })),
    )
    .sort((a, b) => b.bytes - a.bytes);
  checks.add(
    longest?.path ?? "environment",
    `makes the task definition ${Math.ceil(bytes / 1024)} KiB long, of which it is ${Math.ceil((longest?.bytes ?? 0) / 1024)}, but ECS takes 64 KiB`,
    "put long values in a file of the image, in S3 or in secrets",
  );
}
