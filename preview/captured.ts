// What a run of a program leaves behind: plain data, the same in the program's process and in ours.

/** Stands where a value is secret; the value itself never leaves the program's process. */
export const SECRET = "[secret]";

/** Stands where a value is known only once AWS has created something. */
export const UNKNOWN = "[unknown]";

/** A value of a resource or an output, with `SECRET` and `UNKNOWN` in place of what is not shown. */
export type Value = string | number | boolean | null | readonly Value[] | Properties;

export interface Properties {
  readonly [name: string]: Value;
}

/** A value as text; empty for what is no single value. */
export function textOf(value: Value | undefined): string {
  return typeof value === "object" || value === undefined ? "" : String(value);
}

/** A position in the user's program. */
export interface SourcePosition {
  /** Absolute path. */
  readonly file: string;
  readonly line: number;
  readonly column?: number;
}

/** One resource that the program registered. */
export interface CapturedResource {
  readonly urn: string;
  /** The type token: `aws:kms/key:Key`. */
  readonly type: string;
  readonly name: string;
  readonly parent?: string;
  readonly operation: "create" | "read" | "import";
  /** False for components: they group others and are billed nothing. */
  readonly custom: boolean;
  /** True for a component of which is not known here what it creates. */
  readonly unexpanded?: true;
  /** The URN of an explicit provider. */
  readonly provider?: string;
  /** The AWS region that it will be in. */
  readonly region: string;
  readonly inputs: Properties;
  readonly dependencies: readonly string[];
  /** For each input, the resources that its value comes from. */
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
  readonly protect: boolean;
  readonly source?: SourcePosition;
}

/** Something to tell the user about the program. */
export interface Diagnostic {
  readonly severity: "error" | "warning" | "info";
  readonly message: string;
  readonly source?: SourcePosition;
}

/** A value that the program cannot do without and that nobody gave. */
export interface MissingValue {
  /** The config key as the user writes it, or a stack's output as `STACK.KEY`. */
  readonly name: string;
  readonly kind: "config" | "stackOutput";
  /** A secret has a stand-in, and is missed only where other values are too. */
  readonly secret?: true;
  readonly source?: SourcePosition;
}

/** What the program's process is asked to run. */
export interface RunRequest {
  readonly project: string;
  readonly stack: string;
  readonly organization: string;
  /** The directory that the program starts in: relative paths and modules are resolved from here. */
  readonly workingDirectory: string;
  /** The file or directory to run; `.` lets package.json decide, as Pulumi does. */
  readonly main: string;
  readonly typescript: boolean;
  /** Config by full key, values as text. */
  readonly config: Readonly<Record<string, string>>;
  readonly secretKeys: readonly string[];
  /** The region of resources whose provider names none. */
  readonly region: string;
  /** Outputs of other stacks, as `STACK.KEY`; text, or JSON. */
  readonly stackOutputs: Readonly<Record<string, string>>;
  /** Answers to functions, as JSON, by the function's token or its last part. */
  readonly answers: Readonly<Record<string, string>>;
}

/** What the program's process reports when it ends. */
export interface RunResult {
  /** Whether the program ran to its end. */
  readonly finished: boolean;
  /** The file that was run, once it is found. */
  readonly entry?: string;
  readonly resources: readonly CapturedResource[];
  readonly outputs: Properties;
  readonly diagnostics: readonly Diagnostic[];
  /** The functions answered by made-up values. */
  readonly lookups: readonly string[];
  /** The config keys that the program read as secrets. */
  readonly secretKeysRead: readonly string[];
  /** What the program asked for and did not get; made-up values stood in, so that it went on. */
  readonly missing: readonly MissingValue[];
  /** Whether the program read the region from its config. */
  readonly regionRead: boolean;
}
