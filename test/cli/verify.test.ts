import t from "tap";
import { toByteText } from "../../src/license/byte-text.ts";
import { brief } from "./run-varsync.ts";
import { startSite } from "./site-fixture.ts";

const network = "127.81.6";
const foreign = toByteText("vars create LICENSE/PBX0 pau Operators=5,,Altbestand,,,aaaa-bbbb-cccc-dddd");
t.jobs = 4;

t.test("verify says what is missing, and changes and spends nothing", { buffered: true }, async (t) => {
  const site = await startSite(t, { network, block: 0, licenses: { "PBX-Registrations": 37 } });
  const { code, results } = await site.run("verify");
  t.same([code, ...results.map(brief)], [2, "differs unknown"]);
  t.match(results[0]?.waitingFor, /PBX-Registrations=37/);
  t.same([site.box.box.commands, await site.keys(), await site.backups()], [[], [], []]);
});

t.test(
  "lines that nobody saw outlive a restart are neither in effect nor not: unknown",
  { buffered: true },
  async (t) => {
    const particulars = () => ({ licenses: [foreign] });
    const site = await startSite(t, { network, block: 1, licenses: { "PBX-Operators": 5 }, particulars });
    const { code, results } = await site.run("verify");
    t.same([code, ...results.map(brief)], [0, "in-step unknown"], "a foreign line counts");
  },
);

t.test(
  "a forbidden reset leaves licenses not in effect: waiting-for-reset, exit 0, and no step in the plan",
  { buffered: true },
  async (t) => {
    const policy = { reset: "never" };
    const site = await startSite(t, { network, block: 2, licenses: { "PBX-Registrations": 37 }, config: { policy } });
    const applied = await site.run("apply", "--all", "--yes");
    t.same([applied.code, ...applied.results.map(brief)], [0, "waiting-for-reset no"]);
    const verified = await site.run("verify");
    t.same([verified.code, ...verified.results.map(brief)], [0, "waiting-for-reset no"]);
    const planned = await site.run("plan");
    t.equal(planned.code, 0);
    t.match(planned.document, { plans: [{ steps: [] }] });
    const sent = site.box.box.commands.length;
    t.same((await site.run("apply", "--all", "--yes")).results.map(brief), ["waiting-for-reset no"]);
    t.equal(site.box.box.commands.length, sent, "nothing more is sent");
    site.box.restart();
    await new Promise((resolve) => setTimeout(resolve, 500));
    const restarted = await site.run("verify");
    t.same([restarted.code, ...restarted.results.map(brief)], [0, "in-step yes"], "somebody else restarted it");
  },
);

t.test("--reset overrides a policy that forbids it", { buffered: true }, async (t) => {
  const policy = { reset: "never" };
  const site = await startSite(t, { network, block: 3, licenses: { "PBX-Registrations": 37 }, config: { policy } });
  const { code, results } = await site.run("apply", "--all", "--yes", "--reset", "when-idle");
  t.same([code, ...results.map(brief)], [0, "changed yes"]);
});

t.test(
  "a line that somebody deletes is missed, and put there again without a new key",
  { buffered: true },
  async (t) => {
    const site = await startSite(t, { network, block: 4, licenses: { "PBX-Registrations": 37 } });
    await site.run("apply", "--all", "--yes");
    const { box } = site.box;
    box.run(toByteText("vars del LICENSE/PBX0"), true);
    box.run(toByteText("config write"), true);
    t.same((await site.run("verify")).results.map(brief), ["differs unknown"]);
    t.same((await site.run("apply", "--all", "--yes")).results.map(brief), ["changed yes"]);
    t.same(await site.keys(), ["PBX-Registrations=37"]);
  },
);

t.test("a box that is off is unreachable; all of several boxes get a result", { buffered: true }, async (t) => {
  const site = await startSite(t, { network, block: 5, boxes: 2, licenses: {} });
  const boxes = {
    ...Object.fromEntries(site.boxes.map(({ serial, address }) => [serial, { address }])),
    "00-90-33-ff-ff-01": { address: site.box.address.replace(/\d+$/, "94") },
  };
  await site.configure({ boxes });
  const { code, results } = await site.run("verify");
  t.same([code, ...results.map(brief)], [3, "in-step unknown", "in-step unknown", "failed unknown unreachable"]);
  const outside = await site.run("verify", "192.0.2.1");
  t.same([outside.code, ...outside.results.map(brief)], [1, "failed unknown outside-networks"]);
  t.match(outside.results, [{ serial: null, address: "192.0.2.1" }]);
  const unknown = await site.run("apply", "00-90-33-ff-ff-02", "--yes");
  t.equal(unknown.code, 1);
  const name = { serial: "00-90-33-ff-ff-02", address: null };
  t.match(unknown.results, [{ ...name, outcome: "failed", error: { code: "unknown-box" } }]);
  for (const command of ["plan", "inspect"]) {
    t.match((await site.run(command, name.serial)).document, { errors: [{ ...name, code: "unknown-box" }] }, command);
  }
});
