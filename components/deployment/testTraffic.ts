// Test traffic: a port or listener that leads to the new tasks before production traffic does.

import type * as pulumi from "@pulumi/pulumi";
import { checkListenerArn } from "../../model/awsIds";
import { tcpPort } from "../../model/checks";
import type { ArgumentChecks } from "../component/argumentChecks";
import type { ServiceDeployment } from "./deploymentArgs";
import type { DeployedBehind } from "../loadBalancer/loadBalancerPlan";
import { checkIngressCidrs } from "../network/ingress";

/** Test traffic, as planned: a port to open, or an existing listener. */
export type TestTrafficPlan =
  | { readonly port: number; readonly ingressCidrs: readonly string[]; readonly listenerArn?: undefined }
  | { readonly listenerArn: pulumi.Input<string>; readonly port?: undefined };

/** Plans the test traffic; undefined without it. */
export function planTestTraffic(
  checks: ArgumentChecks,
  { testPort, testIngressCidrs, testListenerArn }: ServiceDeployment,
  balancer: DeployedBehind | undefined,
): TestTrafficPlan | undefined {
  if (balancer?.created === false && testPort !== undefined)
    checks.add(
      "deployment.testPort",
      "cannot be set with loadBalancer.listenerArn: an existing load balancer gets no further listener",
      "set deployment.testListenerArn",
    );
  if (balancer?.created === true && testListenerArn !== undefined)
    checks.add(
      "deployment.testListenerArn",
      "cannot be set without loadBalancer.listenerArn",
      "set deployment.testPort: a listener is created for it",
    );
  if (testIngressCidrs !== undefined && testPort === undefined)
    checks.add(
      "deployment.testIngressCidrs",
      "cannot be set without deployment.testPort",
      "set testPort, or leave it unset",
    );
  if (testListenerArn !== undefined)
    return {
      listenerArn: checks.arn("deployment.testListenerArn", testListenerArn, {
        check: checkListenerArn,
        what: "a listener",
        shared: ["region", "account"],
      }),
    };
  if (testPort === undefined) return undefined;
  checks.shape("deployment.testPort", testPort, tcpPort);
  if (balancer?.clientPorts.includes(testPort))
    checks.add(
      "deployment.testPort",
      `${testPort} is already used by the listener for clients`,
      "use another one, such as 8443",
    );
  if (testIngressCidrs === undefined)
    checks.add(
      "deployment.testIngressCidrs",
      "is missing while deployment.testPort is set",
      "set it to the blocks that you test from",
    );
  checkIngressCidrs(checks, "deployment.testIngressCidrs", testIngressCidrs ?? []);
  return { port: testPort, ingressCidrs: testIngressCidrs ?? [] };
}
