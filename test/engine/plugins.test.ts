// What the engine asks for: one plugin, unless the component makes a VPC.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { installPackage } from "../package/installed";
import { serviceProgram, serviceProject } from "./support/programs";
import { EngineStack, fails, succeeds } from "./support/stack";

const DEFAULT_VPC = '{ image: "ghcr.io/octocat/web:1", port: 8080 }';
const NEW_VPC = '{ image: "ghcr.io/octocat/web:1", port: 8080, network: { mode: "new" } }';

describe("a project that has this package and no @pulumi/awsx", function () {
  this.timeout(300_000);
  let stack: EngineStack;
  let project: string;

  before(async () => {
    ({ project } = await installPackage());
    rmSync(join(project, "node_modules/@pulumi/awsx"), { force: true });
    stack = await EngineStack.create(serviceProject("plugins", DEFAULT_VPC), project);
  });

  it("needs one plugin", async () => {
    const args = ["plugin", "ls", "--project", "--json"];
    // Looks at what is installed in the directory of the program: here, the one that holds node_modules.
    const options = { cwd: stack.directory, env: { ...process.env, ...stack.environment } };
    const { stdout } = await promisify(execFile)("pulumi", args, options);
    const plugins = JSON.parse(stdout) as { name: string; kind: string }[];
    assert.deepEqual(
      plugins.filter(({ kind }) => kind === "resource").map(({ name }) => name),
      ["aws"],
    );
  });

  it("deploys into the default VPC with it", async () => {
    await succeeds(stack.up());
    const { deployment } = JSON.parse(await stack.state()) as { deployment: { resources: { type: string }[] } };
    const providers = new Set(
      deployment.resources.map(({ type }) => type).filter((type) => type.includes("providers:")),
    );
    assert.deepEqual([...providers], ["pulumi:providers:aws"]);
    await succeeds(stack.destroy());
  });

  it("is told once what to install where a VPC is to be made", async () => {
    stack.write("index.ts", serviceProgram(NEW_VPC));
    const { errors, changes } = await fails(stack.up());
    assert.equal(errors.filter((text) => text.includes("npm install @pulumi/awsx")).length, 1, errors.join("\n---\n"));
    assert.ok(!changes.some((change) => change.startsWith("create ec2:")), changes.join("\n"));
    await succeeds(stack.destroy());
  });
});
