// Files that are broken, too large, endless or hostile: each gives one clear error with its position, soon.

import * as assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Conversion } from "../../compose/convert";
import { runCompose } from "./run";

const WEB = "services:\n  web:\n    image: web:1\n";
const PARAMS = "version: 1\n";

/** Aliases of aliases: 10 to the power of `levels` values. */
function bomb(levels: number): string {
  const lines = ["x-a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol, lol]"];
  for (let i = 1; i < levels; i += 1)
    lines.push(
      `x-a${i}: &a${i} [${Array(10)
        .fill(`*a${i - 1}`)
        .join(", ")}]`,
    );
  return `${lines.join("\n")}\n${WEB}`;
}

type Expected = readonly [position: string, message: RegExp];

const CASES: Readonly<Record<string, readonly [files: Record<string, string | Buffer>, expected: Expected]>> = {
  "an alias bomb": [{ "compose.yaml": bomb(9) }, ["compose.yaml:", /aliases/]],
  "an alias bomb beside ecs-params.yml": [
    { "docker-compose.yml": bomb(9), "ecs-params.yml": PARAMS },
    ["docker-compose.yml:", /aliases/],
  ],
  "an alias within its own anchor": [
    { "compose.yaml": `x-a: &a { b: *a }\n${WEB}` },
    ["compose.yaml:1:14", /the alias \*a stands inside its own anchor/],
  ],
  "variables within variables without an end": [
    { "compose.yaml": `${WEB}    environment: { A: "${"${B:-".repeat(3000)}x${"}".repeat(3000)}" }\n` },
    ["compose.yaml:4:23", /has variables within variables, more than 100 deep/],
  ],
  "a number of tasks without an end": [
    { "compose.yaml": `${WEB}    scale: 1e400\n` },
    ["compose.yaml:4:5", /whole number/],
  ],
  "a retention that is no number": [
    { "compose.yaml": `x-aws-logs_retention: soon\n${WEB}` },
    ["compose.yaml:1:1", /must be a whole number of days/],
  ],
  "a cluster that is a mapping": [
    { "compose.yaml": `x-aws-cluster: { a: b }\n${WEB}` },
    ["compose.yaml:1:1", /must be the name or the ARN of a cluster/],
  ],
  "a role that is a text": [
    { "compose.yaml": `${WEB}    x-aws-role: hello\n` },
    ["compose.yaml:4:5", /must be a policy/],
  ],
  "policies that are a mapping": [
    { "compose.yaml": `${WEB}    x-aws-policies: { a: b }\n` },
    ["compose.yaml:4:5", /must be a list of ARNs/],
  ],
  "autoscaling that is a text": [
    { "compose.yaml": `${WEB}    deploy: { x-aws-autoscaling: fast }\n` },
    ["compose.yaml:4:34", /must be a mapping with min/],
  ],
  "credentials of a registry that are a text": [
    {
      "docker-compose.yml": WEB,
      "ecs-params.yml": PARAMS,
      "ecs-registry-creds_20200101T000000Z.yml": "registry_credentials:\n  ghcr.io: hello\n",
    },
    ["ecs-registry-creds_20200101T000000Z.yml:2:3", /has no username/],
  ],
  "an alias without an anchor": [
    { "compose.yaml": "services:\n  web: *none\n" },
    ["compose.yaml:2:8", /no anchor|Unresolved alias/],
  ],
  "services that extend each other": [
    { "compose.yaml": "services:\n  a: { extends: b, image: a }\n  b:\n    extends:\n      service: a\n" },
    ["compose.yaml:", /extends itself: a of compose.yaml → b of compose.yaml → a of compose.yaml/],
  ],
  "files that extend each other": [
    {
      "compose.yaml": "services:\n  a: { extends: { service: b, file: other.yaml } }\n",
      "other.yaml": "services:\n  b: { extends: { service: a, file: compose.yaml } }\n",
    },
    ["other.yaml:2:28", /extends itself/],
  ],
  "files that include each other": [
    {
      "compose.yaml": `include: [b.yaml]\n${WEB}`,
      "b.yaml": "include:\n  - c.yaml\n",
      "c.yaml": "include:\n  - b.yaml\n",
    },
    ["c.yaml:2:5", /includes itself: compose.yaml → b.yaml → c.yaml → b.yaml/],
  ],
  "a file that includes itself": [
    { "compose.yaml": `include: [compose.yaml]\n${WEB}` },
    ["compose.yaml:1:11", /includes itself/],
  ],
  "an included file that is not there": [
    { "compose.yaml": `include:\n  - none.yaml\n${WEB}` },
    ["compose.yaml:2:5", /the file none.yaml does not exist/],
  ],
  "a missing env_file": [
    { "compose.yaml": `${WEB}    env_file:\n      - none.env\n` },
    ["compose.yaml:5:9", /the file none.env does not exist/],
  ],
  "an env_file that is a directory": [
    { "compose.yaml": `${WEB}    env_file: folder\n`, "folder/x": "" },
    ["compose.yaml:4:15", /the file folder is a directory/],
  ],
  "an env_file that is no regular file": [
    { "compose.yaml": `${WEB}    env_file: /dev/zero\n` },
    ["compose.yaml:4:15", /is not a regular file/],
  ],
  "a line of an env_file that is no variable": [
    { "compose.yaml": `${WEB}    env_file: a.env\n`, "a.env": "A=1\nB C=2\n" },
    ["a.env:2:1", /"B C" is not the name of a variable/],
  ],
  "a required variable that is not set": [
    { "compose.yaml": "services:\n  web:\n    image: web:${TAG:?set the tag}\n" },
    ["compose.yaml:3:12", /needs the variable TAG, which is not set \(set the tag\)/],
  ],
  "a broken variable": [
    { "compose.yaml": "services:\n  web:\n    image: ${1}\n" },
    ["compose.yaml:3:12", /has an invalid variable/],
  ],
  "a tab as indentation": [
    { "compose.yaml": "services:\n\tweb:\n\t\timage: web\n" },
    ["compose.yaml:2:1", /a tab is used as indentation/],
  ],
  "a duplicate key": [{ "compose.yaml": `${WEB}    image: web:2\n` }, ["compose.yaml:4:5", /has this key twice/]],
  "a file of 10 MB": [
    { "compose.yaml": `${WEB}# ${"x".repeat(10_000_000)}\n` },
    ["compose.yaml:1:1", /is 10 MB large/],
  ],
  "a binary file": [
    { "compose.yaml": Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1, 2, 255]) },
    ["compose.yaml:1:5", /is not a text file/],
  ],
  "a text in UTF-16": [
    { "compose.yaml": Buffer.from(`\uFEFF${WEB}`, "utf16le") },
    ["compose.yaml:1:1", /is not a text file/],
  ],
  "an empty file": [{ "compose.yaml": "" }, ["compose.yaml:1:1", /is empty; add services/]],
  "a file that is a list": [{ "compose.yaml": "- a\n- b\n" }, ["compose.yaml:1:1", /must be a mapping/]],
  "services that are a list": [{ "compose.yaml": "services:\n  - web\n" }, ["compose.yaml:", /mapping/]],
  "a service that is a word": [
    { "compose.yaml": "services:\n  web: nginx\n" },
    ["compose.yaml:2:8", /must be a mapping/],
  ],
  "a mistyped key": [
    { "compose.yaml": `${WEB}    prots: ["80:80"]\n` },
    ["compose.yaml:4:5", /is not a key of compose files here/],
  ],
  "a value of another type": [{ "compose.yaml": `${WEB}    ports: 80\n` }, ["compose.yaml:4:12", /must be a list/]],
  "brackets without an end": [
    { "compose.yaml": "services: { web: { image: web\n" },
    ["compose.yaml:", /is not valid YAML/],
  ],
  "nesting without an end": [
    { "compose.yaml": `x-a: ${"[".repeat(5000)}\n` },
    ["compose.yaml:1:", /nested deeper|not valid YAML/],
  ],
  "services that wait for each other": [
    { "compose.yaml": "services:\n  a:\n    image: a\n    depends_on: [b]\n  b:\n    image: b\n    depends_on: [a]\n" },
    ["compose.yaml:4:5", /waits for itself: a → b → a/],
  ],
};

