// What a route table says of the way out. Not proven here: that the routes lead where they say.

import { strictEqual } from "node:assert";
import { internetRouteOf, type Route, type InternetRoute } from "../../model/internetRoute";

const LOCAL: Route = { cidrBlock: "10.0.0.0/16", gatewayId: "local" };

const CASES: readonly (readonly [string, Route, InternetRoute])[] = [
  ["only the VPC's own", LOCAL, "none"],
  ["a VPC's own public addresses", { cidrBlock: "203.0.112.0/20", gatewayId: "local" }, "none"],
  ["an internet gateway", { cidrBlock: "0.0.0.0/0", gatewayId: "igw-1" }, "internetGateway"],
  ["a NAT gateway", { cidrBlock: "0.0.0.0/0", gatewayId: "" }, "other"],
  ["a VPN gateway", { cidrBlock: "0.0.0.0/0", gatewayId: "vgw-1" }, "other"],
  ["a firewall's endpoint", { cidrBlock: "0.0.0.0/0", vpcEndpointId: "vpce-1" }, "other"],
  ["some public addresses", { cidrBlock: "140.82.112.0/20" }, "other"],
  ["private addresses", { cidrBlock: "192.168.0.0/16" }, "none"],
  ["a prefix list", { cidrBlock: "", destinationPrefixListId: "pl-1", gatewayId: "" }, "other"],
  ["S3's gateway endpoint", { destinationPrefixListId: "pl-1", gatewayId: "vpce-1" }, "none"],
  [
    "S3's gateway endpoint, as the provider names it",
    { destinationPrefixListId: "pl-1", vpcEndpointId: "vpce-1" },
    "none",
  ],
  ["IPv6 addresses", { ipv6CidrBlock: "::/0", gatewayId: "" }, "none"],
  ["IPv4 addresses as NAT64 writes them", { ipv6CidrBlock: "64:ff9b::/96" }, "other"],
];

describe("internetRouteOf", () => {
  for (const [title, route, expected] of CASES)
    it(`finds "${expected}" in a route to ${title}`, () => {
      strictEqual(internetRouteOf([LOCAL, route]), expected);
    });

  it("lets the route to everywhere decide where there are several", () => {
    const toGitHub = { cidrBlock: "140.82.112.0/20", gatewayId: "" };
    strictEqual(internetRouteOf([toGitHub, { cidrBlock: "0.0.0.0/0", gatewayId: "igw-1" }]), "internetGateway");
  });

  it("finds none in no routes", () => {
    strictEqual(internetRouteOf([]), "none");
  });
});
