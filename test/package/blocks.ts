// The fenced code blocks of the documentation, so that each can be proven.

/** A fenced block. */
export interface Block {
  readonly document: string;
  /** The line of its first line of code. */
  readonly line: number;
  /** What follows the fence: `sh`, `ts`, … */
  readonly language: string;
  readonly code: string;
}

/** The blocks of a Markdown text. */
export function blocksOf(document: string, markdown: string): Block[] {
  const blocks: Block[] = [];
  let open: { fence: string; language: string; line: number; indent: string; code: string[] } | undefined;
  markdown.split("\n").forEach((text, i) => {
    const [, indent = "", fence, language = ""] = /^( *)(`{3,}|~{3,}) *([^\s`]*)/.exec(text) ?? [];
    if (open && fence?.startsWith(open.fence) && language === "") {
      blocks.push({ document, line: open.line, language: open.language, code: open.code.join("\n") });
      open = undefined;
    } else if (open) open.code.push(text.startsWith(open.indent) ? text.slice(open.indent.length) : text);
    else if (fence) open = { fence, language, line: i + 2, indent, code: [] };
  });
  if (open) throw new Error(`${document}:${open.line - 1}: the code block does not end`);
  return blocks;
}

/** The commands of a shell block: continued lines joined, `&&` taken apart; without comments and settings of variables in front. */
export function commandsOf(code: string): string[] {
  return code
    .replace(/\\\n\s*/g, "")
    .split("\n")
    .map((line) => line.replace(/(^|\s)#.*$/, ""))
    .flatMap((line) => line.split("&&"))
    .map((command) => command.trim())
    .map((command) => command.replace(/^(?:[A-Z_]+=\S+ )+/, ""))
    .filter((command) => command !== "");
}
