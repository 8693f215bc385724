import t, { type Test } from "tap";
import { round } from "../../../src/agent/daemon/round.ts";
import type { Site } from "../../../src/agent/reconcile/site.ts";
import { toByteText } from "../../../src/license/byte-text.ts";
import type { Fault } from "../../../src/simulator/faults.ts";
import { type ExampleSite, type SiteOptions, startSite } from "../../cli/site-fixture.ts";
import { briefly, openExample } from "../daemon/open-example.ts";

const network = "127.85.1";
const licenses = { "PBX-Operators": 3 };
const policy = (reset: string) => ({ create: { perBox: 50, perDay: 500 }, claim: "always", reset });
const phones = toByteText("vars create LICENSE/PBX0 pau Registrations=40,,Altbestand,,,aaaa-bbbb-cccc-dddd");
const { signal } = new AbortController();
const inUse = (seconds = 3) => `inUse:
  calls: [{page: /PRI1/mod_cmd.xml, root: info, element: ch, except: {state: Idle}, mark: P}]
  registrations:
    - {page: /PBX0/ADMIN/mod_cmd_login.xml, root: info, element: lic, only: {name: PBX-Registrations}, sum: used, mark: P}
  registeredWithinSeconds: ${seconds}
`;

async function openSite(
  t: Test,
  block: number,
  faults: readonly Fault[],
  { reset = "when-idle", ...more }: Partial<SiteOptions> & { reset?: string } = {},
): Promise<{ site: Site; example: ExampleSite; pass(): Promise<string[]> }> {
  const example = await startSite(t, {
    network,
    block,
    faults,
    licenses,
    particulars: () => ({ licenses: [phones] }),
    inProfiles: inUse(),
    config: { policy: policy(reset) },
    ...more,
  });
  const site = await openExample(t, example);
  return { site, example, pass: async () => briefly(await round(site, {}, signal)) };
}

t.test("a box with calls in progress is not reset when idle: it waits for their end", async (t) => {
  const { site, example, pass } = await openSite(t, 0, ["in-a-call"]);
  const { box } = example.box;
  t.same(await pass(), ["waiting-for-reset no"]);
  t.equal(box.restarts, 0);
  t.notOk(box.commands.includes(toByteText("ireset")), "no reset is sent");
  t.equal(await site.journal.resets.holder(), undefined, "the slot is free for others");
  const state = await site.journal.states.of(example.box.serial);
  t.match(state, { waitKind: "calls", waitingFor: "the end of 1 call in progress", nextTryAt: /./ });
  box.callsUntil = 0;
  t.same(await pass(), ["changed yes"]);
  t.equal(box.restarts, 1);
  t.equal(await site.journal.registrations.of(example.box.serial), undefined, "all phones are back");
  const reset = (await site.journal.entries.list({ limit: 100, actions: ["reset"] })).find(
    (one) => one.phase === "intent",
  );
  t.match(reset?.detail, { calls: 0, registrations: 12 });
});

t.test("a reset at once goes on, and says how many calls it cut", async (t) => {
  const { site, example } = await openSite(t, 1, ["in-a-call"], { reset: "now" });
  const [result] = await round(site, {}, signal);
  t.match(result, { outcome: "changed", effective: "yes" });
  t.same(result?.warnings.slice(1), [{ code: "calls-cut", message: "the reset at once cut 1 call" }]);
  t.equal(example.box.box.restarts, 1);
});

t.test("phones that come back slowly are waited for", async (t) => {
  const { example, pass } = await openSite(t, 2, ["phones-return-slowly"], { inProfiles: inUse(60) });
  t.same(await pass(), ["changed yes"]);
  t.equal(example.box.box.registered, 12);
});

