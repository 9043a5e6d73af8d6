import assert from "node:assert/strict";
import { parseDuration, renderAge } from "../../operations/duration";
import { renderStatus } from "../../operations/renderStatus";
import type { ServiceStatus } from "../../operations/status";

const NOW = new Date("2026-03-01T12:00:00Z");
const before = (seconds: number) => new Date(NOW.getTime() - seconds * 1000);
const plain = (_: unknown, text: string) => text;

const HEALTHY: ServiceStatus = {
  service: "web-service-1a2b3c4",
  cluster: "prod",
  desired: 1,
  running: 1,
  pending: 0,
  version: "web:7",
  deployment: {
    status: "SUCCESSFUL",
    startedAt: before(200),
    finishedAt: before(120),
    failures: { count: 0, threshold: 3 },
    awaiting: [],
  },
  tasks: [
    {
      id: "126adbcd88e54350a7e553fe46844d2d",
      state: "RUNNING",
      health: "HEALTHY",
      version: "web:7",
      startedAt: before(7200),
      zone: "eu-central-1a",
      privateIp: "10.0.1.2",
      publicIp: "203.0.113.5",
      url: "http://203.0.113.5:8080",
    },
  ],
  alarms: [],
  notes: [],
};

describe("a service's status as text", () => {
  it("ends with the tasks and says where they can be opened", () =>
    assert.equal(
      renderStatus(HEALTHY, NOW, plain),
      [
        "service    web-service-1a2b3c4 (cluster prod)",
        "tasks      1 of 1 tasks run, web:7",
        "deployment SUCCESSFUL, 2m ago",
        "address    http://203.0.113.5:8080",
        "           a task's address changes when the task is replaced",
        "",
        "TASK          STATE    HEALTH   VERSION  AGE  ZONE           ADDRESS",
        "126adbcd88e5  RUNNING  HEALTHY  web:7    2h   eu-central-1a  203.0.113.5",
        "",
      ].join("\n"),
    ));

  it("shows stage, weight, failures, reasons, alarms and what waits for an answer", () =>
    assert.equal(
      renderStatus(
        {
          ...HEALTHY,
          url: "https://web.example.com",
          running: 0,
          pending: 1,
          deployment: {
            status: "IN_PROGRESS",
            startedAt: before(30),
            stage: "PRODUCTION_TRAFFIC_SHIFT",
            weight: 10,
            failures: { count: 2, threshold: 3 },
            awaiting: [
              { hookId: "ecs-pause-1", expiresAt: new Date("2026-03-02T00:00:00Z"), timeoutAction: "ROLLBACK" },
            ],
          },
          tasks: [
            {
              id: "aaaabbbbccccdddd",
              state: "STOPPED",
              health: "UNKNOWN",
              version: "web:8",
              stoppedReason: "Essential container in task exited",
            },
          ],
          alarms: [
            { name: "web-cpu", state: "ALARM", reason: "Threshold Crossed" },
            { name: "web-memory", state: "OK" },
          ],
          notes: ["not shown: public addresses need ec2:DescribeNetworkInterfaces (AccessDenied)"],
        },
        NOW,
        plain,
      ),
      [
        "service    web-service-1a2b3c4 (cluster prod)",
        "tasks      0 of 1 tasks run, 1 start, web:7",
        "deployment IN_PROGRESS, 30s ago, stage PRODUCTION_TRAFFIC_SHIFT, 10 % of the traffic, 2 of 3 task failures",
        "           waits for an answer until 2026-03-02T00:00:00.000Z, then ROLLBACK; run ghcr-fargate continue",
        "address    https://web.example.com",
        "alarms     ALARM web-cpu: Threshold Crossed",
        "           OK web-memory",
        "",
        "TASK          STATE    HEALTH   VERSION  AGE  ZONE  ADDRESS",
        "aaaabbbbcccc  STOPPED  UNKNOWN  web:8    -    -     -",
        "aaaabbbbcccc stopped: Essential container in task exited",
        "note: not shown: public addresses need ec2:DescribeNetworkInterfaces (AccessDenied)",
        "",
      ].join("\n"),
    ));
});

describe("durations", () => {
  for (const [text, milliseconds] of [
    ["90s", 90_000],
    ["10m", 600_000],
    ["2h", 7_200_000],
    ["1d", 86_400_000],
    ["10", undefined],
    ["1w", undefined],
    ["-1m", undefined],
  ] as const)
    it(`reads ${text}`, () => assert.equal(parseDuration(text), milliseconds));
  for (const [seconds, text] of [
    [0, "0s"],
    [59, "59s"],
    [60, "1m"],
    [3599, "59m"],
    [86_399, "23h"],
    [200_000, "2d"],
    [-5, "0s"],
  ] as const)
    it(`writes ${seconds} s as ${text}`, () => assert.equal(renderAge(seconds * 1000), text));
});
