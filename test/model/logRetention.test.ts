import { deepStrictEqual, strictEqual } from "node:assert";
import { checkRetentionDays, RETENTION_DAYS } from "../../model/logRetention";

describe("checkRetentionDays", () => {
  it("accepts AWS's 22 periods", () => {
    deepStrictEqual(
      RETENTION_DAYS.filter((days) => checkRetentionDays(days) !== undefined),
      [],
    );
    strictEqual(RETENTION_DAYS.length, 22);
  });
  for (const [days, nearest] of [
    [0, 1],
    [31, 30],
    [46, 60],
    [100, 90],
    [10000, 3653],
  ] as const)
    it(`offers ${nearest} instead of ${days}`, () =>
      strictEqual(checkRetentionDays(days)?.fix.split(",")[0], `use ${nearest}`));
});
