import t from "tap";
import { neverIdleConditions, tellNeverIdle, windowWentBy } from "../../../src/agent/daemon/never-idle.ts";
import { round } from "../../../src/agent/daemon/round.ts";
import { parseSerialNumber } from "../../../src/license/serial-number.ts";
import { startSite } from "../../cli/site-fixture.ts";
import { openExample } from "./open-example.ts";

const network = "127.81.67";
const { signal } = new AbortController();
const day = (text: string) => new Date(`2026-06-${text}:00Z`);

/** Open from 1 to 4 o'clock. */
const nights = {
  hasWindow: true,
  inWindow: (now: Date) => now.getUTCHours() >= 1 && now.getUTCHours() < 4,
  nextOpening(now: Date) {
    if (nights.inWindow(now)) return undefined;
    const opening = new Date(now);
    opening.setUTCHours(now.getUTCHours() < 1 ? 1 : 25, 0, 0, 0);
    return opening;
  },
};
const none = { hasWindow: false, inWindow: () => true, nextOpening: () => undefined };

t.test("a whole window went by once the one in which the reset was sent has closed", async (t) => {
  const sentAt = day("01T01:30");
  t.notOk(windowWentBy(nights, sentAt, day("01T03:59")));
  t.ok(windowWentBy(nights, sentAt, day("01T04:00")));
  t.ok(windowWentBy(nights, sentAt, day("02T02:00")), "also where nobody looked between two windows");
});

t.test("a reset that a person sent outside the window has the next one", async (t) => {
  const sentAt = day("01T12:00");
  t.notOk(windowWentBy(nights, sentAt, day("01T12:01")));
  t.notOk(windowWentBy(nights, sentAt, day("02T02:00")));
  t.ok(windowWentBy(nights, sentAt, day("02T04:00")));
});

t.test("without a window it is a day", async (t) => {
  t.notOk(windowWentBy(none, day("01T12:00"), day("02T12:00")));
  t.ok(windowWentBy(none, day("01T12:00"), day("02T12:01")));
});

t.test("a box that was never idle for a whole window is told of once, and its status says so", async (t) => {
  const example = await startSite(t, {
    network,
    licenses: { "PBX-Registrations": 10 },
    faults: ["never-idle"],
    backWithinSeconds: 1,
    config: { policy: { create: { perBox: 50, perDay: 500 }, claim: "always", reset: "when-idle" } },
  });
  const { serial } = example.box;
  const told: unknown[] = [];
  const opened = await openExample(t, example);
  const site = { ...opened, events: { ...opened.events, neverIdle: (box: unknown) => void told.push(box) } };
  t.match(await round(site, {}, signal), [{ outcome: "waiting-for-reset", waitKind: "idle" }]);
  t.same(told, [], "it may still become idle");
  const sentAt = (await site.journal.resets.of(serial))?.sentAt ?? "";
  const later = new Date(Date.parse(sentAt) + 25 * 3_600_000);
  const nextDay = { ...site, clock: { ...site.clock, now: () => later } };
  for (let time = 0; time < 2; time += 1) await round(nextDay, {}, signal);
  t.same(told, [{ serial, since: sentAt }]);
  t.match(await site.journal.states.of(serial), { waitingFor: /was not for a whole window.*varsync release/ });
  t.match(await neverIdleConditions(site.journal), [{ event: "not-back", message: new RegExp(`${serial}.*release`) }]);
  const doubtful = { ...nextDay, clockDoubt: () => "it jumped" };
  const [state] = await round(doubtful, {}, signal);
  t.notMatch(state?.waitingFor, /whole window/, "while the clock is not trusted nobody is told");
  t.same(await tellNeverIdle(nextDay, []), []);
  await site.journal.resets.end(serial);
  t.same(await neverIdleConditions(site.journal), [], "it is over once the slot is free");
});

t.test("a reset of a box that nobody looks at any more is told of, too", async (t) => {
  const example = await startSite(t, { network, block: 1, licenses: {} });
  const { journal, ...site } = await openExample(t, example);
  const gone = parseSerialNumber("00-90-33-0f-0f-0f");
  await journal.resets.take(gone, "now", new Date(Date.now() - 25 * 3_600_000));
  await round({ ...site, journal }, {}, signal);
  t.match(await neverIdleConditions(journal), [{ message: new RegExp(gone) }]);
});
