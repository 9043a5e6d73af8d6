import { deepStrictEqual } from "node:assert";
import { calendarDay, expiryWarning, remindersAfter, renderReminder } from "../../model/tokenExpiry";

const EXPIRES_ON = "2027-03-31";
const at = (time: string): number => Date.parse(time);

describe("calendarDay", () => {
  it("accepts days that exist", () => {
    deepStrictEqual(["2027-03-31", "2028-02-29"].map(calendarDay), [undefined, undefined]);
  });
  for (const bad of ["2027-02-29", "2027-3-31", "31.03.2027", "2027-03-31T00:00:00Z", "", "never"])
    it(`refuses ${JSON.stringify(bad)}`, () => {
      deepStrictEqual(calendarDay(bad), {
        wrong: `${JSON.stringify(bad)} is not a valid date`,
        fix: "write year, month and day, as in 2027-03-31",
      });
    });
});

describe("the reminders of a token", () => {
  const all = [
    { daysBefore: 14, at: "2027-03-17T09:00:00" },
    { daysBefore: 7, at: "2027-03-24T09:00:00" },
    { daysBefore: 1, at: "2027-03-30T09:00:00" },
  ];
  for (const [now, left] of [
    ["2026-01-01T00:00:00Z", 3],
    ["2027-03-17T08:59:59Z", 3],
    ["2027-03-17T09:00:00Z", 2],
    ["2027-03-24T09:00:00Z", 1],
    ["2027-03-30T08:59:59Z", 1],
    ["2027-03-30T09:00:00Z", 0],
    ["2028-01-01T00:00:00Z", 0],
  ] as const)
    it(`are the last ${left} of three at ${now}`, () => {
      deepStrictEqual(remindersAfter(EXPIRES_ON, at(now)), left === 0 ? [] : all.slice(-left));
    });

  it("cross the ends of months and years", () => {
    deepStrictEqual(
      remindersAfter("2028-03-01", at("2027-01-01T00:00:00Z")).map((reminder) => reminder.at.slice(0, 10)),
      ["2028-02-16", "2028-02-23", "2028-02-29"],
    );
  });

  it("say whose token it is, when it expires, and what to do", () => {
    deepStrictEqual(
      renderReminder({
        subject: "web (shop/prod)",
        argument: "credentials.expiresOn",
        expiresOn: EXPIRES_ON,
        daysBefore: 7,
      }).split("\n"),
      [
        "The registry token of web (shop/prod) expires on 2027-03-31, in 7 days.",
        "From then on no task can pull its image: restarts, scaling and deployments fail. Running tasks continue.",
        "Create a new token, deploy it in place of the old one, and set credentials.expiresOn to its expiry date, which moves the reminders.",
      ],
    );
    deepStrictEqual(
      renderReminder({ subject: "web", argument: "expiresOn", expiresOn: EXPIRES_ON, daysBefore: 1 }).split("\n")[0],
      "The registry token of web expires on 2027-03-31, tomorrow.",
    );
  });
});

describe("the warning in place of a reminder", () => {
  for (const [now, when] of [
    ["2027-03-17T08:00:00Z", undefined],
    ["2027-03-17T10:00:00Z", "expires on 2027-03-31, in 14 days"],
    ["2027-03-30T23:59:59Z", "expires on 2027-03-31, tomorrow"],
    ["2027-03-31T12:00:00Z", "expires on 2027-03-31, today"],
    ["2027-04-01T00:00:00Z", "expired on 2027-03-31"],
  ] as const)
    it(`is ${when ?? "not there"} at ${now}`, () => {
      deepStrictEqual(
        expiryWarning(EXPIRES_ON, at(now)),
        when && `the token ${when}; deploy a new one and change the date, or tasks can no longer pull their image`,
      );
    });
});
