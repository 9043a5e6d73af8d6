// Work that runs side by side, but not all at once.

/** Lets a number of tasks run at once; the others wait in the order in which they came. */
export class Semaphore {
  private readonly waiting: (() => void)[] = [];

  constructor(private free: number) {}

  async run<T>(task: () => Promise<T>): Promise<T> {
    if (this.free > 0) this.free--;
    else await new Promise<void>((resolve) => this.waiting.push(resolve));
    try {
      return await task();
    } finally {
      const next = this.waiting.shift();
      if (next === undefined) this.free++;
      else next();
    }
  }
}

/** Works on a few items at once and gives the results in the items' order; reads no further ahead than it works. */
export async function* mapConcurrently<Item, Result>(
  items: AsyncIterable<Item>,
  limit: number,
  work: (item: Item) => Promise<Result>,
): AsyncGenerator<Result> {
  const running: Promise<Result>[] = [];
  try {
    for await (const item of items) {
      const result = work(item);
      // A failure counts when its turn has come; until then it must not end the process.
      result.catch(() => undefined);
      running.push(result);
      if (running.length >= limit) yield await (running.shift() as Promise<Result>);
    }
    while (running.length > 0) yield await (running.shift() as Promise<Result>);
  } finally {
    await Promise.allSettled(running); // nothing goes on behind a failure
  }
}

/** Works on a few items at once, whichever end first; the first failure ends it, once what runs has ended. */
export async function forEachConcurrently<Item>(
  items: AsyncIterable<Item>,
  limit: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const running = new Set<Promise<void>>();
  const failures: unknown[] = [];
  try {
    for await (const item of items) {
      const done = work(item)
        .catch((error: unknown) => void failures.push(error))
        .finally(() => running.delete(done));
      running.add(done);
      if (running.size >= limit) await Promise.race(running);
      if (failures.length > 0) break;
    }
  } finally {
    await Promise.all(running); // nothing goes on behind a failure
  }
  if (failures.length > 0) throw failures[0];
}

/** Starts tasks at an even pace: no more than so many in any second. */
export class Pace {
  private next = 0;

  constructor(
    private readonly perSecond: number,
    private readonly clock: { now: () => number; sleep: (milliseconds: number, signal?: AbortSignal) => Promise<void> },
  ) {}

  async wait(signal?: AbortSignal): Promise<void> {
    const now = this.clock.now();
    const start = Math.max(this.next, now);
    this.next = start + 1000 / this.perSecond;
    if (start > now) await this.clock.sleep(start - now, signal);
  }
}
