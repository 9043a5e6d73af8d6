// ECS's record of a deployment, and a failed container's last lines, read over stand-ins for AWS's APIs. Not proven: what AWS's own
// answers leave out.

import assert from "node:assert/strict";
import type { ServiceDeployment } from "@aws-sdk/client-ecs";
import { deploymentRecordReader } from "../../rollout/deploymentRecord";
import type { EcsApi } from "../../rollout/ecsApi";
import { readLastLines, renderLastLines, type LogsApi } from "../../rollout/lastLogLines";
import { untilRefused } from "../../rollout/refusal";

const ARN = "arn:aws:ecs:eu-central-1:123456789012";
const WEB = { cluster: "prod", service: "web" };
const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 12, minute));
const revision = (number: number) => `${ARN}:service-revision/prod/web/${number}`;
const taskDefinition = (number: number) => `${ARN}:task-definition/web:${number}`;

function deployment(id: string, target: number, minute: number, more: Partial<ServiceDeployment> = {}) {
  return {
    serviceDeploymentArn: `${ARN}:service-deployment/prod/web/${id}`,
    createdAt: at(minute),
    targetServiceRevision: { arn: revision(target) },
    ...more,
  };
}

/** An ECS that has these deployments on record; revision 1 is of web:7, 2 of web:6, and so on. */
function ecs(deployments: readonly ReturnType<typeof deployment>[]) {
  const calls: string[] = [];
  const refuse = () => Promise.reject(new Error("not called"));
  const api: EcsApi = {
    listServiceDeployments: ({ cluster, service, maxResults }) => {
      calls.push(`list ${cluster} ${service} ${maxResults ?? ""}`);
      const serviceDeployments = deployments.map(({ targetServiceRevision, ...brief }) => ({
        ...brief,
        targetServiceRevisionArn: targetServiceRevision.arn,
      }));
      return Promise.resolve({ serviceDeployments });
    },
    describeServiceDeployments: ({ serviceDeploymentArns }) => {
      calls.push(`describe ${serviceDeploymentArns.map((arn) => arn.slice(arn.lastIndexOf("/") + 1)).join(" ")}`);
      return Promise.resolve({
        serviceDeployments: deployments.filter((each) => serviceDeploymentArns.includes(each.serviceDeploymentArn)),
      });
    },
    describeServiceRevisions: ({ serviceRevisionArns }) => {
      calls.push(`revisions ${serviceRevisionArns.map((arn) => arn.slice(-1)).join(" ")}`);
      return Promise.resolve({
        serviceRevisions: serviceRevisionArns.map((serviceRevisionArn) => ({
          serviceRevisionArn,
          taskDefinition: taskDefinition(8 - Number(serviceRevisionArn.slice(-1))),
        })),
      });
    },
    listTasks: refuse,
    describeTasks: refuse,
    describeServices: refuse,
    describeTaskDefinition: refuse,
    stopServiceDeployment: refuse,
    updateService: refuse,
  };
  return { api, calls };
}

