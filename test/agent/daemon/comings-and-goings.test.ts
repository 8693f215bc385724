import { setTimeout } from "node:timers/promises";
import t, { type Test } from "tap";
import { lookAround } from "../../../src/agent/daemon/look-around.ts";
import { round } from "../../../src/agent/daemon/round.ts";
import { runService, sweep } from "../../../src/agent/daemon/run-service.ts";
import { makeBox } from "../../../src/simulator/make-box.ts";
import type { SimulatedBox } from "../../../src/simulator/simulated-box.ts";
import { type RunningBox, startBox } from "../../../src/simulator/start-box.ts";
import { type ExampleSite, licensesOn, sitePorts, startSite } from "../../cli/site-fixture.ts";
import { briefly, openExample } from "./open-example.ts";

const network = "127.85.4";
const policy = { create: { perBox: 50, perDay: 500 }, claim: "always", reset: "when-idle" };
const licenses = { "PBX-Registrations": 10 };
const { signal } = new AbortController();

/** Puts the box on the wire there, for as long as the test lasts. */
async function plugIn(t: Test, box: SimulatedBox, address: string): Promise<RunningBox> {
  const running = await startBox(box, { address, ports: sitePorts, community: "public", awayMs: 200 });
  t.teardown(() => running[Symbol.asyncDispose]());
  return running;
}

/** Another box of the same kind, which nobody vouched for. */
function strangeBox(): SimulatedBox {
  return makeBox(99, 7, { product: "IP400", licenses: [] });
}

function addressBeside({ box }: ExampleSite): string {
  return box.address.replace(/\d+$/, (last) => String(Number(last) + 9));
}

t.test("a box that is off is seen to be gone, and read again once it is back", async (t) => {
  const example = await startSite(t, { network, block: 0, licenses, config: { policy } });
  const site = await openExample(t, example);
  t.same(briefly(await round(site, {}, signal)), ["changed yes"]);
  const { serial, address, box } = example.box;
  await example.box[Symbol.asyncDispose]();
  t.same(await lookAround(site, signal), [{ serial, what: "gone" }]);
  t.same(briefly(await round(site, {}, signal)), ["failed unknown unreachable"]);
  t.same(await lookAround(site, signal), [], "that it stays away is no news");
  await plugIn(t, box, address);
  t.same(await lookAround(site, signal), [{ serial, what: "back" }]);
  t.same(briefly(await round(site, {}, signal, [serial])), ["in-step yes"]);
});

t.test("another box at the address of an enrolled one is told, and gets no password", async (t) => {
  const example = await startSite(t, { network, block: 1, licenses, config: { policy } });
  const site = await openExample(t, example);
  const { serial, address } = example.box;
  t.same(briefly(await round(site, {}, signal)), ["changed yes"]);
  await example.box[Symbol.asyncDispose]();
  const strange = await plugIn(t, strangeBox(), address);
  t.same(await lookAround(site, signal), [{ serial, what: "swapped" }]);
  await example.want({ "PBX-Registrations": 20 });
  const next = await openExample(t, example);
  const [result] = await round(next, {}, signal);
  t.match(result, { serial, outcome: "failed", error: { code: "wrong-serial", message: new RegExp(strange.serial) } });
  t.same([strange.box.logins, strange.box.commands], [0, []]);
  t.match(
    await example.balance(),
    { "PBX-Registrations": "100/10/90" },
    "nothing is spent for a box that is not there",
  );
});

t.test("two boxes that changed places are the boxes that they were", async (t) => {
  const example = await startSite(t, { network, block: 2, boxes: 2, licenses, config: { policy } });
  const site = await openExample(t, example);
  t.same(briefly(await round(site, {}, signal)), ["changed yes", "changed yes"]);
  const [one, other] = example.boxes;
  if (!one || !other) throw new Error("two boxes");
  for (const running of [one, other]) await running[Symbol.asyncDispose]();
  await plugIn(t, one.box, other.address);
  await plugIn(t, other.box, one.address);
  t.same(
    (await lookAround(site, signal)).map(({ what }) => what),
    ["swapped", "swapped"],
  );
  t.same(briefly(await round(site, {}, signal)), ["in-step yes", "in-step yes"]);
  t.match(await site.journal.boxes.find(one.serial), { address: other.address });
  t.same(await lookAround(site, signal), [], "where they are now is where they belong");
  t.match(await example.balance(), { "PBX-Registrations": "100/20/80" });
});

