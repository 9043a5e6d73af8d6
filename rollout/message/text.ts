// A message as people paste it, made readable: encodings, colours, typography, and lines that a terminal wrapped.

/** A message in the forms that its readers need. */
export interface MessageText {
  /** On one line, with plain quotes and single spaces. */
  readonly line: string;
  /** Without any white space, and the marks of code in it: wherever a terminal wrapped it, a phrase is still whole. */
  readonly dense: string;
  /** The same in lower case, without the escapes of quotes within quotes, and without a service's own name in its events. */
  readonly compact: string;
}

// eslint-disable-next-line no-control-regex -- control characters are what it finds
const ESCAPES = /\u001b(?:\[[0-9;?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[@-Z\\-_])/g;
// eslint-disable-next-line no-control-regex -- control characters are what it finds
const INVISIBLE = /[\u0000\u00ad\u200b-\u200f\u2028-\u202e\u2060\ufeff\ufffd]/g; // UTF-16 read as UTF-8 is full of NULs
const BLANKS = /[\t\u00a0\u2000-\u200a\u202f\u205f\u3000]/g;
/** One of them parts lines as well as many do. */
const EMPTY_LINES = /\n[ \n]*\n/g;
const QUOTES: readonly (readonly [RegExp, string])[] = [
  [/[\u2018\u2019\u201a\u201b\u2032\u00b4]/g, "'"],
  [/[\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb]/g, '"'],
  [/[\u2010-\u2015\u2212]/g, "-"],
  [/\u2026/g, "..."],
];

/** What Markdown puts before its own signs, as pages of AWS on GitHub do. */
const MARKDOWN = /\\(?=\s{0,40}[()[\]_*])/g;

/** What stands for a sign in a page's source. */
const ENTITIES: Readonly<Record<string, string>> = {
  "&quot;": '"',
  "&#34;": '"',
  "&#39;": "'",
  "&#x27;": "'",
  "&apos;": "'",
  "&lt;": "<",
  "&gt;": ">",
  "&amp;": "&",
  "&nbsp;": " ",
};
const ENTITY = /&(?:quot|#34|#39|#x27|apos|lt|gt|amp|nbsp);/g;
const BREAK = /<br ?\/?>/g;

/** A text that was copied with the quotes of the JSON around it. */
const QUOTED = /^\s*("(?:[^"\\\n]|\\.)*"),?\s*$/;

/** Takes away the quotes around a text, and those around that. */
function unquote(text: string): string {
  const quoted = QUOTED.exec(text)?.[1];
  if (quoted === undefined) return text;
  try {
    return unquote(JSON.parse(quoted) as string);
  } catch {
    return text;
  }
}

/** Cleans a text, keeping its lines. */
export function cleanText(raw: string): string {
  const visible = unquote(raw)
    .replace(ENTITY, (entity) => ENTITIES[entity] ?? entity)
    .replace(BREAK, "\n")
    .replace(ESCAPES, "")
    .replace(INVISIBLE, "")
    .replace(BLANKS, " ")
    .replace(MARKDOWN, "")
    .replace(/\r\n?/g, "\n")
    .replace(EMPTY_LINES, "\n\n");
  return uncomment(QUOTES.reduce((text, [pattern, plain]) => text.replace(pattern, plain), visible));
}

const COMMENT = /^[ \t]*(?:#|\/\/|>|\*|\||[│┃╷╵┌└])+(?:[ \t]|$)/;

/** Takes away the sign that begins every line of a comment, a quotation or a box. */
function uncomment(text: string): string {
  const lines = text.split("\n");
  const isComment = lines.length > 1 && lines.every((line) => line.trim() === "" || COMMENT.test(line));
  return isComment ? lines.map((line) => line.replace(COMMENT, "")).join("\n") : text;
}

/** The forms of a cleaned message. */
export function messageText(clean: string): MessageText {
  const line = unwrap(clean);
  const plain = line.replace(SERVICE_NAME, "(service name)").replace(NO_WORDS, "").replace(ESCAPES_IN_QUOTES, "");
  return { line, dense: line.replace(NO_WORDS, ""), compact: plain.toLowerCase() };
}

/** A name may have the words of any failure. */
const SERVICE_NAME = /\(service [\w-]{1,255}\)/gi;
const NO_WORDS = /[\s`]+/g;

/** Where the character of `dense` at an index stands in `line`. */
export function positionInLine({ line, dense }: MessageText, index: number): number {
  if (index >= dense.length) return line.length;
  let position = 0;
  for (let seen = 0; position < line.length; position++) {
    if (line[position] === " " || line[position] === "`") continue;
    if (seen === index) return position;
    seen++;
  }
  return position;
}

/** A phrase as `compact` has it. */
export function compactPhrase(phrase: string): string {
  return phrase.replace(/\s+/g, "").toLowerCase();
}

/** A list of phrases, as `compact` has them. */
export function words(list: string): readonly string[] {
  return list.split(/\s+/).filter((word) => word !== "");
}

/** What stands before a quote inside a quote, once for each quote around it, and for the end of a line; directories of Windows begin
 * with small letters. */
const ESCAPES_IN_QUOTES = /\\{1,64}(?:(?=["'`])|[nr](?![a-z]))/g;

/** Joins lines; where a terminal broke a word at its edge, without a space. Tools indent what they wrap. */
function unwrap(clean: string): string {
  const lines = withoutMarks(clean.split("\n")).map((line) => line.replace(PADDING, ""));
  const margin = marginOf(lines);
  const bodies = lines.map((line) => line.slice(Math.min(margin, indentOf(line))));
  const width = widthOf(bodies);
  const parts = bodies.map((body, i) => (isBroken(bodies[i - 1] ?? "", body, width) ? body : ` ${body}`));
  return parts.join("").replace(/\s+/g, " ").trim();
}

/** What fills a terminal's line up; one blank may be where the line was broken. */
const PADDING = /(?<! ) {2,}$/;

function indentOf(line: string): number {
  const indent = line.search(/\S/);
  return indent < 0 ? line.length : indent;
}

/** By how much a tool indented what it wrapped: one blank may be where a line was broken. */
function marginOf([, ...others]: readonly string[]): number {
  const indents = others.filter((line) => line.trim() !== "").map(indentOf);
  return indents.reduce((least, indent) => (indent < 2 || (least > 0 && least < indent) ? least : indent), 0);
}

/** How long a line is that is full. What stands before the first one (a prompt, a bullet) can make it longer. */
function widthOf([first = "", ...others]: readonly string[]): number {
  const longest = others.reduce((most, { length }) => Math.max(most, length), 0);
  const full = [first, ...others].filter(({ length }) => length === longest).length;
  return full > 1 ? longest : Math.max(longest, first.length);
}

/** What begins a line of its own: a label, a line of a stack. */
const LABEL = /^(?:[A-Z][a-z]{2,14}(?: [a-z]{2,10})?: |at [\w.$]{3,})/;

/** Whether a terminal broke a word here: ARNs, hosts and digests have no spaces, and only they are worth mending. */
function isBroken(before: string, body: string, width: number): boolean {
  return (
    (/\barn:aws\S{1,300}\/$/.test(before) && /^\w/.test(body)) || // nothing ends so
    (width > 20 &&
      before.length >= width &&
      /[\w:/.-]$/.test(before) &&
      /^[\w:/.-]/.test(body) &&
      !/^(?:(?:not|no|is|was|does|did|failed|from|in|on|for|with|and|to|of)\b|status code: |api error )/.test(body) &&
      !(/https?:\/\/\S{1,500}$/.test(before) && /^[A-Z][A-Za-z]{2,20}: /.test(body)) &&
      !(LABEL.test(body) && !/[a-z][A-Z][a-z]*$/.test(before)) &&
      !(/^[A-Z]\w{2,60}(?:Error|Exception)\b/.test(body) && /(?:^| )[a-z]+$|\d\d:\d\d\S{0,12}$/.test(before)))
  );
}

/** What stands before each line where a text was copied from a comment, a quotation or a box. */
const MARK = /^\s{0,80}(\/\/|#|\*|>|\|)(?=\s|$)/;

/** Takes the same mark off all lines, from the second line on: the first may have been copied without it. */
function withoutMarks(lines: readonly string[]): readonly string[] {
  const mark = MARK.exec(lines[1] ?? "")?.[1];
  const isMarked = (line: string) => MARK.exec(line)?.[1] === mark;
  if (mark === undefined || !lines.slice(1).every((line) => line.trim() === "" || isMarked(line))) return lines;
  return lines.map((line) => (isMarked(line) ? line.replace(MARK, "") : line));
}
