// The size of a task that Fargate refused, and the sizes that it has.

import { FARGATE_SIZES } from "../../model/fargateSizes";

/** CPU units and MiB that a message names. */
export interface Size {
  readonly cpu?: string;
  readonly memory?: string;
  /** The sizes of memory that go with that CPU size, as a text. */
  readonly memoryChoices?: string;
}

/** Reads `512 CPU, 512 memory`; nothing where the message names no size. */
export function sizeOf(line: string): Size {
  const [, cpu, memory] =
    /\b(\d{2,6}) ?CPU ?, ?(\d{2,7}) ?memory/i.exec(line) ??
    /\bcpu\W{1,4}(\d{2,6})\b\W{1,3}(?:and )?memory\W{1,4}(\d{2,7})\b/i.exec(line) ??
    [];
  if (cpu === undefined || memory === undefined) return {};
  const choices = FARGATE_SIZES.find((size) => size.cpu === Number(cpu))?.memoryMiB;
  return {
    cpu,
    memory,
    memoryChoices:
      choices === undefined
        ? `\`cpu\` ${FARGATE_SIZES.map((size) => size.cpu).join(", ")} exist`
        : `\`cpu\` ${cpu} takes ${choices.length > 3 ? `${choices[0] ?? ""} to ${choices.at(-1) ?? ""}` : choices.join(", ")} MiB of \`memory\``,
  };
}
