// The commands that change a running service: rollback, redeploy, scale, stop, start, continue.

import { isUnfinished, recentDeployments } from "../operations/deployments";
import { checkRevision, rollBack } from "../operations/rollback";
import { scaleService, type Scaled } from "../operations/scaling";
import { describeService, nameOf } from "../operations/service";
import { EXIT, onService, withServiceOptions, type ServiceOptions, type Target } from "./serviceCommand";
import type { AddCommand, Terminal } from "./terminal";
import { UsageError } from "./usage";

interface Json {
  readonly json?: true;
}

/** Adds the commands. */
export const addServiceActions: AddCommand = (program, terminal) => {
  const on = (options: ServiceOptions, run: (target: Target) => Promise<number>) => onService(options, terminal, run);

  withServiceOptions(
    program.command("rollback").description("go back to the version before; stops a deployment that is under way"),
    {
      permissions:
        "ecs:DescribeServices, ecs:ListServiceDeployments, ecs:DescribeServiceDeployments, ecs:DescribeServiceRevisions,\necs:DescribeTaskDefinition, ecs:StopServiceDeployment, ecs:UpdateService, iam:PassRole on the task's roles.",
      examples: ["rollback", "rollback --to 7"],
    },
  )
    .option(
      "--to <revision>",
      "the task definition to deploy: 7, web:7 or an ARN (default: the one that ran before)",
      checkRevision,
    )
    .option("--json", "print JSON")
    .action((options: ServiceOptions & Json & { to?: string }) =>
      on(options, async ({ aws, ref, deployed }) => {
        const result = await rollBack(aws, ref, options.to);
        report(terminal, options, {
          result,
          lines: [
            result.action === "stopped"
              ? `stopped the deployment of ${result.from}; ECS rolls back to ${result.to}`
              : `deploying ${result.to} in place of ${result.from}`,
            ...(deployed === undefined ? [] : programFollows(result.image)),
          ],
        });
        return EXIT.ok;
      }),
    );

  withServiceOptions(
    program.command("redeploy").description("start new tasks of the same version, one after the other"),
    {
      permissions: "ecs:DescribeServices, ecs:UpdateService.",
      examples: ["redeploy"],
    },
  )
    .option("--json", "print JSON")
    .action((options: ServiceOptions & Json) =>
      on(options, async ({ aws, ref }) => {
        const { taskDefinition = "" } = await describeService(aws, ref);
        await (await aws.ecs()).updateService({ ...ref, forceNewDeployment: true });
        const version = nameOf(taskDefinition);
        report(terminal, options, {
          result: { version },
          lines: [`deploying ${version} again; watch it with ghcr-fargate status --watch`],
        });
        return EXIT.ok;
      }),
    );

  const scaling = "ecs:DescribeServices, ecs:UpdateService, application-autoscaling:DescribeScalableTargets";
  withServiceOptions(program.command("scale").description("set the number of tasks until the next change"), {
    permissions: `${scaling}.`,
    examples: ["scale 4"],
  })
    .argument("<tasks>", "how many tasks run")
    .option("--json", "print JSON")
    .action((tasks: string, options: ServiceOptions & Json) =>
      on(options, async (target) => scale(target, { ...options, tasks: count("tasks", tasks) }, terminal)),
    );
  withServiceOptions(program.command("stop").description("scale to 0 tasks and suspend autoscaling"), {
    permissions: `${scaling},\napplication-autoscaling:RegisterScalableTarget.`,
    examples: ["stop"],
  })
    .option("--json", "print JSON")
    .action((options: ServiceOptions & Json) =>
      on(options, async (target) => scale(target, { ...options, tasks: 0, suspend: true }, terminal)),
    );
  withServiceOptions(program.command("start").description("scale up again and resume autoscaling"), {
    permissions: `${scaling},\napplication-autoscaling:RegisterScalableTarget.`,
    examples: ["start", "start --tasks 3"],
  })
    .option("--tasks <number>", "how many tasks run (default: as the stack's state has it, else 1)")
    .option("--json", "print JSON")
    .action((options: ServiceOptions & Json & { tasks?: string }) =>
      on(options, async (target) =>
        scale(
          target,
          {
            ...options,
            tasks: options.tasks === undefined ? (target.deployed?.desiredCount ?? 1) : count("--tasks", options.tasks),
            suspend: false,
          },
          terminal,
        ),
      ),
    );

  withServiceOptions(program.command("continue").description("answer a deployment that waits for approval"), {
    failed: "no deployment waits for an answer",
    permissions: "ecs:ListServiceDeployments, ecs:DescribeServiceDeployments, ecs:ContinueServiceDeployment.",
    examples: ["continue", "continue --rollback"],
  })
    .option("--rollback", "roll back instead of continuing")
    .option("--json", "print JSON")
    .action((options: ServiceOptions & Json & { rollback?: true }) =>
      on(options, async ({ aws, ref }) => {
        const [newest] = await recentDeployments(aws, ref, 1);
        const hooks = (newest?.lifecycleHookDetails ?? []).filter(({ status }) => status === "AWAITING_ACTION");
        if (newest === undefined || !isUnfinished(newest) || hooks.length === 0) {
          terminal.writeError("No deployment waits for an answer.\n");
          return EXIT.failed;
        }
        const action = options.rollback ? "ROLLBACK" : "CONTINUE";
        const ecs = await aws.ecs();
        for (const { hookId } of hooks)
          await ecs.continueServiceDeployment({ serviceDeploymentArn: newest.serviceDeploymentArn, hookId, action });
        report(terminal, options, {
          result: { action, hooks: hooks.map(({ hookId }) => hookId) },
          lines: [options.rollback ? "the deployment rolls back" : "the deployment continues"],
        });
        return EXIT.ok;
      }),
    );
};

