// A unified diff of lines that were replaced one by one.

const CONTEXT = 3;

/** Renders the changes of a file whose number of lines stayed the same; `git apply` takes it. */
export function renderDiff(path: string, before: string, after: string): string {
  const [old, changed] = [splitLines(before), splitLines(after)];
  const differing = old.flatMap((line, at) => (line === changed[at] ? [] : [at]));
  if (differing.length === 0) return "";

  const hunks: { start: number; end: number }[] = [];
  for (const at of differing) {
    const [start, end] = [Math.max(0, at - CONTEXT), Math.min(old.length, at + CONTEXT + 1)];
    const last = hunks.at(-1);
    if (last !== undefined && start <= last.end) last.end = end;
    else hunks.push({ start, end });
  }
  return [
    `--- a/${path}\n+++ b/${path}\n`,
    ...hunks.map(({ start, end }) => {
      const range = `${start + 1},${end - start}`;
      return `@@ -${range} +${range} @@\n${renderHunk(old.slice(start, end), changed.slice(start, end))}`;
    }),
  ].join("");
}

/** Neighbouring changes go together: first what goes, then what comes. */
function renderHunk(old: readonly string[], changed: readonly string[]): string {
  let text = "";
  let added = "";
  for (const [at, line] of old.entries()) {
    const replacement = changed[at] ?? "";
    if (line === replacement) {
      text += added + render(" ", line);
      added = "";
    } else {
      text += render("-", line);
      added += render("+", replacement);
    }
  }
  return text + added;
}

function render(sign: string, line: string): string {
  return line.endsWith("\n") ? `${sign}${line}` : `${sign}${line}\n\\ No newline at end of file\n`;
}

/** Lines with their ends, so that every file keeps its own. */
function splitLines(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}
