// How a subnet reaches the internet, read from its route table
// (https://docs.aws.amazon.com/vpc/latest/userguide/route-table-options.html, checked 2026-11-22).

import { isPrivateCidr } from "./cidr";

/** A route as EC2 describes it. What it does not have is empty or missing. */
export interface Route {
  readonly cidrBlock?: string;
  readonly ipv6CidrBlock?: string;
  readonly destinationPrefixListId?: string;
  readonly gatewayId?: string;
  readonly vpcEndpointId?: string;
}

/** What stands between a subnet and the internet: "other" is a NAT gateway, a transit gateway, a firewall and the like. */
export type InternetRoute = "internetGateway" | "other" | "none";

const EVERYWHERE = "0.0.0.0/0";

/** IPv4 addresses as IPv6 writes them, for a NAT gateway to translate (RFC 6052). */
const NAT64 = "64:ff9b::/96";

/**
 * The route to the internet that a subnet has for IPv4 addresses. Any route to public addresses counts as one: whether
 * the registry's are among them, cannot be known beforehand.
 */
export function internetRouteOf(routes: readonly Route[]): InternetRoute {
  const everywhere = routes.find(({ cidrBlock }) => cidrBlock === EVERYWHERE);
  if (everywhere !== undefined) return everywhere.gatewayId?.startsWith("igw-") ? "internetGateway" : "other";
  return routes.some(leadsOut) ? "other" : "none";
}

/** Whether a route leads to a gateway endpoint: to S3 or DynamoDB, and nowhere else. Which of the two, the route does not say. */
export function isGatewayEndpoint({ destinationPrefixListId = "", gatewayId, vpcEndpointId }: Route): boolean {
  return (
    destinationPrefixListId !== "" && [gatewayId, vpcEndpointId].some((target) => target?.startsWith("vpce-") === true)
  );
}

function leadsOut(route: Route): boolean {
  const { cidrBlock, ipv6CidrBlock, destinationPrefixListId, gatewayId } = route;
  if (gatewayId === "local") return false;
  if (destinationPrefixListId) return !isGatewayEndpoint(route);
  return ipv6CidrBlock === NAT64 || (cidrBlock ? !isPrivateCidr(cidrBlock) : false);
}
