// `ghcr-fargate verify`: can ECS start the service's tasks?

import type { Verdict } from "../operations/verdict";
import { verifyService } from "../operations/verify";
import { EXIT, onService, withServiceOptions, type ServiceOptions } from "./serviceCommand";
import { paintFor, type AddCommand, type Terminal } from "./terminal";

const COLOURS = { ok: "green", failed: "red", unknown: "yellow" } as const;

/** Adds `verify`. */
export const addVerify: AddCommand = (program, terminal) => {
  withServiceOptions(
    program
      .command("verify")
      .description("verify that ECS can pull the image, read the secrets, write logs and reach the registry"),
    {
      ok: "nothing is wrong in what could be read",
      failed: "a line says failed",
      permissions:
        "ecs:DescribeServices, ecs:DescribeTaskDefinition; for all lines iam:GetRole, secretsmanager:GetSecretValue,\nssm:GetParameters, logs:DescribeLogGroups, ec2:DescribeSubnets, ec2:DescribeRouteTables,\nelasticloadbalancing:DescribeTargetGroups, sts:AssumeRole on the execution role. What may not be read is unknown.",
      examples: ["verify", "verify --revision web:8", "verify --json"],
    },
  )
    .option("--revision <task definition>", "the task definition to verify: web:8 or an ARN (default: the service's)")
    .option("--json", "print JSON")
    .action((options: ServiceOptions & { readonly revision?: string; readonly json?: true }) =>
      onService(options, terminal, async ({ aws, ref }) => {
        const verdicts = await verifyService(aws, ref, options.revision);
        terminal.write(options.json ? `${JSON.stringify(verdicts, null, 2)}\n` : render(verdicts, terminal));
        return verdicts.some(({ state }) => state === "failed") ? EXIT.failed : EXIT.ok;
      }),
    );
};

function render(verdicts: readonly Verdict[], terminal: Terminal): string {
  const paint = paintFor(terminal);
  const lines = verdicts.flatMap(({ subject, state, detail, fix }) => [
    `${paint(COLOURS[state], state.padEnd(8))} ${subject}: ${detail}`,
    ...(fix === undefined ? [] : [`         fix: ${fix}`]),
  ]);
  return `${lines.join("\n")}\n`;
}
