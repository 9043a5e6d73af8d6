// `ghcr-fargate preview`: shows what a Pulumi program would create, without AWS, the Pulumi CLI or the network.

import { accessSync, constants, statSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { previewProgram, type Preview, type PreviewOptions } from "../preview/preview";
import { ProjectError } from "../preview/projectFile";
import { renderPreviewJson, renderPreviewText } from "../preview/renderPreview";
import { compare, isEarlierPreview, type EarlierPreview } from "../preview/report/changes";
import { renderHtmlReport } from "../preview/report/htmlReport";
import { renderMarkdownReport } from "../preview/report/markdownReport";
import { explainError, isFileError, readOptionFile } from "./explainError";
import type { AddCommand, Terminal } from "./terminal";
import { USAGE_EXIT } from "./usage";

const DEFAULT_TIMEOUT_SECONDS = 60;

/** What a timer of Node.js takes. */
const MAX_TIMEOUT_SECONDS = 2_147_483;

const EXIT_CODES = `
Exit codes:
  0  the program ran to its end and reported no error
  1  the program failed, reported an error or did not finish
  64 there is no project to preview, or an option is wrong

Examples:
  $ ghcr-fargate preview
  $ ghcr-fargate preview infra --stack prod --config image=ghcr.io/acme/web:1.4.2
  $ ghcr-fargate preview --html preview.html
  $ ghcr-fargate preview --json > before.json && git switch change && ghcr-fargate preview --markdown --compare before.json`;

/** Adds `preview [DIR]`. */
export const addPreview: AddCommand = (program, terminal) => {
  program
    .command("preview")
    .description(
      "show what a Pulumi program would create, cost and open to the internet; asks neither AWS nor the network",
    )
    .argument("[dir]", "directory of a Pulumi project", ".")
    .option("--json", "print JSON")
    .option("--diff", "list the inputs of each resource too, secrets hidden")
    .option("--html <file>", "write a page with the architecture, exposure, cost and resources; it needs no network")
    .option("--markdown", "print Markdown for a pull request comment")
    .option("--compare <file>", "with --html or --markdown: what changed since an earlier --json")
    .option(
      "-s, --stack <name>",
      "the stack whose Pulumi.NAME.yaml is read (default: PULUMI_STACK's, else the selected one, else the only one there)",
    )
    .option("-c, --config <key=value>", "a config value for this preview; can be repeated", collect)
    .option("--stack-output <stack.key=value>", "an output of another stack; can be repeated", collect)
    .option("--answer <function=json>", "what a function of a provider answers; can be repeated", collect)
    .option("--skip-type-check", "do not look for type errors, for which pulumi up would refuse the program")
    .option("--timeout <seconds>", "how long the program may run", String(DEFAULT_TIMEOUT_SECONDS))
    .addHelpText("after", EXIT_CODES)
    .action((directory: string, options: Options) => preview(directory, options, terminal));
};

interface Options {
  readonly json?: true;
  readonly diff?: true;
  readonly html?: string;
  readonly markdown?: true;
  readonly compare?: string;
  readonly stack?: string;
  readonly config?: readonly string[];
  readonly stackOutput?: readonly string[];
  readonly answer?: readonly string[];
  readonly skipTypeCheck?: true;
  readonly timeout: string;
}

/** How a preview is shown; `earlier` is the one to compare it with. */
type Shown = Options & { readonly earlier: EarlierPreview | undefined };

async function preview(directory: string, options: Options, terminal: Terminal): Promise<void> {
  const clear = terminal.interactive ? () => terminal.writeError("\r\u001b[K") : () => undefined;
  const progress = (count: number) => {
    clear();
    terminal.writeError(`previewing ${directory} offline: ${count} ${count === 1 ? "resource" : "resources"}`);
  };
  let result: Preview;
  try {
    checkOutput(options);
    const request: PreviewOptions = {
      directory,
      config: options.config ?? [],
      stackOutputs: options.stackOutput ?? [],
      answers: options.answer ?? [],
      typeCheck: options.skipTypeCheck !== true,
      timeoutSeconds: parseTimeout(options.timeout),
      env: terminal.env,
      ...(options.stack !== undefined && { stack: options.stack }),
      ...(terminal.interactive && { onRegistered: progress }),
    };
    const earlier = options.compare === undefined ? undefined : readEarlier(options.compare);
    if (terminal.interactive) progress(0);
    result = await previewProgram(request);
    clear();
    await show(result, { ...options, earlier }, terminal);
  } catch (error) {
    clear();
    if (!(error instanceof ProjectError) && !isFileError(error)) throw error;
    terminal.writeError(`error: ${explainError(error)}\n`);
    terminal.exitWith(USAGE_EXIT);
    return;
  }
  terminal.exitWith(result.succeeded ? 0 : 1);
}

async function show(result: Preview, options: Shown, terminal: Terminal): Promise<void> {
  if (options.html !== undefined || options.markdown) {
    await report(result, options, terminal);
    return;
  }
  if (options.json) {
    terminal.write(renderPreviewJson(result));
    return;
  }
  const text = renderPreviewText(result, {
    colour: terminal.colour && (result.finished || terminal.interactive),
    from: resolve("."),
    width: terminal.columns,
    inputs: options.diff === true,
  });
  if (result.finished) terminal.write(text);
  else terminal.writeError(text);
}

/** Writes the page or prints the comment. */
async function report(result: Preview, { html, earlier }: Shown, terminal: Terminal): Promise<void> {
  const changes = earlier && compare(earlier, result);
  if (html === undefined) {
    terminal.write(renderMarkdownReport(result, changes));
    return;
  }
  writeFileSync(html, await renderHtmlReport(result, changes));
  terminal.write(`wrote ${html}\n`);
}

/** Refuses what could not be written, before the preview takes its time. */
function checkOutput({ json, markdown, html, compare: earlier }: Options): void {
  const formats = [json && "--json", markdown && "--markdown", html !== undefined && "--html"].filter(Boolean);
  if (formats.length > 1) throw new ProjectError(`${formats.join(", ")}: cannot be given together; pass one of them`);
  if (earlier !== undefined && !markdown && html === undefined)
    throw new ProjectError("--compare: cannot be given without --html or --markdown, which show what changed");
  if (html === undefined) return;
  const found = statSync(html, { throwIfNoEntry: false });
  if (found?.isDirectory()) throw new ProjectError(`--html: ${html} is a directory; name a file in it`);
  accessSync(found === undefined ? dirname(html) : html, constants.W_OK);
}

function readEarlier(file: string): EarlierPreview {
  const earlier = parseJson(readOptionFile("--compare", file));
  if (isEarlierPreview(earlier)) return earlier;
  throw new ProjectError(`--compare: ${file} is not what preview --json wrote`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function collect(value: string, earlier: readonly string[] = []): readonly string[] {
  return [...earlier, value];
}

function parseTimeout(text: string): number {
  const seconds = Number(text);
  if (seconds > 0 && seconds <= MAX_TIMEOUT_SECONDS) return seconds;
  throw new ProjectError(
    `--timeout: "${text}" must be a number of seconds, at most ${MAX_TIMEOUT_SECONDS}; write it as --timeout 60`,
  );
}
