// The route tables of subnets that exist, looked up with the component's provider.

import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { wayOutOf, type Route, type WayOut } from "../../model/internetRoute";

/** A subnet, the route table that holds for it, and the way out that this offers. */
export interface SubnetRouting {
  readonly subnetId: string;
  readonly routeTableId: string;
  readonly wayOut: WayOut;
}

/**
 * Looks up how each subnet is routed: by the route table associated with it, else by its VPC's main one. Subnets that
 * nothing is answered for are left out: so answer a user's own mocks.
 */
export async function lookUpRoutings(
  vpcId: string,
  subnetIds: readonly string[],
  parent: pulumi.Resource,
): Promise<SubnetRouting[]> {
  const findTable = async (filter: string, value: string): Promise<string | undefined> => {
    const filters = [
      { name: "vpc-id", values: [vpcId] },
      { name: filter, values: [value] },
    ];
    const found: { ids?: string[] } = await aws.ec2.getRouteTables({ filters }, { parent });
    return found.ids?.[0];
  };
  const findWayOut = async (routeTableId: string): Promise<WayOut | undefined> => {
    const table: { routes?: Route[] } = await aws.ec2.getRouteTable({ routeTableId }, { parent });
    return table.routes && wayOutOf(table.routes);
  };
  const findMain = once(() => findTable("association.main", "true"));
  const waysOut = new Map<string, ReturnType<typeof findWayOut>>();
  const routings = subnetIds.map(async (subnetId) => {
    const routeTableId = (await findTable("association.subnet-id", subnetId)) ?? (await findMain());
    if (routeTableId === undefined) return [];
    const search = waysOut.get(routeTableId) ?? findWayOut(routeTableId);
    waysOut.set(routeTableId, search);
    const wayOut = await search;
    return wayOut === undefined ? [] : [{ subnetId, routeTableId, wayOut }];
  });
  return (await Promise.all(routings)).flat();
}

function once<T>(find: () => Promise<T>): () => Promise<T> {
  let found: Promise<T> | undefined;
  return () => (found ??= find());
}
