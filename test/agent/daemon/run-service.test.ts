import { setTimeout } from "node:timers/promises";
import t from "tap";
import { runService, sweep } from "../../../src/agent/daemon/run-service.ts";
import type { BoxResult } from "../../../src/agent/reconcile/box-result.ts";
import { startSite } from "../../cli/site-fixture.ts";
import { briefly, openExample } from "./open-example.ts";

const network = "127.81.64";
const schedule = {
  reconcile: "15 2 * * *",
  jitterMs: 600_000,
  discoverEveryMs: 3_600_000,
  identityMs: 600_000,
  journalKeepMs: 730 * 86_400_000,
};

/** Time that flies: every pause takes a moment, and counts in full. */
function fastClock() {
  let now = Date.now();
  return {
    now: () => new Date(now),
    monotonicMs: () => now,
    async sleep(milliseconds: number, signal: AbortSignal) {
      await setTimeout(20, undefined, { signal });
      now += milliseconds;
    },
  };
}

t.test("the service sweeps and works at once, then on its schedule, until it is told to stop", async (t) => {
  const example = await startSite(t, { network, block: 0, boxes: 2, licenses: {} });
  const site = { ...(await openExample(t, example)), clock: fastClock() };
  const stop = new AbortController();
  const rounds: (readonly BoxResult[])[] = [];
  const onRound = async (results: readonly BoxResult[]) => {
    rounds.push(results);
    if (rounds.length === 3) stop.abort();
  };
  await runService(site, schedule, { onRound, random: Math.random }, stop.signal);
  t.equal(rounds.length, 3);
  for (const results of rounds) t.same(briefly(results), ["in-step unknown", "in-step unknown"]);
  t.same(
    example.boxes.map(({ box }) => box.commands),
    [[], []],
  );
});

t.test("an error that nobody foresaw ends a round, not the service", async (t) => {
  const example = await startSite(t, { network, block: 1, licenses: {} });
  const opened = await openExample(t, example);
  const stop = new AbortController();
  let asked = 0;
  const boxes = {
    ...opened.journal.boxes,
    all: async () => {
      asked += 1;
      if (asked < 3) throw new Error("nobody foresaw this");
      return opened.journal.boxes.all();
    },
  };
  const site = { ...opened, clock: fastClock(), journal: { ...opened.journal, boxes } };
  const onRound = async () => stop.abort();
  await runService(site, schedule, { onRound, random: Math.random }, stop.signal);
  t.ok(asked >= 3);
});

t.test("a box that a sweep finds is known, and not enrolled by that", async (t) => {
  const example = await startSite(t, { network, block: 2, listed: false });
  const site = await openExample(t, example);
  t.match(await sweep(site, new AbortController().signal), [{ serial: example.box.serial }]);
  const known = await site.journal.boxes.find(example.box.serial);
  t.match(known, { address: example.box.address, profile: "ip400" });
  t.equal(known?.enrolledAt, undefined);
});

t.test("boxes whose state cannot be kept are not asked without a break", async (t) => {
  const example = await startSite(t, { network, block: 3, licenses: {} });
  const opened = await openExample(t, example);
  let passedMs = 0;
  const began = Date.now();
  const clock = {
    now: () => new Date(began + passedMs),
    monotonicMs: () => passedMs,
    async sleep(milliseconds: number, signal: AbortSignal) {
      await setTimeout(milliseconds > 5000 ? 600_000 : 5, undefined, { signal });
      passedMs += milliseconds;
    },
  };
  const { serial } = example.box;
  await opened.journal.states.passed([{ serial, outcome: "failed", failures: 1 }], clock.now());
  await opened.journal.states.wake(serial, clock.now());
  const passed = async () => {
    throw new Error("no room");
  };
  const states = { ...opened.journal.states, passed };
  const site = { ...opened, clock, journal: { ...opened.journal, states } };
  const stop = new AbortController();
  const times: number[] = [];
  const onRound = async () => {
    times.push(clock.monotonicMs());
    if (times.length === 6) stop.abort();
  };
  await runService(site, schedule, { onRound, random: Math.random }, stop.signal);
  const minutes = times.slice(2).map((time, index) => (time - (times[index + 1] ?? 0)) / 60_000);
  t.ok(
    minutes.every((pause, index) => pause >= 2 ** index),
    `paused for ${minutes.join(", ")} minutes`,
  );
});
