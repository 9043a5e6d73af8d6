// The listeners of a created load balancer.

import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { childName } from "../../model/childNames";
import type { ChildContext } from "../component/childContext";
import { HTTPS_PORT } from "../network/securityGroup";
import { LoadBalancerProtocol } from "./loadBalancerArgs";

const HTTP_PORT = 80;

/** What the listeners of one load balancer have in common. */
export interface ListenerSettings {
  readonly loadBalancerArn: pulumi.Input<string>;
  /** Undefined: unencrypted. */
  readonly https:
    { readonly certificateArn: pulumi.Input<string>; readonly sslPolicy: pulumi.Input<string> } | undefined;
  /** The target group of requests that match no rule. */
  readonly targetGroupArn: pulumi.Input<string>;
}

/** The ports for clients: with HTTPS also 80, which redirects. */
export function clientPorts(https: boolean): readonly number[] {
  return https ? [HTTPS_PORT, HTTP_PORT] : [HTTP_PORT];
}

/** Creates the listener for clients, and with HTTPS the redirect to it from port 80. */
export function createListeners(name: string, settings: ListenerSettings, context: ChildContext): aws.lb.Listener {
  if (settings.https === undefined)
    return createListener({ component: name, key: "listener" }, { ...settings, port: HTTP_PORT }, context);
  const { options, tags } = context;
  new aws.lb.Listener(
    childName(name, "redirectListener"),
    {
      loadBalancerArn: settings.loadBalancerArn,
      port: HTTP_PORT,
      protocol: LoadBalancerProtocol.Http,
      defaultActions: [
        {
          type: "redirect",
          redirect: { protocol: LoadBalancerProtocol.Https, port: String(HTTPS_PORT), statusCode: "HTTP_301" },
        },
      ],
      tags,
    },
    options,
  );
  return createListener({ component: name, key: "listener" }, { ...settings, port: HTTPS_PORT }, context);
}

/** Creates a listener that forwards to the target group. */
export function createListener(
  child: { readonly component: string; readonly key: "listener" | "testListener" },
  { loadBalancerArn, https, targetGroupArn, port }: ListenerSettings & { readonly port: number },
  { options, tags }: ChildContext,
): aws.lb.Listener {
  return new aws.lb.Listener(
    childName(child.component, child.key),
    {
      loadBalancerArn,
      port,
      protocol: https === undefined ? LoadBalancerProtocol.Http : LoadBalancerProtocol.Https,
      ...(https !== undefined && { certificateArn: https.certificateArn, sslPolicy: https.sslPolicy }),
      defaultActions: [{ type: "forward", targetGroupArn }],
      tags,
    },
    options,
  );
}
