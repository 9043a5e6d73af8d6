// List prices in USD, before free tiers, discounts and taxes: their names and units, and those that AWS's price list files do not
// give (prices.ts). The date of each source stands beside it.

import { LISTED_PRICES } from "./prices";

/** AWS's own month in its calculator: 365 days times 24 hours over 12. */
export const HOURS_PER_MONTH = 730;

/** The Regions that the table below has prices for. */
const REGIONS_BELOW = ["us-east-1", "eu-central-1"] as const;

type PricedRegion = (typeof REGIONS_BELOW)[number];

/** The Regions that there are prices for. */
export const PRICED_REGIONS: readonly string[] = [...new Set([...REGIONS_BELOW, ...Object.keys(LISTED_PRICES)])];

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
  readonly unverified?: true | undefined;
}

const usd = (usEast1: number, euCentral1: number): Record<PricedRegion, number> => ({
  "us-east-1": usEast1,
  "eu-central-1": euCentral1,
});

const per = (unit: string, price: Price["usd"]): Pick<Price, "unit" | "usd"> => ({ unit, usd: price });

const priced =
  (billed: Price["billed"]) =>
  (what: string, price: Pick<Price, "unit" | "usd">, source: string): Price => ({ what, billed, ...price, source });
const hourly = priced("hour");
const monthly = priced("month");
const perUse = priced("use");
const unverified = (price: Price): Price => ({ ...price, unverified: true });

const RATE_CARD = "Fargate rate card, eu-central-1 effective 2026-07-07; us-east-1 2026-04-01";
const PRICING_PAGE = "AWS pricing page, not rechecked";
const EFS_PRICING = "AWS pricing page, not rechecked; eu-central-1 by the ratio of EFS storage";

