import { deepStrictEqual } from "node:assert";
import { checkCron, checkTimeZone } from "../../model/cron";

describe("checkCron", () => {
  for (const good of [
    "0 8 ? * MON-FRI *",
    "0/15 * * * ? *",
    " 30  6 L * ?  2027 ",
    "0 18 ? * 6#3 *",
    "0 8 LW * ? *",
    "0,30 8-18/2 ? JAN,mar-may mon,FRI 2027-2029",
    "0 8 ? * FRIL *",
  ])
    it(`accepts ${JSON.stringify(good)}`, () => {
      deepStrictEqual(checkCron(good), undefined);
    });

  const example = 'write minutes, hours, day of month, month, day of week, year, as in "0 8 ? * MON-FRI *"';
  const days = "set one of the two days to ? and the other one to what you mean";
  for (const [bad, wrong, fix] of [
    ["0 8 * * *", '"0 8 * * *" is not six cron fields', example],
    ["", '"" is not six cron fields', example],
    [
      "0 8 ? * MON;FRI *",
      '"0 8 ? * MON;FRI *" has "MON;FRI" for the day of week',
      `use 1 to 7 or SUN to SAT: ${example}`,
    ],
    ["61 25 ? * XYZ *", '"61 25 ? * XYZ *" has "61" for the minutes', `use 0 to 59: ${example}`],
    ["1 25 ? * MON *", '"1 25 ? * MON *" has "25" for the hours', `use 0 to 23: ${example}`],
    ["a b ? c d e", '"a b ? c d e" has "a" for the minutes', `use 0 to 59: ${example}`],
    ["0/0 8 ? * MON *", '"0/0 8 ? * MON *" has "0/0" for the minutes', `use 0 to 59: ${example}`],
    ["0 8 32 * ? *", '"0 8 32 * ? *" has "32" for the day of month', `use 1 to 31: ${example}`],
    ["0 8 ? JAB MON *", '"0 8 ? JAB MON *" has "JAB" for the month', `use 1 to 12 or JAN to DEC: ${example}`],
    ["0 8 ? * FOOL *", '"0 8 ? * FOOL *" has "FOOL" for the day of week', `use 1 to 7 or SUN to SAT: ${example}`],
    ["0 8 * * MON *", '"0 8 * * MON *" has both a day of month and a day of week', days],
    ["0 8 ? * ? *", '"0 8 ? * ? *" has no day', days],
    [
      "cron(0 8 ? * MON *)",
      '"cron(0 8 ? * MON *)" is a whole expression',
      `pass the six cron fields alone: ${example}`,
    ],
    [
      "at(2020-01-01T00:00:00)",
      '"at(2020-01-01T00:00:00)" is not a cron expression',
      `pass the six cron fields alone, with the date and the year in them: ${example}`,
    ],
    ["rate(1 day)", '"rate(1 day)" is not a cron expression', `pass the six cron fields alone: ${example}`],
    ["0 8 30 2 ? *", '"0 8 30 2 ? *" has day 30 of month 2, which has 29 days', "use a day that exists"],
    ["0 8 31 NOV ? *", '"0 8 31 NOV ? *" has day 31 of month NOV, which has 30 days', "use a day that exists"],
    [
      "0 8 ? * MON 2019,2020-2024",
      '"0 8 ? * MON 2019,2020-2024" is over: its year has passed',
      "remove it, or use a later year",
    ],
    [8 as unknown as string, "8 is not valid", `must be a string: ${example}`],
  ] as const)
    it(`refuses ${JSON.stringify(bad)}`, () => {
      deepStrictEqual(checkCron(bad, Date.UTC(2026, 0, 1)), { wrong, fix });
    });

  it("accepts the present year, and a year to come", () => {
    deepStrictEqual(
      ["2026", "2020-2026", "2020,2027", "2025/1", "*"].map((year) =>
        checkCron(`0 8 29 FEB ? ${year}`, Date.UTC(2026, 11, 31)),
      ),
      [undefined, undefined, undefined, undefined, undefined],
    );
  });
});

describe("checkTimeZone", () => {
  it("accepts IANA names, and refuses other texts", () => {
    deepStrictEqual(["UTC", "Europe/Berlin", "America/New_York"].map(checkTimeZone), [undefined, undefined, undefined]);
    deepStrictEqual(checkTimeZone("Berlin"), {
      wrong: '"Berlin" is not a valid time zone',
      fix: 'use an IANA name, such as "Europe/Berlin" or "UTC"',
    });
  });
});
