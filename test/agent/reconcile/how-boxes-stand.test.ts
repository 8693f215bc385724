import t, { type Test } from "tap";
import { round } from "../../../src/agent/daemon/round.ts";
import { type ExampleSite, startSite } from "../../cli/site-fixture.ts";
import { briefly, openExample } from "../daemon/open-example.ts";

const network = "127.81.69";
const licenses = { "PBX-Registrations": 10 };
const policy = { create: { perBox: 50, perDay: 500 }, claim: "always", reset: "when-idle" };
const { signal } = new AbortController();

t.test("a person's apply and verify show in status", async (t) => {
  const example = await startSite(t, { network, block: 0, licenses });
  const boxesIn = async () => (await example.run("status")).document as { boxes: unknown[] };
  t.match(await boxesIn(), { boxes: [{ outcome: "not-seen" }] });
  await example.run("verify");
  t.match(await boxesIn(), { boxes: [{ outcome: "differs", waitingFor: /PBX-Registrations/ }] });
  await example.run("apply", "--all", "--yes");
  t.match(await boxesIn(), { boxes: [{ outcome: "changed" }] });
  await example.run("verify");
  t.match(await boxesIn(), { boxes: [{ outcome: "in-step" }] });
});

t.test("a full disk stops delivering and spending, says so, and it goes on when there is room", async (t) => {
  const example = await startSite(t, { network, block: 1, licenses, config: { policy } });
  const opened = await openExample(t, example);
  const told: unknown[] = [];
  const events = { ...opened.events, diskTrouble: (why: string | undefined) => void told.push(why) };
  const full = { ...opened, events, stateDir: "/proc/self/no-room" };
  t.match(await round(full, {}, signal), [{ outcome: "waiting-for-reset", waitKind: "disk" }]);
  t.match(told, [/cannot be written/]);
  t.same([example.box.box.commands, await example.keys()], [[], []]);
  t.same(briefly(await round({ ...full, stateDir: opened.stateDir }, {}, signal)), ["changed yes"]);
  t.equal(told.at(-1), undefined);
});

t.test("a box that takes the reset and does not restart is set aside, and not reset again", async (t) => {
  const example = await startSite(t, {
    network,
    block: 2,
    licenses,
    backWithinSeconds: 1,
    config: { policy: { ...policy, reset: "now" } },
  });
  const { box, serial } = example.box;
  const run = box.run.bind(box);
  box.run = (command, mayWrite) => ({ ...run(command, mayWrite), ...(command === "reset" && { after: "nothing" }) });
  const site = await openExample(t, example);
  t.same(briefly(await round(site, {}, signal)), ["failed no no-restart"]);
  t.same(await site.journal.resets.of(serial), undefined, "the site's reset slot is free for the others");
  t.same(briefly(await round(site, {}, signal)), ["failed no set-aside"]);
  t.equal(box.commands.filter((command) => command === "reset").length, 1);
});

t.test("a master is not reset while its standby is away", async (t) => {
  const example = await startSite(t, { network, block: 3, boxes: 2, licenses, config: { policy } });
  const { master, standby, site } = await withStandby(t, example);
  await standby[Symbol.asyncDispose]();
  const [result] = (await round(site, {}, signal, [master.serial])).values();
  t.match(result, { outcome: "waiting-for-reset", waitKind: "partner", waitingFor: new RegExp(standby.serial) });
  t.notOk(master.box.commands.some((command) => command.includes("reset")));
});

t.test("a box whose turn to restart comes after the window has closed is not reset", async (t) => {
  const example = await startSite(t, { network, block: 5, boxes: 2, licenses, awayMs: 1500, config: { policy } });
  const opened = await openExample(t, example);
  const restarted = () => example.boxes.filter(({ box }) => box.restarts > 0);
  const site = { ...opened, hasWindow: true, inWindow: () => restarted().length === 0 };
  // Both have their lines; only the resets are left.
  await round({ ...site, policy: { ...site.policy, reset: "never" } }, {}, signal);
  const results = await round(site, {}, signal);
  t.same(results.map(({ outcome, waitKind }) => [outcome, waitKind].filter(Boolean).join(" ")).sort(), [
    "changed",
    "waiting-for-reset window",
  ]);
  t.equal(restarted().length, 1);
  t.equal(await opened.journal.resets.holder(), undefined, "the site's reset slot is free");
});

t.test("a standby is not reset while a reset of its master is outstanding", async (t) => {
  const example = await startSite(t, { network, block: 4, boxes: 2, licenses, config: { policy } });
  const { master, standby, site } = await withStandby(t, example);
  await site.journal.resets.take(master.serial, "when-idle", new Date());
  await site.journal.resets.sent(master.serial, new Date());
  const [result] = (await round(site, {}, signal, [standby.serial])).values();
  t.match(result, { outcome: "waiting-for-reset", waitKind: "partner", waitingFor: /reset of it is outstanding/ });
});

/** The second box stands in for the first. */
async function withStandby(t: Test, example: ExampleSite) {
  const [master, standby] = example.boxes;
  if (!master || !standby) throw new Error("two boxes");
  const opened = await openExample(t, example);
  const boxes = new Map(opened.boxes);
  const entry = boxes.get(standby.serial);
  if (!entry) throw new Error("the standby is listed");
  boxes.set(standby.serial, { ...entry, standbyOf: master.serial });
  return { master, standby, site: { ...opened, boxes } };
}
