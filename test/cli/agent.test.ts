import { setTimeout } from "node:timers/promises";
import t from "tap";
import { brief } from "./run-varsync.ts";
import { type ExampleSite, licensesOn, startSite } from "./site-fixture.ts";

const network = "127.81.7";
const licenses = { "PBX-Registrations": 37 };
const policy = { create: { perBox: 50, perDay: 200 }, claim: "always", reset: "when-idle" };
const never = { reconcile: "0 0 1 1 *", jitter: "0s" };
t.jobs = 4;

t.test("agent --once --json is one sweep and one round, told like apply", { buffered: true }, async (t) => {
  const site = await startSite(t, { network, block: 0, boxes: 2, licenses, config: { policy } });
  const { code, results } = await site.run("agent", "--once");
  t.same([code, ...results.map(brief)], [0, "changed yes", "changed yes"]);
  t.same(site.boxes.map(licensesOn), [["Registrations=37"], ["Registrations=37"]]);
  const again = await site.run("agent", "--once");
  t.same([again.code, ...again.results.map(brief)], [0, "in-step yes", "in-step yes"]);
  t.same(
    site.boxes.map(({ sessions }) => sessions.most),
    [1, 1],
  );
});

t.test("a box that moved is found by its serial number", { buffered: true }, async (t) => {
  const site = await startSite(t, { network, block: 1, licenses, listed: false, config: { policy } });
  const address = site.box.address.replace(/\d+$/, (last) => String(Number(last) + 5));
  await site.configure({ boxes: { [site.box.serial]: { address, licenses } } });
  const { code, results } = await site.run("agent", "--once");
  t.same([code, ...results.map(brief)], [0, "changed yes"]);
  t.equal(results[0]?.address, site.box.address);
});

t.test("the agent creates nothing that its policy wants a person for", { buffered: true }, async (t) => {
  const site = await startSite(t, { network, block: 2, licenses, config: { policy: { ...policy, create: "ask" } } });
  const { code, results } = await site.run("agent", "--once");
  t.equal(code, 1);
  t.same(results.map(brief), ["waiting-for-approval unknown"]);
  t.match(results[0]?.waitingFor, /varsync apply/);
  t.same([site.box.box.commands, await site.keys()], [[], []]);
  t.same((await site.run("apply", "--all", "--yes")).results.map(brief), ["changed yes"]);
});

t.test(
  "a second agent on the same state folder is refused with exit 11; one-shot commands are not",
  { buffered: true },
  async (t) => {
    const site = await startSite(t, { network, block: 3, licenses, config: { policy, schedule: never } });
    const { child, ended } = site.start(["agent"]);
    await served(site);
    const second = await site.run("agent", "--once");
    t.equal(second.code, 11);
    t.match(second.document, { error: { code: "agent-running" } });
    t.equal((await site.run("verify")).code, 0);
    child.kill("SIGTERM");
    t.equal((await ended).code, 0, "SIGTERM ends the service with exit 0");
    t.equal((await site.run("agent", "--once")).code, 0);
  },
);

t.test("an agent that was killed does not keep the lock", { buffered: true }, async (t) => {
  const site = await startSite(t, { network, block: 4, licenses, config: { policy, schedule: never } });
  const { child, ended } = site.start(["agent"]);
  await served(site);
  child.kill("SIGKILL");
  await ended;
  t.equal((await site.run("agent", "--once")).code, 0);
});

t.test(
  "SIGTERM in the middle of a round ends the agent soon, with exit 0; the next run does the rest",
  { buffered: true },
  async (t) => {
    for (const [index, faults] of ([["slow"], ["never-idle"], []] as const).entries()) {
      const site = await startSite(t, {
        network,
        block: 5 + index,
        boxes: 4,
        licenses,
        faults,
        backWithinSeconds: 60,
        config: { policy: { ...policy, create: { perBox: 50, perDay: 2000 } } },
        balance: { "PBX-Registrations": 1000 },
      });
      const { child, ended } = site.start(["agent"]);
      while (site.boxes.every(({ box }) => box.commands.length < 2)) await setTimeout(20);
      const began = Date.now();
      child.kill("SIGTERM");
      t.equal((await ended).code, 0, `${faults}`);
      t.ok(Date.now() - began < 30_000, "within systemd's patience");
      const keys = await Promise.all(site.boxes.map((box) => site.keys(box)));
      for (const ofBox of keys) t.ok(ofBox.length < 2);
    }
  },
);

t.test(
  "Ctrl-C in the middle of apply ends with exit 130, and what was begun is finished by the next one",
  { buffered: true },
  async (t) => {
    const site = await startSite(t, { network, block: 9, boxes: 4, licenses, balance: { "PBX-Registrations": 1000 } });
    const { child, ended } = site.start(["apply", "--all", "--yes", "--json"]);
    while (site.boxes.every(({ box }) => box.restarts === 0)) await setTimeout(5);
    child.kill("SIGINT");
    const { code, results, document } = await ended;
    t.equal(code, 130);
    if (results.length > 0) t.equal(results.length, 4, "one result for every box named");
    t.ok(document, "one JSON document all the same");
    const again = await site.run("apply", "--all", "--yes");
    t.equal(again.code, 0);
    for (const box of site.boxes)
      t.same([licensesOn(box), await site.keys(box)], [["Registrations=37"], ["PBX-Registrations=37"]]);
  },
);

/** Resolves when the first round has changed the box. */
async function served({ box }: ExampleSite): Promise<void> {
  while (box.box.restarts === 0) await setTimeout(20);
}
