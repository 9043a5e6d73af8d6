// The commands that stay, in a real terminal: what they draw, and what Ctrl-C ends. Skipped where tmux is not installed.

import assert from "node:assert/strict";
import { chmodSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CLI, CommandStack } from "./support/commands";
import { describeDeployments, setScenarios } from "./support/scenarios";
import { hasTmux, TmuxSession } from "./support/tmuxSession";

const CLEAR = "\u001b[H\u001b[2J";

describeDeployments("a command in a terminal", function () {
  this.timeout(300_000);
  let web: CommandStack | undefined;
  let terminal: TmuxSession | undefined;

  before(async function () {
    if (!hasTmux()) {
      console.log("    skipped: tmux is not installed; see .ci/install-registry-tools");
      this.skip();
    }
    setScenarios([
      { command: "*nightly*", exit: { code: 0, after: 3600 }, logs: ["half way"] },
      { image: "*", logs: ["listening on 8080"] },
    ]);
    web = await CommandStack.deploy("command-terminal", "executeCommand: {}");
  });
  afterEach(() => terminal?.close());
  after(() => web?.stop());

  function open(argv: readonly string[], env: Readonly<Record<string, string>> = {}): TmuxSession {
    assert.ok(web !== undefined);
    const { stack, proxy, named } = web;
    const [command = "", ...rest] = argv;
    terminal = new TmuxSession([process.execPath, CLI, command, ...named, ...rest], {
      cwd: tmpdir(),
      env: { ...stack.environment, AWS_ENDPOINT_URL: proxy.url, NO_COLOR: undefined, ...env },
    });
    return terminal;
  }

  /** Presses Ctrl-C: the command ends with the code, and without a stack trace. */
  async function interrupts(session: TmuxSession, code: number): Promise<void> {
    session.press("C-c");
    await session.until(({ screen }) => screen.includes(`exit ${code}`), `the exit code ${code}`);
    assert.doesNotMatch(session.screen, /^\s+at |Error|error:/m);
  }

  it("status --watch: draws the screen anew, in colours, until Ctrl-C", async () => {
    const session = open(["status", "--watch"]);
    await session.until(({ record }) => record.split(CLEAR).length > 2, "the second drawing");
    await session.until(({ screen }) => screen.includes("RUNNING"), "the task");
    assert.equal(session.screen.split("\n").filter((line) => line.startsWith("service ")).length, 1);
    assert.match(coloursOf(session), /<green>1 of 1 tasks run, [\w-]+:1<\/>/);
    assert.match(coloursOf(session), /deployment <green>SUCCESSFUL<\/>, /);
    await interrupts(session, 130);
  });

  it("status: has no colours where NO_COLOR is set", async () => {
    const session = open(["status"], { NO_COLOR: "1" });
    await session.until(({ screen }) => screen.includes("exit 0"), "its end");
    assert.match(session.screen, /^tasks +1 of 1 tasks run, /m);
    assert.ok(!session.record.includes("\u001b[32m"));
  });

  it("logs --follow: shows lines as they come, the time dimmed, until Ctrl-C", async () => {
    const session = open(["logs", "--follow", "--since", "1d"]);
    await session.until(({ screen }) => screen.includes("listening on 8080"), "the first line");
    assert.match(coloursOf(session), /<dim>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d [0-9a-f]{8}<\/> listening on 8080/);
    assert.ok(web !== undefined);
    await web.writeLogLine("a late line");
    await session.until(({ screen }) => screen.includes("a late line"), "the late line");
    await interrupts(session, 130);
  });

  it("run: leaves the task running at Ctrl-C, and says how to stop it", async () => {
    const session = open(["run", "--", "./nightly.sh"]);
    await session.until(({ screen }) => screen.includes("half way"), "the task's line");
    session.press("C-c");
    await session.until(({ screen }) => screen.includes("exit 130"), "the exit code 130");
    const text = session.screen.replaceAll("\n", "");
    assert.match(
      text,
      /task [0-9a-f]{32} goes on running; stop it with aws ecs stop-task --cluster \S+ --task [0-9a-f]{32}/,
    );
  });

  it("exec: leaves Ctrl-C to the session", async () => {
    assert.ok(web !== undefined);
    web.proxy.answer("ecs:ExecuteCommand", () => ({
      session: { sessionId: "1", streamUrl: "wss://x", tokenValue: "made-up" },
    }));
    const directory = mkdtempSync(join(tmpdir(), "plugin-"));
    const plugin = join(directory, "session-manager-plugin");
    writeFileSync(
      plugin,
      `#!${process.execPath}
if (process.argv[2] === "--version") process.exit(0);
process.on("SIGINT", () => { console.log("interrupted in the session"); process.exit(7); });
console.log("session open", process.stdin.isTTY === true);
setTimeout(() => undefined, 60_000);
`,
    );
    chmodSync(plugin, 0o755);
    const session = open(["exec"], { PATH: `${directory}:${process.env.PATH ?? ""}` });
    await session.until(({ screen }) => screen.includes("session open true"), "the session");
    await interrupts(session, 7);
    assert.match(session.screen, /interrupted in the session\nexit 7/);
  });
});

/** What was sent to the terminal, its colours written out. */
function coloursOf({ record }: TmuxSession): string {
  return record
    .replaceAll("\u001b[32m", "<green>")
    .replaceAll("\u001b[2m", "<dim>")
    .replaceAll("\u001b[39m", "</>")
    .replaceAll("\u001b[22m", "</>");
}
