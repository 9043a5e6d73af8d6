// Finds the messages in whatever is pasted: one message, many lines of events, or JSON.

import { type FoundMessage, messagesOfJson, withTime } from "./answers";

/** Where a message begins: a time, a service's event, an error's code at the beginning of a line. */
const BEGIN =
  /^[\s>*•|-]{0,12}(?:\[?\d{4}-\d\d-\d\d[T ]\d\d:\d\d|\w{3} \d{1,2}, \d{4}|\d{1,2}\/\d{1,2}\/\d{2,4}|\(service |(?:[A-Z]\w{4,60}(?:Error|Exception|Exited|Interruption)): )/;

/** The messages of a cleaned text, as they stand in it. */
export function findMessages(clean: string): FoundMessage[] {
  return messagesOfJson(clean) ?? fromLines(clean);
}

/** Up to this length a text without times is one message, which a terminal may have wrapped. */
const ONE_MESSAGE = 1500;

function fromLines(clean: string): FoundMessage[] {
  const [firstLine = "", ...others] = clean.split("\n");
  const events = clean.split("(service ").length - 1;
  if (
    clean.length < ONE_MESSAGE &&
    events <= 1 &&
    !others.some((line) => timeOf(line) !== undefined || CLOCK.test(line))
  )
    return [withTime(clean, timeOf(firstLine))];
  const messages: string[][] = [];
  for (const line of clean.split("\n")) {
    const current = messages.at(-1);
    const onlyTime =
      current !== undefined &&
      current.length === 1 &&
      timeOf(current[0] ?? "") !== undefined &&
      (current[0] ?? "").length < 60;
    const goesOn = onlyTime || /:\s{0,3}$/.test(current?.at(-1)?.slice(-4) ?? "");
    if (current === undefined || ((BEGIN.test(line) || CLOCK.test(line)) && !goesOn)) messages.push([line]);
    else current.push(line);
  }
  return messages.map((lines) => ({
    ...withTime(lines.join("\n"), timeOf(lines[0] ?? "")),
    ...clockOf(lines[0] ?? ""),
  }));
}

/** A time of day before an event, as consoles and chats show it. */
const CLOCK = /^\s{0,8}\[?(\d\d):(\d\d):(\d\d)(?:\.\d{1,6})?\]?\s/;

function clockOf(line: string): { readonly clock?: number } {
  const [, hours, minutes, seconds] = CLOCK.exec(line) ?? [];
  return hours === undefined ? {} : { clock: (Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds) };
}

/** The time that a line begins with or holds near its beginning. */
function timeOf(line: string): number | undefined {
  const [found] =
    /\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?/.exec(line.slice(0, 120)) ?? [];
  const time = found === undefined ? NaN : Date.parse(found.replace(" ", "T"));
  return Number.isNaN(time) ? undefined : time;
}
