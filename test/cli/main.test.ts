// The program as a process: what it says without a command, and what it makes of files that are not there.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { build } from "../package/installed";

const MAIN = join(__dirname, "../../dist/cli/main.js");
const QUICKSTART = join(__dirname, "../../examples/quickstart");

function run(...argv: string[]) {
  const env = {
    PATH: process.env.PATH,
    HOME: "/nonexistent",
    AWS_EC2_METADATA_DISABLED: "true",
    PULUMI_SKIP_UPDATE_CHECK: "1",
  };
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...argv], {
    encoding: "utf8",
    env,
    cwd: tmpdir(),
  });
  return { status, stdout, stderr };
}

describe("the program", function () {
  before(() => build());

  it("gives a short overview where no command is named", () => {
    const { status, stdout, stderr } = run();
    assert.deepEqual([status, stderr], [0, ""]);
    const lines = stdout.split("\n");
    assert.match(lines[0] ?? "", /^ghcr-fargate \d+\.\d+\.\d+: private container images on AWS ECS Fargate$/);
    assert.ok(lines.length <= 14, stdout);
    assert.match(stdout, /ghcr-fargate COMMAND --help/);
  });

  it("completes commands and options for a shell", () => {
    assert.match(run("complete", "bash").stdout, /^# bash completion for ghcr-fargate/);
    assert.match(run("complete", "--", "sta").stdout, /^status\t.*\nstart\t/m);
    assert.match(run("complete", "--", "status", "--wa").stdout, /^--watch\t/m);
  });

  it("keeps its exit code, and prints no stack, where nobody reads its output to the end", () => {
    const pipe =
      'node "$0" diagnose --message "exec /app: exec format error in an ECS task" | true; echo "${PIPESTATUS[0]}"';
    const { stdout, stderr } = spawnSync("bash", ["-c", pipe, MAIN], { encoding: "utf8", cwd: tmpdir() });
    assert.deepEqual([stdout, stderr], ["1\n", ""]);
  });

  const ECR = "123456789012.dkr.ecr.eu-central-1.amazonaws.com";
  const NO_CREDENTIALS = "no AWS credentials were found; set AWS_PROFILE or pass --profile, or sign in: aws sso login";
  const SECRET = "hunter2-secret";
  const WEB = ["--cluster", "c", "--service", "s"];
  const RUN = ["run", ...WEB, "--detach"];
  const NOT_WHOLE = "is not a whole number; write CPU in units (1024 are one vCPU), memory in MiB";
  const NO_REVISION = "is not a revision of a task definition; write 7, web:7 or an ARN";
  const notJson = join(mkdtempSync(join(tmpdir(), "main-")), "state.json");
  writeFileSync(notJson, "x");
  const notPreview = join(dirname(notJson), "other.json");
  writeFileSync(notPreview, '{"name": "other"}');
  const errors: readonly (readonly [argv: string[], status: number, says: string])[] = [
    [["migrate", "prune", `${ECR}/shop`], 3, NO_CREDENTIALS],
    [["check", `${ECR}/shop/web:1`], 3, NO_CREDENTIALS],
    [
      ["migrate", "references", "/nonexistent", "--from", "a.example.com/b", "--to", "c.example.com/d"],
      64,
      "/nonexistent does not exist",
    ],
    [["migrate", "plan", "list:/nonexistent", `${ECR}/shop`], 64, "/nonexistent: no such file"],
    [["ecr", "commands", "--state", "/nonexistent"], 64, "/nonexistent does not exist"],
    [["ecr", "commands", "--state", notJson], 64, `--state: ${notJson} is not JSON; write it with pulumi stack export`],
    [["check", `--token-stdin=${SECRET}`, "ghcr.io/a/b:1"], 64, "unknown option '--token-stdin=…'"],
    [["check", `--tokn='${SECRET}'`, "ghcr.io/a/b:1"], 64, "unknown option '--tokn=…'"],
    [
      ["preview", QUICKSTART, "--answer", `getSecretVersion={"secretString":"${SECRET}"`],
      64,
      `--answer getSecretVersion: the value is not a JSON object; write it as --answer 'getSecretVersion={"NAME": VALUE}'`,
    ],
    [[...RUN, "--env", SECRET], 64, "--env: a value without its name; write it as --env NAME=VALUE"],
    [
      [...RUN, "--env", "A B=1"],
      64,
      '--env: "A B" is not a valid name of an environment variable; use letters, digits and underscores',
    ],
    [[...RUN, "--cpu", "abc"], 64, `--cpu: "abc" ${NOT_WHOLE}`],
    [[...RUN, "--cpu", "512", "--memory", "512x"], 64, `--memory: "512x" ${NOT_WHOLE}`],
    [[...RUN, "--memory", "3"], 64, "--memory: 3 MiB is not a memory size of Fargate; use 512"],
    [
      [...RUN, "--cpu", "256", "--memory", "8192"],
      64,
      "--memory: 8192 MiB do not go with cpu: 256; Fargate's nearest sizes are memory: 2048, or cpu: 1024 with memory: 8192",
    ],
    [["rollback", ...WEB, "--to", "foo"], 64, `--to: "foo" ${NO_REVISION}`],
    [["rollback", ...WEB, "--to", ""], 64, `--to: "" ${NO_REVISION}`],
    [["rollback", ...WEB, "--to", "0"], 64, `--to: "0" ${NO_REVISION}`],
    [["preview", "--html", "/nonexistent/x.html", QUICKSTART], 64, "/nonexistent does not exist"],
    [
      ["preview", "--markdown", "--compare", "/nonexistent", QUICKSTART],
      64,
      "--compare: /nonexistent is not what preview --json wrote",
    ],
    [
      ["preview", "--html", "x.html", "--compare", notPreview, QUICKSTART],
      64,
      `--compare: ${notPreview} is not what preview --json wrote`,
    ],
  ];
  for (const [argv, status, says] of errors)
    it(`ends with ${status} and one line for ${argv.join(" ").replaceAll(dirname(notJson), "")}`, () => {
      const ended = run(...argv);
      assert.deepEqual([ended.status, ended.stderr], [status, `error: ${says}\n`]);
    });
});
