// Unit tests of a user's program: their mocks need not know what a component looks up, and give resources few outputs.

import { isEngineAttached } from "../../rollout/engine";

/** What lookups answer in a unit test whose mocks leave them without an answer. */
export const MADE_UP = {
  region: "us-east-1",
  account: "000000000000",
  vpcId: "vpc-0123456789abcdef0",
  subnetIds: ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"],
  securityGroupId: "sg-0123456789abcdef0",
} as const;

/** A value; in a unit test without one, what stands for it. With an engine attached, AWS's own answer in every case. */
export function answered<T>(value: T | undefined, madeUp: T): T {
  return value === undefined && !isEngineAttached() ? madeUp : (value as T);
}
