// Programs in Python, Go, Java, .NET and YAML, which reach the library as a plugin: from the schema to a deployed service.
// Not proven here: the download of a Git repository, which needs a network; a copy of the checkout stands for it. The SDKs for Java
// and .NET are made by tools/sdks, not by the CLI. The .NET program is compiled where there is a dotnet, and deployed nowhere.

import assert from "node:assert/strict";
import { execFile, execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { blocksOf, commandsOf } from "../package/blocks";
import { ROOT } from "../package/installed";
import { Emulator } from "./support/emulator";
import { assertNothingLeft, inventory } from "./support/inventory";

const REGION = "eu-central-1";

/** The blocks of the guide in a language, as its readers copy them. */
const guide = (language: string): string[] =>
  blocksOf("docs/languages.md", readFileSync(join(ROOT, "docs/languages.md"), "utf8"))
    .filter((block) => block.language === language)
    .map(({ code }) => `${code}\n`);

/** Where the guide has Pulumi fetch the plugin from. */
const ADDRESS = "github.com/ghcr-fargate/ghcr-fargate/plugin";

const has = (command: string) => {
  try {
    return execFileSync("sh", ["-c", `command -v ${command}`]).length > 0;
  } catch {
    return false;
  }
};

describe("programs in other languages", function () {
  this.timeout(600_000);
  const directory = mkdtempSync(join(tmpdir(), "languages-"));
  const checkout = join(directory, "ghcr-fargate");
  const plugin = join(checkout, "plugin");
  after(() => rmSync(directory, { recursive: true, force: true }));

  before(() => {
    mkdirSync(checkout);
    execFileSync("sh", ["-c", `git ls-files -z | xargs -0 tar -c | tar -x -C "${checkout}"`], { cwd: ROOT });
    symlinkSync(join(ROOT, "node_modules"), join(checkout, "node_modules"));
  });

  async function pulumi(cwd: string, ...args: string[]): Promise<string> {
    const env = { ...process.env, AWS_REGION: REGION, GHCR_FARGATE_OFFLINE: "1" };
    const options = { cwd, env, maxBuffer: 1 << 26 };
    const { stdout } = await promisify(execFile)("pulumi", ["--non-interactive", ...args], options).catch(
      (error: unknown) => {
        const { stdout: out = "", stderr = "" } = error as { stdout?: string; stderr?: string };
        throw new Error(`pulumi ${args.join(" ")}\n${out}${stderr}`);
      },
    );
    return stdout;
  }

  function project(name: string, files: Record<string, string>): string {
    const cwd = join(directory, name);
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(dirname(join(cwd, file)), { recursive: true });
      writeFileSync(join(cwd, file), text);
    }
    return cwd;
  }

  /** Deploys what is in a directory, and leaves nothing; the outputs have to be there. */
  async function deploysAndDestroys(cwd: string, ...outputs: string[]): Promise<void> {
    const emulator = new Emulator(REGION);
    const before = await inventory(emulator);
    const printed = await pulumi(cwd, "up", "--yes", "--skip-preview");
    for (const output of outputs) assert.match(printed, new RegExp(`${output} *: `));
    await pulumi(cwd, "destroy", "--yes", "--skip-preview");
    await assertNothingLeft(emulator, before);
    await pulumi(cwd, "stack", "rm", "--yes"); // projects of the guide share a name
  }

  async function configures(cwd: string): Promise<void> {
    await pulumi(cwd, "stack", "init", "dev");
    await pulumi(cwd, "config", "set", "aws:region", REGION);
    await pulumi(cwd, "config", "set", "username", "octocat");
    await pulumi(cwd, "config", "set", "--secret", "token", "made-up");
  }

  /** The program of examples/languages, in a directory of its own beside the compose file that it deploys. */
  function example(language: string): string {
    const copy = join(directory, "examples", language);
    cpSync(join(ROOT, "examples/languages"), dirname(copy), { recursive: true });
    return copy;
  }

  /** The role that the programs give rights to. */
  async function createsDeployer(): Promise<void> {
    const AssumeRolePolicyDocument = '{"Version":"2012-10-17","Statement":[]}';
    const role = { RoleName: "shop-deployer", AssumeRolePolicyDocument };
    await new Emulator("us-east-1").query("iam", "CreateRole", "2010-05-08", role);
  }

  function needs(test: Mocha.Context, ...commands: string[]): void {
    const missing = commands.filter((command) => !has(command));
    if (missing.length === 0) return;
    console.log(`      skipped: ${missing.join(" and ")} not found on the PATH`);
    test.skip();
  }

  /** The SDK for a language whose generator the CLI may lack, where `pulumi package add` writes it. */
  async function addsSdk(cwd: string, language: "java" | "dotnet"): Promise<void> {
    const generator = join(directory, "generate-sdk");
    const flags = ["-trimpath", "-tags=osusergo,grpcnotrace", "-ldflags=-s -w"]; // as the CLI is built, whose packages it shares
    const env = { ...process.env, CGO_ENABLED: "0" };
    await promisify(execFile)("go", ["build", ...flags, "-o", generator, "."], { cwd: join(ROOT, "tools/sdks"), env });
    await promisify(execFile)(generator, [language, join(ROOT, "plugin/schema.json"), join(cwd, "sdks/ghcr-fargate")]);
    const settings = join(cwd, "Pulumi.yaml");
    writeFileSync(settings, `${readFileSync(settings, "utf8")}packages: { ghcr-fargate: "${plugin}" }\n`);
  }

  const OUTPUTS = ["serviceName", "taskDefinitionArn", "serviceNames", "repositoryUrls", "policyJson"];

  it("see the schema that was reviewed, from the plugin's folder of a checkout", async () => {
    const schema = JSON.parse(await pulumi(directory, "package", "get-schema", plugin)) as Record<string, unknown>;
    const reviewed = JSON.parse(readFileSync(join(ROOT, "plugin/schema.json"), "utf8")) as typeof schema;
    for (const part of ["resources", "types"]) {
      assert.deepEqual(Object.keys(schema[part] ?? {}).sort(), Object.keys(reviewed[part] ?? {}).sort());
    }
  });

  it("deploy a service from Python, by the guide's files and commands", async function () {
    needs(this, "pulumi-language-python", "python3");
    const [settings = ""] = guide("yaml");
    const [requirements = ""] = guide("text");
    const [program = ""] = guide("python");
    const cwd = project("first-service", {
      "Pulumi.yaml": settings,
      "requirements.txt": requirements,
      "__main__.py": program,
    });
    for (const command of commandsOf(guide("sh").join("")).filter((line) => line !== "pulumi up")) {
      const [tool, ...args] = command.replace(ADDRESS, plugin).split(" ");
      assert.equal(tool, "pulumi");
      await pulumi(cwd, ...args, ...(args.at(-1) === "token" ? ["made-up"] : []));
    }
    await deploysAndDestroys(cwd, "serviceName", "logGroupName");
  });

  it("deploy a service from YAML, by the guide's file", async function () {
    needs(this, "pulumi-language-yaml");
    const [, settings = ""] = guide("yaml");
    const cwd = project("yaml-service", { "Pulumi.yaml": settings.replace(ADDRESS, plugin) });
    await configures(cwd);
    await deploysAndDestroys(cwd, "serviceName");
  });

  it("are answered with one error that names all wrong arguments, and no stack", async function () {
    needs(this, "pulumi-language-yaml");
    const [, settings = ""] = guide("yaml");
    const wrong = settings
      .replace(ADDRESS, plugin)
      .replace("ghcr.io/octocat/web:1", "ghcr.io/Octocat/web:1")
      .replace("8080", "80800");
    const cwd = project("yaml-wrong", { "Pulumi.yaml": wrong });
    await configures(cwd);
    const message = await pulumi(cwd, "up", "--yes", "--skip-preview").then(() => "no error", String);
    assert.match(message, /image: .*Octocat/);
    assert.match(message, /port: 80800/);
    assert.doesNotMatch(message, /\n\s+at .*\.js:\d+|node:internal|goroutine/);
    await pulumi(cwd, "destroy", "--yes", "--skip-preview", "--remove");
  });

  it("use every component from YAML", async function () {
    needs(this, "pulumi-language-yaml");
    const cwd = example("yaml");
    const file = join(cwd, "Pulumi.yaml");
    const packages = `runtime: yaml\npackages: { ghcr-fargate: "${plugin}" }`;
    writeFileSync(file, readFileSync(file, "utf8").replace("runtime: yaml", packages));
    await createsDeployer();
    await configures(cwd);
    await deploysAndDestroys(cwd, ...OUTPUTS);
  });

  it("use every component from Python, and pass mypy --strict", async function () {
    needs(this, "pulumi-language-python", "python3");
    const cwd = example("python");
    await pulumi(cwd, "package", "add", plugin);
    await pulumi(cwd, "install");
    await promisify(execFile)("venv/bin/pip", ["install", "--quiet", "mypy==1.18.2"], { cwd });
    await promisify(execFile)("venv/bin/mypy", ["--strict", "__main__.py"], { cwd });
    await configures(cwd);
    await deploysAndDestroys(cwd, ...OUTPUTS);
  });

  it("use every component from Go, and pass go vet", async function () {
    needs(this, "pulumi-language-go", "go");
    const cwd = example("go");
    await pulumi(cwd, "package", "add", plugin);
    await promisify(execFile)("go", ["mod", "tidy"], { cwd });
    await promisify(execFile)("go", ["vet", "./..."], { cwd });
    const [program = ""] = guide("go");
    mkdirSync(join(cwd, "guide"));
    writeFileSync(join(cwd, "guide/main.go"), program);
    await promisify(execFile)("go", ["vet", "./guide"], { cwd });
    await configures(cwd);
    await deploysAndDestroys(cwd, ...OUTPUTS);
  });

  it("use every component from Java, and compile without a warning", async function () {
    needs(this, "pulumi-language-java", "mvn", "go");
    const cwd = example("java");
    await addsSdk(cwd, "java");
    const [program = ""] = guide("java");
    writeFileSync(join(cwd, "src/main/java/shop/Guide.java"), `package shop;\n\n${program}`.replaceAll("App", "Guide"));
    await promisify(execFile)("mvn", ["--quiet", "--batch-mode", "-Dmaven.compiler.failOnWarning=true", "compile"], {
      cwd,
    });
    await configures(cwd);
    await deploysAndDestroys(cwd, ...OUTPUTS);
  });

  it("use every component from .NET, by the names and types of the SDK", async function () {
    needs(this, "go", "python3");
    const cwd = example("dotnet");
    await addsSdk(cwd, "dotnet");
    const venv = join(directory, "csharp");
    await promisify(execFile)("python3", ["-m", "venv", venv]);
    const parsers = ["tree-sitter==0.26.1", "tree-sitter-c-sharp==0.23.5"];
    await promisify(execFile)(join(venv, "bin/pip"), ["install", "--quiet", ...parsers]);
    const check = (program: string) =>
      promisify(execFile)(join(venv, "bin/python"), [join(__dirname, "support/csharp.py"), program, join(cwd, "sdks")]);
    await check(join(cwd, "Program.cs"));
    for (const program of guide("csharp")) {
      writeFileSync(join(directory, "Guide.cs"), program);
      await check(join(directory, "Guide.cs"));
    }
    const wrong = readFileSync(join(cwd, "Program.cs"), "utf8").replace("Port = 8080", 'Port = "8080"');
    writeFileSync(join(directory, "Wrong.cs"), wrong.replace("Memory =", "MemoryMiB ="));
    await assert.rejects(check(join(directory, "Wrong.cs")), {
      stdout:
        "line 24: GhcrFargateServiceArgs.Port is int, not string\nline 26: GhcrFargateServiceArgs has no MemoryMiB\n",
    });
    if (has("dotnet")) await promisify(execFile)("dotnet", ["build"], { cwd });
    else console.log("      not compiled: dotnet not found on the PATH");
  });
});
