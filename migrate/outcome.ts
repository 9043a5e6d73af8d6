// What a migration comes to: counts, and the exit code that says whether all is well.

import type { Listing } from "./listing";

/** The exit codes of all commands of a migration. */
export const MIGRATE_EXIT = {
  OK: 0,
  /** Something is missing at the target, or could not be read. */
  INCOMPLETE: 1,
  /** A tag has another digest at the target. */
  CONFLICT: 2,
  /** The source could not be listed, or the target gave no answer at all. */
  COULD_NOT_ASK: 3,
  /** Ended by Ctrl-C; run again to continue. */
  INTERRUPTED: 130,
} as const;

/** What can happen to a tag, in the order in which reports count it. */
const OUTCOMES = [
  "new",
  "copied",
  "same",
  "conflict",
  "different",
  "missing",
  "gone",
  "unsupported",
  "incomplete",
  "failed",
] as const;

/** What happened to one tag, in one word. */
export type Outcome = (typeof OUTCOMES)[number];

/** How many tags had which outcome; the others are left out. */
export type Counts = Readonly<Partial<Record<Outcome, number>>>;

const CONFLICTS: ReadonlySet<Outcome> = new Set<Outcome>(["conflict", "different"]);
const FINE: ReadonlySet<Outcome> = new Set<Outcome>(["new", "same", "copied"]);

/** Counts outcomes, and keeps nothing else. */
export class OutcomeCounts {
  tags = 0;
  private readonly numbers = new Map<Outcome, number>();
  private skippedIncomplete = 0;

  add(state: Outcome): void {
    this.tags++;
    this.numbers.set(state, (this.numbers.get(state) ?? 0) + 1);
  }

  /** Counts a repository without images to move. */
  skip({ incomplete }: { incomplete: boolean }): void {
    if (incomplete) this.skippedIncomplete++;
  }

  get states(): Counts {
    return Object.fromEntries(
      OUTCOMES.flatMap((outcome) => {
        const number = this.numbers.get(outcome);
        return number === undefined ? [] : [[outcome, number]];
      }),
    );
  }

  /** Conflicts first: they need a decision, while what is incomplete may only need another run. */
  get exitCode(): number {
    const found = [...this.numbers.keys()];
    if (found.some((state) => CONFLICTS.has(state))) return MIGRATE_EXIT.CONFLICT;
    const incomplete = this.skippedIncomplete > 0 || found.some((state) => !FINE.has(state));
    return incomplete ? MIGRATE_EXIT.INCOMPLETE : MIGRATE_EXIT.OK;
  }
}

/** Parts of a source that have no images to move. */
export function listingProblems({ notes }: Listing): { source: string; reason: string; incomplete: boolean }[] {
  return notes.map(({ path, text, incomplete }) => ({ source: path, reason: text, incomplete }));
}
