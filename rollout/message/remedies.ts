// What to do about a refusal that no rule knows: AWS words what is wrong with a value in few ways, whatever the value is.

/** How AWS says it, and the remedy; `$1` is what the message speaks of. The first that fits wins. */
const REMEDIES: readonly (readonly [said: RegExp, remedy: string])[] = [
  [
    /^(.{2,80}?) (?:must|should|has to) be (?:a (?:whole )?(?:number|value) )?between (\S{1,20}) and (\S{1,20}?)[.,]?(?: |$)/,
    "set $1 to a value from $2 to $3",
  ],
  [
    /^(.{2,80}?) (?:must|should|has to) be (?:greater than or equal to|at least|no less than) (\S{1,20}?)[.,]?(?: |$)/,
    "set $1 to $2 or more",
  ],
  [
    /^(.{2,80}?) (?:must|should|has to) be (?:less than or equal to|at most|no more than|no greater than) (\S{1,20}?)[.,]?(?: |$)/,
    "set $1 to $2 or less",
  ],
  [/^(.{2,80}?) (?:must|should|has to) be (?:greater|more|larger) than (.{1,60}?)[.,]?$/, "make $1 greater than $2"],
  [/^(.{2,80}?) (?:must|should|has to) be (?:less|smaller|lower) than (.{1,60}?)[.,]?$/, "make $1 smaller than $2"],
  [
    /^(.{2,80}?) (?:can|may|must) (?:have|contain|be) (?:at most|no more than|up to|a maximum of) (\d{1,6})/,
    "give $1 no more than $2",
  ],
  [
    /^(.{2,80}?) (?:exceeds|exceeded|is longer than) (?:the (?:limit|maximum) of )?(\d{1,6} \w{3,20})/,
    "shorten $1 to $2",
  ],
  [/^(.{2,80}?) (?:must|should|has to) (?:end with|have the suffix) (\S{1,30}?)[.,]?(?: |$)/, "let $1 end with $2"],
  [/^(.{2,80}?) (?:must|should|has to) (?:start|begin) with (\S{1,30}?)[.,]?(?: |$)/, "let $1 begin with $2"],
  [
    /^(.{2,80}?) (?:can ?not|must not|may not) (?:start|begin) with (\S{1,30}?)[.,]?(?: |$)/,
    "give $1 that begins with something else than $2",
  ],
  [
    /^(.{2,80}?) (?:can ?not|must not|should not|may not) be (?:null or |blank or )?(?:empty|null|blank)/,
    "set $1, and find out why the variable or list that should fill it is empty",
  ],
  [
    /\bValue null at '(\S{1,120})' failed to satisfy constraint: Member must not be null/i,
    "set $1, and find out why the variable that should fill it is empty",
  ],
  [
    /^(.{2,80}?) (?:is|are) (?:missing|required)\b/,
    "set $1, and find out why the variable that should fill it is empty",
  ],
  [/^(.{2,80}?) (?:must|should|has to|needs to) be (?:specified|provided|set|defined|given)\b/, "set $1"],
  [/^(?:You )?must (?:specify|provide|set) (.{2,80}?)[.,]?$/, "set $1"],
  [
    /^(?:Invalid|Unsupported|Unknown) (?:value )?'([^']{1,80})' (?:for|of) (.{2,60}?)[.,]?$/,
    "give $2 one of the values that its page lists, instead of $1",
  ],
  [
    /^(?:Invalid|Unsupported|Unknown) (?:value for )?([\w .]{2,60}?): '?([^'\s]{1,80}?)'?[.,]?$/,
    "give $1 one of the values that its page lists, instead of $2",
  ],
  [
    /^(?:The )?(?:\w{1,20} ){0,6}(?:has an )?(?:unknown|invalid) ([\w ]{2,40}?)(?:: (\S{1,60}?))?[.,]?$/,
    "give $1 one of the values that its page lists",
  ],
  [
    /^(.{2,80}?) contains? (?:invalid|illegal) characters/,
    "take out of $1 what is no letter, digit, hyphen or underscore, such as blanks and placeholders that were not filled in",
  ],
  [/^(.{2,80}?) (?:contains? duplicates?|must be unique|is duplicated)/, "give $1 once only"],
  [/^Duplicate (.{2,60}?)(?: (?:are|is|found)\b|[.,'"]|$)/, "give each of $1 once only"],
  [
    /^(.{2,80}?) (?:can't|cannot|can not|must not) be (?:set|specified|used|given) when (.{2,80}?)[.,]?$/,
    "take $1 out, or change $2, with which it does not go",
  ],
  [
    /^You (?:can't|cannot|can not|must not|may not) (?:specify|set|use|provide) (.{2,60}?) (?:for|when|with|if) (.{2,80}?)[.,]?$/,
    "take $1 out, which does not go with $2",
  ],
  [
    /^(.{2,80}?) (?:can't|cannot|can not) be (?:used|combined|specified|set) (?:together )?with (.{2,60}?)[.,]?$/,
    "take out $1, or $2: they do not go together",
  ],
  [
    /^(.{2,80}?) (?:can (?:only )?be used only|can only be used|(?:is|are) only (?:supported|valid|available)) (?:with|for|in|on) (.{2,80}?)[.,]?$/,
    "use $1 with $2 alone, or take it out",
  ],
  [
    /^(.{2,80}?) (?:(?:is|are) not|isn't|aren't) (?:supported|valid|available|allowed) (?:for|with|on|by|in|when) (.{2,80}?)[.,]?$/,
    "take $1 out, since $2 does not go with it, or change the latter",
  ],
  [
    /^(.{2,80}?) (?:(?:is|are) not|isn't|aren't) (?:supported|allowed|valid)[.,]?$/,
    "take $1 out, or give a value that its page lists",
  ],
  [/^(.{2,80}?) requires? (.{2,80}?)[.,]?$/, "add what $1 needs ($2), or take it out"],
  [
    /^(.{2,80}?) (?:does not|doesn't) exist|^(.{2,80}?) (?:could not be|was not|is not|not) found/,
    "create $1 first, or correct its name, Region and account",
  ],
  [
    /^(.{2,80}?) (?:already exists|is already in use|is already used)/,
    "give another name or value than that of $1, or remove what has it",
  ],
];

/** Without an article and quotes around it. */
function bare(subject = "it"): string {
  return subject.replace(/^(?:the|a|an) (?:specified )?|^["']|["']$/gi, "");
}

/** Not the name of anything. */
const SENTENCE = / (?:refers|that|which|because|is|are|was|were) /;

/** What to do about a refusal, in AWS's own terms; undefined where it is not worded in one of these ways. */
export function remedyOf(refusal: string | undefined): string | undefined {
  if (refusal === undefined) return undefined;
  const said = refusal.split(/(?<=[.!])\s/)[0] ?? refusal;
  for (const [pattern, remedy] of REMEDIES) {
    const match = pattern.exec(said);
    if (match !== null && !SENTENCE.test(match[1] ?? match[2] ?? ""))
      return remedy.replace(/\$(\d)/g, (_, index: string) => bare(match.slice(1).filter(Boolean)[Number(index) - 1]));
  }
  return undefined;
}