t.test("a box that moved is found by a sweep, and is the same box", async (t) => {
  const example = await startSite(t, { network, block: 3, licenses, config: { policy } });
  const site = await openExample(t, example);
  t.same(briefly(await round(site, {}, signal)), ["changed yes"]);
  await example.box[Symbol.asyncDispose]();
  const address = addressBeside(example);
  await plugIn(t, example.box.box, address);
  t.same(await lookAround(site, signal), [{ serial: example.box.serial, what: "gone" }]);
  t.match(await round(site, {}, signal), [{ serial: example.box.serial, outcome: "in-step", address }]);
  t.same(await lookAround(site, signal), []);
});

t.test("a defective box that comes back emptied is left alone until a person has looked", async (t) => {
  const example = await startSite(t, { network, block: 4, licenses, config: { policy } });
  const site = await openExample(t, example);
  t.same(briefly(await round(site, {}, signal)), ["changed yes"]);
  const { serial, address } = example.box;
  await example.box[Symbol.asyncDispose]();
  t.same(briefly(await round(site, {}, signal)), ["failed unknown unreachable"]);
  const repaired = makeBox(81, 0, { ...example.box.box.options, licenses: [] });
  repaired.settings = [];
  repaired.running = [];
  repaired.flash = [];
  const running = await plugIn(t, repaired, address);
  t.same(await lookAround(site, signal), [{ serial, what: "back" }]);
  t.same(briefly(await round(site, {}, signal)), ["failed unknown set-aside"]);
  t.same(repaired.commands, []);
  await example.run("release", serial);
  repaired.upSince -= 86_400_000;
  t.same(briefly(await round(site, {}, signal)), ["changed yes"]);
  t.same(licensesOn(running), ["Registrations=10"]);
  t.match(await example.balance(), { "PBX-Registrations": "100/10/90" }, "with the key that it had");
});

t.test("one box that is named twice, by serial number and by address, is done once", async (t) => {
  const example = await startSite(t, { network, block: 5, licenses, config: { policy } });
  const { serial, address } = example.box;
  const { code, results } = await example.run("apply", serial, `${address}:${sitePorts.http}`, serial, "--yes");
  t.same([code, results.length, results[0]?.outcome], [0, 1, "changed"]);
  t.match(await example.balance(), { "PBX-Registrations": "100/10/90" });
});

t.test("the service reads a box at once that is back, and leaves a new one alone", async (t) => {
  const example = await startSite(t, { network, block: 6, licenses, config: { policy } });
  const site = await openExample(t, example);
  const { serial, address, box } = example.box;
  const stop = new AbortController();
  const schedule = {
    reconcile: "0 0 1 1 *",
    jitterMs: 0,
    discoverEveryMs: 500,
    identityMs: 500,
    journalKeepMs: 1e12,
  };
  const service = runService(site, schedule, { random: () => 0 }, stop.signal);
  t.teardown(async () => {
    stop.abort();
    await service;
  });
  const until = async (outcome: string) => {
    while ((await site.journal.states.of(serial))?.outcome !== outcome) await setTimeout(50);
  };
  await until("changed");
  await example.box[Symbol.asyncDispose]();
  await until("failed");
  const strange = await plugIn(t, strangeBox(), addressBeside(example));
  await plugIn(t, box, address);
  await until("in-step");
  while ((await site.journal.boxes.find(strange.serial)) === undefined) await setTimeout(50);
  t.equal((await site.journal.boxes.find(strange.serial))?.enrolledAt, undefined);
  t.same([strange.box.logins, strange.box.commands], [0, []]);
  stop.abort();
  await service;
});

t.test("a sweep that sees a new box says so, and nothing more", async (t) => {
  const example = await startSite(t, { network, block: 7, licenses, config: { policy } });
  const told: unknown[] = [];
  const opened = await openExample(t, example);
  const log = Object.assign(Object.create(opened.log), { info: (...words: unknown[]) => told.push(words) });
  const site = { ...opened, log };
  const strange = await plugIn(t, strangeBox(), addressBeside(example));
  await sweep(site, signal);
  t.match(told[0], [{ serial: strange.serial }, /new box found; it gets no password until a person enrolls it/]);
  t.match(await round(site, {}, signal), [{ serial: example.box.serial, outcome: "changed" }]);
  t.same([strange.box.logins, strange.box.commands], [0, []]);
  await sweep(site, signal);
  t.equal(told.filter((words) => JSON.stringify(words).includes("new box")).length, 1, "once");
});
