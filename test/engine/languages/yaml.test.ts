// Programs in YAML, which reach the library as a plugin: from the schema to a deployed service, and to an error about arguments.
// Not proven here: the downloads of a release and of a Git repository from GitHub, for which a server and a copy of the checkout stand.

import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../../package/installed";
import { guide, needs, OUTPUTS, Workshop } from "../support/workshop";

describe("programs in YAML", function () {
  this.timeout(600_000);
  const workshop = new Workshop();
  const withPlugin = (settings: string) =>
    settings.replace("runtime: yaml", `runtime: yaml\npackages: { ghcr-fargate: "${workshop.plugin}" }`);
  before(() => workshop.fill());
  after(() => workshop.remove());

  it("see the schema that was reviewed, from the plugin's folder of a checkout", async () => {
    const schema = JSON.parse(
      await workshop.pulumi(workshop.directory, "package", "get-schema", workshop.plugin),
    ) as Record<string, unknown>;
    const reviewed = JSON.parse(readFileSync(join(ROOT, "plugin/schema.json"), "utf8")) as typeof schema;
    for (const part of ["resources", "types"]) {
      assert.deepEqual(Object.keys(schema[part] ?? {}).sort(), Object.keys(reviewed[part] ?? {}).sort());
    }
  });

  it("deploy a service from YAML, by the guide's file and command, with the plugin of a release", async function () {
    needs(this, "pulumi-language-yaml");
    const fetched = await workshop.releases();
    const [, settings = ""] = guide("yaml");
    const cwd = workshop.project("yaml-service", { "Pulumi.yaml": settings });
    await workshop.follows(cwd, guide("sh").at(-1) ?? "");
    assert.equal(fetched(), 1);
    await workshop.configures(cwd);
    await workshop.deploysAndDestroys(cwd, "serviceName");
  });

  it("are answered with one error that names all wrong arguments, and no stack", async function () {
    needs(this, "pulumi-language-yaml");
    const [, settings = ""] = guide("yaml");
    const cwd = workshop.project("yaml-wrong", { "Pulumi.yaml": withPlugin(settings) });
    await workshop.refuses(cwd, "Pulumi.yaml");
  });

  it("use every component from YAML", async function () {
    needs(this, "pulumi-language-yaml");
    const cwd = await workshop.example("yaml");
    const file = join(cwd, "Pulumi.yaml");
    writeFileSync(file, withPlugin(readFileSync(file, "utf8")));
    await workshop.configures(cwd);
    await workshop.deploysAndDestroys(cwd, ...OUTPUTS);
  });
});
