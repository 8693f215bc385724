import fc from "fast-check";
import t from "tap";
import { longestPauseMs, retryPause } from "../../src/webhook/retry-pause.ts";

const hours = 3_600_000;

t.test("pauses grow from 15 seconds to four hours, and end after two days", async (t) => {
  const pauses: number[] = [];
  for (let tries = 1; ; tries += 1) {
    const pause = retryPause(tries, () => 0.5);
    if (pause === undefined) break;
    pauses.push(pause);
  }
  t.same(pauses.slice(0, 4), [15_000, 30_000, 60_000, 120_000]);
  t.equal(pauses.at(-1), 4 * hours);
  const whole = pauses.reduce((sum, pause) => sum + pause, 0);
  t.ok(whole >= 48 * hours && whole <= 52 * hours, `${whole / hours} hours`);
});

t.test("no two senders keep step", async () => {
  const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 21 }), random, (tries, value) => {
      const mean = retryPause(tries, () => 0.5) ?? 0;
      const pause = retryPause(tries, () => value) ?? 0;
      return pause >= 0.75 * mean && pause <= 1.25 * mean && pause <= longestPauseMs;
    }),
  );
});
