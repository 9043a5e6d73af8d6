// What every child of a component is created with.

import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Place } from "../model/policies";

/** What a component's children share. */
export interface Surroundings {
  readonly parent: pulumi.ComponentResource;
  /** The partition, Region and account of the component's AWS provider. */
  readonly place: pulumi.Output<Place>;
  readonly tags: Tags | undefined;
  /** The policy that bounds what every created role may do. */
  readonly permissionsBoundary?: pulumi.Input<string>;
}

/** Tags of every child that can have some. */
export type Tags = Record<string, pulumi.Input<string>>;

/** Looks up where the component's provider creates things. */
export function lookUpSurroundings(
  parent: pulumi.ComponentResource,
  tags: Tags | undefined,
  permissionsBoundary?: pulumi.Input<string>,
): Surroundings {
  const identity = aws.getCallerIdentityOutput({}, { parent });
  const { region } = aws.getRegionOutput({}, { parent });
  const place = pulumi.all([identity.arn, identity.accountId, region]).apply(([arn, account, name]) => ({
    partition: arn.split(":")[1] ?? "aws",
    region: name,
    account,
  }));
  return { parent, place, tags, ...(permissionsBoundary !== undefined && { permissionsBoundary }) };
}
