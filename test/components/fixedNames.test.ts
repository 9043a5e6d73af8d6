// Names that the user gives: of the family, the service, the cluster, the log group and the roles.
// Not proven here: what a replacement costs.

import { deepStrictEqual, rejects, strictEqual } from "node:assert";
import { GhcrFargateTask } from "../../components/ghcrFargateTask";
import { deploy } from "../support/deploy";
import { deployService, PUBLIC, refusal } from "./serviceFixture";

const NAMES = {
  family: "acme-web",
  cluster: { name: "acme" },
  logs: { groupName: "/acme/web" },
  executionRole: { name: "acme-web-execution" },
  taskRole: { name: "acme-web-task" },
};

describe("fixed names", () => {
  it("are those of what is created", async () => {
    const deployment = await deployService({ ...PUBLIC, ...NAMES, serviceName: "web" });
    const nameOf = (child: string, input = "name") => deployment.find(child).inputs[input];
    deepStrictEqual(
      [
        nameOf("web-task", "family"),
        nameOf("web-service"),
        nameOf("web-cluster"),
        nameOf("web-logs"),
        nameOf("web-execution-role"),
        nameOf("web-task-role"),
      ],
      ["acme-web", "web", "acme", "/acme/web", "acme-web-execution", "acme-web-task"],
    );
  });

  it("free the component's own name of their limits", async () => {
    const long = "w".repeat(60);
    const args = { image: "ghcr.io/acme/job:1.0", network: { mode: "new" as const } };
    await rejects(
      deploy(() => new GhcrFargateTask(long, args)),
      /name: .* has 60 characters/,
    );
    await deploy(() => new GhcrFargateTask(long, { ...args, ...NAMES }));
  });

  for (const [what, given, message] of [
    [
      "a family with a colon",
      { family: "web:1" },
      'family: "web:1" is not a valid name; use 1 to 255 letters, digits, dashes and underscores',
    ],
    [
      "a log group of AWS's own",
      { logs: { groupName: "aws/web" } },
      'logs.groupName: "aws/web" is not a valid name; use up to 512 letters, digits and . - _ / #, not starting with "aws/"',
    ],
    [
      "the name of a role that exists",
      { taskRole: { arn: "arn:aws:iam::123456789012:role/x", name: "x" } },
      "taskRole.name: cannot be set with taskRole.arn: an existing role is not modified; leave one of them unset",
    ],
    [
      "the name of a cluster that exists",
      { cluster: { arn: "arn:aws:ecs:eu-central-1:123456789012:cluster/x", name: "x" } },
      "cluster.name: cannot be set with cluster.arn: an existing cluster is not modified; leave one of them unset",
    ],
  ] as const)
    it(`are refused: ${what}`, async () => {
      strictEqual(await refusal({ ...PUBLIC, ...given }), `GhcrFargateService "web": ${message}`);
    });
});