describe("ECS's record of a deployment", () => {
  it("is the newest of our task definition, whichever order ECS lists them in", async () => {
    const { api, calls } = ecs([deployment("old", 1, 1), deployment("other", 2, 9), deployment("new", 1, 5)]);
    const read = deploymentRecordReader(api, { ...WEB, taskDefinition: taskDefinition(7) });
    assert.equal((await read())?.arn, `${ARN}:service-deployment/prod/web/new`);
    assert.deepEqual(calls, ["list prod web 20", "revisions 2 1 1", "describe new"]);
    await read();
    assert.deepEqual(calls.slice(3), ["list prod web 20", "describe new"], "knows the revisions that it has read");
  });

  it("is none where no deployment is of our task definition", async () => {
    const { api } = ecs([deployment("other", 2, 9)]);
    assert.equal(await deploymentRecordReader(api, { ...WEB, taskDefinition: taskDefinition(7) })(), undefined);
  });

  it("is, of any service, the deployment under way, else the newest", async () => {
    const { api, calls } = ecs([deployment("a", 1, 1), deployment("b", 2, 2)]);
    const read = deploymentRecordReader(api, WEB);
    assert.equal((await read(`${ARN}:service-deployment/prod/web/a`))?.taskDefinition, taskDefinition(7));
    assert.equal((await read())?.taskDefinition, taskDefinition(6));
    assert.deepEqual(calls, ["describe a", "revisions 1", "list prod web 20", "describe b", "revisions 2"]);
  });

  it("tells status, breaker, alarms, stage, traffic, approval and rollback", async () => {
    const { api } = ecs([
      deployment("a", 1, 1, {
        status: "ROLLBACK_IN_PROGRESS",
        statusReason: "why",
        finishedAt: at(3),
        lifecycleStage: "BAKE_TIME",
        targetServiceRevision: { arn: revision(1), requestedProductionTrafficWeight: 10 },
        sourceServiceRevisions: [{ arn: revision(2) }],
        deploymentConfiguration: { strategy: "CANARY" },
        deploymentCircuitBreaker: { status: "TRIGGERED", failureCount: 3, threshold: 3 },
        alarms: { status: "TRIGGERED", alarmNames: ["a", "b"], triggeredAlarmNames: ["b"] },
        lifecycleHookDetails: [
          { hookId: "1", status: "SUCCEEDED" },
          { hookId: "2", status: "AWAITING_ACTION", expiresAt: at(9), timeoutAction: "ROLLBACK" },
        ],
        rollback: { serviceRevisionArn: revision(2), reason: "why" },
      }),
    ]);
    assert.deepEqual(await deploymentRecordReader(api, { ...WEB, taskDefinition: taskDefinition(7) })(), {
      arn: `${ARN}:service-deployment/prod/web/a`,
      status: "ROLLBACK_IN_PROGRESS",
      statusReason: "why",
      createdAt: at(1).getTime(),
      finishedAt: at(3).getTime(),
      taskDefinition: taskDefinition(7),
      strategy: "CANARY",
      lifecycleStage: "BAKE_TIME",
      productionWeight: 10,
      circuitBreaker: { status: "TRIGGERED", failureCount: 3, threshold: 3 },
      triggeredAlarms: ["b"],
      approval: { until: at(9).getTime(), timeoutAction: "ROLLBACK" },
      canRollBack: true,
      rollback: { revision: revision(2), taskDefinition: taskDefinition(6) },
    });
  });

  it("may lack all that AWS's types allow to be missing", async () => {
    const { api } = ecs([deployment("a", 1, 1, { deploymentCircuitBreaker: { status: "DISABLED" } })]);
    assert.deepEqual(await deploymentRecordReader(api, { ...WEB, taskDefinition: taskDefinition(7) })(), {
      arn: `${ARN}:service-deployment/prod/web/a`,
      status: "PENDING",
      createdAt: at(1).getTime(),
      taskDefinition: taskDefinition(7),
      triggeredAlarms: [],
      canRollBack: false,
    });
  });

  it("is not asked for again once AWS has refused it, and is after a fault that passes", async () => {
    const errors = [
      new Error("socket hang up"),
      new Error("User: x is not authorized to perform: ecs:ListServiceDeployments on resource: y"),
    ];
    let calls = 0;
    const read = untilRefused("ecs:ListServiceDeployments", () =>
      Promise.reject(errors[calls++] ?? new Error("again")),
    );
    const refused = { problem: "the permission ecs:ListServiceDeployments is missing", refused: true };
    assert.deepEqual([await read(), await read(), await read()], [{ problem: "socket hang up" }, refused, refused]);
    assert.equal(calls, 2);
  });
});

