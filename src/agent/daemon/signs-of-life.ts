/** Whether the work of the service comes on; work that waits for something that never happens is found by it. */
export interface SignsOfLife {
  /** Does the work, which gives a sign whenever it comes on. */
  during<T>(what: string, work: (sign: Sign) => Promise<T>): Promise<T>;
  /** What gave no sign for too long; `undefined` when there is no such work. */
  stuck(): string | undefined;
}

/** How work says that it comes on. */
export interface Sign {
  cameOn(): void;
  /** Waits for somebody else, who may take so long, in milliseconds. */
  waiting<T>(atMostMs: number, work: () => Promise<T>): Promise<T>;
}

/** More than anything takes that gives no sign meanwhile: a pass has its own limit of 300 s, and some grace. */
const silenceMs = 400_000;

/** @param now milliseconds of a clock that never jumps */
export function signsOfLife(now: () => number): SignsOfLife {
  const working = new Set<{ readonly what: string; readonly isStuck: () => boolean }>();
  return {
    async during(what, work) {
      let lastSign = now();
      const waits = new Set<{ readonly until: number }>();
      const cameOn = () => {
        lastSign = now();
      };
      const sign: Sign = {
        cameOn,
        async waiting(atMostMs, wait) {
          const mine = { until: now() + atMostMs };
          waits.add(mine);
          try {
            return await wait();
          } finally {
            waits.delete(mine);
            cameOn();
          }
        },
      };
      const isStuck = () => now() > Math.max(lastSign + silenceMs, ...[...waits].map(({ until }) => until));
      const mine = { what, isStuck };
      working.add(mine);
      try {
        return await work(sign);
      } finally {
        working.delete(mine);
      }
    },
    stuck: () => [...working].find(({ isStuck }) => isStuck())?.what,
  };
}
