// A page's blocks as Markdown, and as text for a terminal.

import type { Block } from "./page";

/** As Markdown. */
export function renderMarkdown(blocks: readonly Block[]): string {
  return `${blocks.map(markdownOf).join("\n\n")}\n`;
}

/** As plain text. */
export function renderText(blocks: readonly Block[]): string {
  return `${blocks.map(textOf).join("\n\n")}\n`;
}

function markdownOf(block: Block): string {
  switch (block.kind) {
    case "title":
      return `# ${block.text}`;
    case "heading":
      return `## ${block.text}`;
    case "text":
      return block.text;
    case "code":
      return `\`\`\`${block.language}\n${block.text}\n\`\`\``;
    case "list":
      return block.items.map((item) => `- ${item}`).join("\n");
    case "table":
      return markdownTable(block.rows);
  }
}

function markdownTable([header = [], ...rows]: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(header), line(header.map(() => "---")), ...rows.map(line)].join("\n");
}

function textOf(block: Block): string {
  switch (block.kind) {
    case "title":
      return `${block.text}\n${"=".repeat(block.text.length)}`;
    case "heading":
      return `${block.text}\n${"-".repeat(block.text.length)}`;
    case "text":
      return block.text;
    case "code":
      return indent(block.text);
    case "list":
      return block.items.map((item) => `  - ${item}`).join("\n");
    case "table":
      return indent(textTable(block.rows));
  }
}

function textTable(rows: readonly (readonly string[])[]): string {
  const columns = rows[0]?.length ?? 0;
  const widths = Array.from({ length: columns }, (_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)));
  return rows
    .map((row) => row.map((cell, i) => (i === columns - 1 ? cell : cell.padEnd(widths[i] ?? 0))).join("  "))
    .join("\n");
}

function indent(lines: string): string {
  return lines.replace(/^(?=.)/gm, "    ");
}
