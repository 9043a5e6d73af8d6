// `ghcr-fargate compose adopt`: a program that takes over a service of ecs-cli that runs, in place of deploying a second one.

import { basename, resolve } from "node:path";
import { ConvertMode } from "../compose/convert";
import { planProgram } from "../compose/program/plan";
import { renderTypeScript } from "../compose/program/renderTypeScript";
import { checkTakeOver, planTakeOver } from "../compose/program/takeOver";
import { connectAws } from "../operations/aws";
import { readEcsCliDeployment } from "../operations/ecsCliDeployment";
import { readProject, renderFindings, withFileOptions, type ReadOptions } from "./composeProject";
import { EXIT, exiting } from "./serviceCommand";
import type { AddCommand, Terminal } from "./terminal";
import { parseRegion, UsageError } from "./usage";

interface AdoptOptions extends Omit<ReadOptions, "profile" | "enableServiceDiscovery"> {
  readonly cluster?: string;
  readonly service?: string;
  readonly region?: string;
  readonly profile?: string;
}

/** Adds `compose adopt`. */
export const addComposeAdopt: AddCommand = (compose, terminal) => {
  withFileOptions(compose.command("adopt"))
    .description("print a Pulumi program that takes over the service which ecs-cli deployed from these files")
    .option("--cluster <name>", "the cluster (default: that of the only CloudFormation stack amazon-ecs-cli-setup-...)")
    .option("--service <name>", "the service (default: the project's name, as ecs-cli named it)")
    .option("--region <region>", "the Region (default: as the AWS CLI finds it)", parseRegion)
    .option("--profile <name>", "a profile of the AWS configuration (default: as the AWS CLI finds it)")
    .addHelpText(
      "after",
      `
Changes nothing in AWS. The program's first update imports the service, its task definition, its log group, and the cluster
where nothing else is in it; the next one deploys the program into the service that runs.

Exit codes:
  0  printed; there may be warnings about what is dropped or changed
  1  the service cannot be taken over, or the files cannot run on Fargate: the errors say what to do
  3  AWS could not be asked, or refused, or has no such service
  64 wrong options

Permissions: cloudformation:DescribeStacks, cloudformation:DescribeStackResources, ecs:ListServices, ecs:DescribeServices,
ecs:DescribeTaskDefinition, ecs:DescribeClusters, logs:DescribeLogGroups.

Examples:
  $ ghcr-fargate compose adopt > index.ts
  $ ghcr-fargate compose adopt deploy --cluster prod --service shop --region eu-central-1 > index.ts`,
    )
    .action((directory: string, options: AdoptOptions) =>
      exiting(terminal, options, () => adopt(directory, options, terminal)),
    );
};

async function adopt(directory: string, options: AdoptOptions, terminal: Terminal): Promise<number> {
  const { cluster, service, region, profile, ...files } = options;
  const converted = readProject(directory, files, terminal);
  const { conversion, project } = converted;
  const program = planProgram(converted);
  const { warnings, errors } = conversion;
  terminal.writeError(renderFindings({ warnings: [...warnings, ...program.ownNotes], errors }, terminal));
  if (conversion.errors.length > 0) return EXIT.failed;
  if (conversion.mode !== ConvertMode.EcsCli)
    throw new UsageError(
      "--ecs-params: missing; ecs-cli deployed to Fargate with one, and the directory has no ecs-params.yml",
    );
  const named = options.projectName ?? basename(resolve(directory));
  const names = service === undefined ? [named, project] : [service];
  const live = await readEcsCliDeployment(connectAws({ region, profile }), { cluster, names });
  const refusals = checkTakeOver(live);
  for (const refusal of refusals) terminal.writeError(`error: ${live.service.serviceName ?? ""}: ${refusal}\n`);
  if (refusals.length > 0) return EXIT.failed;
  terminal.write(renderTypeScript(planTakeOver(program, live)));
  return EXIT.ok;
}
