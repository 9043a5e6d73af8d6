// When to say that a registry token expires.

import type { Check } from "./checks";
import { quote } from "./problems";

/** A reminder: how many days before the token expires, and when, as `yyyy-mm-ddThh:mm:ss` in UTC. */
export interface Reminder {
  readonly daysBefore: number;
  readonly at: string;
}

/** The tag of a registry's secret that says when its token expires. */
export const EXPIRY_TAG = "token-expires-on";

const DAY_MS = 24 * 60 * 60 * 1000;
const REMINDER_DAYS: readonly number[] = [14, 7, 1];
const REMINDER_HOUR_UTC = 9;

/** A calendar day: `2027-03-31`. */
export const calendarDay: Check<string> = (text) =>
  typeof text === "string" && /^\d{4}-\d{2}-\d{2}$/.test(text) && dayOf(Date.parse(text)) === text
    ? undefined
    : { wrong: `${quote(text)} is not a valid date`, fix: "write year, month and day, as in 2027-03-31" };

/** The reminders that are still to come at a point in time (milliseconds since 1970). */
export function remindersAfter(expiresOn: string, now: number): Reminder[] {
  return REMINDER_DAYS.map((daysBefore) => ({
    daysBefore,
    time: Date.parse(expiresOn) - daysBefore * DAY_MS + REMINDER_HOUR_UTC * 60 * 60 * 1000,
  }))
    .filter(({ time }) => time > now)
    .map(({ daysBefore, time }) => ({ daysBefore, at: new Date(time).toISOString().slice(0, 19) }));
}

/** What to say at once, when the first reminder's time has passed; else nothing. */
export function expiryWarning(expiresOn: string, now: number): string | undefined {
  if (remindersAfter(expiresOn, now).length === REMINDER_DAYS.length) return undefined;
  const days = Math.round((Date.parse(expiresOn) - Date.parse(dayOf(now) ?? "")) / DAY_MS);
  const when = days < 0 ? `expired on ${expiresOn}` : `expires on ${expiresOn}, ${inDays(days)}`;
  return `the token ${when}; deploy a new one and change the date, or tasks can no longer pull their image`;
}

/** The text of a reminder. `subject` is the owner of the token: "web (shop/prod)". */
export function renderReminder({
  subject,
  argument,
  expiresOn,
  daysBefore,
}: {
  readonly subject: string;
  readonly argument: string;
  readonly expiresOn: string;
  readonly daysBefore: number;
}): string {
  return [
    `The registry token of ${subject} expires on ${expiresOn}, ${inDays(daysBefore)}.`,
    "From then on no task can pull its image: restarts, scaling and deployments fail. Running tasks continue.",
    `Create a new token, deploy it in place of the old one, and set ${argument} to its expiry date, which moves the reminders.`,
  ].join("\n");
}

function inDays(days: number): string {
  if (days === 0) return "today";
  return days === 1 ? "tomorrow" : `in ${days} days`;
}

function dayOf(time: number): string | undefined {
  return Number.isNaN(time) ? undefined : new Date(time).toISOString().slice(0, 10);
}
