// What is wrong with a call, in one format: the argument's path, what is wrong with the value got, what to do.

/** What is wrong with a value, and what to do. */
export interface Fault {
  /** What is wrong, quoting the value; never a secret. */
  readonly wrong: string;
  /** What to do, as an instruction. */
  readonly fix: string;
}

/** One problem with an argument. */
export interface Problem extends Fault {
  /** The argument, as a user writes it: `network.ingressCidrs[0]`. */
  readonly path: string;
}

/** Collects every problem of one call, so that a user sees all of them at once. */
export class Problems {
  private readonly found: Problem[] = [];

  add(path: string, wrong: string, fix: string): void {
    this.found.push({ path, wrong, fix });
  }

  /** Throws one error that lists every problem found; returns if there is none. */
  throwIfAny(subject: string): void {
    if (this.found.length > 0) throw new ArgumentError(subject, this.found);
  }
}

/** A call that cannot work as written. Thrown before anything is created. */
export class ArgumentError extends Error {
  override readonly name = "ArgumentError";
  readonly code = "ERR_ARGUMENTS";
  /** Marks what Pulumi calls a `RunError`: it prints the message, and no stack of ours with all the fields of this. */
  protected readonly __pulumiRunError = true;

  constructor(
    /** What was called: `GhcrFargateService "web"`. */
    readonly subject: string,
    readonly problems: readonly Problem[],
  ) {
    const lines = problems.map(renderProblem);
    super(
      lines.length === 1
        ? `${subject}: ${lines[0] ?? ""}`
        : `${subject}: ${lines.length} problems, nothing was created\n${lines.map((line) => `  - ${line}`).join("\n")}`,
    );
  }
}

/** One problem as one line. */
export function renderProblem({ path, wrong, fix }: Problem): string {
  return `${path}: ${wrong}; ${fix}`;
}

/** A value as an error shows it: quoted, and cut where it is long. */
export function quote(value: unknown): string {
  const text = textOf(value);
  return text.length > 120 ? `${text.slice(0, 117)}...` : text;
}

function textOf(value: unknown): string {
  if (typeof value === "number" || typeof value === "bigint" || typeof value === "symbol") return String(value); // JSON has no NaN
  try {
    const json = JSON.stringify(value) as string | undefined;
    return json ?? String(value);
  } catch {
    return Object.prototype.toString.call(value); // it contains itself, or cannot be read
  }
}

/** The first line of an error's message: what providers and SDKs add below it tells a user nothing. */
export function firstLineOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split("\n")[0] ?? "";
}

/**
 * Fails as the error says, to be returned where something awaits it with much behind it, as in the callback of an Output that
 * many resources wait for. `throw` in its place has V8 walk every path of promises behind it, to tell a debugger whether anybody
 * catches it: Pulumi has the debugger on, and the paths of a component's resources take minutes and gigabytes. What rejects in a
 * turn of the event loop of its own is not walked.
 */
export function rejectApart(error: unknown): Promise<never> {
  return new Promise((_, reject) => setImmediate(reject, error));
}

/**
 * Makes an error's message the same for everybody who awaits it. Pulumi writes what it was doing in front of the message of the
 * one error that many resources wait for: `error serializing property "policy": …`, again for each of them.
 * The stack goes: nobody is shown it, and Pulumi has Node.js colour it, which Node.js 20.20 does for half a minute and with
 * gigabytes of memory where a line names a file right below `node_modules/@pulumi/`, as the SDK's source maps do.
 */
export function keepMessage<E extends Error>(error: E): E {
  const { message } = error;
  error.stack = message;
  return Object.defineProperty(error, "message", { get: () => message, set: () => undefined, configurable: true });
}
