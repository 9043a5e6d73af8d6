// The listeners of a created load balancer.

import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { childName } from "../../model/childNames";
import type { ChildContext } from "../component/childContext";
import { forwardActions, type AuthenticationPlan } from "./authentication";
import type { CreatedLoadBalancerPlan, ListenerPlan } from "./createdLoadBalancerPlan";
import { isEncrypted, LoadBalancerProtocol } from "./protocols";

/** What the listeners of one load balancer have in common. */
export interface ListenerSettings {
  readonly loadBalancerArn: pulumi.Input<string>;
  /** The listener for clients: further ones speak its protocol unless they say so. */
  readonly listener: ListenerPlan;
  /** Of the listeners that need one. */
  readonly certificate: { readonly arn: pulumi.Input<string>; readonly sslPolicy: pulumi.Input<string> } | undefined;
  /** Of the listeners whose protocol is HTTPS. */
  readonly authentication: AuthenticationPlan | undefined;
  /** Of the listeners whose protocol is TCP. */
  readonly idleTimeoutSeconds: number;
}

/** A listener to create: the target group of requests that match no rule. */
export interface NewListener extends ListenerPlan {
  readonly targetGroupArn: pulumi.Input<string>;
}

/** The ports of the listeners for clients: with HTTPS also the one that redirects. */
export function clientPorts({
  listener,
  redirectPort,
}: Pick<CreatedLoadBalancerPlan, "listener" | "redirectPort">): readonly number[] {
  return redirectPort === undefined ? [listener.port] : [listener.port, redirectPort];
}

/** Creates the listener that redirects to the one for clients. */
export function createRedirectListener(
  name: string,
  {
    loadBalancerArn,
    port,
    to,
    after,
  }: {
    readonly loadBalancerArn: pulumi.Input<string>;
    readonly port: number;
    readonly to: number;
    /** The listener for clients: where it spoke HTTP before, it has to leave this port first. */
    readonly after: aws.lb.Listener;
  },
  { options, tags }: ChildContext,
): void {
  const redirect = { protocol: LoadBalancerProtocol.Https, port: String(to), statusCode: "HTTP_301" };
  new aws.lb.Listener(
    childName(name, "redirectListener"),
    {
      loadBalancerArn,
      port,
      protocol: LoadBalancerProtocol.Http,
      defaultActions: [{ type: "redirect", redirect }],
      tags,
    },
    { ...options, dependsOn: [after] }, // which waits for the component's checks
  );
}

/** Creates a listener that forwards to a target group. */
export function createListener(
  logicalName: string,
  {
    settings,
    listener: { port, protocol, targetGroupArn },
  }: { readonly settings: ListenerSettings; readonly listener: NewListener },
  { options, tags }: ChildContext,
): aws.lb.Listener {
  const { loadBalancerArn, certificate, authentication, idleTimeoutSeconds } = settings;
  const signIn = protocol === LoadBalancerProtocol.Https ? authentication : undefined;
  return new aws.lb.Listener(
    logicalName,
    {
      loadBalancerArn,
      port,
      protocol,
      ...(isEncrypted(protocol) && { certificateArn: certificate?.arn, sslPolicy: certificate?.sslPolicy }),
      ...(protocol === LoadBalancerProtocol.Tcp && { tcpIdleTimeoutSeconds: idleTimeoutSeconds }),
      defaultActions: forwardActions({ type: "forward", targetGroupArn }, signIn),
      tags,
    },
    options,
  );
}
