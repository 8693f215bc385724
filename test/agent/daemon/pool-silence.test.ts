import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { pino } from "pino";
import t from "tap";
import { poolSilence } from "../../../src/agent/daemon/pool-silence.ts";
import { openJournal } from "../../../src/agent/journal/open-journal.ts";
import { systemClock } from "../../../src/agent/reconcile/clock.ts";

const day = 86_400_000;

t.test("a pool that stays away is warned of after 30 days, daily, also when the service starts anew", async (t) => {
  let now = Date.parse("2026-03-01T10:00:00Z");
  const lines: string[] = [];
  const log = pino({ base: null, timestamp: false }, { write: (line) => void lines.push(line) });
  const clock = { ...systemClock, now: () => new Date(now) };
  await using journal = await openJournal(join(t.testdir(), "journal.db"), clock.now);
  const start = () => poolSilence({ journal, clock, log });
  const warnings = () => lines.filter((line) => line.includes("30 days")).length;

  let silence = await start();
  silence.listener.poolReachable?.(true);
  t.equal(silence.now, undefined);
  silence.listener.poolReachable?.(false, "refused");
  while ((await journal.facts.get("pool-away")) === undefined) await setTimeout(5);
  for (let passed = 0; passed < 29; passed += 1) {
    now += day;
    silence = await start();
    silence.listener.poolReachable?.(false, "no such host");
    silence.listener.tick?.();
  }
  t.equal(warnings(), 0);
  t.match(silence.now, { since: "2026-03-01T10:00:00.000Z", why: "no such host" });
  for (const [hours, times] of [
    [24, 1],
    [1, 1],
    [22, 1],
    [2, 2],
  ] as const) {
    now += hours * (day / 24);
    silence.listener.tick?.();
    t.equal(warnings(), times);
  }
  silence.listener.poolReachable?.(true);
  t.match(lines.at(-1), "the pool answers again");
  while ((await journal.facts.get("pool-away")) !== undefined) await setTimeout(5);
  t.equal((await start()).now, undefined);
});
