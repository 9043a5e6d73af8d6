// Cron expressions and time zones, as Application Auto Scaling takes them
// (https://docs.aws.amazon.com/autoscaling/application/userguide/scheduled-scaling-using-cron-expressions.html, checked 2026-11-22).

import { quote, type Fault } from "./problems";

const FIELD = /^[0-9A-Za-z*?,/#-]+$/;
const EXAMPLE = 'write minutes, hours, day of month, month, day of week, year, as in "0 8 ? * MON-FRI *"';

/** Says what is wrong with a text that should be AWS's six cron fields. */
export function checkCron(text: string): Fault | undefined {
  if (typeof text !== "string") return { wrong: `${quote(text)} is no text`, fix: EXAMPLE };
  if (/^(cron|rate|at)\(/.test(text))
    return { wrong: `${quote(text)} is a whole expression`, fix: "pass the six cron fields alone, without cron( )" };
  const fields = text.trim().split(/\s+/);
  if (fields.length !== 6 || !fields.every((field) => FIELD.test(field)))
    return { wrong: `${quote(text)} is not six cron fields`, fix: EXAMPLE };
  const [, , dayOfMonth, , dayOfWeek] = fields;
  if ((dayOfMonth === "?") === (dayOfWeek === "?"))
    return {
      wrong: `${quote(text)} has ${dayOfMonth === "?" ? "no day" : "both a day of month and a day of week"}`,
      fix: "set one of the two days to ? and the other one to what you mean",
    };
  return undefined;
}

/** Says what is wrong with a text that should be the name of an IANA time zone. */
export function checkTimeZone(text: string): Fault | undefined {
  try {
    new Intl.DateTimeFormat("en", { timeZone: text });
    return undefined;
  } catch {
    return { wrong: `${quote(text)} is no time zone`, fix: 'use an IANA name, such as "Europe/Berlin" or "UTC"' };
  }
}
