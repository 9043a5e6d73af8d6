// Options that do not fit: refused before AWS is asked to change anything.

import { deepStrictEqual, rejects } from "node:assert";
import type { Aws } from "../../operations/aws";
import { WrongOption } from "../../operations/wrongOption";
import { rollBack } from "../../operations/rollback";
import { startTask, type RunOverrides } from "../../operations/runTask";

const FAMILY = "arn:aws:ecs:eu-central-1:123456789012:task-definition/web";
const REF = { cluster: "shop", service: "web" };

/** An account with one service at revision 7; notes the calls that change it. */
function account(changes: unknown[]): Aws {
  const change = (input: unknown, answer: object = {}) => {
    changes.push(input);
    return Promise.resolve(answer);
  };
  const ecs = {
    describeServices: () => Promise.resolve({ services: [{ taskDefinition: `${FAMILY}:7`, status: "ACTIVE" }] }),
    listServiceDeployments: () => Promise.resolve({ serviceDeployments: [] }),
    describeTaskDefinition: ({ taskDefinition }: { taskDefinition: string }) =>
      Promise.resolve({
        taskDefinition: {
          taskDefinitionArn: taskDefinition,
          cpu: "256",
          memory: "512",
          containerDefinitions: [{ name: "app", image: "ghcr.io/acme/web:6" }],
        },
      }),
    updateService: (input: unknown) => change(input),
    runTask: ({ overrides }: { overrides: unknown }) => change(overrides, { tasks: [{ taskArn: "task/1" }] }),
  };
  return { ecs: () => Promise.resolve(ecs) } as unknown as Aws;
}

describe("the revision of a rollback", () => {
  for (const wanted of ["6", "web:6", `${FAMILY}:6`])
    it(`may be written ${wanted}`, async () => {
      const changes: unknown[] = [];
      await rollBack(account(changes), REF, wanted);
      deepStrictEqual(changes, [{ ...REF, taskDefinition: `${FAMILY}:6` }]);
    });

  const OTHER = FAMILY.replace("123456789012", "210987654321");
  for (const wanted of ["other:3", "web-2:3", `${OTHER}:6`])
    it(`is not ${wanted}`, async () => {
      const changes: unknown[] = [];
      const message = `--to: "${wanted}" is not a revision of web; write its number, as in --to 7`;
      await rejects(rollBack(account(changes), REF, wanted), new WrongOption(message));
      deepStrictEqual(changes, []);
    });
});

describe("the size of a one-off task", () => {
  const start = async (overrides: RunOverrides): Promise<unknown[]> => {
    const changes: unknown[] = [];
    await startTask(account(changes), { cluster: "shop", taskDefinition: `${FAMILY}:7`, placement: {} }, overrides);
    return changes;
  };

  it("is one of Fargate's, together with what the task definition says", async () => {
    const containerOverrides = [{ name: "app" }];
    deepStrictEqual(await start({ memory: "1024" }), [{ memory: "1024", containerOverrides }]);
    await rejects(
      start({ cpu: "512" }),
      new WrongOption(
        "--cpu: 512 MiB do not go with cpu: 512; Fargate's nearest sizes are memory: 1024, or cpu: 256 with memory: 512",
      ),
    );
    await rejects(
      start({ memory: "8192" }),
      new WrongOption(
        "--memory: 8192 MiB do not go with cpu: 256; Fargate's nearest sizes are memory: 2048, or cpu: 1024 with memory: 8192",
      ),
    );
  });
});
