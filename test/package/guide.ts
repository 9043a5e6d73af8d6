// A guide as a reader follows it, in a project of its own: files are written, commands of this package that need no AWS run, and
// those of Pulumi that only write configuration are stood in for.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { parse, stringify } from "yaml";
import { blocksOf, commandsOf, type Block } from "./blocks";
import { proveCommand } from "./commands";
import { ROOT } from "./installed";

const CLI = join(ROOT, "dist/cli/main.js");

/** What a guide begins with, unless it shows files of its own: the project of the first one, without its program. */
const PROJECT = {
  "Pulumi.yaml": "name: web\nruntime: nodejs\nmain: index.ts\n",
  "tsconfig.json":
    '{ "compilerOptions": { "target": "ES2022", "module": "Node16", "strict": true, "skipLibCheck": true } }\n',
};

/** Commands that read files and the package alone. */
const RUNS_OFFLINE = /^npx ghcr-fargate (preview|compose (check|convert)|diagnose --message)\b/;

/** A block that shows what a command prints which only a deployed service answers. */
export interface Deployed {
  readonly command: string;
  readonly block: Block;
}

/** Follows a guide. */
export class Guide {
  /** What needs a deployed service; test/engine/guides.test.ts compares it. */
  readonly deployed: Deployed[] = [];
  /** Its programs, whole; their types are checked together, which takes a fraction of the time. */
  readonly programs: Block[] = [];
  private readonly blocks: readonly Block[];
  private readonly root = mkdtempSync(join(ROOT, ".blocks-guide-"));
  /** Compose projects are called as their directory. */
  private readonly directory = join(this.root, "shop");
  private readonly stacks = new Map<string, Record<string, unknown>>([["dev", { "aws:region": "eu-central-1" }]]);
  private stack = "dev";
  /** The last command, and what it printed if it ran here. */
  private last: { readonly command: string; readonly printed?: string } = { command: "" };
  /** The program that no preview has run yet. */
  private program: Block | undefined;

  constructor(readonly document: string) {
    mkdirSync(this.directory);
    this.blocks = blocksOf(document, readFileSync(join(ROOT, document), "utf8"));
    for (const [name, text] of Object.entries(PROJECT)) writeFileSync(join(this.directory, name), text);
    this.writeStacks();
  }

  /** Does all that the guide shows; throws where something is otherwise. */
  async follow(): Promise<void> {
    for (const block of this.blocks) await this.take(block);
    assert.equal(
      this.program,
      undefined,
      `${this.document}:${this.program?.line ?? 0}: no command previews this program`,
    );
  }

  remove(): void {
    rmSync(this.root, { recursive: true });
  }

