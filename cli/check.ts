// `ghcr-fargate check`: what the registry says about an image, before AWS is asked. Needs neither AWS nor Pulumi.

import { type Command, Option } from "commander";
import { connectEcr, readEcrCredentials } from "../migrate/ecr";
import { MigrationError } from "../migrate/errors";
import { parseEcrHost } from "../model/ecrNames";
import { GHCR, type ImageReference, parseImageReference } from "../model/imageReference";
import { quote } from "../model/problems";
import { checkImage } from "../registry/checkImage";
import type { Credentials } from "../registry/credentials";
import { isUnavailable } from "../registry/findings";
import type { RegistryOptions } from "../registry/http";
import type { Architecture } from "../registry/platforms";
import { explainError } from "./explainError";
import { renderCheck, renderCheckJson } from "./renderCheck";
import type { AddCommand, Terminal } from "./terminal";
import { UsageError } from "./usage";

/** The command's exit codes. */
export const CHECK_EXIT = { OK: 0, ERRORS_FOUND: 2, REGISTRY_UNAVAILABLE: 3 } as const;

interface CheckOptions {
  readonly username?: string;
  readonly tokenStdin?: boolean;
  readonly arch: Architecture;
  readonly attestedBy?: string;
  readonly json?: boolean;
}

const HELP = `
The token is read from GHCR_TOKEN, which is sent to ghcr.io and api.github.com only, or from standard input with
--token-stdin. Without a token the registry is asked anonymously; a private registry of Amazon ECR with the AWS credentials that
the AWS CLI would use.

Exit codes:
  0  the image can be pulled; there may be warnings
  2  a task with this image would not start: the errors say why
  3  the registry could not be asked
  64 wrong options

Examples:
  $ ghcr-fargate check ghcr.io/owner/image:tag
  $ ghcr-fargate check ghcr.io/owner/image:tag --attested-by owner/repository
  $ ghcr-fargate check 123456789012.dkr.ecr.eu-central-1.amazonaws.com/shop/web:v1.4.2
  $ ghcr-fargate check registry.gitlab.com/group/image:tag --username deploy --token-stdin < token.txt`;

/** The command, with what the registry client takes from outside. */
export function addCheck(options: RegistryOptions = {}): AddCommand {
  return (program: Command, terminal: Terminal) => {
    program
      .command("check")
      .description("ask the registry whether Fargate can pull an image: login, tag, platform, token")
      .argument("<image>", "the image: ghcr.io/owner/image:tag")
      .option("-u, --username <name>", "the registry's user name; for ghcr.io the image's owner if left out")
      .option("--token-stdin", "read the token or password from standard input")
      .addOption(
        new Option("-a, --arch <architecture>", "the architecture that will run it")
          .choices(["amd64", "arm64"])
          .default("amd64"),
      )
      .option("--attested-by <repository>", "the GitHub repository that has to have built and attested it: owner/name")
      .option("--json", "write the findings as JSON")
      .addHelpText("after", HELP)
      .action(async (text: string, given: CheckOptions) => {
        const image = parseImage(text);
        if (given.attestedBy !== undefined && !/^[^/\s]+\/[^/\s]+$/.test(given.attestedBy))
          throw new UsageError(
            `--attested-by: ${quote(given.attestedBy)} is not a GitHub repository; write it as owner/name`,
          );
        const credentials = await readCredentials(image, given, terminal).catch((error: unknown) => {
          if (!(error instanceof MigrationError)) throw error;
          terminal.writeError(`error: ${explainError(error)}\n`);
          return "unavailable" as const;
        });
        if (credentials === "unavailable") {
          terminal.exitWith(CHECK_EXIT.REGISTRY_UNAVAILABLE);
          return;
        }
        const report = await checkImage(
          {
            image,
            architecture: given.arch,
            withSizes: true,
            ...(credentials && { credentials }),
            ...(given.attestedBy !== undefined && { attestation: { repository: given.attestedBy } }),
          },
          options,
        );
        terminal.write(given.json ? renderCheckJson(report) : renderCheck(report, terminal.colour));
        if (report.findings.some(({ severity }) => severity === "error")) terminal.exitWith(CHECK_EXIT.ERRORS_FOUND);
        else if (report.findings.some(isUnavailable)) terminal.exitWith(CHECK_EXIT.REGISTRY_UNAVAILABLE);
        else terminal.exitWith(CHECK_EXIT.OK);
      });
  };
}

function parseImage(text: string): ImageReference {
  const { image, fault } = parseImageReference(text);
  if (fault) throw new UsageError(`IMAGE: ${fault.wrong}; ${fault.fix}`);
  return image;
}

async function readCredentials(
  { registry, repository }: ImageReference,
  { username, tokenStdin }: CheckOptions,
  { env, readInput }: Terminal,
): Promise<Credentials | undefined> {
  // GHCR_TOKEN may stand in the environment for other commands: no other registry gets to see it.
  const token = tokenStdin ? await readInput() : registry === GHCR ? env.GHCR_TOKEN : undefined;
  const password = token?.trim() ?? "";
  if (password === "") {
    if (tokenStdin) throw new UsageError("--token-stdin: standard input is empty; pass the token there");
    if (username !== undefined) throw new UsageError(`--username: given without a token; ${whereTokensGo(registry)}`);
    return logInToEcr(registry);
  }
  if (username === undefined && registry !== GHCR)
    throw new UsageError(`--username: missing; ${registry} needs it beside the token`);
  // ghcr.io goes by the token alone.
  return { username: username ?? repository.slice(0, repository.indexOf("/")), password };
}

/** The AWS credentials' own login to a private registry of ECR; none elsewhere. */
async function logInToEcr(registry: string): Promise<Credentials | undefined> {
  const ecr = parseEcrHost(registry);
  return ecr && readEcrCredentials(await connectEcr(ecr.region));
}

function whereTokensGo(registry: string): string {
  const stdin = "pass the token on standard input with --token-stdin";
  return registry === GHCR ? `set GHCR_TOKEN, or ${stdin}` : stdin;
}
