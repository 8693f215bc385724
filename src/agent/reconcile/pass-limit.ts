import { BoxError } from "../../box/box-error.ts";

/** Gives a pass so much time; waiting for a restart does not count. */
export interface PassLimit extends Disposable {
  /** Aborted with the outer signal, or when the time is over. */
  readonly signal: AbortSignal;
  readonly expired: boolean;
  /** The time stands still while `work` runs. */
  paused<T>(work: () => Promise<T>): Promise<T>;
}

/** A pass takes at most so long, in milliseconds. */
export const passLimitMs = 300_000;

/** Counts by the monotonic clock: a clock that is set does not end a pass. @param limitMs in milliseconds */
export function passLimit(outer: AbortSignal, limitMs: number): PassLimit {
  const controller = new AbortController();
  const end = () => {
    const seconds = Math.round(limitMs / 1000);
    controller.abort(new BoxError("timed-out", `not done after ${seconds} seconds; given up, and tried again later`));
  };
  let left = limitMs;
  let began = performance.now();
  let timer: NodeJS.Timeout | undefined;
  const run = () => {
    began = performance.now();
    timer = setTimeout(end, Math.max(0, left));
  };
  const hold = () => {
    clearTimeout(timer);
    left -= performance.now() - began;
  };
  run();
  return {
    signal: AbortSignal.any([outer, controller.signal]),
    get expired() {
      return controller.signal.aborted;
    },
    async paused(work) {
      hold();
      try {
        return await work();
      } finally {
        run();
      }
    },
    [Symbol.dispose]: () => clearTimeout(timer),
  };
}
