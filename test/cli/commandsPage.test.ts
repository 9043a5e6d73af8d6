import type { Command } from "commander";
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { spawnSync } from "node:child_process";
import { createProgram } from "../../cli/program";
import { helpOf, renderCommandsPage, SILENT } from "./commandsPage";

const PAGE = join(__dirname, "../../docs/cli.md");

describe("docs/cli.md", () => {
  it("says what the commands say themselves (UPDATE_DOCS=1 writes it anew)", () => {
    const page = renderCommandsPage();
    if (process.env.UPDATE_DOCS === "1") writeFileSync(PAGE, page);
    assert.equal(readFileSync(PAGE, "utf8"), page);
  });
});

describe("wrong use", () => {
  const MAIN = join(__dirname, "../../dist/cli/main.js");
  const subCommands = (parent: Command): Command[] => parent.commands.filter((command) => command.name() !== "help");
  const withNames = (
    parent: Command,
    names: readonly string[] = [],
  ): [names: readonly string[], command: Command][] => {
    const children = subCommands(parent);
    return children.length === 0
      ? [[names, parent]]
      : children.flatMap((child) => withNames(child, [...names, child.name()]));
  };

  for (const [names, command] of withNames(createProgram(SILENT, "0.0.0")))
    it(`of ${names.join(" ")} ends with 64, which its help says`, () => {
      const { status, stderr } = spawnSync(process.execPath, [MAIN, ...names, "--no-such-option"], {
        encoding: "utf8",
      });
      assert.deepEqual([status, stderr.split("\n")[0]], [64, "error: unknown option '--no-such-option'"]);
      assert.match(helpOf(command), /^ {2}64 /m);
    });
});
