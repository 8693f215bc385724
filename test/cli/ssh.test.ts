import t from "tap";
import type { Fault } from "../../src/simulator/faults.ts";
import { brief } from "./run-varsync.ts";
import { licensesOn, restOf, startSite } from "./site-fixture.ts";

const network = "127.81.10";
const licenses = { "PBX-Registrations": 37, "Relay-BRIs": 2 };
const labels = { customer: "Müller, Söhne 100%", location: "Sindelfingen/Böblingen", description: "a & b? #1 + 2" };
t.jobs = 4;

for (const [index, deliver] of (["http", "ssh"] as const).entries()) {
  t.test(`whatever a customer is called, the line arrives byte by byte (${deliver})`, { buffered: true }, async (t) => {
    const site = await startSite(t, { network, block: index, licenses, entry: { deliver, ...labels } });
    const rest = restOf(site.box);
    const { code, results } = await site.run("apply", "--all", "--yes");
    t.same([code, ...results.map(brief)], [0, "changed yes"]);
    t.match(results[0]?.installed, [labels, labels]);
    t.same(licensesOn(site.box), ["BRIs=2", "Registrations=37"]);
    t.same(restOf(site.box), rest);
    t.equal(site.box.sessions.most, 1);
    const { document } = await site.run("pool", "keys");
    t.match(document, { licenseKeys: [{ customer: labels.customer }, { customer: labels.customer }] });
    const { document: inspected } = await site.run("inspect", site.box.serial);
    t.match(inspected, { boxes: [{ licenses: [labels, labels] }] });
    t.equal((await site.run("verify")).code, 0);
  });
}

const failing: Readonly<Partial<Record<Fault, string>>> = {
  "read-only": "failed unknown read-only",
  "does-nothing": "failed unknown not-installed",
  "answers-question-mark": "failed unknown refused",
  "drops-after-write": "changed yes",
  "never-back": "failed unknown not-back",
  "never-idle": "waiting-for-reset no",
};

for (const [index, [fault, expected]] of Object.entries(failing).entries()) {
  t.test(`over SSH it is proved as over HTTP: ${fault}`, { buffered: true }, async (t) => {
    const faults = [fault as Fault];
    const site = await startSite(t, {
      network,
      block: 2 + index,
      faults,
      licenses,
      entry: { deliver: "ssh" },
      backWithinSeconds: 5,
    });
    const { results } = await site.run("apply", "--all", "--yes");
    t.same(results.map(brief), [expected]);
    const spent = fault === "read-only" ? "100/0/100" : "100/37/63";
    t.match(await site.balance(), { "PBX-Registrations": spent });
  });
}

t.test(
  "another host key than the one that was seen first: nothing is sent, nothing spent",
  { buffered: true },
  async (t) => {
    const site = await startSite(t, { network, block: 12, licenses, entry: { deliver: "ssh" } });
    const other = `SHA256:${"A".repeat(43)}`;
    await site.configure({ ssh: { hostKeys: { [site.box.serial]: other } } });
    const { code, results } = await site.run("apply", "--all", "--yes");
    t.same([code, ...results.map(brief)], [1, "failed unknown host-key-changed"]);
    t.same([site.box.box.commands, await site.keys()], [[], []]);
  },
);
