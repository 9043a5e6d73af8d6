// Ctrl-C while watching: one handler for all watches of a program, gone as soon as none is left.

const SIGNALS = ["SIGINT", "SIGTERM"] as const;

const watching = new Set<AbortController>();

/** Acts with a signal that aborts when the process is told to end. */
export async function untilInterrupted<T>(act: (interruption: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  if (watching.size === 0) for (const signal of SIGNALS) process.on(signal, interruptAll);
  watching.add(controller);
  try {
    return await act(controller.signal);
  } finally {
    watching.delete(controller);
    if (watching.size === 0) for (const signal of SIGNALS) process.removeListener(signal, interruptAll);
  }
}

function interruptAll(): void {
  for (const controller of watching) controller.abort();
}
