import { deepStrictEqual } from "node:assert";
import { checkCron, checkTimeZone } from "../../model/cron";

describe("checkCron", () => {
  for (const good of ["0 8 ? * MON-FRI *", "0/15 * * * ? *", " 30  6 L * ?  2027 ", "0 18 ? * 6#3 *"])
    it(`accepts ${JSON.stringify(good)}`, () => {
      deepStrictEqual(checkCron(good), undefined);
    });

  const example = 'write minutes, hours, day of month, month, day of week, year, as in "0 8 ? * MON-FRI *"';
  const days = "set one of the two days to ? and the other one to what you mean";
  for (const [bad, wrong, fix] of [
    ["0 8 * * *", '"0 8 * * *" is not six cron fields', example],
    ["", '"" is not six cron fields', example],
    ["0 8 ? * MON;FRI *", '"0 8 ? * MON;FRI *" is not six cron fields', example],
    ["0 8 * * MON *", '"0 8 * * MON *" has both a day of month and a day of week', days],
    ["0 8 ? * ? *", '"0 8 ? * ? *" has no day', days],
    [
      "cron(0 8 ? * MON *)",
      '"cron(0 8 ? * MON *)" is a whole expression',
      "pass the six cron fields alone, without cron( )",
    ],
    [8 as unknown as string, "8 is no text", example],
  ] as const)
    it(`refuses ${JSON.stringify(bad)}`, () => {
      deepStrictEqual(checkCron(bad), { wrong, fix });
    });
});

describe("checkTimeZone", () => {
  it("accepts IANA names, and refuses other texts", () => {
    deepStrictEqual(["UTC", "Europe/Berlin", "America/New_York"].map(checkTimeZone), [undefined, undefined, undefined]);
    deepStrictEqual(checkTimeZone("Berlin"), {
      wrong: '"Berlin" is no time zone',
      fix: 'use an IANA name, such as "Europe/Berlin" or "UTC"',
    });
  });
});
