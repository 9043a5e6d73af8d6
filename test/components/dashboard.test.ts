// The dashboard of a service. Not proven here: how CloudWatch draws it.

import { deepStrictEqual } from "node:assert";
import { dashboardBody } from "../../model/serviceMetrics";
import { deployService, PUBLIC } from "./serviceFixture";

const EMAILS = ["ops@example.com"];
const DIMENSIONS = { ClusterName: "web-cluster-a1b2c3d", ServiceName: "web-service-a1b2c3d" };

describe("alarms.dashboard", () => {
  it("is drawn only on request", async () => {
    deepStrictEqual(
      (await deployService({ ...PUBLIC, alarms: { emails: EMAILS } })).ofType("aws:cloudwatch/dashboard:Dashboard"),
      [],
    );
  });

  it("is named as the service, and draws it", async () => {
    const { inputs } = (await deployService({ ...PUBLIC, alarms: { emails: EMAILS, dashboard: true } })).find(
      "web-dashboard",
    );
    deepStrictEqual(inputs.dashboardName, "web-service-a1b2c3d");
    const metric = (metricName: string, stat: string, label: string) => [
      "AWS/ECS",
      metricName,
      "ClusterName",
      DIMENSIONS.ClusterName,
      "ServiceName",
      DIMENSIONS.ServiceName,
      { stat, label },
    ];
    const widget = (title: string, metrics: unknown[]) => ({
      type: "metric",
      width: 12,
      height: 6,
      properties: { title, region: "eu-central-1", view: "timeSeries", period: 60, metrics },
    });
    deepStrictEqual(JSON.parse(String(inputs.dashboardBody)), {
      widgets: [
        widget("CPU and memory (percent)", [
          metric("CPUUtilization", "Average", "CPU"),
          metric("MemoryUtilization", "Average", "memory"),
        ]),
        widget("Running tasks", [metric("CPUUtilization", "SampleCount", "tasks")]),
      ],
    });
  });

  it("draws a target group too, where there is one", () => {
    const body = dashboardBody(
      {
        service: { ClusterName: "c", ServiceName: "s" },
        targetGroup: { LoadBalancer: "app/lb/1", TargetGroup: "targetgroup/tg/2" },
      },
      "us-east-1",
    ) as { widgets: { properties: { title: string; metrics: unknown[][] } }[] };
    deepStrictEqual(
      body.widgets.slice(2).map(({ properties }) => [properties.title, properties.metrics.map(([, name]) => name)]),
      [
        ["Requests a minute", ["RequestCount", "HTTPCode_Target_5XX_Count"]],
        ["Response time (seconds)", ["TargetResponseTime"]],
        ["Targets", ["HealthyHostCount", "UnHealthyHostCount"]],
      ],
    );
    deepStrictEqual(body.widgets[2]?.properties.metrics[0], [
      "AWS/ApplicationELB",
      "RequestCount",
      "LoadBalancer",
      "app/lb/1",
      "TargetGroup",
      "targetgroup/tg/2",
      { stat: "Sum", label: "requests" },
    ]);
  });
});