t.test("phones that do not come back are an error until they are back, and the box is not reset again", async (t) => {
  const { site, example, pass } = await openSite(t, 3, ["phones-stay-away"]);
  const { serial, box } = example.box;
  t.same(await pass(), ["failed yes registrations-missing"]);
  t.match(await site.journal.states.of(serial), { error: { message: /^only 0 of 12 registrations are back/ } });
  t.same(await pass(), ["failed yes registrations-missing"], "as long as it lasts");
  t.match((await example.run("verify")).results, [{ outcome: "failed", error: { code: "registrations-missing" } }]);
  await example.want({ "PBX-Operators": 5 });
  const more = await openExample(t, example);
  t.same(briefly(await round(more, {}, signal)), ["failed no registrations-missing"], "the line is put on the box");
  t.equal(box.restarts, 1, "and it is not reset");
  Object.assign(box.options, { faults: new Set() });
  t.same(briefly(await round(more, {}, signal)), ["changed yes"]);
  t.equal(await site.journal.registrations.of(serial), undefined);
});

t.test("a person who has looked says so, and what is missing is forgotten", async (t) => {
  const { example, pass } = await openSite(t, 4, ["phones-stay-away"]);
  t.same(await pass(), ["failed yes registrations-missing"]);
  const released = await example.run("release", example.box.serial);
  t.match(released.document, { cleared: ["missing registrations"] });
  t.same(await pass(), ["in-step yes"]);
});

t.test("what cannot be read is not taken for nothing: it is said, and nothing is missing afterwards", async (t) => {
  const { site, example } = await openSite(t, 5, ["usage-unreadable"]);
  const [result] = await round(site, {}, signal);
  t.match(result, { outcome: "changed", effective: "yes" });
  t.same(
    result?.warnings.map(({ code }) => code),
    ["foreign", "calls-unread", "registrations-unread"],
  );
  t.equal(await site.journal.registrations.of(example.box.serial), undefined);
});

t.test("registrations of a reset by a run that was cut off are waited for by the next one", async (t) => {
  const { site, example, pass } = await openSite(t, 6, []);
  t.same(await pass(), ["changed yes"]);
  const { serial, box } = example.box;
  await site.journal.registrations.expect(serial, 12, site.clock.now());
  Object.assign(box.options, { phones: 3 });
  t.same(await pass(), ["failed yes registrations-missing"]);
  Object.assign(box.options, { phones: 12 });
  t.same(await pass(), ["in-step yes"]);
});

t.test("no other box of the site is reset while phones are waited for", async (t) => {
  const { site, example, pass } = await openSite(t, 7, ["phones-return-slowly"], { boxes: 2, inProfiles: inUse(60) });
  const seen: number[] = [];
  const count = example.boxes.map(({ box }) => {
    const { restart } = box;
    return Object.assign(box, {
      restart() {
        const other = example.boxes.find((one) => one.box !== box)?.box;
        if (other && other.restarts > 0) seen.push(other.registered);
        restart.call(box);
      },
    });
  });
  t.equal(count.length, 2);
  t.same(await pass(), ["changed yes", "changed yes"]);
  t.same(seen, [12], "the second restarts when the first one's phones are all there");
  t.equal(await site.journal.resets.holder(), undefined);
});

t.test("a box is not reset while the phones of the one that stands in for it are missing", async (t) => {
  const { site, example } = await openSite(t, 9, [], { boxes: 2 });
  const [master, standby] = example.boxes;
  if (!master || !standby) throw new Error("two boxes");
  const configured = [...site.boxes].map(([serial, box]) => {
    return [serial, serial === standby.serial ? { ...box, standbyOf: master.serial } : box] as const;
  });
  await site.journal.registrations.expect(standby.serial, 99, site.clock.now());
  await site.journal.registrations.missing(standby.serial, 12, site.clock.now());
  const paired = { ...site, boxes: new Map(configured) };
  t.same(briefly(await round(paired, {}, signal, [master.serial])), ["waiting-for-reset no"]);
  t.match(await site.journal.states.of(master.serial), { waitKind: "partner", waitingFor: /its phones are not back/ });
  t.equal(master.box.restarts, 0);
});

t.test("a plan says what will be looked at around the reset", async (t) => {
  const { example } = await openSite(t, 8, []);
  const { document } = await example.run("plan");
  t.match(JSON.stringify(document), '"checks":["calls","registrations"]');
  const { stdout } = await example.start(["plan"]).ended;
  t.match(stdout.replaceAll(/\s+/g, " "), "reset when idle, after calls have ended, then wait for the phones");
});
