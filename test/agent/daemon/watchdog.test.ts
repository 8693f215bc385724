import { setTimeout } from "node:timers/promises";
import t, { type Test } from "tap";
import { runService } from "../../../src/agent/daemon/run-service.ts";
import { serviceManager } from "../../../src/agent/daemon/service-manager.ts";
import { FakeClock } from "../../box/fake-clock.ts";
import { fakeSystemdPeers, startFakeSystemd } from "../../cli/fake-systemd.ts";
import { startSite } from "../../cli/site-fixture.ts";
import { openExample } from "./open-example.ts";

const network = "127.81.93";
const schedule = {
  reconcile: "15 * * * *",
  jitterMs: 0,
  discoverEveryMs: 600_000,
  identityMs: 60_000,
  journalKeepMs: 730 * 86_400_000,
};

/** Every few milliseconds time passes until somebody has slept enough. */
function quickClock(t: Test) {
  const clock = new FakeClock();
  const began = Date.now();
  const timer = setInterval(() => clock.passToNext(), 5);
  t.teardown(() => clearInterval(timer));
  return {
    now: () => new Date(began + clock.now()),
    monotonicMs: () => clock.now(),
    sleep: clock.sleep.bind(clock),
  };
}

t.test("a round that never ends starves the watchdog, whatever else goes on", fakeSystemdPeers, async (t) => {
  const example = await startSite(t, { network, block: 0, licenses: {} });
  const opened = await openExample(t, example);
  const { env, told } = await startFakeSystemd(t);
  const clock = quickClock(t);
  const cannotTell = (error: unknown) => t.fail(String(error));
  const manager = serviceManager({ ...process.env, ...env, WATCHDOG_USEC: "120000000" }, clock.monotonicMs, cannotTell);
  const never = Promise.withResolvers<undefined>();
  const seen = { rounds: 0, stuckAt: 0, fedAt: 0, sweepsSince: 0 };
  const holder = async () => {
    if (seen.rounds === 0) return undefined;
    seen.stuckAt ||= clock.monotonicMs();
    return never.promise;
  };
  const discover = async () => {
    if (seen.stuckAt > 0) seen.sweepsSince += 1;
    return [];
  };
  const tick = () => {
    seen.fedAt = clock.monotonicMs();
    manager.tick();
  };
  const onRound = async () => {
    seen.rounds += 1;
  };
  const journal = { ...opened.journal, resets: { ...opened.journal.resets, holder } };
  const site = { ...opened, clock, journal, discover, events: { ...opened.events, tick } };
  const stop = new AbortController();
  const running = runService(site, schedule, { onRound, random: Math.random }, stop.signal);
  await told.next("WATCHDOG=1");
  while (seen.sweepsSince < 3) await setTimeout(20);
  await manager.settled();
  t.ok(seen.fedAt - seen.stuckAt < 500_000, `fed for ${(seen.fedAt - seen.stuckAt) / 1000} s`);
  t.ok(clock.monotonicMs() - seen.fedAt > 600_000);
  stop.abort();
  never.resolve(undefined);
  await running;
});

t.test("a sweep of hours feeds the watchdog as long as it comes on", async (t) => {
  const example = await startSite(t, { network, block: 1, licenses: {} });
  const opened = await openExample(t, example);
  const clock = quickClock(t);
  let longestMs = 0;
  let lastTick = clock.monotonicMs();
  const tick = () => {
    longestMs = Math.max(longestMs, clock.monotonicMs() - lastTick);
    lastTick = clock.monotonicMs();
  };
  const stop = new AbortController();
  const discover = async (signal: AbortSignal, probed?: () => void) => {
    for (let probe = 0; probe < 30; probe += 1) {
      await clock.sleep(100_000, signal);
      probed?.();
    }
    return [];
  };
  const site = { ...opened, clock, discover, events: { ...opened.events, tick } };
  const onRound = async () => {
    tick();
    stop.abort();
  };
  await runService(site, schedule, { onRound, random: Math.random }, stop.signal);
  // It lasts 3000 s, and nobody waits for longer than 400 s; on a busy machine time passes also while the disk is waited for.
  t.ok(longestMs < 1_500_000, `not fed for ${longestMs / 1000} s`);
});
