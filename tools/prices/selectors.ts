// Which rows of AWS's price list files are the prices of the table, by the texts of the files (seen between 2024 and 2026).

import type { PriceName } from "../../model/priceList";
import type { PriceRow } from "./priceFile";

/** Where a price stands. */
export interface Selector {
  readonly price: PriceName;
  /** The service whose file has it. */
  readonly service: string;
  /** The usage type without the Region's prefix. */
  readonly usageType: string;
  readonly operation?: string;
  readonly family?: string;
}

/** In the order of the generated table. What is not here keeps its price in priceList.ts. */
export const SELECTORS: readonly Selector[] = [
  { price: "fargateVcpuX86", service: "AmazonECS", usageType: "Fargate-vCPU-Hours:perCPU" },
  { price: "fargateMemoryX86", service: "AmazonECS", usageType: "Fargate-GB-Hours" },
  { price: "fargateVcpuArm", service: "AmazonECS", usageType: "Fargate-ARM-vCPU-Hours:perCPU" },
  { price: "fargateMemoryArm", service: "AmazonECS", usageType: "Fargate-ARM-GB-Hours" },
  loadBalancer("applicationLoadBalancer", "LoadBalancerUsage", "Application"),
  loadBalancer("loadBalancerCapacity", "LCUUsage", "Application"),
  loadBalancer("networkLoadBalancer", "LoadBalancerUsage", "Network"),
  loadBalancer("networkLoadBalancerCapacity", "LCUUsage", "Network"),
  natGateway("natGateway", "NatGateway-Hours"),
  natGateway("natGatewayData", "NatGateway-Bytes"),
  { price: "publicIpv4", service: "AmazonVPC", usageType: "PublicIPv4:InUseAddress" },
  { price: "interfaceEndpoint", service: "AmazonVPC", usageType: "VpcEndpoint-Hours", family: "VpcEndpoint" },
  { price: "interfaceEndpointData", service: "AmazonVPC", usageType: "VpcEndpoint-Bytes", family: "VpcEndpoint" },
  { price: "logsIngested", service: "AmazonCloudWatch", usageType: "DataProcessing-Bytes" },
  { price: "logsStored", service: "AmazonCloudWatch", usageType: "TimedStorage-ByteHrs" },
  { price: "secret", service: "AWSSecretsManager", usageType: "AWSSecretsManager-Secrets" },
  { price: "ecrStorage", service: "AmazonECR", usageType: "TimedStorage-ByteHrs" },
  { price: "efsStorage", service: "AmazonEFS", usageType: "TimedStorage-ByteHrs" },
  { price: "s3Storage", service: "AmazonS3", usageType: "TimedStorage-ByteHrs" },
];

function loadBalancer(price: PriceName, usageType: string, kind: string): Selector {
  return { price, service: "AWSELB", usageType, operation: `LoadBalancing:${kind}` };
}

function natGateway(price: PriceName, usageType: string): Selector {
  return { price, service: "AmazonEC2", usageType, operation: "NatGateway", family: "NAT Gateway" };
}

/** Whether a row is a list price in USD of what a selector names. Usage types begin with the Region's prefix, or with none. */
export function selects({ usageType, operation, family }: Selector, row: PriceRow): boolean {
  const bare = row.usageType.replace(/^[A-Z]+\d*-/, "");
  return (
    (row.usageType === usageType || bare === usageType) &&
    (operation === undefined || row.operation === operation) &&
    (family === undefined || row.productFamily === family) &&
    row.termType === "OnDemand" &&
    row.currency === "USD" &&
    row.locationType === "AWS Region"
  );
}
