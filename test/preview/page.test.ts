// docs/preview.md: its commands are run.

import { deepStrictEqual, strictEqual } from "node:assert";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Command, CommanderError } from "commander";
import { addPreview } from "../../cli/preview";

const PAGE = readFileSync(join(__dirname, "../../docs/preview.md"), "utf8");

/** The arguments of each command on the page, as a shell takes them apart. */
function commands(): string[][] {
  const blocks = [...PAGE.matchAll(/```sh\n([^]*?)```/g)].map(([, block = ""]) => block.replaceAll("\\\n", " "));
  const lines = blocks
    .flatMap((block) => block.split("\n"))
    .filter((line) => line.startsWith("npx ghcr-fargate preview"));
  return lines.map((line) =>
    [...line.replace(/#.*/, "").matchAll(/'([^']*)'|(\S+)/g)]
      .slice(3)
      .map(([, quoted, plain]) => quoted ?? plain ?? ""),
  );
}

/** Commands whose directory or files are the reader's. */
const OF_THE_READER = ["infra", "--html", "--compare", "--stack"];

describe("the page of the preview", function () {
  it("has commands", () => strictEqual(commands().length, 12));

  it("names options that there are", async () => {
    for (const args of commands()) {
      const program = new Command().exitOverride();
      addPreview(program, {
        write: () => undefined,
        writeError: () => undefined,
        readInput: () => Promise.resolve(""),
        env: {},
        colour: false,
        interactive: false,
        exitWith: () => undefined,
      });
      const [command] = program.commands;
      command?.action(() => undefined).exitOverride();
      await program.parseAsync(["node", "ghcr-fargate", "preview", ...args]).catch((error: unknown) => {
        if (error instanceof CommanderError) throw new Error(`${args.join(" ")}: ${error.message}`);
        throw error;
      });
    }
  });

  it("shows commands that end with 0 on a program that needs nothing", async () => {
    const project = join(__dirname, "programs/component");
    const runnable = commands().filter((args) => !args.some((arg) => OF_THE_READER.includes(arg)));
    for (const args of runnable) {
      const program = new Command();
      const ended: number[] = [];
      let errors = "";
      addPreview(program, {
        write: () => undefined,
        writeError: (text) => void (errors += text),
        readInput: () => Promise.resolve(""),
        env: {},
        colour: false,
        interactive: false,
        exitWith: (code) => void ended.push(code),
      });
      await program.parseAsync(["node", "ghcr-fargate", "preview", project, "--skip-type-check", ...args]);
      deepStrictEqual([errors, ended], ["", [0]], args.join(" "));
    }
  });
});
