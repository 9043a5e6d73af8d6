// Catches what a program under mocks leaves behind: Pulumi's log lines, and errors nobody awaits.

/** A line of Pulumi's log. */
export interface LogLine {
  readonly severity: string;
  readonly message: string;
}

/** Severities of log lines, by the number that stands for them on the way to an engine. */
export const SEVERITIES = ["debug", "info", "warning", "error"];

/** Takes Pulumi's log lines off the console until `restore`; anything else is printed as ever. */
export function captureLogs(): { readonly lines: LogLine[]; readonly restore: () => void } {
  const lines: LogLine[] = [];
  const methods = ["log", "warn", "error"] as const;
  const originals: Record<(typeof methods)[number], (...args: unknown[]) => void> = { ...console };
  for (const method of methods) {
    console[method] = (...args: unknown[]) => {
      const [, severity, message] = /^(\w+): \[runtime\] (.*)$/s.exec(String(args[0])) ?? [];
      if (severity !== undefined && message !== undefined) lines.push({ severity, message });
      else originals[method](...args);
    };
  }
  return {
    lines,
    restore: () => {
      for (const method of methods) console[method] = originals[method];
    },
  };
}

/** Takes over unhandled rejections until `restore`. The same message counts once: the runtime repeats an error. */
export function collectRejections(): {
  readonly errors: Error[];
  /** Resolves with the first error: what waits for it never ends. */
  readonly first: Promise<void>;
  readonly add: (reason: unknown) => void;
  readonly restore: () => void;
} {
  const errors: Error[] = [];
  let found = (): void => undefined;
  const first = new Promise<void>((resolve) => (found = resolve));
  const add = (reason: unknown): void => {
    found();
    const error = reason instanceof Error ? reason : new Error(String(reason));
    if (!errors.some(({ message }) => message === error.message)) errors.push(error);
  };
  const listeners = process.listeners("unhandledRejection");
  process.removeAllListeners("unhandledRejection");
  process.on("unhandledRejection", add);
  return {
    errors,
    first,
    add,
    restore: () => {
      process.removeListener("unhandledRejection", add);
      for (const listener of listeners) process.on("unhandledRejection", listener);
    },
  };
}
