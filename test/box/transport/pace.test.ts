import fc from "fast-check";
import t from "tap";
import { createPace } from "../../../src/box/transport/pace.ts";
import { FakeClock } from "../fake-clock.ts";

const { signal } = new AbortController();

t.test("so many a second leave, evenly, however many takers share the pace", async (t) => {
  const clock = new FakeClock();
  const pace = createPace(100, clock);
  const left: number[] = [];
  const takers = Array.from({ length: 10 }, async () => {
    for (let take = 0; take < 20; take += 1) {
      await pace.take(signal);
      left.push(clock.now());
    }
  });
  await clock.runUntilDone(Promise.all(takers));
  t.equal(left.length, 200);
  const [first = 0] = left;
  t.ok(left.every((at, index) => at >= first + index * 10 - 30));
  t.ok((left.at(-1) ?? 0) - first >= 1960 && (left.at(-1) ?? 0) - first <= 2000);
});

t.test("in no second more leave than were asked for, but for 20 ms that a late timer makes up", async () => {
  const pauses = fc.array(fc.nat(3000), { maxLength: 30 });
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 500 }), pauses, async (perSecond, idle) => {
      const clock = new FakeClock();
      const pace = createPace(perSecond, clock);
      const left: number[] = [];
      for (const milliseconds of idle) {
        clock.pass(milliseconds);
        for (let burst = 0; burst < 5; burst += 1) {
          await clock.runUntilDone(Promise.resolve(pace.take(signal)));
          left.push(clock.now());
        }
      }
      const most = perSecond + Math.ceil((perSecond * 20) / 1000) + 1;
      return left.every((at) => left.filter((other) => other >= at && other < at + 1000).length <= most);
    }),
  );
});

t.test("without a limit nobody waits", async (t) => {
  const clock = new FakeClock();
  for (const perSecond of [0, undefined]) t.equal(createPace(perSecond, clock).take(signal), undefined);
  t.equal(clock.sleeping, 0);
});

t.test("waiting for a slot ends with the signal", async (t) => {
  const pace = createPace(0.001);
  await pace.take(signal);
  const abort = new AbortController();
  const waiting = pace.take(abort.signal);
  abort.abort();
  await t.rejects(Promise.resolve(waiting), { name: "AbortError" });
});
