import assert from "node:assert/strict";
import type { StateResource } from "../../operations/stackServices";
import { chooseTask, tasksOfStack } from "../../operations/stackTasks";

const CLUSTER = "arn:aws:ecs:eu-central-1:123456789012:cluster/jobs";
const DEFINITION = "arn:aws:ecs:eu-central-1:123456789012:task-definition/report:4";
const TASK = "ghcr-fargate:index:GhcrFargateTask";

const task = (name: string, outputs: Record<string, unknown> = {}): StateResource => ({
  urn: `urn:pulumi:dev::shop::${TASK}::${name}`,
  type: TASK,
  outputs: {
    clusterArn: CLUSTER,
    taskDefinitionArn: DEFINITION,
    subnetIds: ["subnet-1"],
    securityGroupIds: ["sg-1"],
    assignPublicIp: true,
    ...outputs,
  },
});

describe("the tasks of a stack", () => {
  it("are started in the network of their component, on FARGATE", () => {
    const awsvpcConfiguration = { subnets: ["subnet-1"], securityGroups: ["sg-1"], assignPublicIp: "ENABLED" };
    assert.deepEqual(tasksOfStack([task("report")]), [
      {
        name: "report",
        region: "eu-central-1",
        source: {
          cluster: CLUSTER,
          taskDefinition: DEFINITION,
          placement: { launchType: "FARGATE", networkConfiguration: { awsvpcConfiguration } },
        },
      },
    ]);
  });

  it("are those whose update has come to its end", () => {
    assert.deepEqual(tasksOfStack([task("report", { taskDefinitionArn: undefined })]), []);
  });

  it("are chosen by their name, which has to be there", () => {
    const tasks = tasksOfStack([task("report"), task("clean")]);
    assert.equal(chooseTask(tasks, "clean", "dev").name, "clean");
    assert.throws(() => chooseTask(tasks, "web", "dev"), {
      message: "--task: stack dev has no GhcrFargateTask web; it has report, clean",
    });
    assert.throws(() => chooseTask([], "web", "dev"), {
      message: "--task: stack dev has no GhcrFargateTask web; it has none",
    });
  });
});
