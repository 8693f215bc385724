/** Whether the work of the service comes on; work that waits for something that never happens is found by it. */
export interface SignsOfLife {
  /** Does the work, which gives a sign whenever it comes on. */
  during<T>(what: string, work: (sign: Sign) => Promise<T>): Promise<T>;
  /** What gave no sign for too long; `undefined` when there is no such work. */
  stuck(): string | undefined;
  /** All that goes on now, with what it is at: `a round: 00-90-33-01-02-9f`. */
  going(): readonly string[];
}

/** How work says that it comes on. */
export interface Sign {
  cameOn(): void;
  /** It is at this, until it is disposed. */
  at(name: string): Disposable;
  /** Waits for somebody else, who may take so long, in milliseconds. */
  waiting<T>(atMostMs: number, work: () => Promise<T>): Promise<T>;
}

/** More than anything takes that gives no sign meanwhile: a pass has its own limit of 300 s, and some grace. */
const silenceMs = 400_000;

/** @param now milliseconds of a clock that never jumps */
export function signsOfLife(now: () => number): SignsOfLife {
  const working = new Set<{ readonly told: () => string; readonly what: string; readonly isStuck: () => boolean }>();
  return {
    async during(what, work) {
      let lastSign = now();
      const waits = new Set<{ readonly until: number }>();
      const cameOn = () => {
        lastSign = now();
      };
      const names = new Set<{ readonly name: string }>();
      const sign: Sign = {
        cameOn,
        at(name) {
          const mine = { name };
          names.add(mine);
          return { [Symbol.dispose]: () => void names.delete(mine) };
        },
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
      const told = () => [what, [...names].map(({ name }) => name).join(", ")].filter(Boolean).join(": ");
      const mine = { what, told, isStuck };
      working.add(mine);
      try {
        return await work(sign);
      } finally {
        working.delete(mine);
      }
    },
    stuck: () => [...working].find(({ isStuck }) => isStuck())?.what,
    going: () => [...working].map(({ told }) => told()),
  };
}
