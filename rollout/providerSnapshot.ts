// Reads the service through a Pulumi invoke: with the provider, the region and the credentials of the update itself.

import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { Deployment, ServiceSnapshot } from "./ecs";

/** Asks for the service as it is now, with the provider of `parent`. */
export async function getServiceSnapshot(
  clusterArn: string,
  serviceName: string,
  parent: pulumi.Resource,
): Promise<ServiceSnapshot> {
  return toSnapshot(await aws.ecs.getService({ clusterArn, serviceName }, { parent }));
}

/** The provider's answer in our words. Providers (and stand-ins for them) may leave out what is empty. */
export function toSnapshot(service: Partial<aws.ecs.GetServiceResult>): ServiceSnapshot {
  const breaker = service.deploymentConfigurations?.[0]?.deploymentCircuitBreakers[0];
  return {
    status: service.status ?? "ACTIVE",
    desiredCount: service.desiredCount ?? 0,
    runningCount: service.runningCount ?? 0,
    pendingCount: service.pendingCount ?? 0,
    deployments: (service.deployments ?? []).map(
      ({ id, status, taskDefinition, createdAt, desiredCount, runningCount, pendingCount }): Deployment => ({
        id,
        status,
        taskDefinition,
        createdAt: parseTime(createdAt),
        desiredCount,
        runningCount,
        pendingCount,
      }),
    ),
    events: (service.events ?? []).map(({ id, createdAt, message }) => ({
      id,
      createdAt: parseTime(createdAt),
      message,
    })),
    circuitBreaker: { enable: breaker?.enable ?? false, rollback: breaker?.rollback ?? false },
  };
}

// RFC 3339, as the provider writes it; Go's default form of a time has blanks where RFC 3339 has T and no blank.
function parseTime(text: string): number {
  const time = Date.parse(text.replace(/^(\S+) (\S+) ([+-]\d{2})(\d{2}).*$/, "$1T$2$3:$4"));
  return Number.isNaN(time) ? 0 : time;
}
