// Programs in Python: the SDK that is generated for them, and services deployed.
// Not proven here: the downloads of a release and of a Git repository from GitHub, for which a server and a copy of the checkout stand.

import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { guide, needs, OUTPUTS, run, Workshop } from "../support/workshop";

describe("programs in Python", function () {
  this.timeout(600_000);
  const workshop = new Workshop();
  before(() => workshop.fill());
  after(() => workshop.remove());

  it("deploy services from Python, by the guide's files and commands, with the plugin of a release", async function () {
    needs(this, "pulumi-language-python", "python3");
    const fetched = await workshop.releases();
    const [settings = ""] = guide("yaml");
    const [requirements = ""] = guide("text");
    const [publicImage = "", privateImage = ""] = guide("python");
    const [begin = "", goOn = ""] = guide("sh");
    const cwd = workshop.project("first-service", {
      "Pulumi.yaml": settings,
      "requirements.txt": requirements,
      "__main__.py": publicImage,
    });
    const before = await workshop.inventory();
    await workshop.follows(cwd, begin);
    assert.equal(fetched(), 1);
    const printed = await workshop.deploys(cwd, "serviceName", "logGroupName");
    const [address = "none"] = /http:\/\/[\d.]+:9898/.exec(printed) ?? [];
    assert.ok((await workshop.prints(cwd, "status")).includes(address), `${address} in status`);
    writeFileSync(join(cwd, "__main__.py"), privateImage);
    await workshop.follows(cwd, goOn);
    await workshop.deploys(cwd, "serviceName", "logGroupName");
    await workshop.destroys(cwd, before);
  });

  it("use every component from Python, and pass mypy --strict", async function () {
    needs(this, "pulumi-language-python", "python3");
    const cwd = await workshop.example("python");
    await workshop.pulumi(cwd, "package", "add", workshop.plugin);
    await workshop.pulumi(cwd, "install");
    await run("venv/bin/pip", ["install", "--quiet", "mypy==1.18.2"], { cwd });
    const check = ["venv/bin/mypy", "--strict", "__main__.py"];
    await run("venv/bin/mypy", check.slice(1), { cwd });
    const misspelt: [string, string] = ["port=", "prot="];
    await workshop.refusesName(cwd, "__main__.py", misspelt, check, /__main__\.py:\d+: error: .*"GhcrFargateService"/);
    await workshop.refuses(cwd, "__main__.py");
    await workshop.configures(cwd);
    const preview = ["pulumi", "preview", "--non-interactive"];
    await workshop.refusesName(cwd, "__main__.py", misspelt, preview, /got an unexpected keyword argument 'prot'/);
    await workshop.deploysAndDestroys(cwd, ...OUTPUTS);
  });
});
