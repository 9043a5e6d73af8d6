// The sidecar that sends traces: its container and the task role's rights.

import { deepStrictEqual, strictEqual } from "node:assert";
import type { ServiceTracing } from "../../components/task/tracing";
import { difference } from "./difference";
import { containerIn, deployService, policyOf, PUBLIC, refusal } from "./serviceFixture";

const SEND = ["xray:PutTelemetryRecords", "xray:PutTraceSegments"];
const container = (name: string, more: object) => ({
  name,
  essential: false,
  portMappings: [],
  environment: [],
  secrets: [],
  logConfiguration: {
    logDriver: "awslogs",
    options: {
      "awslogs-group": "web-logs-a1b2c3d",
      "awslogs-region": "eu-central-1",
      "awslogs-stream-prefix": name,
      mode: "non-blocking",
    },
  },
  ...more,
});
const policy = (actions: string[]) => ({
  Version: "2012-10-17",
  Statement: [{ Sid: "SendTraces", Effect: "Allow", Action: actions, Resource: "*" }],
});

describe("tracing", () => {
  const CASES: readonly (readonly [title: string, tracing: ServiceTracing, container: object, actions: string[]])[] = [
    [
      "with OpenTelemetry's collector sends traces to X-Ray",
      { sidecar: "adot" },
      container("aws-otel-collector", {
        image: "public.ecr.aws/aws-observability/aws-otel-collector:v0.43.1",
        command: ["--config=/etc/ecs/ecs-xray.yaml"],
      }),
      SEND,
    ],
    [
      "with a collector's own image and configuration takes those",
      { sidecar: "adot", image: "ghcr.io/acme/collector:1", config: "receivers: {}" },
      container("aws-otel-collector", {
        image: "ghcr.io/acme/collector:1",
        environment: [{ name: "AOT_CONFIG_CONTENT", value: "receivers: {}" }],
      }),
      SEND,
    ],
    [
      "with the X-Ray daemon may also ask for sampling rules",
      { sidecar: "xray" },
      container("xray-daemon", { image: "public.ecr.aws/xray/aws-xray-daemon:3.x" }),
      ["xray:GetSamplingRules", "xray:GetSamplingStatisticSummaries", "xray:GetSamplingTargets", ...SEND],
    ],
  ];
  for (const [title, tracing, expected, actions] of CASES)
    it(title, async () => {
      const deployment = await deployService({ ...PUBLIC, tracing });
      deepStrictEqual(containerIn(deployment, (expected as { name: string }).name), expected);
      deepStrictEqual(policyOf(deployment, "web-task-role-policy"), policy(actions));
    });

  it("adds a policy and changes the task definition, and nothing else", async () => {
    deepStrictEqual(await difference(PUBLIC, { ...PUBLIC, tracing: { sidecar: "adot" } }), {
      added: ["aws:iam/rolePolicy:RolePolicy web-task-role-policy"],
      removed: [],
      changed: ["web-task containerDefinitions"],
    });
  });

  const REFUSED: readonly (readonly [title: string, tracing: ServiceTracing, message: string])[] = [
    [
      "another sidecar",
      { sidecar: "jaeger" as "adot" },
      'tracing.sidecar: "jaeger" is not valid; must be "adot" or "xray"',
    ],
    [
      "a configuration of the X-Ray daemon",
      { sidecar: "xray", config: "x" },
      'tracing.config: cannot be set with tracing.sidecar: "xray"; leave it unset, or use sidecar: "adot"',
    ],
    [
      "an image that is none",
      { sidecar: "adot", image: "" },
      "tracing.image: is empty; write it as ghcr.io/owner/image:tag",
    ],
  ];
  for (const [title, tracing, message] of REFUSED)
    it(`is refused with ${title}`, async () => {
      strictEqual(await refusal({ ...PUBLIC, tracing }), `GhcrFargateService "web": ${message}`);
    });
});
