// How long CloudWatch Logs can keep log events
// (https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html, checked 2026-11-22).

import { quote, type Fault } from "./problems";

/** The retention periods that AWS offers, in days. */
export const RETENTION_DAYS: readonly number[] = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** Says what is wrong with a retention period that AWS does not offer. */
export function checkRetentionDays(days: number): Fault | undefined {
  if (RETENTION_DAYS.includes(days)) return undefined;
  const nearest = RETENTION_DAYS.reduce((a, b) => (Math.abs(b - days) < Math.abs(a - days) ? b : a));
  return {
    wrong: `${quote(days)} days is not a retention period of CloudWatch Logs`,
    fix: `use ${nearest}, or another of ${RETENTION_DAYS.join(", ")}`,
  };
}
