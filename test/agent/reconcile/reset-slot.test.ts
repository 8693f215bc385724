import t, { type Test } from "tap";
import { takeResetSlot } from "../../../src/agent/reconcile/reset-slot.ts";
import type { Site } from "../../../src/agent/reconcile/site.ts";
import { parseSerialNumber } from "../../../src/license/serial-number.ts";
import { exampleJournal } from "../journal/example-journal.ts";

const holder = parseSerialNumber("00-90-33-00-00-01");
const waiting = parseSerialNumber("00-90-33-00-00-02");
const start = Date.UTC(2026, 5, 1);
const { signal } = new AbortController();

/** A wall clock that is wrong by `off`, which may change at every pause. */
function clockThat(jump: (monotonicMs: number) => number) {
  let passed = 0;
  return {
    now: () => new Date(start + passed + jump(passed)),
    monotonicMs: () => passed,
    async sleep(milliseconds: number) {
      passed += milliseconds;
    },
  };
}

async function waitFor(t: Test, jump: (monotonicMs: number) => number, patienceSeconds = 100) {
  const { journal } = await exampleJournal(t);
  await journal.resets.take(holder, "now", new Date(start));
  await journal.resets.sent(holder, new Date(start));
  const clock = clockThat(jump);
  const why = await takeResetSlot({ journal, clock } as unknown as Site, waiting, "now", patienceSeconds, signal);
  t.match(why, /holds the site's reset slot/);
  return Math.floor(clock.monotonicMs() / 1000);
}

t.test("a box waits for another one's restart as long as that may take", async (t) => {
  t.equal(await waitFor(t, () => 0), 115);
});

t.test("a clock that is set forward meanwhile does not end the wait", async (t) => {
  t.equal(await waitFor(t, (ms) => (ms > 10_000 ? 24 * 3_600_000 : 0)), 115);
});

t.test("a clock that is set back does not make anybody wait longer", async (t) => {
  t.equal(await waitFor(t, (ms) => (ms > 10_000 ? -60_000 : 0)), 115);
  t.equal(await waitFor(t, () => -24 * 3_600_000), 115);
});

t.test("for a reset that was sent long ago nobody waits", async (t) => {
  t.equal(await waitFor(t, () => 3_600_000), 0);
});
