// The check command with its text, JSON and exit codes. A real HTTP server answers; only host names are rerouted.

import { strict as assert } from "node:assert";
import { Command } from "commander";
import { addCheck } from "../../cli/check";
import type { Terminal } from "../../cli/terminal";
import { Network } from "../support/network";
import { basic, PASSWORD, RegistryServer } from "../support/registryServer";

interface Outcome {
  readonly output: string;
  readonly exitCode: number | undefined;
}

describe("ghcr-fargate check", () => {
  let server: RegistryServer;
  let network: Network;

  beforeEach(async () => {
    server = await new RegistryServer("ghcr").start();
    server.fail(/^\/user$/, (_, response) =>
      response
        .writeHead(200, {
          "x-oauth-scopes": "read:packages",
          "github-authentication-token-expiration": "2026-12-01 09:00:00 UTC",
        })
        .end(),
    );
    const hosts = ["ghcr.io", "api.github.com", "registry.gitlab.com"];
    network = new Network(Object.fromEntries(hosts.map((host) => [`https://${host}`, server.url])));
  });
  afterEach(() => server.stop());

  async function run(argv: readonly string[], given: Partial<Terminal> = {}): Promise<Outcome> {
    let output = "";
    let exitCode: number | undefined;
    const terminal: Terminal = {
      write: (text) => void (output += text),
      writeError: (text) => void (output += text),
      readInput: () => Promise.reject(new Error("standard input was read")),
      env: {},
      colour: false,
      interactive: false,
      exitWith: (code) => void (exitCode = code),
      ...given,
    };
    const program = new Command("ghcr-fargate").exitOverride();
    program.configureOutput({ writeOut: terminal.write, writeErr: terminal.writeError });
    addCheck(network.options)(program, terminal);
    program.commands.forEach((command) => command.exitOverride().copyInheritedSettings(program));
    await program.parseAsync(["check", ...argv], { from: "user" });
    return { output, exitCode };
  }

  const TOKEN = { env: { GHCR_TOKEN: PASSWORD } };

  it("says all that is known about a good image and warns of a token that expires soon", async () => {
    const digest = server.putIndex("octo/web", "main", ["linux/amd64", "linux/arm64/v8"]);
    assert.deepEqual(await run(["ghcr.io/octo/web:main"], TOKEN), {
      exitCode: 0,
      output: `ghcr.io/octo/web:main
  registry     ghcr.io, answers
  credentials  accepted
  token        classic; scopes read:packages; expires 2026-12-01
  digest       ${digest}
  platforms    linux/amd64      0.0 MiB
               linux/arm64/v8   0.0 MiB

warning: the token expires on 2026-12-01, in 8 days
  fix: replace it before: no task can start with an expired token
`,
    });
  });

  it("shows sizes, and says so when there is nothing to fix", async () => {
    server.publicRepositories.add("octo/web");
    const { digest } = server.putImage("linux/amd64", 7.5 * 1024 * 1024);
    server.tag("octo/web", "main", digest);
    assert.deepEqual(await run(["ghcr.io/octo/web:main"]), {
      exitCode: 0,
      output: `ghcr.io/octo/web:main
  registry     ghcr.io, answers
  credentials  none given
  digest       ${digest}
  platforms    linux/amd64      7.5 MiB

Fargate can pull this image.
`,
    });
  });

  it("ends with 2 when a task would not start", async () => {
    server.putIndex("octo/web", "main", ["linux/amd64"]);
    const { output, exitCode } = await run(["ghcr.io/octo/web:main", "--arch", "arm64"], TOKEN);
    assert.equal(exitCode, 2);
    assert.match(output, /^error: octo\/web:main was not built for linux\/arm64, only for linux\/amd64$/m);
  });

  it("ends with 3 when the registry could not be asked", async () => {
    const { output, exitCode } = await run(["registry.example/web:main"]);
    assert.equal(exitCode, 3);
    assert.match(output, /^ {2}registry {5}registry\.example, not reached$/m);
  });

  it("colours the severity where the terminal has colours", async () => {
    const { output } = await run(["registry.example/web:main"], { colour: true });
    assert.ok(output.includes("\u001b[33mwarning\u001b[39m: registry.example cannot be reached"));
  });

  it("writes the same as JSON", async () => {
    const digest = server.putIndex("octo/web", "main", ["linux/amd64"]);
    const { output, exitCode } = await run(["ghcr.io/octo/web:main", "--json"], TOKEN);
    const { platforms, ...report } = JSON.parse(output) as Record<string, unknown>;
    assert.equal(exitCode, 0);
    assert.deepEqual(report, {
      image: "ghcr.io/octo/web:main",
      resolved: `ghcr.io/octo/web:main@${digest}`,
      digest,
      login: "accepted",
      token: { kind: "classic", scopes: ["read:packages"], expiresAt: "2026-12-01T09:00:00.000Z" },
      findings: [
        {
          code: "TOKEN_EXPIRES_SOON",
          severity: "warning",
          subject: "credentials",
          wrong: "the token expires on 2026-12-01, in 8 days",
          fix: "replace it before: no task can start with an expired token",
        },
      ],
    });
    assert.deepEqual(
      (platforms as object[]).map((platform) => Object.keys(platform)),
      [["os", "architecture", "digest", "sizeBytes"]],
    );
  });

  it("reads the token from standard input when told to, without its line end", async () => {
    server.putIndex("octo/web", "main", ["linux/amd64"]);
    const { output } = await run(["ghcr.io/octo/web:main", "--token-stdin", "-u", "octo"], {
      readInput: () => Promise.resolve(`${PASSWORD}\n`),
      env: { GHCR_TOKEN: "another" },
    });
    assert.match(output, /credentials {2}accepted/);
    assert.ok(!output.includes(PASSWORD));
  });

  it("takes the image's owner as user name on ghcr.io", async () => {
    await run(["ghcr.io/octo/web:main"], TOKEN);
    assert.ok(network.sent.some(({ authorization }) => authorization === basic("octo", PASSWORD)));
  });

  it("never shows GHCR_TOKEN to another registry", async () => {
    await run(["registry.gitlab.com/octo/web:main"], TOKEN);
    assert.deepEqual(
      network.sent.filter(({ authorization }) => authorization?.startsWith("Basic")),
      [],
    );
  });

  const WRONG_USES: readonly [argv: string[], message: string, input?: string][] = [
    [
      ["ghcr.io/Octo/web"],
      'IMAGE: "ghcr.io/Octo/web" has upper-case letters in its repository; registries know lower case only: write "ghcr.io/octo/web"',
    ],
    [
      ["registry.gitlab.com/octo/web", "--username", "octo"],
      "--username: given without a token; pass the token on standard input with --token-stdin",
    ],
    [
      ["ghcr.io/octo/web", "--username", "octo"],
      "--username: given without a token; set GHCR_TOKEN, or pass the token on standard input with --token-stdin",
    ],
    [
      ["registry.gitlab.com/octo/web", "--token-stdin"],
      "--username: missing; registry.gitlab.com needs it beside the token",
      "secret",
    ],
    [["ghcr.io/octo/web", "--token-stdin"], "--token-stdin: standard input is empty; pass the token there", "\n"],
    [
      ["ghcr.io/octo/web", "--arch", "X86_64"],
      "error: option '-a, --arch <architecture>' argument 'X86_64' is invalid. Allowed choices are amd64, arm64.",
    ],
  ];
  for (const [argv, message, input] of WRONG_USES)
    it(`refuses check ${argv.join(" ")}${input === undefined ? "" : ` with ${JSON.stringify(input)}`}`, async () => {
      const given = input === undefined ? {} : { readInput: () => Promise.resolve(input) };
      await assert.rejects(run(argv, given), { message });
      assert.deepEqual(network.sent, []);
    });

  it("refuses an image that nobody has attested, where it is asked for", async () => {
    const digest = server.putIndex("octo/web", "main", ["linux/amd64"]);
    const { output, exitCode } = await run(["ghcr.io/octo/web:main", "--attested-by", "octo/web"], TOKEN);
    assert.equal(exitCode, 2);
    assert.ok(
      output.includes(`\nerror: ghcr.io has no attestation or signature of octo/web@${digest}\n  fix: `),
      output,
    );
    await assert.rejects(run(["ghcr.io/octo/web:main", "--attested-by", "octo"], TOKEN), {
      message: '--attested-by: "octo" is not a GitHub repository; write it as owner/name',
    });
  });

  it("documents its exit codes in its help", async () => {
    let help = "";
    const write = (text: string): void => void (help += text);
    await assert.rejects(run(["--help"], { write }), { code: "commander.helpDisplayed" });
    for (const code of ["0 ", "2 ", "3 ", "64"]) assert.match(help, new RegExp(`^  ${code} `, "m"));
  });
});
