import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { renderCommandsPage } from "./commandsPage";

const PAGE = join(__dirname, "../../docs/cli.md");

describe("docs/cli.md", () => {
  it("says what the commands say themselves (UPDATE_DOCS=1 writes it anew)", () => {
    const page = renderCommandsPage();
    if (process.env.UPDATE_DOCS === "1") writeFileSync(PAGE, page);
    assert.equal(readFileSync(PAGE, "utf8"), page);
  });
});