/** Everything that this package's deployments can be billed for. */
export const PRICES = {
  fargateVcpuX86: hourly("Fargate vCPU, x86", per("vCPU", usd(0.04048, 0.04656)), RATE_CARD),
  fargateMemoryX86: hourly("Fargate memory, x86", per("GB", usd(0.004445, 0.00511)), RATE_CARD),
  fargateVcpuArm: hourly("Fargate vCPU, ARM", per("vCPU", usd(0.03238, 0.03725)), RATE_CARD),
  fargateMemoryArm: hourly("Fargate memory, ARM", per("GB", usd(0.00356, 0.00409)), RATE_CARD),
  fargateStorage: unverified(
    hourly(
      "Fargate storage over 20 GB",
      per("GB", usd(0.000111, 0.00013)),
      "Fargate rate card us-east-1; eu-central-1 by its ratio",
    ),
  ),
  fargateRunVcpuX86: perUse("Fargate vCPU of tasks that end, x86", per("vCPU-hour", usd(0.04048, 0.04656)), RATE_CARD),
  fargateRunMemoryX86: perUse(
    "Fargate memory of tasks that end, x86",
    per("GB-hour", usd(0.004445, 0.00511)),
    RATE_CARD,
  ),
  fargateRunVcpuArm: perUse("Fargate vCPU of tasks that end, ARM", per("vCPU-hour", usd(0.03238, 0.03725)), RATE_CARD),
  fargateRunMemoryArm: perUse(
    "Fargate memory of tasks that end, ARM",
    per("GB-hour", usd(0.00356, 0.00409)),
    RATE_CARD,
  ),
  publicIpv4: hourly("public IPv4 address", per("address", 0.005), "VPC, 2026-02-24"),
  natGateway: hourly("NAT gateway", per("gateway", usd(0.045, 0.052)), "VPC, 2026-06-01"),
  natGatewayData: perUse("NAT gateway data", per("GB", usd(0.045, 0.052)), "VPC, 2026-06-01"),
  interfaceEndpoint: unverified(
    hourly("interface endpoint, per zone", per("zone", usd(0.01, 0.012)), "PrivateLink, us-east-1 2026-06-01"),
  ),
  interfaceEndpointData: perUse("interface endpoint data", per("GB", 0.01), "PrivateLink, 2026-06-01"),
  applicationLoadBalancer: hourly(
    "Application Load Balancer",
    per("balancer", usd(0.0225, 0.027)),
    "Elastic Load Balancing, bill of eu-central-1",
  ),
  loadBalancerCapacity: perUse(
    "load balancer capacity (LCU)",
    per("LCU-hour", 0.008),
    "Elastic Load Balancing, bill of eu-central-1",
  ),
  networkLoadBalancer: unverified(hourly("Network Load Balancer", per("balancer", usd(0.0225, 0.027)), PRICING_PAGE)),
  networkLoadBalancerCapacity: unverified(
    perUse("Network Load Balancer capacity (NLCU)", per("NLCU-hour", 0.006), PRICING_PAGE),
  ),
  wafRequests: unverified(perUse("WAF requests", per("million", 0.6), PRICING_PAGE)),
  kmsKey: monthly("KMS key", per("key", 1), "KMS, bill of eu-central-1"),
  kmsRequests: unverified(perUse("KMS requests", per("10,000 requests", 0.03), PRICING_PAGE)),
  secret: monthly("secret", per("secret", 0.4), "Secrets Manager, bill of eu-central-1"),
  secretRequests: perUse("Secrets Manager calls", per("10,000 calls", 0.05), "Secrets Manager, bill of eu-central-1"),
  logsIngested: perUse("CloudWatch Logs, ingested", per("GB", usd(0.5, 0.63)), "AWS price list, 2025-10-28"),
  logsStored: unverified(
    perUse("CloudWatch Logs, stored", per("GB-month", usd(0.03, 0.0324)), "AWS price list, us-east-1 2025-10-28"),
  ),
  alarm: monthly("CloudWatch alarm", per("alarm", 0.1), "CloudWatch, 2026-02-15"),
  compositeAlarm: unverified(monthly("CloudWatch composite alarm", per("alarm", 0.5), PRICING_PAGE)),
  dashboard: monthly("CloudWatch dashboard", per("dashboard", 3), "CloudWatch, 2026-02-15"),
  customMetric: perUse(
    "CloudWatch custom metric (Container Insights)",
    per("metric-month", 0.3),
    "CloudWatch, 2026-02-15",
  ),
  containerInsightsEnhanced: perUse("Container Insights, enhanced", per("metric-month", 0.07), "CloudWatch, seen 2026"),
  inspectorImage: unverified(perUse("Inspector, image scanned on push", per("image", 0.09), PRICING_PAGE)),
  inspectorRescan: unverified(perUse("Inspector, image scanned again", per("scan", 0.01), PRICING_PAGE)),
  ecrStorage: perUse("ECR storage", per("GB-month", 0.1), "ECR, seen 2026"),
  efsStorage: unverified(perUse("EFS storage, Standard", per("GB-month", usd(0.3, 0.36)), PRICING_PAGE)),
  efsElasticRead: unverified(perUse("EFS elastic throughput, read", per("GB", usd(0.03, 0.036)), EFS_PRICING)),
  efsElasticWrite: unverified(perUse("EFS elastic throughput, written", per("GB", usd(0.06, 0.072)), EFS_PRICING)),
  efsBackup: unverified(perUse("EFS backups", per("GB-month", usd(0.05, 0.06)), EFS_PRICING)),
  s3Storage: unverified(perUse("S3 storage, Standard", per("GB-month", usd(0.023, 0.0245)), PRICING_PAGE)),
  snsRequests: unverified(perUse("SNS requests", per("million", 0.5), PRICING_PAGE)),
  snsEmail: unverified(perUse("SNS e-mails", per("100,000 e-mails", 2), PRICING_PAGE)),
  sqsRequests: unverified(perUse("SQS requests", per("million", 0.4), PRICING_PAGE)),
  schedulerInvocations: unverified(
    perUse("EventBridge Scheduler invocations", per("million", usd(1, 1.15)), PRICING_PAGE),
  ),
  hostedZone: unverified(monthly("Route 53 hosted zone", per("zone", 0.5), PRICING_PAGE)),
  dnsQueries: unverified(perUse("Route 53 queries", per("million", 0.4), PRICING_PAGE)),
  flowLogsDelivered: unverified(perUse("VPC flow logs, delivered to S3", per("GB", usd(0.25, 0.3)), PRICING_PAGE)),
  xrayTraces: unverified(perUse("X-Ray traces, recorded", per("million", 5), PRICING_PAGE)),
  cloudMapInstance: unverified(perUse("Cloud Map registered tasks", per("task-month", 0.1), PRICING_PAGE)),
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

/** What one unit costs in a region; `FALLBACK_REGION`'s price where there is none for the region. */
export function priceIn(name: PriceName, region: string): RegionalPrice {
  const price: Price = PRICES[name];
  const listed = LISTED_PRICES[region]?.[name];
  if (listed !== undefined) return { price: { ...price, unverified: undefined }, usd: listed, pricedRegion: region };
  if (typeof price.usd === "number") return { price, usd: price.usd, pricedRegion: region };
  const pricedRegion = REGIONS_BELOW.find((known) => known === region) ?? FALLBACK_REGION;
  const usd = LISTED_PRICES[pricedRegion]?.[name] ?? price.usd[pricedRegion];
  return { price, usd, pricedRegion };
}
