// The public IP addresses of network interfaces: the one call of the EC2 API that the commands make. The SDK's EC2 client is
// 28 MB on disk for it; this signs the same request with a library of 30 kB.

import { AwsClient } from "aws4fetch";
import type { Aws } from "./aws";

/** Looks up the public IP address of each network interface that has one. Permission: ec2:DescribeNetworkInterfaces. */
export async function publicAddresses(aws: Aws, networkInterfaceIds: readonly string[]): Promise<Map<string, string>> {
  if (networkInterfaceIds.length === 0) return new Map();
  const ecs = await aws.ecs(); // its settings are those of every other call: region, credentials, endpoint
  const [region, credentials] = await Promise.all([ecs.config.region(), ecs.config.credentials()]);
  const query = new URLSearchParams({ Action: "DescribeNetworkInterfaces", Version: "2016-11-15" });
  networkInterfaceIds.forEach((id, i) => query.set(`NetworkInterfaceId.${i + 1}`, id));
  const client = new AwsClient({ ...credentials, region, service: "ec2", retries: 3 });
  const answer = await client.fetch(endpoint(region), {
    method: "POST",
    headers: { "Content-Type": "application/x-www-form-urlencoded" },
    body: query.toString(),
    signal: AbortSignal.timeout(10_000),
  });
  const body = await answer.text();
  if (!answer.ok) {
    const name = /<Code>([^<]+)/.exec(body)?.[1] ?? `HTTP ${answer.status}`;
    const error = new Error(/<Message>([^<]+)/.exec(body)?.[1] ?? `EC2 answered ${answer.status}`);
    throw Object.assign(error, { name });
  }
  return parseInterfaces(body);
}

/** Network interface id to public IP, from the XML of DescribeNetworkInterfaces, whose elements come in any order. */
export function parseInterfaces(xml: string): Map<string, string> {
  const found = new Map<string, string>();
  let depth = 0; // of items in items: an interface's groups and addresses are lists too
  let id: string | undefined;
  let address: string | undefined;
  for (const [, tag, text] of xml.matchAll(/<(\/?[A-Za-z]+)[^<>]*>([^<]*)/g)) {
    if (tag === "item") depth++;
    else if (tag === "networkInterfaceId") id = text;
    else if (tag === "publicIp") address ??= text;
    else if (tag === "/item" && --depth === 0) {
      if (id !== undefined && address !== undefined) found.set(id, address);
      id = address = undefined;
    }
  }
  return found;
}

function endpoint(region: string): string {
  const domain = region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
  const { AWS_ENDPOINT_URL_EC2, AWS_ENDPOINT_URL } = process.env; // as the SDK reads them
  return AWS_ENDPOINT_URL_EC2 ?? AWS_ENDPOINT_URL ?? `https://ec2.${region}.${domain}/`;
}
