// `ghcr-fargate migrate references`: image references of source code, from the old registry to the new one.

import type { Command } from "commander";
import { readFile } from "node:fs/promises";
import { MIGRATION_ERROR, MigrationError } from "../migrate/errors";
import { changeReferences } from "../migrate/referenceFiles";
import { mapPrefix, mapReport, type ReferenceMapping } from "../migrate/references";
import type { RunMigrateCommand } from "./migrateRun";
import type { Terminal } from "./terminal";

interface Flags {
  readonly from?: string;
  readonly to?: string;
  readonly report?: string;
  readonly write?: true;
  readonly json?: true;
}

const HELP = `
Reads compose files, Dockerfiles, Kubernetes YAML, CI files and programs. Without --write it changes nothing and prints a
diff, which \`git apply\` takes. What it cannot decide, such as CI_REGISTRY_IMAGE, is listed on standard error.

Exit codes:
  0  the references are listed, or changed
  64 wrong options

Examples:
  $ ghcr-fargate migrate references . --from registry.gitlab.com/acme --to 123456789012.dkr.ecr.eu-central-1.amazonaws.com/acme
  $ ghcr-fargate migrate references . --report report.json --write`;

/** Adds the command. */
export function addReferences(migrate: Command, terminal: Terminal, run: RunMigrateCommand): void {
  migrate
    .command("references")
    .description("list, and with --write change, image references in source code")
    .argument("<dir>", "the directory to read")
    .option("--from <host/path>", "the old registry and path")
    .option("--to <host/namespace>", "the new registry and namespace")
    .option("--report <file>", "a report of `migrate verify --format json`: only what it proves is changed")
    .option("--write", "change the files")
    .option("--json", "print one JSON object a reference in place of the diff")
    .addHelpText("after", HELP)
    .action((directory: string, flags: Flags) =>
      run(terminal, async () => {
        const mapping = await readMapping(flags);
        const counts = { changed: 0, files: 0 };
        for await (const { path, found, diff } of changeReferences(directory, mapping, {
          write: flags.write === true,
        })) {
          if (flags.json) for (const each of found) terminal.write(`${JSON.stringify({ path, ...each })}\n`);
          else terminal.write(diff);
          counts.changed += found.filter(({ to }) => to !== undefined).length;
          if (diff !== "") counts.files++;
          for (const { line, from, note } of found)
            if (note !== undefined && !flags.json) terminal.writeError(`${path}:${line}: ${from} ${note}\n`);
        }
        const verb = flags.write ? "changed" : "to change";
        terminal.writeError(`${counts.changed} references ${verb} in ${counts.files} files\n`);
        return 0;
      }),
    );
}

async function readMapping({ from, to, report }: Flags): Promise<ReferenceMapping> {
  if (report !== undefined && from === undefined && to === undefined) {
    const text = await readFile(report, "utf8").catch((cause: unknown) => {
      throw new MigrationError(MIGRATION_ERROR.INVALID_ARGUMENT, `--report: ${report} cannot be read`, { cause });
    });
    return mapReport(text, report);
  }
  if (from === undefined || to === undefined || report !== undefined)
    throw new MigrationError(MIGRATION_ERROR.INVALID_ARGUMENT, "pass --from and --to together, or --report alone");
  return mapPrefix(from, to);
}