async function scale(
  { aws, ref, deployed }: Target,
  { tasks, suspend, ...options }: Json & { readonly tasks: number; readonly suspend?: boolean },
  terminal: Terminal,
): Promise<number> {
  const result = await scaleService(aws, ref, { tasks, ...(suspend !== undefined && { suspend }) });
  report(terminal, options, {
    result,
    lines: [
      `tasks: ${result.from} -> ${result.to}`,
      ...autoscalingLines(result),
      ...(deployed === undefined ? [] : [stateLine(result)]),
    ],
  });
  return EXIT.ok;
}

function autoscalingLines({ autoscaling, limits, to }: Scaled): string[] {
  if (autoscaling === undefined || limits === undefined) return [];
  if (autoscaling === "suspended") return ["autoscaling is suspended; resume it with ghcr-fargate start"];
  const range = `autoscaling keeps ${limits.min} to ${limits.max} tasks`;
  return [
    autoscaling === "resumed"
      ? `autoscaling is resumed; ${range}`
      : `${range}${to < limits.min || to > limits.max ? `, and will correct ${to} soon; ghcr-fargate stop suspends it` : " and may change this number"}`,
  ];
}

/** What the next update does to a number that was set by hand. */
function stateLine({ autoscaling }: Scaled): string {
  return autoscaling === undefined
    ? "the stack's state still has the program's desiredCount; pulumi refresh shows the difference, and an update that changes desiredCount sets it again"
    : "updates leave the number of tasks to autoscaling";
}

function programFollows(image: string | undefined): string[] {
  return [
    "the program still names the other version: the next pulumi up deploys it again",
    ...(image === undefined ? [] : [`to stay on this version, write in the program: image: "${image}"`]),
  ];
}

function report(
  terminal: Terminal,
  { json }: Json,
  { result, lines }: { readonly result: unknown; readonly lines: readonly string[] },
): void {
  terminal.write(json ? `${JSON.stringify(result)}\n` : `${lines.join("\n")}\n`);
}

function count(path: string, text: string): number {
  if (!/^\d{1,4}$/.test(text) || Number(text) > 5000)
    throw new UsageError(`${path}: "${text}" must be a whole number of tasks from 0 to 5000`);
  return Number(text);
}
