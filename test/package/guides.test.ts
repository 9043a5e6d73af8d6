// docs/guides/: each is followed from its beginning to its end, and shows what its commands print. Not proven here: what needs a
// deployed service, which test/engine/guides.test.ts runs, and that AWS does what the previews say.

import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { assertShown, Guide } from "./guide";
import { build, ROOT } from "./installed";
import { typeErrors } from "./typeErrors";

/** The guides with output of a deployed service: test/engine/guides.test.ts compares it. */
const ON_THE_ENGINE = ["docs/guides/first-service.md"];

describe("the guides", function () {
  before(() => build());

  const guides = readdirSync(join(ROOT, "docs/guides"))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/guides/${name}`);

  const programs = new Map<string, string>();

  for (const document of guides)
    it(`${document} does what it shows`, async () => {
      const guide = new Guide(document);
      try {
        await guide.follow();
        assert.equal(guide.deployed.length > 0, ON_THE_ENGINE.includes(document), JSON.stringify(guide.deployed));
        for (const { line, code } of guide.programs) programs.set(`${document}:${line}`.replace(/\W/g, "-"), code);
      } finally {
        guide.remove();
      }
    });

  it("have programs that a strict project accepts", () => {
    const directory = mkdtempSync(join(ROOT, ".blocks-guides-"));
    try {
      const files = [...programs].map(([name, code]) => {
        const file = join(directory, `${name}.ts`);
        writeFileSync(file, code);
        return file;
      });
      assert.ok(files.length > guides.length, files.join());
      assert.deepEqual(typeErrors(files), []);
    } finally {
      rmSync(directory, { recursive: true });
    }
  });
});

describe("assertShown", () => {
  it("accepts lines in their order, with others between them", () => assertShown("a\n…\nc", "a\nb\nc\n", "x"));
  it("refuses a line that is not printed", () => assert.throws(() => assertShown("a\nd", "a\nb\n", "x"), /:\nd\n/));
  it("refuses lines in another order", () => assert.throws(() => assertShown("b\na", "a\nb\n", "x"), /:\na\n/));
});
