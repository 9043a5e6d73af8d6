// List prices in USD, before free tiers, discounts and taxes. The date of each source stands beside it; the newest is PRICES_AS_OF.

/** The date of the newest source in the price table. */
export const PRICES_AS_OF = "2026-07-07";

/** AWS's own month in its calculator: 365 days times 24 hours over 12. */
export const HOURS_PER_MONTH = 730;

/** The regions that the table has prices for. */
export const PRICED_REGIONS = ["us-east-1", "eu-central-1"] as const;

export type PricedRegion = (typeof PRICED_REGIONS)[number];

/** The region whose prices stand in where the table has none. */
export const FALLBACK_REGION: PricedRegion = "us-east-1";

/** One list price. */
export interface Price {
  /** What is billed, as AWS names it. */
  readonly what: string;
  /** Billed for each hour or month that it exists, or only for what traffic makes of it. */
  readonly billed: "hour" | "month" | "use";
  /** What one unit is: `vCPU`, `GB`, `address`. */
  readonly unit: string;
  /** USD for one unit (and hour or month); one number where all regions cost the same. */
  readonly usd: number | Readonly<Record<PricedRegion, number>>;
  /** Where the price was seen, and when. */
  readonly source: string;
  /** True where the source is not a rate card or a bill: check before quoting. */
  readonly unverified?: true;
}

const usd = (usEast1: number, euCentral1: number): Record<PricedRegion, number> => ({
  "us-east-1": usEast1,
  "eu-central-1": euCentral1,
});

const RATE_CARD = "Fargate rate card, eu-central-1 effective 2026-07-07; us-east-1 2026-04-01";
const PRICING_PAGE = "AWS pricing page, not rechecked";

