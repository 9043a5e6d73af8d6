// The TLS security policies of Application Load Balancers
// (https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html, checked 2026-11-28).

import type { Check } from "./checks";
import { quote } from "./problems";

const PREFIX = "ELBSecurityPolicy-";
const TLS13 = ["1-3", "1-2", "1-2-Res", "1-2-Ext1", "1-2-Ext2", "1-1", "1-0"];
const FIPS = ["1-3", "1-2", "1-2-Res", "1-2-Ext0", "1-2-Ext1", "1-2-Ext2", "1-1", "1-0"];
const RFC9151 = ["", "-INTEROP1", "-INTEROP2", "-INTEROP3"];
const withoutTls11 = (versions: readonly string[]): readonly string[] => versions.filter((name) => name !== "1-1");

/** All policies, without the prefix of their names. */
const POLICIES = new Set([
  ...TLS13.map((name) => `TLS13-${name}-2021-06`),
  ...FIPS.map((name) => `TLS13-${name}-FIPS-2023-04`),
  ...withoutTls11(TLS13).map((name) => `TLS13-${name}-PQ-2025-09`),
  ...withoutTls11(FIPS).map((name) => `TLS13-${name}-FIPS-PQ-2025-09`),
  ...["1-3", "1-2", "1-2-Ext0"].flatMap((name) => RFC9151.map((kind) => `TLS13-${name}-RFC9151${kind}-FIPS-2023-07`)),
  "FS-1-2-Res-2020-10",
  "FS-1-2-Res-2019-08",
  "FS-1-2-2019-08",
  "FS-1-1-2019-08",
  "FS-2018-06",
  "TLS-1-2-Ext-2018-06",
  "TLS-1-2-2017-01",
  "TLS-1-1-2017-01",
  "TLS-1-0-2015-04",
  "2016-08",
  "2015-05",
]);

/** The month of the newest policy here: names with a later one are new to this table, and let through. */
const NEWEST = "2025-09";

/** Says what is wrong with the name of a policy. */
export const checkSslPolicy: Check<string> = (name) => {
  const policy = typeof name === "string" && name.startsWith(PREFIX) ? name.slice(PREFIX.length) : "";
  const month = /(?:^|-)(20\d\d-(?:0[1-9]|1[0-2]))$/.exec(policy)?.[1] ?? "";
  if (POLICIES.has(policy) || month > NEWEST) return undefined;
  return {
    wrong: `${quote(name)} is not a TLS security policy of Elastic Load Balancing`,
    fix: `use a name such as "${PREFIX}TLS13-1-2-2021-06" (TLS 1.3 and 1.2) or "${PREFIX}TLS13-1-3-2021-06" (TLS 1.3)`,
  };
};
