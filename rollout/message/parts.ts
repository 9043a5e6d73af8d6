// The message inside a text that a person wrote around it.

const FENCED = /```(?:[\w-]{0,20}\n)?([\s\S]{15,4000}?)```/g;
/** Shorter ones are names. */
const SHORTEST = 25;
const PARAGRAPH = /\n[ \t]*\n/;

/** What the author fenced as code. */
export function fencedParts(clean: string): readonly string[] {
  return [...clean.matchAll(FENCED)].map(([, block = ""]) => block);
}

/** What stands between backticks on one line: a terminal may have wrapped others. */
export function quotedParts(clean: string): readonly string[] {
  return clean
    .replace(FENCED, "")
    .split("\n")
    .map((line) => line.split("`"))
    .filter(({ length }) => length % 2 === 1)
    .flatMap((parts) => parts.filter((part, i) => i % 2 === 1 && part.length >= SHORTEST));
}

/** The paragraphs of a text that has several. */
export function paragraphsOf(clean: string): readonly string[] {
  const paragraphs = clean.split(PARAGRAPH).filter((part) => part.trim() !== "");
  return paragraphs.length > 1 ? paragraphs : [];
}
