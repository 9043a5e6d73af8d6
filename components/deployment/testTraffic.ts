// Where the new version is reached before users reach it: a test port, or a rule on a test listener.

import type * as pulumi from "@pulumi/pulumi";
import { checkListenerArn } from "../../model/awsIds";
import { tcpPort } from "../../model/checks";
import type { ArgumentChecks } from "../component/argumentChecks";
import type { ServiceDeployment } from "./deploymentArgs";
import { clientPorts } from "../loadBalancer/listeners";
import { checkIngressCidrs } from "../network/securityGroup";

/** Where test traffic comes in, as planned: a port to open, or a listener that exists. */
export type TestTrafficPlan =
  | { readonly port: number; readonly ingressCidrs: readonly string[]; readonly listenerArn?: undefined }
  | { readonly listenerArn: pulumi.Input<string>; readonly port?: undefined };

/** Plans the test traffic, if there is some. */
export function planTestTraffic(
  checks: ArgumentChecks,
  { testPort, testIngressCidrs, testListenerArn }: ServiceDeployment,
  balancer: "created" | "existing" | undefined,
): TestTrafficPlan | undefined {
  if (balancer === "existing" && testPort !== undefined)
    checks.add(
      "deployment.testPort",
      "given together with loadBalancer.listenerArn, whose balancer exists",
      "pass deployment.testListenerArn",
    );
  if (balancer === "created" && testListenerArn !== undefined)
    checks.add(
      "deployment.testListenerArn",
      "given while the load balancer is created",
      "use deployment.testPort: the listener is created too",
    );
  if (testIngressCidrs !== undefined && testPort === undefined)
    checks.add("deployment.testIngressCidrs", "given while deployment.testPort is unset", "set testPort");
  if (testListenerArn !== undefined)
    return { listenerArn: checks.value("deployment.testListenerArn", testListenerArn, checkListenerArn) };
  if (testPort === undefined) return undefined;
  checks.shape("deployment.testPort", testPort, tcpPort);
  if (clientPorts(true).includes(testPort))
    checks.add("deployment.testPort", `${testPort} is a port for clients`, "use another one, such as 8443");
  if (testIngressCidrs === undefined)
    checks.add(
      "deployment.testIngressCidrs",
      "missing, so nobody reaches deployment.testPort",
      "say who does: the addresses that you test from",
    );
  checkIngressCidrs(checks, "deployment.testIngressCidrs", testIngressCidrs ?? []);
  return { port: testPort, ingressCidrs: testIngressCidrs ?? [] };
}