  private async take(block: Block): Promise<void> {
    const title = `${block.document}:${block.line}`;
    const [, name, below] = /^(?:\/\/|#) ([\w.-]+\.\w+)(, below)?\n/.exec(block.code) ?? [];
    if (block.language === "sh") for (const command of commandsOf(block.code)) await this.run(command, title);
    else if (name !== undefined) this.write(name, block, below !== undefined);
    else if (block.language === "yaml") parse(block.code);
    else if (this.last.printed !== undefined)
      assertShown(block.code, this.last.printed, `${title}: ${this.last.command}`);
    else this.deployed.push({ command: this.last.command, block });
  }

  private write(name: string, block: Block, below: boolean): void {
    const path = join(this.directory, name);
    writeFileSync(path, below ? `${readFileSync(path, "utf8")}\n${block.code}\n` : `${block.code}\n`);
    if (name === "Pulumi.yaml") this.writeStacks();
    if (name !== "index.ts") return;
    this.programs.push({ ...block, code: readFileSync(path, "utf8") });
    const { line } = this.program ?? {};
    assert.equal(line, undefined, `${this.document}:${line ?? 0}: no command previews this program`);
    this.program = block;
  }

  private async run(command: string, title: string): Promise<void> {
    const [, stack] = / --stack (\w+)$/.exec(command) ?? [];
    const [, init] = /^pulumi stack init (\w+)$/.exec(command) ?? [];
    const [, secret, , key, value] =
      /^pulumi config set (--secret )?(--path )?([\w:[\]-]+)(?: (?!--)(\S+))?(?: --stack \w+)?$/.exec(command) ?? [];
    this.last = { command };
    if (init !== undefined) {
      this.stacks.set(init, {});
      this.stack = init;
    } else if (key !== undefined) this.configure(stack ?? this.stack, key, value, secret !== undefined, title);
    else if (RUNS_OFFLINE.test(command)) this.last = { command, printed: await this.runOffline(command, title) };
    else if (!/^pulumi (up|destroy|stack rm \w+)( --stack \w+)?$/.test(command)) await proveCommand(command);
    this.writeStacks();
  }

  private configure(stack: string, key: string, value: string | undefined, secret: boolean, title: string): void {
    const config = this.stacks.get(stack);
    assert.ok(config, `${title}: there is no stack ${stack}`);
    const [, list] = /^(\w+)\[\d+\]$/.exec(key) ?? [];
    const name = list ?? key;
    const read = new RegExp(`\\b(?:get|require)${secret ? "Secret" : "(?!Secret)"}\\w*(?:<[^>]*>)?\\("${name}"\\)`);
    const programs = this.blocks.filter(({ language }) => language === "ts").map(({ code }) => code);
    assert.ok(
      name.startsWith("aws:") || programs.some((code) => read.test(code)),
      `${title}: no program reads ${name}`,
    );
    assert.equal(value === undefined, secret, `${title}: a secret is asked for, anything else has a value`);
    if (secret) config[name] = { secure: "v1:bWFkZSB1cA==" };
    else if (list !== undefined) config[list] = [...((config[list] as string[] | undefined) ?? []), value];
    else config[name] = value;
  }

  private writeStacks(): void {
    const { name } = parse(readFileSync(join(this.directory, "Pulumi.yaml"), "utf8")) as { name: string };
    for (const [stack, entries] of this.stacks) {
      const named = Object.entries(entries).map(([key, value]) => [key.includes(":") ? key : `${name}:${key}`, value]);
      writeFileSync(
        join(this.directory, `Pulumi.${stack}.yaml`),
        stringify({ config: Object.fromEntries(named) as object }),
      );
    }
  }

  private async runOffline(command: string, title: string): Promise<string> {
    const [invocation = "", file] = command.split(" > ");
    const argv = [...invocation.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, word]) => quoted ?? word ?? "").slice(2);
    const env = { ...process.env, PULUMI_STACK: this.stack, NO_COLOR: "1", PULUMI_NODEJS_TRANSPILE_ONLY: "true" };
    const ended = await promisify(execFile)(process.execPath, [CLI, ...argv], { cwd: this.directory, env }).catch(
      (error: unknown) => error as { code: number; stdout: string; stderr: string },
    );
    const expected = invocation.includes("diagnose") ? 1 : 0; // 1: the cause is known
    assert.equal("code" in ended ? ended.code : 0, expected, `${title}: ${command}\n${ended.stdout}${ended.stderr}`);
    if (file !== undefined) writeFileSync(join(this.directory, file), ended.stdout);
    if (argv[0] === "preview") this.program = undefined;
    return ended.stdout;
  }
}

/** That a block's lines are printed, in this order; "…" stands for any that are left out. */
export function assertShown(block: string, printed: string, title: string): void {
  const lines = printed.split("\n").map((line) => line.trimEnd());
  let at = 0;
  for (const line of block.split("\n").map((text) => text.trimEnd())) {
    if (line === "…" || line === "") continue;
    const found = lines.indexOf(line, at);
    assert.notEqual(found, -1, `${title}\ndoes not print, or not at this point:\n${line}\nbut:\n${printed}`);
    at = found + 1;
  }
}
