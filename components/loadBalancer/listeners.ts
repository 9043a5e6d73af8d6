// The listeners of a created load balancer.

import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { childName } from "../../model/childNames";
import { LoadBalancerProtocol } from "./loadBalancerArgs";
import type { ChildContext } from "../component/childContext";

const HTTP_PORT = 80;
const HTTPS_PORT = 443;

/** What the listeners of one load balancer have in common. */
export interface ListenerSettings {
  readonly loadBalancerArn: pulumi.Input<string>;
  /** Undefined: in clear. */
  readonly https:
    { readonly certificateArn: pulumi.Input<string>; readonly sslPolicy: pulumi.Input<string> } | undefined;
  /** Where requests go that no rule matches. */
  readonly targetGroupArn: pulumi.Input<string>;
}

/** The ports that clients use: also 80 with HTTPS, to be sent on. */
export function clientPorts(https: boolean): readonly number[] {
  return https ? [HTTPS_PORT, HTTP_PORT] : [HTTP_PORT];
}

/** Creates the listener that clients use, and the redirect to it from plain HTTP. */
export function createListeners(name: string, settings: ListenerSettings, context: ChildContext): aws.lb.Listener {
  if (settings.https === undefined) return createListener(name, "listener", HTTP_PORT, settings, context);
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
  return createListener(name, "listener", HTTPS_PORT, settings, context);
}

/** Creates a listener that forwards to the target group. */
export function createListener(
  name: string,
  key: "listener" | "testListener",
  port: number,
  { loadBalancerArn, https, targetGroupArn }: ListenerSettings,
  { options, tags }: ChildContext,
): aws.lb.Listener {
  return new aws.lb.Listener(
    childName(name, key),
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
