// The CloudWatch dashboard of a service.

import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { childName } from "../../model/childNames";
import { dashboardBody } from "../../model/serviceMetrics";
import type { ChildContext } from "../component/childContext";
import type { WatchedService } from "./metricAlarms";

/** Creates a dashboard of the metrics that the alarms watch, named as the service. */
export function createDashboard(
  name: string,
  { clusterName, serviceName, targetGroup }: WatchedService,
  { options, awsEnvironment }: ChildContext,
): void {
  const body = pulumi
    .output({ clusterName, serviceName, targetGroup, region: awsEnvironment.region })
    .apply(({ region, ...known }) =>
      dashboardBody(
        {
          service: { ClusterName: known.clusterName, ServiceName: known.serviceName },
          ...(known.targetGroup !== undefined && {
            targetGroup: {
              LoadBalancer: known.targetGroup.loadBalancerArnSuffix,
              TargetGroup: known.targetGroup.targetGroupArnSuffix,
            },
            network: known.targetGroup.network,
          }),
        },
        region,
      ),
    );
  new aws.cloudwatch.Dashboard(
    childName(name, "dashboard"),
    { dashboardName: serviceName, dashboardBody: pulumi.jsonStringify(body) },
    options,
  );
}
