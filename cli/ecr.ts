// `ghcr-fargate ecr`: the page that a project's people are handed, and a check of tag names.

import { Option, type Command } from "commander";
import { renderProblem, type Fault } from "../model/problems";
import { checkTagName } from "../model/imageTags";
import { isObject } from "../registry/json";
import { projectFolder, readStack } from "../operations/selectedStack";
import type { StateResource } from "../operations/stackServices";
import { LANGUAGES, type LanguageCode } from "./ecr/language";
import { chooseNamespaces, namespacesIn } from "./ecr/namespaces";
import { ecrPage } from "./ecr/page";
import { renderMarkdown, renderText } from "./ecr/renderPage";
import { explainError, isFileError, readOptionFile } from "./explainError";
import { EXIT } from "./serviceCommand";
import type { AddCommand, Terminal } from "./terminal";
import { USAGE_EXIT, UsageError } from "./usage";

interface StackOptions {
  readonly stack?: string;
  readonly state?: string;
  readonly namespace?: string;
}

interface CommandsOptions extends StackOptions {
  readonly lang: LanguageCode;
  readonly markdown?: true;
  readonly json?: true;
}

interface CheckTagOptions extends StackOptions {
  readonly pattern?: string;
  readonly json?: true;
}

/** Adds `ecr commands` and `ecr check-tag`. */
export const addEcr: AddCommand = (program, terminal) => {
  const ecr = program.command("ecr").description("namespaces of ECR: what their people have to know");
  withStackOptions(ecr.command("commands"))
    .description("print the lines to copy for a namespace: configure, sign in, list, build, tag, push, pull, delete")
    .addOption(new Option("-l, --lang <language>", "the page's language").choices(LANGUAGES).default("en"))
    .option("--markdown", "print Markdown, to hand out")
    .option("--json", "print what the page is made from")
    .addHelpText(
      "after",
      `
Exit codes:
  0  printed
  3  the stack could not be read
  64 wrong options, or the stack has no such namespace

Examples:
  $ ghcr-fargate ecr commands --namespace shop
  $ ghcr-fargate ecr commands --lang pt --markdown > GUIA.md`,
    )
    .action((options: CommandsOptions) => answer(terminal, () => printCommands(options, terminal)));
  withStackOptions(ecr.command("check-tag"))
    .description("check the names of image tags: by the namespaces' patterns, and by what ECR takes")
    .argument("<tags...>", "the tags")
    .option("-p, --pattern <expression>", "the regular expression of a whole tag (default: the namespaces')")
    .option("--json", "print JSON: what is wrong with which tag")
    .addHelpText(
      "after",
      `
A tag has to match the pattern of every namespace that is meant. Without --namespace, --stack, --state and --pattern no stack
is read: then a tag has to be one that ECR takes, and not latest.

Exit codes:
  0  all are in order
  1  some are not: one line for each
  3  the stack could not be read
  64 wrong options, or the stack has no such namespace

Examples:
  $ ghcr-fargate ecr check-tag v1.4.2 --pattern 'v\\d+\\.\\d+\\.\\d+'
  $ ghcr-fargate ecr check-tag "$CI_COMMIT_TAG" --namespace shop`,
    )
    .action((tags: string[], options: CheckTagOptions) => answer(terminal, () => checkTags(tags, options, terminal)));
};

function withStackOptions(command: Command): Command {
  return command
    .option("-s, --stack <name>", "the stack of this Pulumi project (default: PULUMI_STACK, else the selected one)")
    .option("--state <file>", 'a file that "pulumi stack export" wrote, in place of the stack')
    .option("-n, --namespace <namespace>", "one namespace of the stack (default: all)");
}

async function answer(terminal: Terminal, run: () => Promise<number>): Promise<void> {
  try {
    terminal.exitWith(await run());
  } catch (error) {
    terminal.writeError(`error: ${explainError(error)}\n`);
    terminal.exitWith(error instanceof UsageError || isFileError(error) ? USAGE_EXIT : EXIT.couldNotAsk);
  }
}

