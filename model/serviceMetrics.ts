// The CloudWatch metrics of a service and of its target group, and the dashboard that draws them.

/** A metric and how it is summed up. `statistic` is CloudWatch's: Average, Maximum, SampleCount, Sum, or a percentile. */
export interface Metric {
  readonly namespace: "AWS/ECS" | "AWS/ApplicationELB" | "AWS/NetworkELB";
  readonly metricName: string;
  readonly statistic: string;
}

const ecs = (metricName: string, statistic: string): Metric => ({ namespace: "AWS/ECS", metricName, statistic });
const elb = (metricName: string, statistic: string): Metric => ({
  namespace: "AWS/ApplicationELB",
  metricName,
  statistic,
});
const nlb = (metricName: string, statistic: string): Metric => ({ namespace: "AWS/NetworkELB", metricName, statistic });

/**
 * The metrics that need no Container Insights. ECS has no metric of running tasks there, but each running task gives one sample
 * of its utilisation a minute: in periods of one minute, the number of samples is the number of running tasks.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/cloudwatch-metrics.html#cw_running_task_count
 */
export const METRICS = {
  cpu: ecs("CPUUtilization", "Average"),
  memory: ecs("MemoryUtilization", "Average"),
  runningTasks: ecs("CPUUtilization", "SampleCount"),
  requests: elb("RequestCount", "Sum"),
  http5xx: elb("HTTPCode_Target_5XX_Count", "Sum"),
  responseTime: elb("TargetResponseTime", "p95"),
  healthyHosts: elb("HealthyHostCount", "Minimum"),
  unhealthyHosts: elb("UnHealthyHostCount", "Maximum"),
  connections: nlb("NewFlowCount", "Sum"),
  healthyNetworkHosts: nlb("HealthyHostCount", "Minimum"),
  unhealthyNetworkHosts: nlb("UnHealthyHostCount", "Maximum"),
} as const satisfies Record<string, Metric>;

/** What the metrics are of: the names that CloudWatch calls dimensions. */
export interface MetricSubject {
  readonly service: { readonly ClusterName: string; readonly ServiceName: string };
  readonly targetGroup?: { readonly LoadBalancer: string; readonly TargetGroup: string };
  /** Whether the target group is one of a Network Load Balancer, which counts connections, not requests. */
  readonly network?: boolean;
}

/** The body of a dashboard that draws the metrics. */
export function dashboardBody({ service, targetGroup, network = false }: MetricSubject, region: string): object {
  const widget = (title: string, metrics: Record<string, Metric>): object => ({
    type: "metric",
    width: 12,
    height: 6,
    properties: {
      title,
      region,
      view: "timeSeries",
      period: 60,
      metrics: Object.entries(metrics).map(([label, { namespace, metricName, statistic }]) => [
        namespace,
        metricName,
        ...Object.entries(namespace === "AWS/ECS" ? service : (targetGroup ?? {})).flat(),
        { stat: statistic, label },
      ]),
    },
  });
  const requestWidgets = [
    widget("Requests a minute", { requests: METRICS.requests, "5xx": METRICS.http5xx }),
    widget("Response time (seconds)", { p95: METRICS.responseTime }),
    widget("Targets", { healthy: METRICS.healthyHosts, unhealthy: METRICS.unhealthyHosts }),
  ];
  const networkWidgets = [
    widget("Connections a minute", { connections: METRICS.connections }),
    widget("Targets", { healthy: METRICS.healthyNetworkHosts, unhealthy: METRICS.unhealthyNetworkHosts }),
  ];
  return {
    widgets: [
      widget("CPU and memory (percent)", { CPU: METRICS.cpu, memory: METRICS.memory }),
      widget("Running tasks", { tasks: METRICS.runningTasks }),
      ...(targetGroup === undefined ? [] : network ? networkWidgets : requestWidgets),
    ],
  };
}