describe("bad input of ghcr-fargate compose", () => {
  let directory: string;
  beforeEach(() => (directory = mkdtempSync(join(tmpdir(), "compose-bad-"))));
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  const write = (files: Record<string, string | Buffer>) => {
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(join(directory, name)), { recursive: true });
      writeFileSync(join(directory, name), content);
    }
  };
  const convert = async (): Promise<Conversion & { code: number }> => {
    const { output, code } = await runCompose(["convert", directory, "--output", "json"]);
    return { ...(JSON.parse(output) as Conversion), code };
  };

  for (const [title, [files, [position, message]]] of Object.entries(CASES))
    it(`${title} is one error with its position`, async () => {
      write(files);
      const started = performance.now();
      const { code, errors } = await convert();
      assert.ok(performance.now() - started < 5000, "takes longer than 5 seconds");
      assert.equal(code, 1);
      assert.deepEqual(
        errors.map(({ file, line, column, message: text }) => [
          `${file}:${line}:${column}`.startsWith(position),
          message.test(text),
        ]),
        [[true, true]],
        JSON.stringify(errors),
      );
    });

  it("a named pipe in place of a file is one error", async () => {
    execFileSync("mkfifo", [join(directory, "compose.yaml")]);
    const { code, errors } = await convert();
    assert.deepEqual(
      [code, errors.map(({ message }) => message)],
      [1, ["the file compose.yaml is not a regular file"]],
    );
  });

  it("a link that points to itself is one error", async () => {
    symlinkSync("compose.yaml", join(directory, "compose.yaml"));
    const { code, errors } = await convert();
    assert.deepEqual([code, errors.length], [1, 1]);
  });

  it("a byte order mark and line ends of Windows change nothing", async () => {
    write({
      "compose.yaml": `\uFEFF${WEB.replaceAll("\n", "\r\n")}    env_file: a.env\r\n`,
      "a.env": "\uFEFFA=1\r\nB='2'\r\n",
    });
    const { code, taskDefinitions, errors } = await convert();
    assert.deepEqual([code, errors], [0, []]);
    assert.deepEqual(taskDefinitions[0]?.containerDefinitions[0]?.environment, [
      { name: "A", value: "1" },
      { name: "B", value: "2" },
    ]);
  });

  it("two documents of a compose file are merged, and the second of a project of ecs-cli is dropped with a warning", async () => {
    write({ "compose.yaml": `${WEB}---\nservices:\n  web:\n    user: "1000"\n` });
    assert.equal((await convert()).taskDefinitions[0]?.containerDefinitions[0]?.user, "1000");
    write({ "ecs-params.yml": PARAMS });
    const { warnings } = await convert();
    assert.ok(warnings.some(({ line, message }) => line === 5 && /second YAML document is dropped/.test(message)));
  });

  it("all errors of a file are told at once", async () => {
    write({ "compose.yaml": "services:\n  a: { image: a, prots: [] }\n  b: { image: 1, user: [] }\n" });
    assert.deepEqual(
      (await convert()).errors.map(({ path }) => path),
      ["services.a.prots", "services.b.image", "services.b.user"],
    );
  });
});
