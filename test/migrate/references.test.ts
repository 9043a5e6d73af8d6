// Image references of source code before and after; git says whether the diff is one.

import { strict as assert } from "node:assert";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { mapPrefix, replaceReferences } from "../../migrate/references";
import { migrate } from "../support/migrateRun";

const FROM = "registry.gitlab.com/acme";
const TO = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/shop";
const DIGEST = `sha256:${"a".repeat(64)}`;

describe("image references", () => {
  const CASES: readonly [title: string, before: string, after: string][] = [
    ["of a compose file", `    image: ${FROM}/web:1.0`, `    image: ${TO}/web:1.0`],
    ["with a digest", `image: "${FROM}/sub/api@${DIGEST}"`, `image: "${TO}/sub/api@${DIGEST}"`],
    [
      "of a Dockerfile",
      `FROM --platform=linux/amd64 ${FROM}/base:v1 AS build`,
      `FROM --platform=linux/amd64 ${TO}/base:v1 AS build`,
    ],
    ["with a variable as tag", `image: ${FROM}/web:\${TAG}`, `image: ${TO}/web:\${TAG}`],
    ["that continue with a variable", `const image = \`${FROM}/\${name}:1\`;`, `const image = \`${TO}/\${name}:1\`;`],
    ["of a Docker address", `docker://${FROM}/web`, `docker://${TO}/web`],
    ["twice in a line", `${FROM}/a ${FROM}/b:2`, `${TO}/a ${TO}/b:2`],
    ["with a name that ECR does not take", `${FROM}/web__api:1`, `${TO}/web_api:1`],
  ];
  for (const [title, before, after] of CASES)
    it(`${title} are replaced`, () => assert.equal(replaceReferences(before, mapPrefix(FROM, TO)).text, after));

  const LEFT: readonly [title: string, text: string][] = [
    ["another group", "image: registry.gitlab.com/other/web:1"],
    ["a group whose name starts the same", "image: registry.gitlab.com/acme2/web:1"],
    ["a host that ends the same", "image: my.registry.gitlab.com/acme/web"],
    ["a web address", `see https://${FROM}/web`],
    ["a mail address", "me@registry.gitlab.com/acme/web"],
  ];
  for (const [title, text] of LEFT)
    it(`of ${title} are left alone`, () => assert.equal(replaceReferences(text, mapPrefix(FROM, TO)).text, text));

  it("that a person has to decide about are told with their line", () => {
    const { text, found } = replaceReferences(
      `a\nimage: $CI_REGISTRY_IMAGE:1\nx: ${FROM}/web\${SUFFIX}:1`,
      mapPrefix(FROM, TO),
    );
    assert.equal(text, `a\nimage: $CI_REGISTRY_IMAGE:1\nx: ${FROM}/web\${SUFFIX}:1`);
    assert.deepEqual(found, [
      { line: 2, from: "$CI_REGISTRY_IMAGE", note: "stays GitLab's own registry; replace it by hand" },
      { line: 3, from: `${FROM}/web`, note: "continues with a variable; replace it by hand" },
    ]);
  });
});

describe("ghcr-fargate migrate references", () => {
  let directory: string;
  const FILES = {
    "compose.yaml": `services:\n  web:\n    image: ${FROM}/web:1.0\n  db:\n    image: postgres:16\n`,
    "deploy/k8s/web.yml": `spec:\r\n  containers:\r\n    - image: ${FROM}/web:1.0\r\n`,
    Dockerfile: `FROM ${FROM}/base:v1`,
    ".gitlab-ci.yml": "build:\n  script: docker push $CI_REGISTRY_IMAGE:1\n",
    "infra/index.ts": `export const image = "${FROM}/web:1.0";\n`,
    "node_modules/other/compose.yaml": `image: ${FROM}/web\n`,
    "picture.png": `${FROM}/web`,
  };

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "ghcr-fargate-references-"));
    for (const [path, text] of Object.entries(FILES)) {
      mkdirSync(dirname(join(directory, path)), { recursive: true });
      writeFileSync(join(directory, path), text);
    }
    symlinkSync(join(directory, "compose.yaml"), join(directory, "link.yaml"));
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  const read = (path: string): string => readFileSync(join(directory, path), "utf8");

  it("prints a diff that git applies, and changes nothing itself", async () => {
    const { output, errors, exitCode } = await migrate(["references", directory, "--from", FROM, "--to", TO]);
    assert.equal(exitCode, 0);
    assert.equal(
      errors,
      ".gitlab-ci.yml:2: $CI_REGISTRY_IMAGE stays GitLab's own registry; replace it by hand\n4 references to change in 4 files\n",
    );
    assert.deepEqual(output.match(/^\+\+\+ .*$/gm), [
      "+++ b/Dockerfile",
      "+++ b/compose.yaml",
      "+++ b/deploy/k8s/web.yml",
      "+++ b/infra/index.ts",
    ]);
    for (const [path, text] of Object.entries(FILES)) assert.equal(read(path), text);

    execFileSync("git", ["init", "-q"], { cwd: directory });
    execFileSync("git", ["apply", "-"], { cwd: directory, input: output });
    for (const path of ["compose.yaml", "deploy/k8s/web.yml", "Dockerfile", "infra/index.ts"])
      assert.equal(read(path), FILES[path as keyof typeof FILES].replaceAll(FROM, TO));
  });

  it("changes the files with --write, and only what a report proves", async () => {
    const line = { source: `${FROM}/web`, target: `${TO}/frontend`, reference: "1.0", state: "same" };
    const moved = { ...line, source: `${FROM}/base`, target: `${TO}/base`, state: "missing" };
    writeFileSync(join(directory, "report.bin"), JSON.stringify({ tags: [line, moved] }));
    const { errors } = await migrate(["references", directory, "--report", join(directory, "report.bin"), "--write"]);
    assert.match(errors, /^Dockerfile:1: registry\.gitlab\.com\/acme\/base:v1 was not moved$/m);
    assert.match(errors, /^3 references changed in 3 files$/m);
    assert.equal(read("infra/index.ts"), `export const image = "${TO}/frontend:1.0";\n`);
    assert.equal(read("Dockerfile"), FILES.Dockerfile);
    assert.equal(read("node_modules/other/compose.yaml"), FILES["node_modules/other/compose.yaml"]);
  });

  it("refuses options that do not fit together and files that are no report", async () => {
    const wrong = await migrate(["references", directory, "--from", FROM]);
    assert.deepEqual([wrong.exitCode, wrong.errors], [64, "error: pass --from and --to together, or --report alone\n"]);
    const prefix = await migrate(["references", directory, "--from", "foo", "--to", TO]);
    assert.deepEqual(
      [prefix.exitCode, prefix.errors],
      [
        64,
        'error: --from: "foo" names no registry; write it as ACCOUNT.dkr.ecr.REGION.amazonaws.com/NAMESPACE or HOST/NAMESPACE\n',
      ],
    );
    for (const [path, fault] of [
      ["Dockerfile", "is not a directory"],
      ["Dockerfile/x", "is in something that is not a directory"],
    ] as const) {
      const file = await migrate(["references", join(directory, path), "--from", FROM, "--to", TO]);
      assert.deepEqual([file.exitCode, file.errors], [64, `error: ${join(directory, path)} ${fault}\n`]);
    }
    const report = await migrate(["references", directory, "--report", join(directory, "compose.yaml")]);
    assert.match(report.errors, /compose\.yaml: is not a report; write it with `migrate verify --format json`\n$/);
  });
});
