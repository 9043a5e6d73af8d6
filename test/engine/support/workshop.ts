// Programs in other languages than TypeScript, on the real engine, in directories of their own beside a copy of the checkout.

import assert from "node:assert/strict";
import { execFile, execFileSync } from "node:child_process";
import { once } from "node:events";
import {
  cpSync,
  createReadStream,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { promisify } from "node:util";
import { writeArchive } from "../../../tools/plugin/archive";
import { blocksOf, commandsOf } from "../../package/blocks";
import { build, ROOT } from "../../package/installed";
import { Emulator } from "./emulator";
import { assertNothingLeft, inventory } from "./inventory";

const REGION = "eu-central-1";

/** This machine, as Pulumi names it. */
const PLATFORM = `${process.platform === "win32" ? "windows" : process.platform}-${process.arch === "x64" ? "amd64" : process.arch}`;

/** What the programs of examples/languages export. */
export const OUTPUTS = ["serviceName", "taskDefinitionArn", "serviceNames", "repositoryUrls", "policyJson"];

/** Where the guide has Pulumi fetch the plugin from: the newest release on GitHub. */
const RELEASE = "ghcr-fargate --server github://api.github.com/ghcr-fargate/ghcr-fargate";

/** The blocks of the guide in a language, as its readers copy them. */
export const guide = (language: string): string[] =>
  blocksOf("docs/languages.md", readFileSync(join(ROOT, "docs/languages.md"), "utf8"))
    .filter((block) => block.language === language)
    .map(({ code }) => `${code}\n`);

/** Runs a program to its end; what it printed is in the error where it fails. */
export async function run(
  command: string,
  args: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
) {
  const { stdout } = await promisify(execFile)(command, args, { ...options, maxBuffer: 1 << 26 }).catch(
    (error: unknown) => {
      const { stdout: out = "", stderr = "" } = error as { stdout?: string; stderr?: string };
      throw new Error(`${command} ${args.join(" ")}\n${out}${stderr}`);
    },
  );
  return stdout;
}

/** Whether a program is on the PATH. */
export function has(command: string): boolean {
  try {
    return execFileSync("sh", ["-c", `command -v ${command}`]).length > 0;
  } catch {
    return false;
  }
}

/** Skips a test where a program that it needs is not on the PATH, and says so. */
export function needs(test: Mocha.Context, ...commands: string[]): void {
  const missing = commands.filter((command) => !has(command));
  if (missing.length === 0) return;
  console.log(`      skipped: ${missing.join(" and ")} not found on the PATH`);
  test.skip();
}

/** A copy of the checkout, and projects beside it that use its plugin. */
export class Workshop {
  readonly directory = mkdtempSync(join(tmpdir(), "languages-"));
  readonly #checkout = join(this.directory, "ghcr-fargate");
  /** What `pulumi package add` is given for what is not released yet. */
  readonly plugin = join(this.#checkout, "plugin");
  #releases?: Server;

  /** Copies what Git knows of the checkout. */
  fill(): void {
    mkdirSync(this.#checkout);
    execFileSync("sh", ["-c", `git ls-files -z | xargs -0 tar -c | tar -x -C "${this.#checkout}"`], { cwd: ROOT });
    symlinkSync(join(ROOT, "node_modules"), join(this.#checkout, "node_modules"));
  }

  /** Offers the plugin's archive as a release does; returns how often it was fetched. */
  async releases(): Promise<() => number> {
    await build();
    const archive = writeArchive(ROOT, this.directory);
    let fetched = 0;
    this.#releases = createServer((request, response) => {
      const name = basename(archive).replace(/\.tar\.gz$/, `-${PLATFORM}.tar.gz`);
      if (request.url !== `/${name}`) return void response.writeHead(404).end();
      fetched++;
      response.setHeader("content-length", statSync(archive).size);
      createReadStream(archive).pipe(response);
    });
    await once(this.#releases.listen(0, "127.0.0.1"), "listening");
    return () => fetched;
  }

  /** Removes everything. */
  remove(): void {
    this.#releases?.close();
    rmSync(this.directory, { recursive: true, force: true });
  }

  /** A project of these files. */
  project(name: string, files: Record<string, string>): string {
    const cwd = join(this.directory, name);
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(dirname(join(cwd, file)), { recursive: true });
      writeFileSync(join(cwd, file), text);
    }
    return cwd;
  }

  /** The program of examples/languages, in a directory of its own beside the compose file that it deploys. */
  async example(language: string): Promise<string> {
    const copy = join(this.directory, "examples", language);
    cpSync(join(ROOT, "examples/languages"), dirname(copy), { recursive: true });
    const AssumeRolePolicyDocument = '{"Version":"2012-10-17","Statement":[]}';
    const role = { RoleName: "shop-deployer", AssumeRolePolicyDocument };
    await new Emulator("us-east-1").query("iam", "CreateRole", "2010-05-08", role).catch((error: unknown) => {
      if (!String(error).includes("EntityAlreadyExists")) throw error;
    });
    return copy;
  }

  /** Runs a command of Pulumi in a project. */
  pulumi(cwd: string, ...args: string[]): Promise<string> {
    const env = { ...process.env, AWS_REGION: REGION, GHCR_FARGATE_OFFLINE: "1" };
    return run("pulumi", ["--non-interactive", ...args], { cwd, env });
  }

  /** Follows commands of the guide, but for updates, in a project. */
  async follows(cwd: string, commands: string): Promise<void> {
    const { port } = this.#releases?.address() as AddressInfo;
    const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { version: string };
    for (const command of commandsOf(commands).filter((line) => !/^pulumi up$|^npx /.test(line))) {
      const named = command.startsWith("pulumi plugin install") ? `ghcr-fargate ${version}` : `ghcr-fargate@${version}`;
      const release = `${named} --server http://127.0.0.1:${port}`;
      const [tool, ...args] = command.replace(RELEASE, release).split(" ");
      assert.equal(tool, "pulumi");
      await this.pulumi(cwd, ...args, ...(args.at(-1) === "token" ? ["made-up"] : []));
    }
  }

  /** Runs commands of ours in a project, and returns what they print. */
  prints(cwd: string, ...args: string[]): Promise<string> {
    return run(process.execPath, [join(ROOT, "dist/cli/main.js"), ...args], { cwd });
  }

  /** Makes the stack `dev` of a project, with the settings that the programs read. */
  async configures(cwd: string): Promise<void> {
    await this.pulumi(cwd, "stack", "init", "dev");
    await this.pulumi(cwd, "config", "set", "aws:region", REGION);
    await this.pulumi(cwd, "config", "set", "username", "octocat");
    await this.pulumi(cwd, "config", "set", "--secret", "token", "made-up");
  }

  /** Deploys what is in a directory, and leaves nothing; the outputs have to be there. */
  async deploysAndDestroys(cwd: string, ...outputs: string[]): Promise<void> {
    const before = await this.inventory();
    await this.deploys(cwd, ...outputs);
    await this.destroys(cwd, before);
  }

  /** A program of the service `web` with wrong values is answered in the preview with one error that names them all. */
  async refuses(cwd: string, file: string): Promise<void> {
    const program = readFileSync(join(cwd, file), "utf8");
    writeFileSync(join(cwd, file), program.replace("/octocat/web:1", "/Octocat/web:1").replace("8080", "80800"));
    await this.configures(cwd);
    const message = await this.pulumi(cwd, "preview").then(() => "no error", String);
    assert.match(message, /GhcrFargateService "web": 2 problems\b/);
    assert.match(message, /image: .*Octocat/);
    assert.match(message, /port: 80800/);
    assert.doesNotMatch(message, /\n\s+at .*\.js:\d+|node:internal|goroutine/);
    await this.pulumi(cwd, "stack", "rm", "--yes");
    writeFileSync(join(cwd, file), program);
  }

  /** A misspelt argument is refused by a tool of the language, which names it. */
  async refusesName(cwd: string, file: string, [right, wrong]: [string, string], tool: string[], says: RegExp) {
    const program = readFileSync(join(cwd, file), "utf8");
    assert.ok(program.includes(right), `${right} in ${file}`);
    writeFileSync(join(cwd, file), program.replace(right, wrong));
    const [command = "", ...args] = tool;
    await assert.rejects(run(command, args, { cwd }), says);
    writeFileSync(join(cwd, file), program);
  }

  /** What there is in AWS. */
  inventory(): Promise<readonly string[]> {
    return inventory(new Emulator(REGION));
  }

  /** Destroys what is in a directory; what was there before has to be all that is left. */
  async destroys(cwd: string, before: readonly string[]): Promise<void> {
    await this.pulumi(cwd, "destroy", "--yes", "--skip-preview");
    await assertNothingLeft(new Emulator(REGION), before);
    await this.pulumi(cwd, "stack", "rm", "--yes"); // projects of the guide share a name
  }

  /** Deploys what is in a directory; the outputs have to be there. */
  async deploys(cwd: string, ...outputs: string[]): Promise<string> {
    const printed = await this.pulumi(cwd, "up", "--yes", "--skip-preview");
    for (const output of outputs) assert.match(printed, new RegExp(`${output} *: `));
    return printed;
  }

  /** Puts the SDK for a language whose generator the CLI may lack where `pulumi package add` writes it. */
  async addsSdk(cwd: string, language: "java" | "dotnet"): Promise<void> {
    const generator = join(this.directory, "generate-sdk");
    const flags = ["-trimpath", "-tags=osusergo,grpcnotrace", "-ldflags=-s -w"]; // as the CLI is built, whose packages it shares
    const env = { ...process.env, CGO_ENABLED: "0" };
    await run("go", ["build", ...flags, "-o", generator, "."], { cwd: join(ROOT, "tools/sdks"), env });
    await run(generator, [language, join(ROOT, "plugin/schema.json"), join(cwd, "sdks/ghcr-fargate")]);
    const settings = join(cwd, "Pulumi.yaml");
    writeFileSync(settings, `${readFileSync(settings, "utf8")}packages: { ghcr-fargate: "${this.plugin}" }\n`);
  }
}
