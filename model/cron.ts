// Cron expressions and time zones, as Application Auto Scaling takes them
// (https://docs.aws.amazon.com/autoscaling/application/userguide/scheduled-scaling-using-cron-expressions.html, checked 2026-11-22).

import { quote, type Fault } from "./problems";

/** One of the six fields: its name, what it may hold, and what stands for a number in it. */
interface CronField {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly names?: readonly string[];
  /** What only the days know, besides `?`: the last day, the nearest weekday, the nth weekday. */
  readonly special?: RegExp;
}

const MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const WEEKDAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];
const FIELDS: readonly CronField[] = [
  { name: "minutes", from: 0, to: 59 },
  { name: "hours", from: 0, to: 23 },
  { name: "day of month", from: 1, to: 31, special: /^(\?|L(-([1-9]|[12]\d|30))?|LW|([1-9]|[12]\d|3[01])W)$/ },
  { name: "month", from: 1, to: 12, names: MONTHS },
  {
    name: "day of week",
    from: 1,
    to: 7,
    names: WEEKDAYS,
    special: /^(\?|L|([1-7]|SUN|MON|TUE|WED|THU|FRI|SAT)(L|#[1-5]))$/,
  },
  { name: "year", from: 1970, to: 2199 },
];
const EXAMPLE = 'write minutes, hours, day of month, month, day of week, year, as in "0 8 ? * MON-FRI *"';

/** Says what is wrong with a text that should be AWS's six cron fields, or never comes again after `now`. */
export function checkCron(text: string, now = Date.now()): Fault | undefined {
  if (typeof text !== "string") return { wrong: `${quote(text)} is not valid`, fix: `must be a string: ${EXAMPLE}` };
  if (/^(cron|rate|at)\(/.test(text))
    return {
      wrong: `${quote(text)} is ${text.startsWith("cron(") ? "a whole expression" : "not a cron expression"}`,
      fix: `pass the six cron fields alone${text.startsWith("at(") ? ", with the date and the year in them" : ""}: ${EXAMPLE}`,
    };
  const fields = text.trim().split(/\s+/);
  if (fields.length !== FIELDS.length) return { wrong: `${quote(text)} is not six cron fields`, fix: EXAMPLE };
  const bad = FIELDS.find((field, i) => !isField(field, fields[i]?.toUpperCase() ?? ""));
  if (bad !== undefined) {
    const wrong = `${quote(text)} has ${quote(fields[FIELDS.indexOf(bad)])} for the ${bad.name}`;
    return { wrong, fix: `use ${rangeOf(bad)}: ${EXAMPLE}` };
  }
  const [, , dayOfMonth, , dayOfWeek] = fields;
  if ((dayOfMonth === "?") === (dayOfWeek === "?"))
    return {
      wrong: `${quote(text)} has ${dayOfMonth === "?" ? "no day" : "both a day of month and a day of week"}`,
      fix: "set one of the two days to ? and the other one to what you mean",
    };
  return checkDate(text, fields) ?? checkYear(text, fields[5] ?? "*", now);
}

/** A day that its month never has: 30 February. */
function checkDate(text: string, [, , day = "", month = ""]: readonly string[]): Fault | undefined {
  if (!/^\d+$/.test(day) || !/^(\d+|[A-Za-z]{3})$/.test(month)) return undefined;
  const number = MONTHS.indexOf(month.toUpperCase()) + 1 || Number(month);
  const days = new Date(Date.UTC(2024, number, 0)).getUTCDate(); // of a leap year
  if (Number(day) <= days) return undefined;
  return {
    wrong: `${quote(text)} has day ${day} of month ${month}, which has ${days} days`,
    fix: "use a day that exists",
  };
}

/** A schedule whose years are all over does nothing. */
function checkYear(text: string, years: string, now: number): Fault | undefined {
  const present = new Date(now).getUTCFullYear();
  const isOver = years
    .split(",")
    .every((part) => /^\d+(-\d+)?$/.test(part) && Number(part.split("-").at(-1)) < present);
  return isOver
    ? { wrong: `${quote(text)} is over: its year has passed`, fix: "remove it, or use a later year" }
    : undefined;
}

/** Whether a field is a list of values, ranges and steps that the field knows. */
function isField(field: CronField, text: string): boolean {
  if (field.special?.test(text)) return true;
  return text.split(",").every((part) => {
    const [, range = "", step] = /^([^/]+)(?:\/(\d+))?$/.exec(part) ?? [];
    if (range === "" || step === "0") return false;
    if (range === "*") return true;
    const values = range.split("-");
    return values.length <= 2 && values.every((value) => isValue(field, value));
  });
}

function isValue({ from, to, names }: CronField, value: string): boolean {
  if (names?.includes(value)) return true;
  return /^\d+$/.test(value) && Number(value) >= from && Number(value) <= to;
}

function rangeOf({ from, to, names }: CronField): string {
  return `${from} to ${to}${names === undefined ? "" : ` or ${names[0] ?? ""} to ${names.at(-1) ?? ""}`}`;
}

/** Says what is wrong with a text that should be the name of an IANA time zone. */
export function checkTimeZone(text: string): Fault | undefined {
  try {
    new Intl.DateTimeFormat("en", { timeZone: text });
    return undefined;
  } catch {
    return {
      wrong: `${quote(text)} is not a valid time zone`,
      fix: 'use an IANA name, such as "Europe/Berlin" or "UTC"',
    };
  }
}
