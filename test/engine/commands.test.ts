// The commands for a running service, each as a process, on a service that the real engine has deployed. What the emulator lacks
// (sessions of ECS Exec) is answered by a proxy: up to the call of session-manager-plugin, and no further.

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { CommandStack, fakeProgram, nameOf } from "./support/commands";
import { describeDeployments, setScenarios } from "./support/scenarios";

const LINES = ["listening on 8080", "GET /health 200", "GET /missing 404"];

describeDeployments("the commands for a running service", function () {
  this.timeout(300_000);
  let web: CommandStack;
  const version = (): string => nameOf(web.outputs.taskDefinitionArn ?? "");

  before(async () => {
    setScenarios([
      { command: "*db:migrate", exit: { code: 3, after: 2 }, logs: ["migrating", "PG::ConnectionBad"] },
      { command: "*no-such-image", pull: "CannotPullContainerError: ghcr.io/octocat/web: not found" },
      { image: "*", logs: LINES },
    ]);
    web = await CommandStack.deploy(
      "commands",
      `loadBalancer: { protocol: "HTTP", ingressCidrs: ["0.0.0.0/0"] }, executeCommand: {},
       autoscaling: { min: 1, max: 4, cpuPercent: 60 }, alarms: { emails: ["ops@example.com"] },
       environment: { STAGE: "test" }`,
    );
  });
  after(() => web.stop());

  it("status: shows the service of the selected stack, its address, deployment, alarms and tasks", async () => {
    const text = await web.prints(["status"]);
    const { serviceName, url, clusterArn } = web.outputs;
    const lines = text.split("\n");
    assert.equal(lines[0], `service    ${serviceName} (cluster ${nameOf(clusterArn ?? "")})`);
    assert.equal(lines[1], `tasks      1 of 1 tasks run, ${version()}`);
    assert.match(lines[2] ?? "", /^deployment SUCCESSFUL, \d+[sm] ago$/);
    assert.equal(lines[3], `address    ${url}`);
    assert.match(text, /^alarms {5}\w+ web-/m);
    assert.match(text, /^TASK +STATE +HEALTH +VERSION +AGE +ZONE +ADDRESS$/m);
    assert.match(
      text,
      new RegExp(`^[0-9a-f]{12}  RUNNING  \\w+ +${version()}  \\d+\\w +\\S+  \\d+\\.\\d+\\.\\d+\\.\\d+$`, "m"),
    );
    assert.ok(!text.includes("\u001b"), "colours are for terminals");
    assert.equal(
      await web.prints(["ps", "--service", "web"]),
      text.replace(/\d+s ago/, (age) => age),
      "the alias differs",
    );
  });

  it("status --json: tells the same, with and without a project", async () => {
    const inside = JSON.parse(await web.prints(["status", "--json"])) as Record<string, unknown>;
    const { code, stdout } = await web.runNamed(["status", "--region", "eu-central-1", "--json"], {
      env: { AWS_REGION: undefined, AWS_DEFAULT_REGION: undefined },
    });
    const outside = JSON.parse(stdout) as Record<string, unknown>;
    assert.deepEqual([code, outside.running, outside.version, outside.alarms], [0, 1, version(), []]);
    assert.deepEqual([inside.url, inside.tasks], [web.outputs.url, outside.tasks]);
  });

  it("status --watch: shows it again until Ctrl-C", async () => {
    const watch = web.start(["status", "--watch"]);
    await watch.until(({ stdout }) => stdout.split("service    ").length > 2);
    watch.interrupt();
    const { stderr } = await watch.ended;
    assert.equal(stderr, "");
  });

  it("logs: shows all lines, those that a pattern fits, as JSON, and none of an hour without any", async () => {
    const text = await web.prints(["logs"]);
    assert.deepEqual(
      text
        .trim()
        .split("\n")
        .map((line) => line.replace(/^[\d-]{10} [\d:]{8} [0-9a-f]{8} /, "")),
      LINES,
    );
    assert.match(await web.prints(["logs", "--since", "1d", "--filter", "missing"]), /^[^\n]*GET \/missing 404\n$/);
    const [first = ""] = (await web.prints(["logs", "--json", "--container", "app"])).split("\n");
    const line = JSON.parse(first) as Record<string, string>;
    assert.deepEqual(
      [line.text, line.container, Object.keys(line)],
      [LINES[0], "app", ["time", "container", "task", "text", "id"]],
    );
    const none = await web.run(["logs", "--filter", "nothing-says-this"]);
    assert.deepEqual(
      [none.code, none.stdout, none.stderr],
      [0, "", "No lines in the last 10m; look further back with --since.\n"],
    );
    const wrong = await web.run(["logs", "--since", "soon"]);
    assert.deepEqual(
      [wrong.code, wrong.stderr],
      [64, "error: --since: soon is not a duration; write 90s, 10m, 2h or 1d\n"],
    );
    const other = await web.run(["logs", "--container", "db"]);
    assert.deepEqual(
      [other.code, other.stderr],
      [64, "error: --container: the task has no container db; it has app\n"],
    );
  });

  it("logs --follow: shows a line that comes later, once, until Ctrl-C", async () => {
    const follow = web.start(["logs", "--follow"]);
    await follow.until(({ stdout }) => stdout.includes(LINES[2] ?? ""));
    await web.writeLogLine("a late line");
    await follow.until(({ stdout }) => stdout.includes("a late line"));
    await new Promise((resolve) => setTimeout(resolve, 5000)); // two more readings
    follow.interrupt();
    const { stdout, stderr } = await follow.ended;
    assert.deepEqual([stderr, stdout.split("a late line").length, stdout.split(LINES[0] ?? "").length], ["", 2, 2]);
  });

  it("exec: hands the session of ECS Exec to the plugin as the AWS CLI does, and ends with its code", async () => {
    const session = { sessionId: "ecs-execute-command-1", streamUrl: "wss://example.com/1", tokenValue: "made-up" };
    web.proxy.answer("ecs:ExecuteCommand", () => ({ session }));
    const plugin = fakeProgram("session-manager-plugin", 5);
    const { code } = await web.run(["exec", "--", "sh", "-c", "echo 'a b'"], { env: { PATH: plugin.path } });
    assert.equal(code, 5);
    const asked = web.proxy.seen
      .filter(({ action }) => action === "ecs:ExecuteCommand")
      .map(({ body }) => JSON.parse(body) as Record<string, unknown>);
    assert.deepEqual(
      asked.map(({ command, container, interactive }) => ({ command, container, interactive })),
      [{ command: `sh -c 'echo '\\''a b'\\'''`, container: "app", interactive: true }],
    );
    const [first, argv = []] = readFileSync(plugin.notes, "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as string[]);
    assert.deepEqual(first, ["--version"]);
    const [handed = "", region, operation, profile, request = "", endpoint] = argv;
    assert.deepEqual(JSON.parse(handed), {
      SessionId: session.sessionId,
      StreamUrl: session.streamUrl,
      TokenValue: session.tokenValue,
    });
    assert.deepEqual(
      [region, operation, profile, endpoint],
      ["eu-central-1", "StartSession", "", "https://ssm.eu-central-1.amazonaws.com"],
    );
    const { Target } = JSON.parse(request) as { Target: string };
    assert.match(Target, new RegExp(`^ecs:${nameOf(web.outputs.clusterArn ?? "")}_[0-9a-f]{32}_[\\w-]+$`));
  });

  it("exec: opens no session where the plugin is missing, and says where it is", async () => {
    web.proxy.seen.length = 0;
    const missing = await web.runNamed(["exec"], { env: { PATH: "/nonexistent" } });
    assert.equal(missing.code, 3);
    assert.match(
      missing.stderr,
      /^error: session-manager-plugin is not installed; see https:\/\/docs\.aws\.amazon\.com\/\S+\n$/,
    );
    assert.ok(!web.proxy.seen.some(({ action }) => action === "ecs:ExecuteCommand"));
    const unknown = await web.runNamed(["exec", "--task", "ffffffff"]);
    assert.equal(unknown.code, 64);
    assert.match(unknown.stderr, /^error: --task: no running task ffffffff; those that run are [0-9a-f]{32}\n$/);
  });

  it("port-forward: opens a tunnel to the container's own port, or to one that is named", async () => {
    web.proxy.answer("ssm:StartSession", () => ({
      SessionId: "1",
      StreamUrl: "wss://example.com/1",
      TokenValue: "made-up",
    }));
    const plugin = fakeProgram("session-manager-plugin");
    const own = await web.run(["port-forward"], { env: { PATH: plugin.path } });
    assert.deepEqual([own.code, own.stderr], [0, "http://localhost:8080 -> port 8080 of app; Ctrl-C ends it\n"]);
    const named = await web.run(["port-forward", "5432", "--local-port", "15432"], { env: { PATH: plugin.path } });
    assert.deepEqual([named.code, named.stderr], [0, "http://localhost:15432 -> port 5432 of app; Ctrl-C ends it\n"]);
    const requests = web.proxy.seen
      .filter(({ action }) => action === "ssm:StartSession")
      .map(({ body }) => JSON.parse(body) as Record<string, unknown>);
    assert.deepEqual(
      requests.map(({ DocumentName, Parameters }) => ({ DocumentName, Parameters })),
      [
        {
          DocumentName: "AWS-StartPortForwardingSession",
          Parameters: { portNumber: ["8080"], localPortNumber: ["8080"] },
        },
        {
          DocumentName: "AWS-StartPortForwardingSession",
          Parameters: { portNumber: ["5432"], localPortNumber: ["15432"] },
        },
      ],
    );
    const wrong = await web.run(["port-forward", "http"]);
    assert.deepEqual([wrong.code, wrong.stderr], [64, 'error: port: "http" must be a TCP port from 1 to 65535\n']);
  });

  it("run: shows the task's lines and ends with the container's exit code", async () => {
    web.proxy.seen.length = 0;
    const { code, stdout, stderr } = await web.run([
      "run",
      "--env",
      "DRY_RUN=1",
      "--cpu",
      "512",
      "--memory",
      "1024",
      "--",
      "rails",
      "db:migrate",
    ]);
    assert.deepEqual([code, stdout], [3, "migrating\nPG::ConnectionBad\n"]);
    assert.match(stderr, /^started task [0-9a-f]{32}\ntask [0-9a-f]{32} ended: .*\(exit code 3\)\n$/);
    const call = web.proxy.seen.find(({ action }) => action === "ecs:RunTask");
    const { overrides } = JSON.parse(call?.body ?? "") as { overrides: object };
    assert.deepEqual(overrides, {
      cpu: "512",
      memory: "1024",
      containerOverrides: [
        { name: "app", command: ["rails", "db:migrate"], environment: [{ name: "DRY_RUN", value: "1" }] },
      ],
    });
  });

  it("run: says why a container never ran, and can leave the task alone", async () => {
    const failed = await web.run(["run", "--json", "--", "no-such-image"]);
    const { exitCode, reason } = JSON.parse(failed.stdout) as { exitCode?: number; reason: string };
    assert.deepEqual(
      [failed.code, exitCode, reason],
      [1, undefined, "CannotPullContainerError: ghcr.io/octocat/web: not found"],
    );
    assert.match(await web.prints(["run", "--detach", "--", "./nightly.sh"]), /^[0-9a-f]{32}\n$/);
    const wrong = await web.run(["run", "--env", "DRY_RUN"]);
    assert.deepEqual(
      [wrong.code, wrong.stderr],
      [64, "error: --env: a value without its name; write it as --env NAME=VALUE\n"],
    );
  });

  it("open: prints the address, and opens it in the browser", async () => {
    const { url = "" } = web.outputs;
    assert.equal(await web.prints(["open", "--print"]), `${url}\n`);
    assert.deepEqual(JSON.parse(await web.prints(["open", "--json"])), { url });
    const browser = fakeProgram("xdg-open");
    assert.equal(await web.prints(["open"], { env: { PATH: browser.path } }), `${url}\n`);
    for (let tries = 0; tries < 50 && !existsSync(browser.notes); tries++)
      await new Promise((resolve) => setTimeout(resolve, 100));
    assert.equal(readFileSync(browser.notes, "utf8"), `["${url}"]\n`);
  });
});
