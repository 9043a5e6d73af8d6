// What ECS and tools say in good times is no failure, whatever a log puts before it. Not proven: that other tools say it in these words.

import assert from "node:assert/strict";
import { explainText } from "../../rollout/diagnose";

const TARGET_GROUP = "(target-group arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/failover/0a1b)";

const GOOD_NEWS = [
  "(service web) has reached a steady state.",
  "service payment-agent has reached a steady state.",
  "(service error-handler) has started 2 tasks: (task 0f1e) (task 1f1e).",
  `(service web) registered 1 targets in ${TARGET_GROUP}`,
  `(service web) deregistered 1 targets in ${TARGET_GROUP}`,
  "(service web, taskSet ecs-svc/1234567890123456789) has begun draining connections on 1 tasks.",
  "(service web) has stopped 1 running tasks: (task 0f1e2d3c).",
  "(service web) (deployment ecs-svc/1234567890123456789) deployment completed.",
  "ECS deployment ecs-svc/1234567890123456789 completed.",
  "aws_ecs_service.web: Modifications complete after 2m10s [id=arn:aws:ecs:eu-west-1:111122223333:service/prod/web]",
  "aws_ecs_service.web: Still creating... [1m30s elapsed]",
  "MyStack | 3/5 | 10:11:12 AM | UPDATE_COMPLETE | AWS::ECS::Service | WebService",
  "MyStack | 2/5 | 10:11:12 AM | CREATE_IN_PROGRESS | AWS::ECS::Service | WebService Resource creation Initiated",
  "Waiting for service stable...(it will take a few minutes)",
  "Service is stable now. Completed!",
  "ECS service web: rolloutState COMPLETED, failedTasks 0",
  "Service web deployed: 2 running, 0 failed, 0 pending",
];

const FRAMES: readonly (readonly [title: string, frame: (line: string) => string])[] = [
  ["as it stands", (line) => line],
  ["as an error of GitHub Actions", (line) => `##[error]${line}`],
  ["as an annotation of GitHub Actions", (line) => `::error::${line}`],
  ["as a record with a level", (line) => JSON.stringify({ level: "error", msg: line })],
  ["as a record with a severity", (line) => JSON.stringify({ severity: "ERROR", textPayload: line })],
  ["behind a time and a level", (line) => `2026-01-30T10:11:12.123Z ERROR ${line}`],
  ["as Python logs it", (line) => `2026-01-30 10:11:12,123 - deploy - ERROR - ${line}`],
  ["as logfmt", (line) => `time="2026-01-30T10:11:12Z" level=error msg="${line}"`],
  ["in a box of Terraform", (line) => `│ Error: ${line}`],
  ["behind a level in brackets", (line) => `[error] ${line}`],
];

describe("good news", () => {
  for (const [title, frame] of FRAMES)
    it(`is no failure ${title}`, () => {
      const wrong = GOOD_NEWS.filter((line) =>
        explainText(frame(line)).some(
          ({ diagnosis, reading: { form } }) => diagnosis !== undefined || (form !== "noFailure" && form !== "other"),
        ),
      );
      assert.deepEqual(wrong, []);
    });
});
