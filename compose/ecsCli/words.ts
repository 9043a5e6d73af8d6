// How ecs-cli splits a command that is a string into words: a set of rules for format 3, and one for formats 1 and 2.

/** Format 3. An unquoted `;`, `&`, `|`, `<` or `>` ends the command. Undefined: a quotation mark has no partner. */
export function splitWords3(command: string): { words: string[]; cut: boolean } | undefined {
  const words: string[] = [];
  let word = "";
  let got = false;
  let escaped = false;
  let quote = "";
  let backQuote = false;
  let cut = false;
  for (const c of command) {
    if (escaped) {
      word += c;
      escaped = false;
      continue;
    }
    if (c === "\\" && quote !== "'") {
      escaped = true;
      continue;
    }
    if (/[ \t\r\n]/.test(c) && quote === "" && !backQuote) {
      if (got) words.push(word);
      word = "";
      got = false;
      continue;
    }
    if (c === "`" && quote === "") backQuote = !backQuote;
    if ((c === '"' || c === "'") && (quote === "" || quote === c)) {
      quote = quote === "" ? c : "";
      continue;
    }
    if (";&|<>".includes(c) && quote === "" && !backQuote) {
      cut = true;
      break;
    }
    got = true;
    word += c;
  }
  if (got) words.push(word);
  return escaped || quote !== "" || backQuote ? undefined : { words, cut };
}

/** Formats 1 and 2. `#` at the start of a word begins a comment. Undefined: a quotation mark has no partner. */
export function splitWords2(command: string): string[] | undefined {
  const words: string[] = [];
  let word: string | undefined;
  let quote = "";
  for (let i = 0; i < command.length; i += 1) {
    const c = command[i] ?? "";
    if (c === "\\" && quote !== "'") {
      i += 1;
      if (i >= command.length) return undefined;
      word = (word ?? "") + (command[i] ?? "");
    } else if (quote !== "") {
      if (c === quote) quote = "";
      else word = (word ?? "") + c;
    } else if (c === '"' || c === "'") {
      quote = c;
      word ??= "";
    } else if (/[ \t\r\n]/.test(c)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (c === "#" && word === undefined) {
      while (i < command.length && command[i] !== "\n") i += 1;
    } else {
      word = (word ?? "") + c;
    }
  }
  if (word !== undefined) words.push(word);
  return quote === "" ? words : undefined;
}