describe("the last log lines of a failed container", () => {
  const options = {
    "awslogs-group": "/ecs/web",
    "awslogs-stream-prefix": "web",
    "awslogs-region": "eu-west-1",
  };
  const app = { name: "app", logConfiguration: { logDriver: "awslogs" as const, options } };
  const sidecar = { name: "sidecar", essential: false };
  const task = { taskArn: `${ARN}:task/prod/0123`, taskDefinition: taskDefinition(7) };
  const api = (containerDefinitions: object[]) => ({
    describeTaskDefinition: () => Promise.resolve({ taskDefinition: { containerDefinitions } }),
  });
  const logs =
    (answer: string[] | Error, calls: unknown[] = []) =>
    (region?: string): Promise<LogsApi> =>
      Promise.resolve({
        getLogEvents: (input) => {
          calls.push([region, input]);
          return answer instanceof Error
            ? Promise.reject(answer)
            : Promise.resolve({ events: answer.map((message) => ({ message })) });
        },
      });

  it("come from the container's own stream, without secrets", async () => {
    const calls: unknown[] = [];
    const found = await readLastLines(
      api([sidecar, app]),
      logs(["start\n", "DB_PASSWORD=hunter22 refused"], calls),
      task,
    );
    assert.deepEqual(calls, [
      ["eu-west-1", { logGroupName: "/ecs/web", logStreamName: "web/app/0123", limit: 20, startFromHead: false }],
    ]);
    assert.deepEqual(found && renderLastLines(found), [
      "last log lines of container app (/ecs/web, web/app/0123; without `mode: blocking` the very last may be missing):",
      "  start",
      "  DB_PASSWORD=<secret> refused",
    ]);
  });

  it("are explained where the newest error among them is one that many programs have", async () => {
    const said = async (...lines: string[]) => {
      const found = await readLastLines(api([app]), logs(lines), task);
      return found && renderLastLines(found).slice(1 + lines.length);
    };
    assert.deepEqual(
      await said(
        "retrying: connect ECONNREFUSED 10.0.3.7:5432",
        "/app/config.js:7",
        "Error: Missing required environment variable: DATABASE_URL",
        "    at Object.<anonymous> (/app/config.js:7:9)",
      ),
      [
        "these lines say: its program lacks a setting, or does not take one: DATABASE_URL [PROGRAM_SETTING]",
        "fix: set DATABASE_URL in `environment`, or in `secrets` if it is one (names are case-sensitive, a list is often to be JSON), bring a configuration file into the image or a volume, and deploy again",
      ],
    );
    const [unreachable = "", fix = ""] = (await said("Error: connect ECONNREFUSED 10.0.3.7:5432")) ?? [];
    assert.equal(
      unreachable,
      "these lines say: its program does not reach 10.0.3.7:5432 (a database, a queue, another service) [PROGRAM_UNREACHABLE]",
    );
    assert.match(fix, /^fix: let the security group of 10\.0\.3\.7:5432 accept the tasks'/);
    assert.deepEqual(await said("listening on 8080", "GET /health 200", "ModuleNotFoundErrors: 0"), []);
    assert.deepEqual(await said("0 config errors", "dial tcp 10.0.3.7:80: connect: permission denied"), []);
  });

  it("are those of the container that ECS blames", async () => {
    const calls: [string, { logStreamName: string }][] = [];
    const blamed = {
      ...sidecar,
      logConfiguration: { logDriver: "awslogs", options: { ...options, mode: "blocking" } },
    };
    const found = await readLastLines(api([app, blamed]), logs(["x"], calls), { ...task, container: "sidecar" });
    assert.equal(calls[0]?.[1].logStreamName, "web/sidecar/0123");
    assert.equal(found?.mayMissLines, false);
  });

  it("are none where the container wrote nothing, or does not log to CloudWatch", async () => {
    const missing = Object.assign(new Error("no stream"), { name: "ResourceNotFoundException" });
    const found = await readLastLines(api([app]), logs(missing), task);
    assert.deepEqual(found && renderLastLines(found), ["log: container app wrote nothing to /ecs/web (web/app/0123)"]);
    const splunk = { ...app, logConfiguration: { logDriver: "splunk" } };
    assert.equal(await readLastLines(api([splunk]), logs(missing), task), undefined);
  });
});