async function printCommands(options: CommandsOptions, terminal: Terminal): Promise<number> {
  const guides = chooseNamespaces(namespacesIn(await readState(options)), options.namespace);
  if (options.json) terminal.write(`${JSON.stringify(guides, undefined, 2)}\n`);
  else {
    const render = options.markdown ? renderMarkdown : renderText;
    terminal.write(guides.map((guide) => render(ecrPage(guide, options.lang))).join("\n"));
  }
  return EXIT.ok;
}

async function checkTags(tags: readonly string[], options: CheckTagOptions, terminal: Terminal): Promise<number> {
  const rules = await rulesOf(options);
  try {
    const faults = tags.flatMap((tag) => faultsOf(tag, rules));
    if (options.json) terminal.write(`${JSON.stringify(faults)}\n`);
    else terminal.write(faults.map((fault) => `${renderFault(fault)}\n`).join(""));
    return faults.length === 0 ? EXIT.ok : EXIT.failed;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new UsageError(`--pattern: ${error.message}`, { cause: error });
  }
}

/** What a tag has to match, and the namespace that says so. */
interface TagRule {
  readonly pattern: string | undefined;
  readonly namespace?: string;
}

/** The pattern that is given, else those of the namespaces that the options mean. */
async function rulesOf(options: CheckTagOptions): Promise<readonly TagRule[]> {
  const { pattern, namespace, stack, state } = options;
  if (pattern !== undefined || (namespace ?? stack ?? state) === undefined) return [{ pattern }];
  const guides = chooseNamespaces(namespacesIn(await readState(options)), namespace);
  return guides.map(({ tagPattern, ...guide }) => ({ pattern: tagPattern, namespace: guide.namespace }));
}

interface TagFault extends Fault {
  readonly tag: string;
  /** The namespaces that refuse it; none where no stack was read. */
  readonly namespaces?: readonly string[];
}

/** What is wrong with a tag: each fault once, with all namespaces that find it. */
function faultsOf(tag: string, rules: readonly TagRule[]): TagFault[] {
  const found = new Map<string, TagFault>();
  for (const { pattern, namespace } of rules) {
    const fault = checkTagName(tag, pattern);
    if (fault === undefined) continue;
    const namespaces = [...(found.get(fault.wrong)?.namespaces ?? []), ...(namespace === undefined ? [] : [namespace])];
    found.set(fault.wrong, { tag, ...fault, ...(namespaces.length > 0 && { namespaces }) });
  }
  return [...found.values()];
}

function renderFault({ tag, wrong, fix, namespaces }: TagFault): string {
  const where = namespaces === undefined ? "" : ` (namespace ${namespaces.join(", ")})`;
  return renderProblem({ path: tag, wrong: `${wrong}${where}`, fix });
}

async function readState({ state, stack }: StackOptions): Promise<readonly StateResource[]> {
  if (state === undefined) {
    const project = projectFolder(process.cwd());
    if (project === undefined) throw new UsageError("there is no Pulumi project here; pass --state");
    return (await readStack(project, stack, "--state")).resources;
  }
  return parseState(state, readOptionFile("--state", state));
}

function parseState(file: string, text: string): readonly StateResource[] {
  let state: unknown;
  try {
    state = JSON.parse(text);
  } catch (error) {
    throw new UsageError(`--state: ${file} is not JSON; write it with pulumi stack export`, { cause: error });
  }
  const resources = isObject(state) && isObject(state.deployment) ? (state.deployment.resources ?? []) : undefined;
  if (Array.isArray(resources) && resources.every(isResource)) return resources;
  throw new UsageError(`--state: ${file} is not what pulumi stack export wrote`);
}

function isResource(value: unknown): value is StateResource {
  return isObject(value) && typeof value.urn === "string" && typeof value.type === "string";
}
