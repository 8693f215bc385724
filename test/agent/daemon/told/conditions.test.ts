import { join } from "node:path";
import t from "tap";
import { conditionsOf } from "../../../../src/agent/daemon/told/conditions.ts";
import type { BoxState } from "../../../../src/agent/journal/box-states.ts";
import type { Breaker } from "../../../../src/agent/journal/breakers.ts";
import { openJournal } from "../../../../src/agent/journal/open-journal.ts";
import { parseSerialNumber } from "../../../../src/license/serial-number.ts";
import { updateNotices } from "../../../../src/webhook/notices.ts";
import { listDeliveries } from "../../../../src/webhook/outbox.ts";

const hours = 3_600_000;
const start = Date.parse("2026-03-01T10:00:00Z");
const at = (afterHours: number) => new Date(start + afterHours * hours);
const serial = parseSerialNumber("00-90-33-01-02-9f");
const stateOf = (outcome: string, more: Partial<BoxState> = {}): BoxState => ({
  serial,
  outcome,
  since: at(0).toISOString(),
  failures: 0,
  ...more,
});
const failed = (code: string, message: string) => stateOf("failed", { error: { code, message } });
const breaker = (scope: Breaker["scope"], code: string, message: string): Breaker => ({
  scope,
  code,
  message,
  since: at(0).toISOString(),
});
const events = (states: readonly BoxState[], breakers: readonly Breaker[] = [], pool?: string) =>
  conditionsOf(states, breakers, pool).map(({ event, message }) => `${event}: ${message}`);

t.test("a person is told of boxes that wait, lack licenses, are unlicensed or did not come back", async (t) => {
  t.same(events([stateOf("waiting-for-approval", { waitingFor: "run varsync approve" })]), [
    `approval: box ${serial}: run varsync approve`,
  ]);
  t.same(events([stateOf("short-of-licenses", { error: { code: "short-of-licenses", message: "3 too few" } })]), [
    `short: box ${serial}: 3 too few`,
  ]);
  t.same(events([failed("not-back", "not back")]), [`not-back: box ${serial}: not back`]);
  t.same(events([failed("registrations-missing", "only 3 of 12")]), [`not-back: box ${serial}: only 3 of 12`]);
  t.same(events([failed("not-effective", "lines gone")]), [`unlicensed: box ${serial}: lines gone`]);
});

t.test("nobody is told of what is well, or will be tried again", async (t) => {
  t.same(events([stateOf("in-step"), stateOf("waiting-for-reset"), failed("unreachable", "no answer")]), []);
});

t.test("a box that is set aside is told of once, by its condition or by its breaker", async (t) => {
  const states = [failed("not-back", "not back")];
  t.same(events(states, [breaker(`box:${serial}`, "not-back", "not back")]), [`not-back: box ${serial}: not back`]);
  t.same(events([], [breaker("profile:ip400", "line-lost", "a line was lost")]), [
    "breaker: profile ip400 is set aside: a line was lost",
  ]);
});

t.test("a box that answers again and is still set aside is told of by its breaker", async (t) => {
  const aside = breaker(`box:${serial}`, "not-back", "not back");
  t.same(events([stateOf("in-step")], [aside]), [`breaker: box ${serial} is set aside: not back`]);
  const error = { code: "set-aside", message: "set aside since 10:00" };
  t.same(events([stateOf("failed", { error })], [aside]), [`breaker: box ${serial} is set aside: not back`]);
});

t.test("a pool that does not answer is told of after a day, and once more after 30", async (t) => {
  t.match(conditionsOf([], [], "refused"), [
    { event: "pool-unreachable", message: "the pool does not answer: refused", afterMs: 24 * hours },
    { event: "pool-unreachable", message: "the pool has not answered for 30 days: refused", afterMs: 720 * hours },
  ]);
});

t.test("each of them is told once, daily while it holds, and when it is over", async (t) => {
  const names = ["approval", "short", "not-back", "unlicensed", "breaker"];
  const audience = [
    {
      destination: "https://hook.example/",
      events: names,
      body: ({ kind, event }: { readonly kind: string; readonly event: string }) => `${kind} ${event}`,
    },
  ];
  await using journal = await openJournal(join(t.testdir(), "journal.db"), () => at(0));
  const told = async (states: readonly BoxState[], breakers: readonly Breaker[], hour: number) => {
    const before = new Set((await listDeliveries(journal.outbox)).map(({ id }) => id));
    await updateNotices(journal.outbox, async () => conditionsOf(states, breakers, undefined), audience, at(hour));
    const now = (await listDeliveries(journal.outbox)).filter(({ id }) => !before.has(id));
    return now.map(({ body }) => body);
  };
  const situations: readonly (readonly [string, readonly BoxState[], readonly Breaker[]])[] = [
    ["approval", [stateOf("waiting-for-approval")], []],
    ["short", [stateOf("short-of-licenses")], []],
    ["not-back", [failed("not-back", "not back")], [breaker(`box:${serial}`, "not-back", "not back")]],
    ["unlicensed", [failed("not-effective", "gone")], [breaker(`box:${serial}`, "not-effective", "gone")]],
    ["breaker", [], [breaker("profile:ip400", "line-lost", "a line was lost")]],
  ];
  for (const [index, [event, states, breakers]] of situations.entries()) {
    const hour = index * 100;
    t.same(await told(states, breakers, hour), [`new ${event}`]);
    t.same(await told(states, breakers, hour + 1), []);
    t.same(await told(states, breakers, hour + 24), [`reminder ${event}`]);
    t.same(await told(states, breakers, hour + 25), []);
    t.same(await told([], [], hour + 26), [`all-clear ${event}`]);
    t.same(await told([], [], hour + 27), []);
  }
});

t.test(
  "a pool that stays away is told of after a day, daily, after 30 days in other words, and when it is back",
  async (t) => {
    const audience = [
      {
        destination: "https://hook.example/",
        events: ["pool-unreachable"],
        body: ({ kind, message }: { readonly kind: string; readonly message: string }) => `${kind}: ${message}`,
      },
    ];
    await using journal = await openJournal(join(t.testdir(), "journal.db"), () => at(0));
    const told = new Map<number, string[]>();
    const seen = new Set<string>();
    for (let hour = 0; hour <= 31 * 24; hour += 6) {
      const away = hour === 31 * 24 ? undefined : "refused";
      await updateNotices(journal.outbox, async () => conditionsOf([], [], away), audience, at(hour));
      const fresh = (await listDeliveries(journal.outbox)).filter(({ id }) => !seen.has(id));
      for (const { id } of fresh) seen.add(id);
      if (fresh.length > 0) told.set(hour, fresh.map(({ body }) => body).sort());
    }
    const [short, long] = ["the pool does not answer: refused", "the pool has not answered for 30 days: refused"];
    t.same(told.get(24), [`new: ${short}`]);
    for (let day = 2; day < 30; day += 1) t.same(told.get(day * 24), [`reminder: ${short}`]);
    t.same(told.get(720), [`new: ${long}`, `reminder: ${short}`]);
    t.same(told.get(744), [`all-clear: ${short}`, `all-clear: ${long}`]);
    t.equal(told.size, 31);
  },
);
