// Programs in Python: the SDK that is generated for them, and services deployed.
// Not proven here: the download of a Git repository, which needs a network; a copy of the checkout stands for it.

import assert from "node:assert/strict";
import { commandsOf } from "../../package/blocks";
import { ADDRESS, guide, needs, OUTPUTS, run, Workshop } from "../support/workshop";

describe("programs in Python", function () {
  this.timeout(600_000);
  const workshop = new Workshop();
  before(() => workshop.fill());
  after(() => workshop.remove());

  it("deploy a service from Python, by the guide's files and commands", async function () {
    needs(this, "pulumi-language-python", "python3");
    const [settings = ""] = guide("yaml");
    const [requirements = ""] = guide("text");
    const [program = ""] = guide("python");
    const cwd = workshop.project("first-service", {
      "Pulumi.yaml": settings,
      "requirements.txt": requirements,
      "__main__.py": program,
    });
    for (const command of commandsOf(guide("sh").join("")).filter((line) => line !== "pulumi up")) {
      const [tool, ...args] = command.replace(ADDRESS, workshop.plugin).split(" ");
      assert.equal(tool, "pulumi");
      await workshop.pulumi(cwd, ...args, ...(args.at(-1) === "token" ? ["made-up"] : []));
    }
    await workshop.deploysAndDestroys(cwd, "serviceName", "logGroupName");
  });

  it("use every component from Python, and pass mypy --strict", async function () {
    needs(this, "pulumi-language-python", "python3");
    const cwd = await workshop.example("python");
    await workshop.pulumi(cwd, "package", "add", workshop.plugin);
    await workshop.pulumi(cwd, "install");
    await run("venv/bin/pip", ["install", "--quiet", "mypy==1.18.2"], { cwd });
    await run("venv/bin/mypy", ["--strict", "__main__.py"], { cwd });
    await workshop.configures(cwd);
    await workshop.deploysAndDestroys(cwd, ...OUTPUTS);
  });
});