/** Everything that this package's deployments can be billed for. */
export const PRICES = {
  fargateVcpuX86: {
    what: "Fargate vCPU, x86",
    billed: "hour",
    unit: "vCPU",
    usd: usd(0.04048, 0.04656),
    source: RATE_CARD,
  },
  fargateMemoryX86: {
    what: "Fargate memory, x86",
    billed: "hour",
    unit: "GB",
    usd: usd(0.004445, 0.00511),
    source: RATE_CARD,
  },
  fargateVcpuArm: {
    what: "Fargate vCPU, ARM",
    billed: "hour",
    unit: "vCPU",
    usd: usd(0.03238, 0.03725),
    source: RATE_CARD,
  },
  fargateMemoryArm: {
    what: "Fargate memory, ARM",
    billed: "hour",
    unit: "GB",
    usd: usd(0.00356, 0.00409),
    source: RATE_CARD,
  },
  fargateStorage: {
    what: "Fargate storage over 20 GB",
    billed: "hour",
    unit: "GB",
    usd: usd(0.000111, 0.00013),
    source: "Fargate rate card us-east-1; eu-central-1 by its ratio",
    unverified: true,
  },
  publicIpv4: { what: "public IPv4 address", billed: "hour", unit: "address", usd: 0.005, source: "VPC, 2026-02-24" },
  natGateway: {
    what: "NAT gateway",
    billed: "hour",
    unit: "gateway",
    usd: usd(0.045, 0.052),
    source: "VPC, 2026-06-01",
  },
  natGatewayData: {
    what: "NAT gateway data",
    billed: "use",
    unit: "GB",
    usd: usd(0.045, 0.052),
    source: "VPC, 2026-06-01",
  },
  interfaceEndpoint: {
    what: "interface endpoint, per zone",
    billed: "hour",
    unit: "zone",
    usd: usd(0.01, 0.012),
    source: "PrivateLink, us-east-1 2026-06-01",
    unverified: true,
  },
  interfaceEndpointData: {
    what: "interface endpoint data",
    billed: "use",
    unit: "GB",
    usd: 0.01,
    source: "PrivateLink, 2026-06-01",
  },
  applicationLoadBalancer: {
    what: "Application Load Balancer",
    billed: "hour",
    unit: "balancer",
    usd: usd(0.0225, 0.027),
    source: "Elastic Load Balancing, bill of eu-central-1",
  },
  loadBalancerCapacity: {
    what: "load balancer capacity (LCU)",
    billed: "use",
    unit: "LCU-hour",
    usd: 0.008,
    source: "Elastic Load Balancing, bill of eu-central-1",
  },
  networkLoadBalancer: {
    what: "Network Load Balancer",
    billed: "hour",
    unit: "balancer",
    usd: usd(0.0225, 0.027),
    source: PRICING_PAGE,
    unverified: true,
  },
  networkLoadBalancerCapacity: {
    what: "Network Load Balancer capacity (NLCU)",
    billed: "use",
    unit: "NLCU-hour",
    usd: 0.006,
    source: PRICING_PAGE,
    unverified: true,
  },
  kmsKey: { what: "KMS key", billed: "month", unit: "key", usd: 1, source: "KMS, bill of eu-central-1" },
  kmsRequests: {
    what: "KMS requests",
    billed: "use",
    unit: "10,000 requests",
    usd: 0.03,
    source: PRICING_PAGE,
    unverified: true,
  },
  secret: {
    what: "secret",
    billed: "month",
    unit: "secret",
    usd: 0.4,
    source: "Secrets Manager, bill of eu-central-1",
  },
  secretRequests: {
    what: "Secrets Manager calls",
    billed: "use",
    unit: "10,000 calls",
    usd: 0.05,
    source: "Secrets Manager, bill of eu-central-1",
  },
  logsIngested: {
    what: "CloudWatch Logs, ingested",
    billed: "use",
    unit: "GB",
    usd: usd(0.5, 0.63),
    source: "AWS price list, 2025-10-28",
  },
  logsStored: {
    what: "CloudWatch Logs, stored",
    billed: "use",
    unit: "GB-month",
    usd: usd(0.03, 0.0324),
    source: "AWS price list, us-east-1 2025-10-28",
    unverified: true,
  },
  alarm: { what: "CloudWatch alarm", billed: "month", unit: "alarm", usd: 0.1, source: "CloudWatch, 2026-02-15" },
  compositeAlarm: {
    what: "CloudWatch composite alarm",
    billed: "month",
    unit: "alarm",
    usd: 0.5,
    source: PRICING_PAGE,
    unverified: true,
  },
  dashboard: {
    what: "CloudWatch dashboard",
    billed: "month",
    unit: "dashboard",
    usd: 3,
    source: "CloudWatch, 2026-02-15",
  },
  customMetric: {
    what: "CloudWatch custom metric (Container Insights)",
    billed: "use",
    unit: "metric-month",
    usd: 0.3,
    source: "CloudWatch, 2026-02-15",
  },
  containerInsightsEnhanced: {
    what: "Container Insights, enhanced",
    billed: "use",
    unit: "metric-month",
    usd: 0.07,
    source: "CloudWatch, seen 2026",
  },
  ecrStorage: { what: "ECR storage", billed: "use", unit: "GB-month", usd: 0.1, source: "ECR, seen 2026" },
  efsStorage: {
    what: "EFS storage, Standard",
    billed: "use",
    unit: "GB-month",
    usd: usd(0.3, 0.36),
    source: PRICING_PAGE,
    unverified: true,
  },
  s3Storage: {
    what: "S3 storage, Standard",
    billed: "use",
    unit: "GB-month",
    usd: usd(0.023, 0.0245),
    source: PRICING_PAGE,
    unverified: true,
  },
  snsRequests: {
    what: "SNS requests",
    billed: "use",
    unit: "million",
    usd: 0.5,
    source: PRICING_PAGE,
    unverified: true,
  },
  snsEmail: {
    what: "SNS e-mails",
    billed: "use",
    unit: "100,000 e-mails",
    usd: 2,
    source: PRICING_PAGE,
    unverified: true,
  },
  sqsRequests: {
    what: "SQS requests",
    billed: "use",
    unit: "million",
    usd: 0.4,
    source: PRICING_PAGE,
    unverified: true,
  },
  schedulerInvocations: {
    what: "EventBridge Scheduler invocations",
    billed: "use",
    unit: "million",
    usd: usd(1, 1.15),
    source: PRICING_PAGE,
    unverified: true,
  },
  hostedZone: {
    what: "Route 53 hosted zone",
    billed: "month",
    unit: "zone",
    usd: 0.5,
    source: PRICING_PAGE,
    unverified: true,
  },
  dnsQueries: {
    what: "Route 53 queries",
    billed: "use",
    unit: "million",
    usd: 0.4,
    source: PRICING_PAGE,
    unverified: true,
  },
  cloudMapInstance: {
    what: "Cloud Map registered tasks",
    billed: "use",
    unit: "task-month",
    usd: 0.1,
    source: PRICING_PAGE,
    unverified: true,
  },
} as const satisfies Record<string, Price>;

/** The name of a price in the table. */
export type PriceName = keyof typeof PRICES;

/** A price as it holds in one region. */
export interface RegionalPrice {
  readonly price: Price;
  readonly usd: number;
  /** The region whose price this is; differs from the region asked for where the table has none for that. */
  readonly pricedRegion: string;
}

/** What one unit costs in a region; `FALLBACK_REGION`'s price where the table has none for the region. */
export function priceIn(name: PriceName, region: string): RegionalPrice {
  const price: Price = PRICES[name];
  const pricedRegion = PRICED_REGIONS.find((known) => known === region) ?? FALLBACK_REGION;
  return { price, usd: typeof price.usd === "number" ? price.usd : price.usd[pricedRegion], pricedRegion };
}
