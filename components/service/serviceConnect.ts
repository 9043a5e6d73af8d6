// ECS Service Connect: services of a namespace call each other by short names, through a proxy in each task.

import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { childName } from "../../model/childNames";
import { notEmpty, oneOf, tcpPort, wholeNumber, type Check } from "../../model/checks";
import { quote } from "../../model/problems";
import type { ArgumentChecks } from "../component/argumentChecks";
import type { ContainerPlan } from "../task/container";
import { AppProtocol } from "../task/containerArgs";
import { awsLogs, type LogDestination } from "../task/logDriver";
import type { ChildContext } from "../component/childContext";

/** The address of the service for clients in the namespace. */
export interface ConnectClientAlias {
  /**
   * The port that clients use.
   * @default the service's `port`
   */
  port?: number;
  /**
   * The host name that clients use.
   * @default `discoveryName`, a dot, and the namespace's name
   */
  dnsName?: pulumi.Input<string>;
}

/**
 * ECS Service Connect: set `namespace` or `namespaceName`. With `port` the service is a client and a server of the namespace,
 * without it a client only. Free; the proxy uses part of the task's CPU and memory (AWS recommends 256 CPU units and 64 MiB more)
 * and writes to the log group. Clients have to be allowed in by
 * `network.ingressSecurityGroupIds`, `network.ingressCidrs` or `network.securityGroupIds`. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-connect.html
 */
export interface ServiceConnect {
  /** An existing Cloud Map namespace: its name or ARN, such as another service's output `connectNamespace`. */
  namespace?: pulumi.Input<string>;
  /** The name of a namespace to create. */
  namespaceName?: string;
  /**
   * The service's name in the namespace: lower-case letters, digits, underscores and inner dashes.
   * @default the component's name
   */
  discoveryName?: string;
  /**
   * The address that clients use.
   * @default the service's port and name
   */
  clientAlias?: ConnectClientAlias;
  /**
   * The protocol of `port`: "http", "http2" or "grpc".
   * @default none: TCP
   */
  appProtocol?: AppProtocol;
  /**
   * Seconds without data before the proxy closes a connection; 0 for no limit.
   * @default 300 with `appProtocol`, 3600 without: ECS's own
   */
  idleTimeoutSeconds?: pulumi.Input<number>;
  /**
   * Seconds that the proxy waits for a response, with `appProtocol`; 0 for no limit.
   * @default 15, ECS's own
   */
  perRequestTimeoutSeconds?: pulumi.Input<number>;
}

/** Service Connect, as planned. */
export interface ServiceConnectPlan {
  readonly namespace: pulumi.Input<string> | undefined;
  readonly namespaceName: string | undefined;
  /** What the others reach; undefined for a service that is only a client. */
  readonly service: aws.types.input.ecs.ServiceServiceConnectConfigurationService | undefined;
  /** What the port is called in the task definition. */
  readonly portMapping: ContainerPlan["portMapping"];
}

const PORT_NAME = "app";

const checkDiscoveryName: Check<string> = (name) =>
  /^[a-z0-9_]([a-z0-9_-]{0,62}[a-z0-9_])?$/.test(name)
    ? undefined
    : {
        wrong: `${quote(name)} is not a valid Service Connect name`,
        fix: "use 1 to 64 lower-case letters, digits, underscores and inner dashes",
      };

/** Plans Service Connect; undefined without it. */
export function planServiceConnect(
  checks: ArgumentChecks,
  given: ServiceConnect | undefined,
  { component, port }: { readonly component: string; readonly port: number | undefined },
): ServiceConnectPlan | undefined {
  if (given === undefined) return undefined;
  const { namespace, namespaceName } = given;
  if ((namespace === undefined) === (namespaceName === undefined))
    checks.add(
      "serviceConnect",
      namespace === undefined ? "has no namespace" : "has both namespace and namespaceName",
      "set exactly one of namespace (existing) and namespaceName (created)",
    );
  checks.shape("serviceConnect.namespaceName", namespaceName, notEmpty);
  const plan = { namespace: checks.value("serviceConnect.namespace", namespace, notEmpty), namespaceName };
  if (port === undefined) {
    const { discoveryName, clientAlias, appProtocol, idleTimeoutSeconds, perRequestTimeoutSeconds } = given;
    checks.mustBeUnset(
      "serviceConnect",
      { discoveryName, clientAlias, appProtocol, idleTimeoutSeconds, perRequestTimeoutSeconds },
      { wrong: "cannot be set without port", fix: "set port to the port that the container listens on" },
    );
    return { ...plan, service: undefined, portMapping: undefined };
  }
  checks.shape("serviceConnect.appProtocol", given.appProtocol, oneOf(Object.values(AppProtocol)));
  return {
    ...plan,
    service: planConnectedService(checks, given, { component, port }),
    portMapping: { name: PORT_NAME, ...(given.appProtocol !== undefined && { appProtocol: given.appProtocol }) },
  };
}

function planConnectedService(
  checks: ArgumentChecks,
  given: ServiceConnect,
  { component, port }: { readonly component: string; readonly port: number },
): aws.types.input.ecs.ServiceServiceConnectConfigurationService {
  const { discoveryName = component, clientAlias = {}, appProtocol } = given;
  const { idleTimeoutSeconds, perRequestTimeoutSeconds } = given;
  const seconds = wholeNumber(0, 2147483647, "seconds");
  checks.shape("serviceConnect.discoveryName", discoveryName, checkDiscoveryName);
  checks.shape("serviceConnect.clientAlias.port", clientAlias.port, tcpPort);
  if (perRequestTimeoutSeconds !== undefined && appProtocol === undefined)
    checks.add(
      "serviceConnect.perRequestTimeoutSeconds",
      "cannot be set without appProtocol: TCP has no requests",
      'set appProtocol to "http", "http2" or "grpc"',
    );
  const timeout = {
    idleTimeoutSeconds: checks.value("serviceConnect.idleTimeoutSeconds", idleTimeoutSeconds, seconds),
    perRequestTimeoutSeconds: checks.value(
      "serviceConnect.perRequestTimeoutSeconds",
      perRequestTimeoutSeconds,
      seconds,
    ),
  };
  const hasTimeout = idleTimeoutSeconds !== undefined || perRequestTimeoutSeconds !== undefined;
  return {
    portName: PORT_NAME,
    discoveryName,
    clientAlias: [
      {
        port: clientAlias.port ?? port,
        dnsName: checks.value("serviceConnect.clientAlias.dnsName", clientAlias.dnsName, notEmpty),
      },
    ],
    ...(hasTimeout && { timeout }),
  };
}

/** The namespace, and how the ECS service takes part in it. */
export interface ConnectedService {
  readonly namespace: pulumi.Output<string>;
  readonly configuration: aws.types.input.ecs.ServiceServiceConnectConfiguration;
}

/** Creates the namespace, unless it exists. */
export function createServiceConnect(
  name: string,
  { plan, logGroup }: { readonly plan: ServiceConnectPlan | undefined; readonly logGroup: LogDestination },
  { options, tags }: ChildContext,
): ConnectedService | undefined {
  if (plan === undefined) return undefined;
  const namespace = pulumi.output(
    plan.namespace ??
      new aws.servicediscovery.HttpNamespace(
        childName(name, "connectNamespace"),
        { name: plan.namespaceName, tags },
        options,
      ).arn,
  );
  return {
    namespace,
    configuration: {
      enabled: true,
      namespace,
      services: plan.service && [plan.service],
      logConfiguration: awsLogs(logGroup, "service-connect"),
    },
  };
}
