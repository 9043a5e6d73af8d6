// A tree of three columns in the width of a terminal.

/** One line of the tree: what it is, its name, what it is for. */
export interface Row {
  readonly branch: string;
  readonly name: string;
  readonly about: string;
}

const GAP = 2;

/** The last column is left out rather than cut to less. */
const SHORTEST_ABOUT = 12;

/** Names are cut to no less, as long as types can be cut. */
const SHORTEST_NAME = 16;

/** Pads the columns, and cuts them where they are wider than `width`: the last column first, then names, then types. */
export function fitRows(rows: readonly Row[], width = Infinity): Row[] {
  const widest = (column: keyof Row) => Math.max(0, ...rows.map((row) => row[column].length));
  const wanted = { branch: widest("branch"), name: widest("name"), about: widest("about") };
  const name = Math.min(wanted.name, Math.max(SHORTEST_NAME, width - wanted.branch - GAP));
  const branch = Math.min(wanted.branch, Math.max(0, width - name - GAP));
  const rest = width - branch - name - 2 * GAP;
  const about = rest < Math.min(SHORTEST_ABOUT, wanted.about) ? 0 : Math.min(rest, wanted.about);
  return rows.map((row) => ({
    branch: cut(row.branch, branch).padEnd(branch + GAP),
    name: cut(row.name, name).padEnd(name + GAP),
    about: cut(row.about, about),
  }));
}

/** Cuts a text to a width; an ellipsis shows that there is more. */
export function cut(text: string, width: number): string {
  if (text.length <= width) return text;
  return width < 1 ? "" : `${text.slice(0, width - 1)}…`;
}
