// Simulated time: timers run in order, at once, as soon as nothing else is left to do.

import type { WatchContext } from "../../rollout/watchContext";

interface Timer {
  readonly at: number;
  readonly fire: () => void;
}

/** A clock that only this test moves on. */
export class VirtualClock {
  private time = 0;
  private timers: Timer[] = [];

  readonly now = (): number => this.time;

  readonly sleep: WatchContext["sleep"] = (milliseconds, signal) =>
    new Promise((resolve, reject) => {
      signal.throwIfAborted();
      const abort = () => {
        this.timers = this.timers.filter((other) => other !== timer);
        reject(signal.reason as Error);
      };
      const fire = () => {
        signal.removeEventListener("abort", abort);
        resolve();
      };
      const timer = { at: this.time + milliseconds, fire };
      this.timers.push(timer);
      signal.addEventListener("abort", abort, { once: true });
    });

  /** Calls `act` when the time has come. */
  at(milliseconds: number, act: () => void): void {
    this.timers.push({ at: milliseconds, fire: act });
  }

  /** Timers that would hold the process. */
  get pending(): number {
    return this.timers.length;
  }

  /** Moves time on until the work is done. */
  async run<T>(work: Promise<T>): Promise<PromiseSettledResult<T>> {
    let result: PromiseSettledResult<T> | undefined;
    void Promise.allSettled([work]).then(([settled]) => (result = settled));
    for (;;) {
      await new Promise(setImmediate);
      if (result !== undefined) return result;
      const next = this.timers.reduce<Timer | undefined>((a, b) => (a === undefined || b.at < a.at ? b : a), undefined);
      if (next === undefined) throw new Error("nothing left to wait for, and the work is not done");
      this.timers = this.timers.filter((timer) => timer !== next);
      this.time = Math.max(this.time, next.at);
      next.fire();
    }
  }
}
