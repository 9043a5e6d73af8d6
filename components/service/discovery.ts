// Service discovery: a DNS name for the tasks, in AWS Cloud Map.

import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { childName } from "../../model/childNames";
import { oneOf, wholeNumber, type Check } from "../../model/checks";
import type { BilledItem } from "../../model/monthlyCost";
import { quote } from "../../model/problems";
import { costOfResource } from "../../model/resourceCost";
import type { ArgumentChecks } from "../component/argumentChecks";
import type { ChildContext } from "../component/childContext";

/** The DNS record type of the service. */
export const DiscoveryRecordType = {
  /** The tasks' IPv4 addresses. */
  A: "A",
  /** The tasks' host names and port. */
  Srv: "SRV",
} as const;
export type DiscoveryRecordType = (typeof DiscoveryRecordType)[keyof typeof DiscoveryRecordType];

/**
 * A DNS name for the service in its VPC: set `namespaceId` or `namespaceName`. Clients have to be allowed in by
 * `network.ingressSecurityGroupIds`, `network.ingressCidrs` or `network.securityGroupIds`. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-discovery.html
 */
export interface ServiceDiscovery {
  /** An existing Cloud Map namespace with DNS, such as another service's output `discoveryNamespaceId`. */
  namespaceId?: pulumi.Input<string>;
  /** The domain of a namespace to create, such as `example.internal`: a private hosted zone for the VPC, about 0.50 USD a month. */
  namespaceName?: string;
  /**
   * The service's name in the namespace: `web` becomes `web.example.internal`. A change replaces the Cloud Map service.
   * @default the component's name
   */
  name?: string;
  /**
   * The record type: "A", or "SRV", which needs `port`. A change replaces the Cloud Map service.
   * @default "A"
   */
  recordType?: DiscoveryRecordType;
  /**
   * Seconds that clients may cache a record: 0 to 2147483647.
   * @default 10
   */
  ttlSeconds?: pulumi.Input<number>;
}

/** Service discovery, as planned. */
export interface DiscoveryPlan {
  readonly namespaceId: pulumi.Input<string> | undefined;
  readonly namespaceName: string | undefined;
  readonly name: string;
  readonly recordType: DiscoveryRecordType;
  readonly ttlSeconds: pulumi.Input<number>;
  /** The service's own container and its port, for SRV records. */
  readonly target: { readonly containerName: string; readonly containerPort: number | undefined };
}

const DEFAULT_TTL_SECONDS = 10;

/** A name within a namespace: one label of a domain name. */
export const dnsLabel: Check<string> = (name) =>
  /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i.test(name)
    ? undefined
    : { wrong: `${quote(name)} is not a valid DNS label`, fix: "use 1 to 63 letters, digits and inner dashes" };

const domainName: Check<string> = (name) =>
  name.length <= 253 && name.split(".").every((label) => dnsLabel(label) === undefined)
    ? undefined
    : { wrong: `${quote(name)} is not a valid domain name`, fix: "write it like example.internal" };

const namespaceIdOf: Check<string> = (id) =>
  /^ns-[a-z0-9]+$/.test(id)
    ? undefined
    : { wrong: `${quote(id)} is not a valid id of a namespace`, fix: "pass an id like ns-0123456789abcdef" };

/** Plans service discovery; undefined without one. */
export function planDiscovery(
  checks: ArgumentChecks,
  given: ServiceDiscovery | undefined,
  { component, target }: { readonly component: string; readonly target: DiscoveryPlan["target"] },
): DiscoveryPlan | undefined {
  if (given === undefined) return undefined;
  const { namespaceId, namespaceName, name = component, recordType = DiscoveryRecordType.A, ttlSeconds } = given;
  if ((namespaceId === undefined) === (namespaceName === undefined))
    checks.add(
      "discovery",
      namespaceId === undefined ? "has no namespace" : "has both namespaceId and namespaceName",
      "set exactly one of namespaceId (existing) and namespaceName (created)",
    );
  checks.shape("discovery.namespaceName", namespaceName, domainName);
  checks.shape("discovery.name", name, dnsLabel);
  checks.shape("discovery.recordType", recordType, oneOf(Object.values(DiscoveryRecordType)));
  if (recordType === DiscoveryRecordType.Srv && target.containerPort === undefined)
    checks.add(
      "discovery.recordType",
      '"SRV" cannot be used without port',
      "set port to the port that the container listens on",
    );
  return {
    namespaceId: checks.value("discovery.namespaceId", namespaceId, namespaceIdOf),
    namespaceName,
    name,
    recordType,
    ttlSeconds: checks.value(
      "discovery.ttlSeconds",
      ttlSeconds ?? DEFAULT_TTL_SECONDS,
      wholeNumber(0, 2147483647, "seconds"),
    ),
    target,
  };
}

/** The service in Cloud Map, and how the ECS service registers its tasks there. */
export interface Discovery {
  readonly namespaceId: pulumi.Output<string>;
  readonly registry: aws.types.input.ecs.ServiceServiceRegistries;
}

/** Creates the Cloud Map service, and its namespace unless it exists. */
export function createDiscovery(
  name: string,
  { plan, vpcId }: { readonly plan: DiscoveryPlan | undefined; readonly vpcId: pulumi.Input<string> },
  { options, tags }: ChildContext,
): Discovery | undefined {
  if (plan === undefined) return undefined;
  const namespaceId =
    plan.namespaceId ??
    new aws.servicediscovery.PrivateDnsNamespace(
      childName(name, "discoveryNamespace"),
      { name: plan.namespaceName, vpc: vpcId, tags },
      options,
    ).id;
  const service = new aws.servicediscovery.Service(
    childName(name, "discoveryService"),
    {
      name: plan.name,
      dnsConfig: {
        namespaceId,
        dnsRecords: [{ type: plan.recordType, ttl: plan.ttlSeconds }],
        routingPolicy: "MULTIVALUE",
      },
      // Without it Cloud Map takes no health from ECS; the provider drops the block unless its only, deprecated field is there.
      healthCheckCustomConfig: { failureThreshold: 1 },
      forceDestroy: true, // ECS takes its tasks out of Cloud Map a moment after the service has gone
      tags,
    },
    options,
  );
  return {
    namespaceId: pulumi.output(namespaceId),
    registry: { registryArn: service.arn, ...(plan.recordType === DiscoveryRecordType.Srv && plan.target) },
  };
}

/** What the Cloud Map service and a created namespace, which is a hosted zone, are billed for. */
export function costOfDiscovery(name: string, plan: DiscoveryPlan | undefined): BilledItem[] {
  if (plan === undefined) return [];
  return [
    ...(plan.namespaceName === undefined
      ? []
      : costOfResource(childName(name, "discoveryNamespace"), "aws:servicediscovery:PrivateDnsNamespace")),
    ...costOfResource(childName(name, "discoveryService"), "aws:servicediscovery:Service"),
  ];
}
