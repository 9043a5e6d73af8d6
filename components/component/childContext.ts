// What every child of a component is created with.

import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Place } from "../../model/policies";

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
  return { parent, place: placeOf(parent), tags, permissionsBoundary };
}

const places = new WeakMap<object, pulumi.Output<Place>>();

/** Asked once per provider: a program with hundreds of services waits for two lookups, not for a thousand. */
function placeOf(parent: pulumi.ComponentResource): pulumi.Output<Place> {
  // The default provider is no object of the program. The connection to the engine stands for it: each run has its own.
  const provider = parent.getProvider("aws:index/getRegion:getRegion") ?? pulumi.runtime.getMonitor();
  const known = provider && places.get(provider);
  if (known !== undefined) return known;
  const place = lookUpPlace(parent);
  if (provider !== undefined) places.set(provider, place);
  return place;
}

function lookUpPlace(parent: pulumi.ComponentResource): pulumi.Output<Place> {
  const identity = aws.getCallerIdentityOutput({}, { parent });
  const { region } = aws.getRegionOutput({}, { parent });
  return pulumi.all([identity.arn, identity.accountId, region]).apply(([arn, account, name]) => ({
    partition: arn.split(":")[1] ?? "aws",
    region: name,
    account,
  }));
}

const derived = new WeakMap<pulumi.Output<Place>, Map<unknown, pulumi.Output<unknown>>>();

/** What follows from the place alone, made once for all components there: each Output costs dozens of promises. */
export function fromPlace<T>(place: pulumi.Output<Place>, derive: (place: Place) => T): pulumi.Output<T> {
  const made = derived.get(place) ?? new Map<unknown, pulumi.Output<unknown>>();
  derived.set(place, made);
  const value = made.get(derive) ?? place.apply(derive);
  made.set(derive, value);
  return value as pulumi.Output<T>;
}

/** The Region of a place: `fromPlace(place, regionOf)`. */
export const regionOf = ({ region }: Place): string => region;
