// The paths that docs/architecture.md names exist, so that a reader finds them.

import { deepStrictEqual, ok } from "node:assert";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./installed";

const page = readFileSync(join(ROOT, "docs/architecture.md"), "utf8");
const exists = (path: string) => existsSync(join(ROOT, path)) || existsSync(join(ROOT, "components", path));

describe("docs/architecture.md", () => {
  it("names files that exist", () => {
    const paths = [...page.matchAll(/`([\w./-]+\.(?:ts|json|cjs))`/g)].map(([, path = ""]) => path);
    ok(paths.length > 15, `found ${paths.length} paths`);
    deepStrictEqual(
      paths.filter((path) => !exists(path)),
      [],
    );
  });

  it("names each folder of components/", () => {
    const folders = readdirSync(join(ROOT, "components"), { withFileTypes: true }).filter((entry) =>
      entry.isDirectory(),
    );
    deepStrictEqual(
      folders.map(({ name }) => name).filter((name) => !page.includes(`| \`${name}/\``)),
      [],
    );
  });
});
