import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { breachesOf, FOLDERS } from "./layout";

const ROOT = join(__dirname, "../..");

function libraryFiles(): Map<string, string> {
  const folders = Object.keys(FOLDERS).filter((folder) => existsSync(join(ROOT, folder)));
  const inFolders = folders.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
      .filter((path) => path.endsWith(".ts"))
      .map((path) => `${folder}/${path}`),
  );
  const paths = ["index.ts", ...inFolders];
  return new Map(paths.map((path) => [path, readFileSync(join(ROOT, path), "utf8")]));
}

describe("layout", () => {
  it("keeps to the folders' rules in every file of the library", () => {
    const files = libraryFiles();
    assert.ok(files.size > 3, "the library's files were found");
    assert.deepEqual(breachesOf(files), []);
  });

  const cases: { title: string; files: Record<string, string>; breaches: string[] }[] = [
    {
      title: "lets components import model, and cli import everything",
      files: {
        "model/size.ts": "export const a = 1;",
        "components/service.ts": 'import { a } from "../model/size";',
        "cli/main.ts": 'import "../components/service";',
        "index.ts": 'export { a } from "./model/size";',
      },
      breaches: [],
    },
    {
      title: "refuses an import up the list",
      files: { "model/a.ts": 'import "../components/b";', "components/b.ts": "" },
      breaches: ["model/a.ts: model/ must not import components/"],
    },
    {
      title: "refuses an import between neighbours, also in a call, a type and a require",
      files: {
        "registry/a.ts":
          'export const b = () => import("../rollout/b");\nlet t: import("../rollout/b").T;\nrequire("../rollout/b");',
        "rollout/b.ts": "",
      },
      breaches: [
        "registry/a.ts: registry/ must not import rollout/",
        "registry/a.ts: registry/ must not import types of rollout/",
        "registry/a.ts: registry/ must not import rollout/",
      ],
    },
    {
      title: "lets compose import types of components, and nothing else of them",
      files: {
        "compose/a.ts":
          'import type { T } from "../components/b";\nimport { type U } from "../components/b";\nimport { b } from "../components/b";',
        "components/b.ts": "",
      },
      breaches: ["compose/a.ts: compose/ must not import components/"],
    },
    {
      title: "refuses the public door and the package's own name from inside",
      files: { "components/a.ts": 'import "../index";\nimport "ghcr-fargate";', "index.ts": "" },
      breaches: [
        "components/a.ts: components/ must not import index.ts",
        "components/a.ts: imports the package by name from inside it",
      ],
    },
    {
      title: "refuses barrels",
      files: {
        "model/index.ts": 'export { a } from "./a";',
        "model/a.ts": "",
        "index.ts": 'export * from "./model/a";',
      },
      breaches: [
        "model/index.ts: a barrel; import the file itself",
        'model/index.ts: exports again from "./a"; import the file itself',
        'index.ts: export * from "./model/a"; name what is exported',
      ],
    },
    {
      title: "refuses import cycles",
      files: {
        "model/a.ts": 'import "./b";',
        "model/b.ts": 'import "./c";',
        "model/c.ts": 'import type { B } from "./b";',
      },
      breaches: ["import cycle: model/b.ts -> model/c.ts -> model/b.ts"],
    },
    {
      title: "refuses long files and names that say nothing",
      files: { "model/long.ts": "\n".repeat(220) + "x", "model/utils.ts": "", "model/util/a.ts": "" },
      breaches: [
        "model/long.ts: 221 lines, at most 220",
        "model/utils.ts: name it after its subject",
        "model/util/a.ts: name it after its subject",
      ],
    },
    {
      title: "refuses an import from outside the library",
      files: { "model/a.ts": 'import "../test/support/deploy";' },
      breaches: ['model/a.ts: "../test/support/deploy" is not a file of the library'],
    },
  ];
  for (const { title, files, breaches } of cases) {
    it(title, () => assert.deepEqual(breachesOf(new Map(Object.entries(files))), breaches));
  }
});
