// What is found in compose files: each finding with its file, line and column.

/** A position in a file; lines and columns count from 1. */
export interface Position {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** An error or a warning about a value of a file. */
export interface Finding extends Position {
  /** Where in the file's structure: `services.web.ports[0]`. */
  readonly path: string;
  readonly message: string;
}

/** A file that cannot be read at all. */
export class ComposeError extends Error {
  override readonly name = "ComposeError";
  readonly code = "ERR_COMPOSE";

  constructor(
    readonly findings: readonly Finding[],
    options?: { readonly cause?: unknown },
  ) {
    super(findings.map(renderFinding).join("\n"), options);
  }
}

/** Collects everything that is found in the files of a project. */
export class Findings {
  readonly errors: Finding[] = [];
  readonly warnings: Finding[] = [];

  error(at: Position, path: string, message: string): void {
    addOnce(this.errors, { file: at.file, line: at.line, column: at.column, path, message });
  }

  warn(at: Position, path: string, message: string): void {
    addOnce(this.warnings, { file: at.file, line: at.line, column: at.column, path, message });
  }
}

function addOnce(list: Finding[], finding: Finding): void {
  const isSame = (other: Finding) =>
    other.path === finding.path &&
    other.message === finding.message &&
    other.line === finding.line &&
    other.file === finding.file;
  if (!list.some(isSame)) list.push(finding);
}

/** One finding as one line: `docker-compose.yml:4:5: services.web.ports: …`. */
export function renderFinding({ file, line, column, path, message }: Finding): string {
  return `${file}:${line}:${column}: ${path === "" ? "" : `${path}: `}${message}`;
}

/** Ends the reading of a file that cannot be understood. */
export function refuse(at: Position, path: string, message: string): never {
  throw new ComposeError([{ file: at.file, line: at.line, column: at.column, path, message }]);
}
