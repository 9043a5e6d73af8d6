// `ghcr-fargate diff`: what was changed by hand since the last update.

import { compareService, compareTaskDefinition, type Difference } from "../operations/drift";
import { describeService, describeTaskDefinition } from "../operations/service";
import { EXIT, onService, withServiceOptions, type ServiceOptions } from "./serviceCommand";
import type { AddCommand } from "./terminal";
import { UsageError } from "./usage";

/** Adds `diff`. */
export const addDiff: AddCommand = (program, terminal) => {
  withServiceOptions(
    program.command("diff").description("compare the live service with the stack's state: what was changed by hand"),
    {
      ok: "nothing differs",
      failed: "something differs",
      permissions: "ecs:DescribeServices, ecs:DescribeTaskDefinition.",
      examples: ["diff", "diff --stack prod --json"],
    },
  )
    .option("--json", "print JSON")
    .action((options: ServiceOptions & { readonly json?: true }) =>
      onService({ ...options, needsStack: true }, terminal, async ({ aws, ref, deployed }) => {
        if (deployed === undefined)
          throw new UsageError(
            "--cluster: cannot be used here; diff compares with the state of a Pulumi project's stack",
          );
        const service = await describeService(aws, ref);
        const definition = await describeTaskDefinition(aws, service.taskDefinition ?? "");
        const { resource, taskDefinition, autoscaled } = deployed;
        const differences = [
          ...compareService(resource, service, autoscaled),
          ...(taskDefinition === undefined ? [] : compareTaskDefinition(taskDefinition, definition)),
        ];
        terminal.write(
          options.json ? `${JSON.stringify(differences, null, 2)}\n` : render(differences, deployed.stack),
        );
        return differences.length === 0 ? EXIT.ok : EXIT.failed;
      }),
    );
};

function render(differences: readonly Difference[], stack: string): string {
  if (differences.length === 0) return `The service is as stack ${stack} has it.\n`;
  const width = Math.max(...differences.map(({ field }) => field.length));
  const lines = differences.map(({ field, state, live }) => `${field.padEnd(width)}  ${state} -> ${live}`);
  return `${lines.join("\n")}\n\nLeft: stack ${stack}. Right: AWS. pulumi up --refresh puts the stack's values back.\n`;
}
