// The ways past the arguments: transforms, as docs/transforms.md shows them, and Pulumi's options on the component.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../package/installed";
import { blocksOf } from "../package/blocks";
import { inventory } from "./support/inventory";
import { steps } from "./support/life";
import { serviceProject } from "./support/programs";
import { describeDeployments, setScenarios } from "./support/scenarios";
import { EngineStack, fails, succeeds } from "./support/stack";

const IMPORTS = `import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { GhcrFargateService } from "ghcr-fargate";
const config = new pulumi.Config();
`;
const ECS = "AmazonEC2ContainerServiceV20141113";

const service = (name: string, options: string, args = "") =>
  `${IMPORTS}const { taskDefinitionArn } = new GhcrFargateService("${name}",
     { image: "ghcr.io/octocat/web:1", port: 8080, ${args} }, { ${options} });
   export { taskDefinitionArn };`;

function create(name: string, program: string): Promise<EngineStack> {
  setScenarios([]);
  const project = serviceProject(name, "{}");
  return EngineStack.create({ ...project, files: { ...project.files, "index.ts": program } });
}

describeDeployments("the ways past the arguments", function () {
  this.timeout(300_000);

  describe("transforms", () => {
    const step = steps();
    let stack: EngineStack;

    step("set a field, a tag and protection, as the page shows", async () => {
      const path = "docs/transforms.md";
      const [block] = blocksOf(path, readFileSync(join(ROOT, path), "utf8")).filter(
        ({ language }) => language === "ts",
      );
      stack = await create("transforms", IMPORTS + (block?.code ?? ""));
      await succeeds(stack.up());
      const { taskDefinition } = await stack.emulator.json<{ taskDefinition: { pidMode?: string } }>(
        "ecs",
        `${ECS}.DescribeTaskDefinition`,
        { taskDefinition: "transforms-dev-web" },
      );
      assert.equal(taskDefinition.pidMode, "task");
      const [, name] = /"id": "(web-logs-\w+)"/.exec(await stack.state()) ?? []; // others may be left from before
      const { tags } = await stack.emulator.json<{ tags: Record<string, string> }>(
        "logs",
        "Logs_20140328.ListTagsLogGroup",
        { logGroupName: name },
      );
      assert.equal(tags.retention, "legal");
      await succeeds(stack.up({ expectNoChanges: true }));
    });

    step("keep what they protect", async () => {
      const { errors, printed } = await fails(stack.destroy());
      assert.match(errors.join("\n") + printed, /web-key.*protected|protected.*web-key/s);
      stack.write("index.ts", IMPORTS);
      assert.ok((await fails(stack.up())).failed);
      const state = (await stack.stack.exportStack()) as { deployment: { resources: { protect?: boolean }[] } };
      for (const resource of state.deployment.resources) delete resource.protect;
      await stack.stack.importStack(state as never);
      await succeeds(stack.destroy());
    });
  });

  it("protect keeps every child", async () => {
    const stack = await create("protects", service("web", "protect: true"));
    const before = await inventory(stack.emulator);
    await succeeds(stack.up());
    const deployed = await inventory(stack.emulator);
    await fails(stack.destroy());
    assert.deepEqual(await inventory(stack.emulator), deployed);
    stack.write("index.ts", service("web", "protect: false"));
    await succeeds(stack.up());
    await succeeds(stack.destroy());
    assert.deepEqual(await inventory(stack.emulator), before);
  });

  it("retainOnDelete leaves every child in AWS", async () => {
    const stack = await create("retains", service("web", "retainOnDelete: true"));
    await succeeds(stack.up());
    const deployed = await inventory(stack.emulator);
    await succeeds(stack.destroy());
    assert.deepEqual(await inventory(stack.emulator), deployed);
  });

  it("ignoreChanges does nothing on the component, and works on a child by a transform", async () => {
    const ignoring = (option: string) => service("web", option, "desiredCount: 2");
    const stack = await create("ignores", service("web", 'ignoreChanges: ["desiredCount"]', "desiredCount: 1"));
    await succeeds(stack.up());
    stack.write("index.ts", ignoring('ignoreChanges: ["desiredCount"]'));
    assert.deepEqual(
      (await succeeds(stack.preview())).changes.filter((change) => change.includes("Service web-service")),
      ["update ecs:Service web-service"],
    );
    const transform = `transforms: [({ name, props, opts }) => name === "web-service"
      ? { props, opts: pulumi.mergeOptions(opts, { ignoreChanges: ["desiredCount"] }) } : undefined]`;
    stack.write("index.ts", ignoring(transform));
    await succeeds(stack.up({ expectNoChanges: true }));
    await succeeds(stack.destroy());
  });

  it("aliases keep the children of a component that is renamed, but for those with its name in AWS", async () => {
    const stack = await create("aliases", service("web", ""));
    await succeeds(stack.up());
    stack.write("index.ts", service("shop", 'aliases: [{ name: "web" }]'));
    const { changes } = await succeeds(stack.up());
    assert.deepEqual(
      changes.filter((change) => !change.startsWith("update ")),
      [
        "replace ec2:SecurityGroup shop-security-group",
        "replace ecs:TaskDefinition shop-task",
        "replace vpc:SecurityGroupEgressRule shop-egress",
      ],
    );
    await succeeds(stack.destroy());
  });
});
