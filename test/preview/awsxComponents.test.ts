// What the components of awsx are expanded to. Does not prove that awsx creates the same: its plugin is not run here.

import { deepStrictEqual } from "node:assert";
import { join } from "node:path";
import { previewProgram } from "../../preview/preview";

describe("a program of awsx", function () {
  it("shows what its balancer, service and repository create, open and cost", async () => {
    const directory = join(__dirname, "programs/awsx");
    const preview = await previewProgram({ directory, config: [], timeoutSeconds: 60, env: {} });
    deepStrictEqual(preview.diagnostics, []);
    deepStrictEqual(preview.resources.map(({ type, name }) => `${type.split(":").pop() ?? ""} ${name}`).sort(), [
      "ApplicationLoadBalancer lb",
      "Cluster cluster",
      "FargateService web",
      "FargateTaskDefinition web",
      "Image app",
      "Image app",
      "LifecyclePolicy repo",
      "Listener lb-0",
      "LoadBalancer lb",
      "LogGroup web",
      "Repository Repo",
      "Repository repo",
      "Role web-execution",
      "Role web-task",
      "RolePolicyAttachment web-execution",
      "SecurityGroup lb",
      "SecurityGroup web-sg",
      "Service web",
      "TargetGroup lb",
      "TaskDefinition web",
    ]);
    deepStrictEqual(
      preview.exposures.map(({ resource, open }) => `${resource}: ${open}`),
      [
        "lb: all traffic from 0.0.0.0/0",
        "lb: all traffic from ::/0",
        "lb: internet-facing load balancer, port 80",
        "web-sg: all traffic from 0.0.0.0/0",
        "web-sg: all traffic from ::/0",
        "web: each task has a public IPv4 address",
      ],
    );
    deepStrictEqual(
      preview.cost.lines.map(({ resource, what, quantity }) => [resource, what, quantity]),
      [
        ["lb", "Application Load Balancer", 1],
        ["lb", "public IPv4 address", 2],
        ["web", "Fargate vCPU, x86", 0.5],
        ["web", "Fargate memory, x86", 1],
        ["web", "public IPv4 address", 1],
      ],
    );
    deepStrictEqual([preview.costKnown, preview.unpriced, preview.notExamined], ["atLeast", [], []]);
  });
});
