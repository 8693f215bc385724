import { join } from "node:path";
import t from "tap";
import { conditionsOf } from "../../../../src/agent/daemon/told/conditions.ts";
import type { Approval } from "../../../../src/agent/journal/approvals.ts";
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
const nothing = { states: [], breakers: [], approvals: [], missing: [], poolAway: undefined };
const told = (known: Partial<Parameters<typeof conditionsOf>[0]>) => conditionsOf({ ...nothing, ...known });
const events = (known: Parameters<typeof told>[0]) => told(known).map(({ event, message }) => `${event}: ${message}`);
const box = `box:${serial}` as const;
const short = { shortfalls: [{ code: "short-of-licenses", message: "3 too few" }] };
const approval: Approval = {
  id: "abc234",
  serial,
  basis: "b",
  steps: [
    { kind: "create-key", type: "PBX-Operators", count: 2 },
    { kind: "reset", how: "when-idle" },
  ],
  why: "policy.create is ask",
  createdAt: at(0).toISOString(),
  expiresAt: at(72).toISOString(),
  state: "open",
};

t.test("a person is told of boxes that lack licenses, are unlicensed or did not come back", async (t) => {
  t.same(events({ states: [stateOf("short-of-licenses", short)] }), [`short: box ${serial}: 3 too few`]);
  t.same(events({ breakers: [breaker(box, "not-back", "not back")] }), [
    `not-back: box ${serial}: not back`,
    `breaker: box ${serial} is set aside: not back`,
  ]);
  t.same(events({ breakers: [breaker(box, "not-effective", "lines gone")] }), [
    `unlicensed: box ${serial}: lines gone`,
    `breaker: box ${serial} is set aside: lines gone`,
  ]);
  const missing = [{ serial, count: 12, seen: 3, since: "then" }];
  t.match(events({ missing }), [
    `not-back: box ${serial}: only 3 of 12 registrations are back since the reset at then`,
  ]);
});

t.test("what waits for a yes is told of with what it is, what it costs, and how to say it", async (t) => {
  t.same(events({ approvals: [approval] }), [
    `approval: box ${serial}: policy.create is ask; it takes 2 PBX-Operators from the balance: create-key PBX-Operators=2, reset when-idle (varsync approve abc234, or varsync decline abc234 --why REASON, until ${at(72).toISOString()})`,
  ]);
  const other = { ...approval, id: "xyz567", steps: [{ kind: "claim" }] };
  t.match(events({ approvals: [other] }), [/takes nothing from the balance: claim \(varsync approve xyz567/]);
  t.not(told({ approvals: [approval] })[0]?.subject, told({ approvals: [other] })[0]?.subject);
});

t.test(
  "nobody is told of what is well, will be tried again, or is short for another reason than the balance",
  async (t) => {
    const forbidden = { shortfalls: [{ code: "policy-forbids", message: "policy.create is never" }] };
    const states = [stateOf("in-step"), stateOf("waiting-for-reset"), stateOf("waiting-for-approval")];
    t.same(events({ states: [...states, failed("unreachable", "no answer"), stateOf("failed", forbidden)] }), []);
  },
);

t.test("a box that could not be seen since is short, not back and unlicensed as it was", async (t) => {
  const away = failed("unreachable", "no answer");
  t.same(events({ states: [{ ...away, ...short }] }), [`short: box ${serial}: 3 too few`]);
  const breakers = [breaker(box, "not-back", "not back")];
  t.match(events({ states: [{ ...away, answeredAt: at(-1).toISOString() }], breakers }), [/^not-back/, /^breaker/]);
  const unlicensed = told({
    states: [{ ...away, answeredAt: at(1).toISOString(), passedAt: at(2).toISOString() }],
    breakers: [breaker(box, "not-effective", "lines gone")],
  });
  t.match(unlicensed, [{ event: "unlicensed", unsure: true }, { event: "breaker" }]);
});

t.test(
  "a box that answers again is back, and unlicensed until it has its lines; set aside it is until release",
  async (t) => {
    const seen = { answeredAt: at(1).toISOString(), passedAt: at(1).toISOString() };
    const notBack = [breaker(box, "not-back", "not back")];
    const notEffective = [breaker(box, "not-effective", "lines gone")];
    const aside = { ...failed("set-aside", "set aside since 10:00"), ...seen };
    t.match(events({ states: [aside], breakers: notBack }), [/^breaker/]);
    t.match(events({ states: [aside], breakers: notEffective }), [/^unlicensed/, /^breaker/]);
    t.match(events({ states: [stateOf("in-step", seen)], breakers: notEffective }), [/^breaker/]);
    t.same(events({ breakers: [breaker("profile:ip400", "line-lost", "a line was lost")] }), [
      "breaker: profile ip400 is set aside: a line was lost",
    ]);
  },
);

t.test("a pool that does not answer is told of after a day, and once more after 30", async (t) => {
  t.match(told({ poolAway: "refused" }), [
    { event: "pool-unreachable", message: "the pool does not answer: refused", afterMs: 24 * hours },
    { event: "pool-unreachable", message: "the pool has not answered for 30 days: refused", afterMs: 720 * hours },
  ]);
});

t.test("each of them is told once, daily while it holds, and when it is over", async (t) => {
  const audience = [
    {
      destination: "https://hook.example/",
      events: ["approval", "short", "not-back", "unlicensed", "breaker"],
      body: ({ kind, event }: { readonly kind: string; readonly event: string }) => `${kind} ${event}`,
    },
  ];
  await using journal = await openJournal(join(t.testdir(), "journal.db"), () => at(0));
  const toldAt = async (known: Parameters<typeof told>[0], hour: number) => {
    const before = new Set((await listDeliveries(journal.outbox)).map(({ id }) => id));
    await updateNotices(journal.outbox, async () => told(known), audience, at(hour));
    const now = (await listDeliveries(journal.outbox)).filter(({ id }) => !before.has(id));
    return now.map(({ body }) => body).sort();
  };
  const situations: readonly (readonly [readonly string[], Parameters<typeof told>[0]])[] = [
    [["approval"], { approvals: [approval] }],
    [["short"], { states: [stateOf("short-of-licenses", short)] }],
    [["breaker", "not-back"], { breakers: [breaker(box, "not-back", "not back")] }],
    [["breaker", "unlicensed"], { breakers: [breaker(box, "not-effective", "gone")] }],
    [["breaker"], { breakers: [breaker("profile:ip400", "line-lost", "a line was lost")] }],
  ];
  for (const [index, [names, known]] of situations.entries()) {
    const hour = index * 100;
    const each = (kind: string) => names.map((name) => `${kind} ${name}`);
    t.same(await toldAt(known, hour), each("new"));
    t.same(await toldAt(known, hour + 1), []);
    t.same(await toldAt(known, hour + 24), each("reminder"));
    t.same(await toldAt(known, hour + 25), []);
    t.same(await toldAt({}, hour + 26), each("all-clear"));
    t.same(await toldAt({}, hour + 27), []);
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
      await updateNotices(journal.outbox, async () => conditionsOf({ ...nothing, poolAway: away }), audience, at(hour));
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
