import fc from "fast-check";
import t from "tap";
import { sleepLong, untilNextRound } from "../../../src/agent/daemon/schedule.ts";

const schedule = {
  reconcile: "15 2 * * *",
  jitterMs: 600_000,
  discoverEveryMs: 3_600_000,
  identityMs: 600_000,
  journalKeepMs: 730 * 86_400_000,
};

t.test("a round comes at the next time of the expression, and at most the jitter later", async () => {
  const oneDay = 24 * 3_600_000;
  fc.assert(
    fc.property(
      fc.date({ min: new Date("2026-01-10"), max: new Date("2026-03-10"), noInvalidDate: true }),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (now, random) => {
        const pause = untilNextRound(schedule, now, () => random) ?? Number.NaN;
        const start = new Date(now.getTime() + pause - random * schedule.jitterMs);
        return pause > 0 && pause <= oneDay + schedule.jitterMs && start.getHours() === 2 && start.getMinutes() === 15;
      },
    ),
  );
});

t.test("an expression that never fires again says so", async (t) => {
  t.equal(untilNextRound({ ...schedule, reconcile: "0 0 30 2 *" }, new Date(), Math.random), undefined);
});

t.test("a pause that is longer than a timer can hold is slept in parts", async (t) => {
  const slept: number[] = [];
  const clock = {
    now: () => new Date(),
    monotonicMs: () => performance.now(),
    sleep: async (milliseconds: number) => void slept.push(milliseconds),
  };
  const wanted = 40 * 24 * 3_600_000 + 5;
  await sleepLong(clock, wanted, new AbortController().signal);
  t.equal(
    slept.reduce((sum, part) => sum + part, 0),
    wanted,
  );
  t.ok(slept.every((part) => part < 2 ** 31));
});
