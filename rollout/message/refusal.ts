// A refusal that AWS words always alike, as a rule.

import type { Rule } from "./rule";

/** What AWS says, why, and what to do. Spaces in the words stand for any white space or none, since a terminal may
 * have wrapped them; `END` stands for where the sentence ends. */
export type Refusal = readonly [words: RegExp, cause: string, fix: string];

/** What the refusals of a table have in common. */
type Common = Pick<Rule, "code" | "page"> & Partial<Pick<Rule, "form" | "weight" | "derive" | "general">>;

/** The rules of a table. */
export function refusals(common: Common, table: readonly Refusal[]): Rule[] {
  return table.map(([words, cause, fix]) => ({ weight: "start", ...common, words: dense(words), cause, fix }));
}

/** Where AWS's sentence ends: there, or where its wrapper goes on. */
const END = String.raw`$|\.|\(|"|\\n|with(?:module\.|aws_)|status code:|,on[\w./-]{1,100}\.tf`;

/** A quote, which a copy may have changed. */
const QUOTE = String.raw`['"\`?]`;

/** The same words for a text without white space, in any letter case, with the positions of what the groups match. */
function dense(words: RegExp): RegExp {
  const source = words.source.replace("END", END).replace(/ \??/g, "");
  // After a group that matches as little as it can, the quote is what ends it.
  return new RegExp(
    source.replace(/(\?\))?'(\??)/g, (_, lazy = "", optional = "") =>
      lazy === "" ? `${QUOTE}?` : `${String(lazy)}${QUOTE}${String(optional)}`,
    ),
    "di",
  );
}
