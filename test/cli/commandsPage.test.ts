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
  const commands = createProgram(SILENT, "0.0.0").commands.filter((command) => command.name() !== "help");

  for (const command of commands.filter(({ commands: children }) => children.length === 0))
    it(`of ${command.name()} ends with 64, which its help says`, () => {
      const { status, stderr } = spawnSync(process.execPath, [MAIN, command.name(), "--no-such-option"], {
        encoding: "utf8",
      });
      assert.deepEqual([status, stderr.split("\n")[0]], [64, "error: unknown option '--no-such-option'"]);
      assert.match(helpOf(command), /^ {2}64 /m);
    });
});
