// Reads what is nearly JSON: a part of an answer that somebody copied, cut off at either end, or as Python, Go or Java print it. Linear, and it gives up where nothing sensible comes.

/** Levels of nesting that are read: more than any answer has, and few enough for the stack. */
export const DEEPEST = 60;

/** The first structure of a text; undefined where it has none. */
export function parseLoosely(text: string): unknown {
  const start = /[{[]\s{0,200}(?:["'{[]|\w{1,60}\s{0,4}[:=]|$)|["'][\w-]{1,60}["']\s{0,4}:\s{0,4}[{["'\d]/.exec(text);
  if (start === null) return undefined;
  const reader = new Reader(text, start.index);
  const first = /["']/.test(text.charAt(start.index)) ? reader.object() : reader.value(0);
  const others: unknown[] = [];
  while (reader.atNext()) others.push(reader.value(0));
  return others.length === 0 ? first : [first, ...others];
}

const NAME = /[\w-]/;
const WORD = /[\w.+-]/;
const BARE = /[^,}\])\n]/;

class Reader {
  constructor(
    private readonly text: string,
    private at: number,
  ) {}

  value(depth: number): unknown {
    const sign = this.next();
    if (depth > DEEPEST) {
      this.at = this.text.length;
      return undefined;
    }
    if (sign === "{") {
      this.at++;
      return this.object(depth);
    }
    if (sign === "[" || sign === "(") {
      this.at++;
      return this.list(depth);
    }
    if (sign === '"' || sign === "'") return this.string(sign);
    return this.word(depth);
  }

  /** Whether a copied part goes on with another structure, behind the ends of those around it. */
  atNext(): boolean {
    while (/[,}\])]/.test(this.next())) this.at++;
    return /[{[]/.test(this.next());
  }

  /** The members up to the closing brace, or up to the end of a text that is cut off. */
  object(depth = 0): Record<string, unknown> {
    const record: Record<string, unknown> = {};
    for (;;) {
      const sign = this.next();
      if (sign === "" || sign === "}") {
        this.at++;
        return record;
      }
      if (sign === '"' || sign === "'") {
        const key = this.string(sign);
        if (this.next() === ":") {
          this.at++;
          record[key] = this.value(depth + 1);
        }
      } else {
        const key = this.run(NAME);
        if (key === "") this.at++;
        else if (/[:=]/.test(this.next())) {
          this.at++;
          record[key] = this.value(depth + 1);
        }
      }
    }
  }

  private list(depth: number): unknown[] {
    const items: unknown[] = [];
    for (;;) {
      const sign = this.next();
      if (sign === "" || sign === "]" || sign === ")") {
        this.at++;
        return items;
      }
      if (sign === "," || sign === "}" || sign === ":") this.at++;
      else items.push(this.value(depth + 1));
    }
  }

  private string(quote: string): string {
    const from = ++this.at;
    while (this.at < this.text.length && this.text[this.at] !== quote) this.at += this.text[this.at] === "\\" ? 2 : 1;
    const raw = this.text.slice(from, this.at++);
    return raw
      .replace(/\s*\n\s*/g, "") // a terminal's edge
      .replace(/\\(["'\\/])/g, "$1")
      .replace(/\\n/g, "\n")
      .replace(/\\t/g, "\t");
  }

  /** A number, a name, or a call such as Python's `datetime.datetime(2026, 1, 2, 3, 4)`. */
  private word(depth: number): unknown {
    const word = this.run(WORD);
    if (word === "") {
      this.at++;
      return undefined;
    }
    if (this.text[this.at] === "(") {
      this.at++;
      const [year, month = 1, day = 1, hour = 0, minute = 0, second = 0] = this.list(depth + 1) as number[];
      const time = new Date(Date.UTC(Number(year), month - 1, day, hour, minute, second));
      return Number.isNaN(time.getTime()) ? undefined : time.toISOString();
    }
    const bare = `${word}${this.run(BARE)}`.trim(); // Java prints texts without quotes
    const number = Number(bare);
    return Number.isNaN(number) ? bare : number;
  }

  /** What follows, as far as its characters are of a kind. */
  private run(kind: RegExp): string {
    const from = this.at;
    while (this.at < this.text.length && kind.test(this.text.charAt(this.at))) this.at++;
    return this.text.slice(from, this.at);
  }

  private next(): string {
    while (this.at < this.text.length && /\s/.test(this.text.charAt(this.at))) this.at++;
    return this.text.charAt(this.at);
  }
}
