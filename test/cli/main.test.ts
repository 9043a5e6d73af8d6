// The program as a process: what it says without a command, and what it makes of files that are not there.

import assert from "node:assert/strict";
import { execFile, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
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

/** What AWS answers about a service whose container writes a line at each reading. */
const ANSWERS: Readonly<Record<string, () => object>> = {
  DescribeServices: () => ({ services: [{ status: "ACTIVE", serviceName: "s", desiredCount: 0, runningCount: 0 }] }),
  DescribeTaskDefinition: () => ({
    taskDefinition: {
      containerDefinitions: [
        {
          name: "app",
          logConfiguration: {
            logDriver: "awslogs",
            options: { "awslogs-group": "g", "awslogs-stream-prefix": "p", "awslogs-region": "eu-central-1" },
          },
        },
      ],
    },
  }),
  ListTasks: () => ({ taskArns: ["arn:aws:ecs:eu-central-1:123456789012:task/c/0123"] }),
  DescribeTasks: () => ({
    tasks: [{ taskArn: "arn:aws:ecs:eu-central-1:123456789012:task/c/0123", lastStatus: "RUNNING" }],
  }),
  FilterLogEvents: () => ({
    events: [
      { timestamp: Date.now(), logStreamName: "p/app/0123", message: "READY", eventId: String(performance.now()) },
    ],
  }),
};

const answerAsAws: RequestListener = (request, response) => {
  const action = String(request.headers["x-amz-target"]).replace(/.*\./, "");
  response.end(JSON.stringify(ANSWERS[action]?.() ?? {}));
};

const awsAt = (host: string) => ({
  PATH: process.env.PATH,
  AWS_ENDPOINT_URL: `http://${host}`,
  AWS_REGION: "eu-central-1",
  AWS_ACCESS_KEY_ID: "a",
  AWS_SECRET_ACCESS_KEY: "b",
});

/** Runs something beside a server on this machine. */
async function serving(answer: RequestListener, run: (host: string) => Promise<void>): Promise<void> {
  const server = createServer(answer).listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    await run(`127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
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

  it("shows the help of a command in either form", () => {
    const { status, stdout, stderr } = run("migrate", "help", "plan");
    assert.deepEqual([status, stderr], [0, ""]);
    assert.match(stdout, /^Usage: ghcr-fargate migrate plan /);
    assert.equal(run("help", "migrate", "plan").stdout, stdout);
    assert.match(run("help").stdout, /^Usage: ghcr-fargate \[options\] \[command\]\n/);
  });

  it("names what became of its output where the disk is full", function () {
    if (!existsSync("/dev/full")) {
      console.log("    skipped: this system has no /dev/full");
      this.skip();
    }
    const { status, stderr } = spawnSync("bash", ["-c", 'node "$0" --help > /dev/full', MAIN], { encoding: "utf8" });
    assert.deepEqual([status, stderr], [1, "error: standard output: no space left on its disk\n"]);
  });

  for (const command of ["logs --follow", "status --watch"])
    it(`ends ${command} when its reader has gone`, async () => {
      await serving(answerAsAws, async (host) => {
        const pipe = `node "$0" ${command} --json --cluster c --service s | head -n 1 >&2; echo "\${PIPESTATUS[0]}"`;
        const { stdout, stderr } = await promisify(execFile)("bash", ["--norc", "-c", pipe, MAIN], {
          env: awsAt(host),
          timeout: 20_000,
        });
        assert.equal(stdout, "0\n", stderr);
        assert.match(stderr, /^\{.*\}\n$/);
      });
    });

  const wrong: readonly (readonly [argv: string[], status: number, says: string])[] = [
    [["scale", "abc"], 64, 'error: tasks: "abc" must be a whole number of tasks from 0 to 5000'],
    [["start", "--tasks", "1.5"], 64, 'error: --tasks: "1.5" must be a whole number of tasks from 0 to 5000'],
    [["logs", "--container", "nope"], 64, "error: --container: the task has no container nope; it has app"],
    [["logs", "--failed"], 0, "No task failed; ECS remembers stopped tasks for about an hour."],
    [["exec", "--task", "nope"], 64, "error: --task: no running task nope; those that run are 0123"],
  ];
  for (const [argv, status, says] of wrong)
    it(`ends with ${status} for ${argv.join(" ")} on a service`, () =>
      serving(answerAsAws, async (host) => {
        const call = [MAIN, ...argv, "--cluster", "c", "--service", "s"];
        const ended = await promisify(execFile)(process.execPath, call, { env: awsAt(host) }).then(
          ({ stderr }) => ({ code: 0, stderr }),
          (error: unknown) => error as { code: number; stderr: string },
        );
        assert.deepEqual([ended.code, ended.stderr], [status, `${says}\n`]);
      }));

  it("reads a file of variables under a name that Node.js does not look for", () => {
    const directory = mkdtempSync(join(tmpdir(), "main-"));
    writeFileSync(join(directory, "compose.yaml"), "services: { web: { image: 'ghcr.io/octocat/web:${TAG}' } }\n");
    writeFileSync(join(directory, "prod.env"), "TAG=1.0\nNODE_OPTIONS=--no-such-option\n");
    const json = ["compose", "convert", directory, "--output", "json"];
    const { status, stdout } = run(...json, "--variables", join(directory, "prod.env"));
    assert.equal(status, 0);
    assert.match(stdout, /"ghcr\.io\/octocat\/web:1\.0"/);
    const none = run("compose", "check", directory, "--variables", "none.env");
    assert.deepEqual(
      [none.status, none.stdout.split("\n", 1)],
      [1, ["error: none.env:1:1: the file none.env does not exist; create it or remove it here"]],
    );
  });

  it("names the directory that stands in place of Docker's file", async () => {
    const home = mkdtempSync(join(tmpdir(), "main-"));
    mkdirSync(join(home, "config.json"));
    const askWho: RequestListener = (_, response) =>
      response.writeHead(401, { "www-authenticate": 'Basic realm="registry"' }).end();
    await serving(askWho, async (host) => {
      const env = { PATH: process.env.PATH, DOCKER_CONFIG: home };
      const argv = [MAIN, "migrate", "plan", `registry:${host}/a`, `${host}/b`];
      await assert.rejects(promisify(execFile)(process.execPath, argv, { env }), {
        code: 64,
        stderr: `error: ${join(home, "config.json")} is a directory\n`,
      });
    });
  });

  const ECR = "123456789012.dkr.ecr.eu-central-1.amazonaws.com";
  const NO_CREDENTIALS = "no AWS credentials were found; set AWS_PROFILE, or sign in: aws sso login";
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
    [["ecr", "commands", "--state", "/nonexistent"], 64, "--state: /nonexistent does not exist"],
    [
      ["status", "--region", "", "--cluster", "c", "--service", "s"],
      64,
      '--region: "" is not the code of a Region; write it as in "eu-central-1"',
    ],
    [
      ["diagnose", "--region", "evil.com/#", "--cluster", "c", "--service", "s"],
      64,
      '--region: "evil.com/#" is not the code of a Region; write it as in "eu-central-1"',
    ],
    [
      ["status", "--profile", "typo", "--region", "eu-central-1", "--cluster", "c", "--service", "s"],
      3,
      'no AWS credentials were found for the profile "typo"; check its name, or sign in: aws sso login --profile typo',
    ],
    [["help", "foo"], 64, 'help: there is no command "foo"; see ghcr-fargate --help'],
    [["migrate", "help", "nope"], 64, 'help: there is no command "migrate nope"; see ghcr-fargate --help'],
    [["help", "migrate", "nope"], 64, 'help: there is no command "migrate nope"; see ghcr-fargate --help'],
    [["diff"], 64, "no Pulumi project here; run this in one"],
    [["run", "--task", "x"], 64, "no Pulumi project here; run this in one"],
    [["status"], 64, "no Pulumi project here; run this in one, or pass --cluster and --service"],
    [["ecr", "commands", "--state", tmpdir()], 64, `--state: ${tmpdir()} is a directory`],
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
    [["preview", "--markdown", "--compare", "/nonexistent", QUICKSTART], 64, "--compare: /nonexistent does not exist"],
    [
      ["preview", "--html", "x.html", "--compare", notPreview, QUICKSTART],
      64,
      `--compare: ${notPreview} is not what preview --json wrote`,
    ],
  ];
  it("names a way out that the command has where the Pulumi CLI is missing", () => {
    const project = mkdtempSync(join(tmpdir(), "main-"));
    writeFileSync(join(project, "Pulumi.yaml"), "name: shop\nruntime: nodejs\n");
    const needed = "error: the Pulumi CLI is needed to read the stack; install it";
    for (const [argv, wayOut] of [
      [["status"], ", or pass --cluster and --service"],
      [["diff"], ""],
      [["run", "--task", "x"], ""],
      [["ecr", "commands"], ", or pass --state"],
    ] as const) {
      const options = { encoding: "utf8", cwd: project, env: { PATH: "", HOME: "/nonexistent" } } as const;
      const { status, stderr } = spawnSync(process.execPath, [MAIN, ...argv], options);
      assert.deepEqual([status, stderr], [3, `${needed}${wayOut}\n`]);
    }
  });

  for (const [argv, status, says] of errors)
    it(`ends with ${status} and one line for ${argv.join(" ").replaceAll(dirname(notJson), "")}`, () => {
      const ended = run(...argv);
      assert.deepEqual([ended.status, ended.stderr], [status, `error: ${says}\n`]);
    });
});
