import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import t from "tap";
import { lookAround } from "../../../src/agent/daemon/look-around.ts";
import { round } from "../../../src/agent/daemon/round.ts";
import type { Site } from "../../../src/agent/reconcile/site.ts";
import { toByteText } from "../../../src/license/byte-text.ts";
import { startSite } from "../../cli/site-fixture.ts";
import { briefly, openExample } from "./open-example.ts";

const network = "127.81.68";
const { signal } = new AbortController();

t.test("a look at a site that is as it was finds nothing, and sends no password", async (t) => {
  const example = await startSite(t, { network, block: 0, boxes: 3, licenses: {} });
  const site = await openExample(t, example);
  t.same(briefly(await round(site, {}, signal)), ["in-step unknown", "in-step unknown", "in-step unknown"]);
  const asked: string[] = [];
  const watched = {
    ...site,
    credentialFor: async () => {
      asked.push("asked for a password");
      return undefined;
    },
  };
  t.same(await lookAround(watched, signal), []);
  t.same(asked, []);
  for (const state of await site.journal.states.all()) t.ok(state.lookedAt);
});

t.test("other firmware, a restart, and a box that is gone or back are seen", async (t) => {
  const example = await startSite(t, { network, block: 1, boxes: 3, licenses: {} });
  const site = await openExample(t, example);
  await round(site, {}, signal);
  await lookAround(site, signal);
  const [first, second, third] = example.boxes;
  if (!first || !second || !third) throw new Error("three boxes");
  Object.assign(first.box.options, { versionText: "V5.02 IP400[05-5200], Bootcode[05-5000], HW[101]" });
  second.box.upSince = performance.now();
  await third[Symbol.asyncDispose]();
  const changed = await lookAround(site, signal);
  t.same(
    new Map(changed.map(({ serial, what }) => [serial, what])),
    new Map([
      [first.serial, "firmware"],
      [second.serial, "restarted"],
      [third.serial, "gone"],
    ]),
  );
  await round(site, {}, signal);
  t.same(await lookAround(site, signal), [], "a box that stays away is no news");
});

t.test("a box that refused a password is tried again when another one is there", async (t) => {
  const example = await startSite(t, { network, block: 2, licenses: {} });
  const file = join(example.folder, "box.password");
  await writeFile(file, "wrong\n");
  const site = await openExample(t, example);
  t.match(await round(site, {}, signal), [{ error: { code: "auth-failed" } }]);
  t.same(await lookAround(site, signal), []);
  await writeFile(file, "ip400\n");
  t.same(await lookAround(site, signal), [{ serial: example.box.serial, what: "credential" }]);
  t.same(briefly(await round(site, {}, signal)), ["in-step unknown"]);
  t.same(await lookAround(site, signal), []);
});

t.test(
  "the looks see a restart between rounds, which then do not ask for the uptime; what outlived it is in effect",
  async (t) => {
    const line = toByteText("vars create LICENSE/PBX0 pau Registrations=37,,Beispiel,,,1111-2222-3333-4444");
    const example = await startSite(t, { network, block: 3, licenses: {}, particulars: () => ({ licenses: [line] }) });
    const { snmp, ...site } = withCountedQuestions(await openExample(t, example));
    t.same(briefly(await round(site, {}, signal)), ["in-step unknown"]);
    t.same(await lookAround(site, signal), []);
    snmp.asked = 0;
    t.same(briefly(await round(site, { looksBeside: true }, signal)), ["in-step unknown"]);
    t.equal(snmp.asked, 0, "the look will tell");
    example.box.box.upSince = performance.now();
    t.same(briefly(await round(site, { looksBeside: true }, signal)), ["in-step unknown"]);
    const { serial } = example.box;
    t.same(await lookAround(site, signal), [{ serial, what: "restarted" }]);
    t.same(briefly(await round(site, { looksBeside: false }, signal, [serial])), ["in-step yes"]);
  },
);

function withCountedQuestions(site: Site) {
  const snmp = { asked: 0 };
  const get: Site["wires"]["snmp"]["get"] = (...question) => {
    snmp.asked += 1;
    return site.wires.snmp.get(...question);
  };
  return { ...site, wires: { ...site.wires, snmp: { ...site.wires.snmp, get } }, snmp };
}
