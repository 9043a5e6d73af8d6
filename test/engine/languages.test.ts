// Programs in Python and YAML, which reach the library as a plugin: from the schema to a deployed service.
// Not proven here: the download of a Git repository, which needs a network; a copy of the checkout stands for it.

import assert from "node:assert/strict";
import { execFile, execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { ROOT } from "../package/installed";
import { Emulator } from "./support/emulator";
import { assertNothingLeft, inventory } from "./support/inventory";

const REGION = "eu-central-1";

const PYTHON = `import pulumi
from pulumi_ghcr_fargate import GhcrFargateService

web = GhcrFargateService(
    "web",
    image="ghcr.io/octocat/web:1",
    port=8080,
    credentials={"username": "octocat", "token": pulumi.Config().require_secret("token")},
)
pulumi.export("serviceName", web.service_name)
`;

const YAML = `resources:
  web:
    type: ghcr-fargate:GhcrFargateService
    properties:
      image: ghcr.io/octocat/web:1
      port: 8080
      credentials: { username: octocat, token: { fn::secret: made-up } }
outputs:
  serviceName: \${web.serviceName}
`;

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

  async function deploysAndDestroys(cwd: string): Promise<void> {
    const emulator = new Emulator(REGION);
    const before = await inventory(emulator);
    assert.match(await pulumi(cwd, "up", "--yes", "--skip-preview"), /serviceName *: "web-service-/);
    await pulumi(cwd, "destroy", "--yes", "--skip-preview");
    await assertNothingLeft(emulator, before);
  }

  it("see the schema that was reviewed, from the plugin's folder of a checkout", async () => {
    const schema = JSON.parse(await pulumi(directory, "package", "get-schema", plugin)) as Record<string, unknown>;
    const reviewed = JSON.parse(readFileSync(join(ROOT, "plugin/schema.json"), "utf8")) as typeof schema;
    for (const part of ["resources", "types"]) {
      assert.deepEqual(Object.keys(schema[part] ?? {}).sort(), Object.keys(reviewed[part] ?? {}).sort());
    }
  });

  it("deploy a service from Python, after `pulumi package add`", async function () {
    if (!has("pulumi-language-python") || !has("python3")) {
      console.log("      skipped: no Python, or no language host for it");
      this.skip();
    }
    const cwd = project("from-python", {
      "Pulumi.yaml": "name: from-python\nruntime: { name: python, options: { virtualenv: venv } }\n",
      "requirements.txt": "pulumi>=3.0.0\n",
      "__main__.py": PYTHON,
    });
    await pulumi(cwd, "package", "add", plugin);
    await pulumi(cwd, "install");
    await pulumi(cwd, "stack", "init", "dev");
    await pulumi(cwd, "config", "set", "aws:region", REGION);
    await pulumi(cwd, "config", "set", "--secret", "token", "made-up");
    await deploysAndDestroys(cwd);
  });

  it("deploy a service from YAML, which names the plugin", async function () {
    if (!has("pulumi-language-yaml")) {
      console.log("      skipped: no language host for YAML");
      this.skip();
    }
    const head = `name: from-yaml\nruntime: yaml\npackages:\n  ghcr-fargate: ${plugin}\nconfig:\n  aws:region: ${REGION}\n`;
    const cwd = project("from-yaml", { "Pulumi.yaml": head + YAML });
    await pulumi(cwd, "stack", "init", "dev");
    await deploysAndDestroys(cwd);
  });
});
