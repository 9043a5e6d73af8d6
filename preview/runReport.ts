// In the program's process: collects what to tell the user, and ends the run once.

import type { Diagnostic, MissingValue } from "./captured";

/** Time for errors that follow from the first one to arrive, so that all are reported. */
const GATHER_ERRORS_MS = 50;

/** What a run has to say in the end. */
export interface RunConclusion {
  readonly finished: boolean;
  readonly diagnostics: readonly Diagnostic[];
  readonly secretKeysRead: readonly string[];
  readonly missing: readonly MissingValue[];
  readonly regionRead: boolean;
}

/** Collects diagnostics, each once, until the run is concluded. */
export class RunReport {
  /** The config keys that the program has read as secrets, so far. */
  secretKeysRead: ReadonlySet<string> = new Set();

  /** Whether the program has read the region from its config. */
  regionRead = false;

  /** The answers that the user gave to functions and that none has asked for, so far. */
  readonly unusedAnswers = new Set<string>();

  private readonly missing: MissingValue[] = [];
  private readonly diagnostics: Diagnostic[] = [];
  private concluded = false;

  constructor(private readonly onConcluded: (conclusion: RunConclusion) => void) {}

  tell(diagnostic: Diagnostic): void {
    const same = ({ message, severity }: Diagnostic) =>
      message === diagnostic.message && severity === diagnostic.severity;
    if (!this.diagnostics.some(same)) this.diagnostics.push(diagnostic);
  }

  /** Notes a value that nobody gave. */
  miss(value: MissingValue): void {
    if (!this.missing.some(({ name, kind }) => name === value.name && kind === value.kind)) this.missing.push(value);
  }

  /** Ends the run of a program that ran to its end. */
  finish(): void {
    for (const name of this.unusedAnswers)
      this.tell({
        severity: "warning",
        message: `--answer ${name}: the program called no function ${name}; check its name`,
      });
    this.conclude(true);
  }

  /** Ends the run with an error that makes all that follows pointless. */
  fail(diagnostic: Diagnostic): void {
    this.tell(diagnostic);
    this.conclude(false);
  }

  /** Ends the run with an error, and with the others that come at the same time. */
  failSoon(diagnostic: Diagnostic): void {
    this.tell(diagnostic);
    setTimeout(() => this.conclude(false), GATHER_ERRORS_MS);
  }

  private conclude(finished: boolean): void {
    if (this.concluded) return;
    this.concluded = true;
    const { diagnostics, missing, regionRead } = this;
    this.onConcluded({ finished, diagnostics, secretKeysRead: [...this.secretKeysRead], missing, regionRead });
  }
}
