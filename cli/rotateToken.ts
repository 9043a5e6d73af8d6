// `ghcr-fargate rotate-token`: a new token in the secret, after the registry has taken it.

import type { Aws } from "../operations/aws";
import { rotateToken } from "../operations/rotateToken";
import type { ServiceRef } from "../operations/service";
import { renderFindings } from "./renderCheck";
import { EXIT, onService, withServiceOptions, type ServiceOptions, type Target } from "./serviceCommand";
import type { AddCommand, Terminal } from "./terminal";
import { UsageError } from "./usage";

interface Options extends ServiceOptions {
  readonly username?: string;
  readonly tokenStdin?: true;
  readonly check: boolean;
  readonly redeploy?: true;
  readonly json?: true;
}

/** Adds `rotate-token`. */
export const addRotateToken: AddCommand = (program, terminal) => {
  withServiceOptions(
    program
      .command("rotate-token")
      .description("store a new registry token in the service's secret, if the registry accepts it"),
    {
      failed: "nothing was stored: the registry refused the token, or did not answer",
      permissions:
        "ecs:DescribeServices, ecs:DescribeTaskDefinition, secretsmanager:GetSecretValue and\nsecretsmanager:PutSecretValue on the secret, kms:Decrypt and kms:GenerateDataKey on its key;\necr:DescribePullThroughCacheRules for an image that comes through ECR's cache; ecs:UpdateService for --redeploy.\nThe token is read from GHCR_TOKEN or standard input, never from the command line.",
      examples: ["rotate-token --token-stdin < token.txt", "rotate-token --redeploy"],
    },
  )
    .option("-u, --username <name>", "the token's user (default: the one in the secret)")
    .option("--token-stdin", "read the token from standard input (default: GHCR_TOKEN)")
    .option("--no-check", "store it also where the registry refuses it or does not answer")
    .option("--redeploy", "start new tasks, which pull with the new token")
    .option("--json", "print JSON")
    .action((options: Options) => onService(options, terminal, (target) => rotate(target, options, terminal)));
};

async function rotate({ aws, ref, deployed }: Target, options: Options, terminal: Terminal): Promise<number> {
  const token = (options.tokenStdin ? await terminal.readInput() : (terminal.env.GHCR_TOKEN ?? "")).trim();
  if (token === "") throw new UsageError("no token; set GHCR_TOKEN, or pipe it in with --token-stdin");
  const result = await rotateToken(aws, ref, { token, username: options.username, unchecked: !options.check });
  const failure = result.stored && options.redeploy === true ? await redeploy(aws, ref) : undefined;
  const redeployed = result.stored && options.redeploy === true && failure === undefined;
  if (options.json) terminal.write(`${JSON.stringify({ ...result, redeployed })}\n`);
  else {
    const lines = [
      ...renderFindings(result.findings, terminal.colour),
      result.stored ? `stored the token of ${result.username} in ${result.secretArn}` : "nothing was stored",
      ...(redeployed ? ["new tasks are being started"] : []),
      ...(result.stored && deployed !== undefined
        ? [
            "the program's config must follow, or the next pulumi up stores the old token again: pulumi config set --secret token",
          ]
        : []),
    ];
    terminal.write(`${lines.join("\n")}\n`);
  }
  if (failure !== undefined) throw failure;
  return result.stored ? EXIT.ok : EXIT.failed;
}

/** Starts new tasks; the error where that is refused: the token is stored all the same, and that is said first. */
async function redeploy(aws: Aws, ref: ServiceRef): Promise<Error | undefined> {
  try {
    await (await aws.ecs()).updateService({ ...ref, forceNewDeployment: true });
    return undefined;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
