import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import t from "tap";
import { toByteText } from "../../src/license/byte-text.ts";
import type { SimulatedBox } from "../../src/simulator/simulated-box.ts";
import type { RunningBox } from "../../src/simulator/start-box.ts";
import { revoke } from "./revoke.ts";
import { brief } from "./run-varsync.ts";
import { type ExampleSite, licensesOn, restOf, type SiteOptions, startSite } from "./site-fixture.ts";

const network = "127.86.1";
const apply = ["apply", "--all", "--yes"] as const;
const foreign = toByteText("vars create LICENSE/PBX0 pau Operators=5,,Altbestand,,,aaaa-bbbb-cccc-dddd");
const another = toByteText("vars create LICENSE/PBX0 pau SoftwarePhones=2,,Altbestand,,,aaaa-bbbb-cccc-eeee");
const policy = { create: "ask", claim: "ask", reset: "when-idle", removeRevoked: true };
t.jobs = 4;

/** A box with a key of ours beside what is given, which was then revoked. */
async function revokedSite(
  t: Parameters<typeof startSite>[0],
  options: Omit<SiteOptions, "network">,
): Promise<ExampleSite> {
  const site = await startSite(t, {
    network,
    particulars: () => ({ licenses: [foreign] }),
    licenses: { "PBX-Registrations": 37 },
    ...options,
  });
  t.same((await site.run(...apply)).results.map(brief), ["changed yes"]);
  await site.want({});
  await site.configure({ policy });
  await revoke(site);
  return site;
}

const deletions = ({ commands }: SimulatedBox) => commands.filter((command) => command.startsWith("vars del"));

t.test(
  "a line whose key was revoked is deleted and read back, what went with it is put back, and its licenses return",
  { buffered: true },
  async (t) => {
    const site = await revokedSite(t, { block: 0 });
    const rest = restOf(site.box);
    t.match(await site.balance(), { "PBX-Registrations": "100/37/63" }, "revoking alone returns nothing");
    const { code, document } = await site.run("plan");
    t.equal(code, 2);
    t.match(document, {
      plans: [
        {
          steps: [
            { kind: "remove", type: "PBX-Registrations", count: 37, variable: "LICENSE/PBX0" },
            { kind: "reset" },
          ],
        },
      ],
    });
    t.match(await site.start(["plan"]).ended, { stdout: /remove PBX-Registrations=37 .*revoked/s });
    const verified = await site.run("verify");
    t.same([verified.code, ...verified.results.map(({ outcome }) => outcome)], [2, "differs"]);
    t.same(deletions(site.box.box), [], "neither plan nor verify delete");
    const done = await site.run(...apply);
    t.same([done.code, ...done.results.map(brief)], [0, "changed yes"]);
    t.same(deletions(site.box.box), ["vars del LICENSE/PBX0"]);
    t.same(licensesOn(site.box), ["Operators=5"]);
    t.same(site.box.box.flash, site.box.box.running);
    t.same(site.box.box.licenses(), site.box.box.inForce, "it was reset for it");
    t.same(restOf(site.box), rest, "everything else is as it was");
    t.equal(done.results[0]?.installed.length, 1);
    t.match(await site.balance(), { "PBX-Registrations": "100/0/100" }, "removal read back");
    const again = await site.run(...apply);
    t.same([again.code, ...again.results.map(brief)], [0, "in-step yes"]);
    t.equal(site.box.box.restarts, 2);
  },
);

t.test("without policy.removeRevoked a revoked line is only told of", { buffered: true }, async (t) => {
  const site = await revokedSite(t, { block: 1 });
  await site.configure({ policy: { ...policy, removeRevoked: false } });
  const { code, results } = await site.run(...apply);
  t.same([code, ...results.map(brief)], [0, "in-step yes"]);
  t.match(results[0], { warnings: [{ code: "foreign" }, { code: "revoked-installed" }] });
  t.same(deletions(site.box.box), []);
});

t.test(
  "nothing is deleted where nobody saw yet that other lines of the variable can be put back",
  { buffered: true },
  async (t) => {
    const site = await startSite(t, { network, block: 2, licenses: { "PBX-Registrations": 37 } });
    await site.run(...apply);
    // As if it had been installed on this box by other hands, beside what was there before.
    const box = site.box.box;
    box.running = [...box.running, ...[foreign, another].map(toVariable)];
    box.flash = [...box.running];
    await site.want({});
    await site.configure({ policy });
    await revoke(site);
    const { code, results } = await site.run(...apply);
    t.same([code, ...results.map(brief)], [0, "in-step unknown"]);
    t.match(results[0], { warnings: [{}, {}, { code: "remove-unproven" }] });
    t.same(deletions(box), []);
    await site.want({ "PBX-Operators": 6 });
    const proven = await site.run(...apply);
    t.same([proven.code, ...proven.results.map(brief)], [0, "changed yes"], "a delivery beside the others proves it");
    t.same(licensesOn(site.box), ["Operators=1", "Operators=5", "SoftwarePhones=2"]);
    t.equal(box.restarts, 2, "one reset for both");
  },
);

t.test("the service removes without asking, and only in its window", { buffered: true }, async (t) => {
  const site = await revokedSite(t, { block: 3 });
  const hour = (later: number) => `${String((new Date().getHours() + later) % 24).padStart(2, "0")}:00`;
  await site.configure({ policy: { ...policy, window: `${hour(2)}-${hour(3)}` } });
  t.match((await site.run("agent", "--once")).results, [{ outcome: "waiting-for-reset", waitingFor: "the window" }]);
  t.same(deletions(site.box.box), []);
  await site.configure({ policy });
  const { code, results } = await site.run("agent", "--once");
  t.same([code, ...results.map(brief)], [0, "changed yes"]);
  t.same(licensesOn(site.box), ["Operators=5"]);
  t.match(await site.balance(), { "PBX-Registrations": "100/0/100" });
});

t.test("push puts a file's lines on a box, and takes no revoked one off", { buffered: true }, async (t) => {
  const site = await revokedSite(t, { block: 10 });
  const file = join(site.folder, "more.txt");
  await writeFile(file, `vars create LICENSE/PBX0 pau Operators=2,,,,,1111-2222-3333-4444\r\n`);
  t.same((await site.run("push", file, site.box.serial, "--yes")).results.map(brief), ["changed yes"]);
  t.same(licensesOn(site.box), ["Operators=2", "Operators=5", "Registrations=37"]);
  t.same(deletions(site.box.box), []);
});

t.test("a box that is set aside keeps its revoked line", { buffered: true }, async (t) => {
  const site = await revokedSite(t, { block: 11, particulars: () => ({ licenses: [] }) });
  Object.assign(site.box.box.options, { versionText: "V6.00 IP400[06-60400], Bootcode[05-5000], HW[101]" });
  t.same((await site.run(...apply)).results.map(brief), ["failed yes set-aside"]);
  t.same(deletions(site.box.box), []);
});

t.test("a line is removed over SSH, too", { buffered: true }, async (t) => {
  const site = await revokedSite(t, { block: 12, entry: { deliver: "ssh" } });
  await site.want({}, { deliver: "ssh" });
  t.same((await site.run(...apply)).results.map(brief), ["changed yes"]);
  t.same(licensesOn(site.box), ["Operators=5"]);
});

t.test(
  "of two revoked lines of one name, one that stays is told, and goes with the next run",
  { buffered: true },
  async (t) => {
    const site = await startSite(t, {
      network,
      block: 13,
      faults: ["deletes-oldest-only"],
      licenses: { "PBX-Registrations": 3, "PBX-Operators": 2 },
    });
    await site.run(...apply);
    await site.want({});
    await site.configure({ policy });
    await revoke(site);
    await revoke(site, { type: "PBX-Operators" });
    const steps = [{ kind: "remove" }, { kind: "remove" }, { kind: "reset" }];
    t.match((await site.run("plan")).document, { plans: [{ steps }] });
    t.same((await site.run(...apply)).results.map(brief), ["failed yes not-removed"]);
    t.equal(licensesOn(site.box).length, 1);
    t.equal(site.box.box.restarts, 2, "it is reset for what is gone");
    t.same((await site.run(...apply)).results.map(brief), ["changed unknown"]);
    t.same(licensesOn(site.box), []);
    t.match(await site.balance(), { "PBX-Registrations": "100/0/100", "PBX-Operators": "10/0/10" });
  },
);

interface Wrong {
  readonly fault:
    | "refuses-deletion"
    | "keeps-deleted"
    | "deletes-oldest-only"
    | "deletion-takes-others"
    | "deletion-returns"
    | "locks-after-deletion";
  readonly first: string;
  readonly again: string;
  readonly licenses: readonly string[];
  readonly returned: boolean;
  readonly restarts: number;
}

const left = ["BRIs=2", "Operators=5"];
const wrongs: readonly Wrong[] = [
  {
    fault: "refuses-deletion",
    first: "failed yes not-removed",
    again: "failed yes not-removed",
    licenses: [...left, "Registrations=37"],
    returned: false,
    restarts: 1,
  },
  {
    fault: "keeps-deleted",
    first: "failed yes not-removed",
    again: "failed yes not-removed",
    licenses: [...left, "Registrations=37"],
    returned: false,
    restarts: 1,
  },
  // The foreign line, which it took instead, is put back after the revoked one: the next deletion takes that.
  {
    fault: "deletes-oldest-only",
    first: "failed no not-removed",
    again: "changed yes",
    licenses: left,
    returned: true,
    restarts: 2,
  },
  {
    fault: "deletion-takes-others",
    first: "changed yes",
    again: "in-step yes",
    licenses: left,
    returned: true,
    restarts: 2,
  },
  {
    fault: "deletion-returns",
    first: "failed yes not-removed",
    again: "failed yes set-aside",
    licenses: [...left, "Operators=5", "Registrations=37"],
    returned: false,
    restarts: 2,
  },
  {
    fault: "locks-after-deletion",
    first: "failed yes line-lost",
    again: "failed yes set-aside",
    licenses: ["BRIs=2"],
    returned: false,
    restarts: 1,
  },
];

for (const [index, { fault, first, again, licenses, returned, restarts }] of wrongs.entries()) {
  t.test(
    `a removal on a box with ${fault} ends as ${first}, and no other license is lost for good`,
    { buffered: true },
    async (t) => {
      const bri = toByteText("vars create LICENSE/RELAY0 pau BRIs=2,,Altbestand,,,aaaa-bbbb-cccc-ffff");
      const site = await revokedSite(t, {
        block: 4 + index,
        faults: [fault],
        particulars: () => ({ licenses: [bri, foreign] }),
      });
      const { flash } = site.box.box;
      t.same((await site.run(...apply)).results.map(brief), [first]);
      if (first.endsWith("line-lost")) t.same(site.box.box.flash, flash, "nothing was made permanent");
      t.same((await site.run(...apply)).results.map(brief), [again]);
      t.same(licensesOn(site.box), [...licenses].sort());
      t.equal(site.box.box.restarts, restarts);
      t.match(await site.balance(), { "PBX-Registrations": returned ? "100/0/100" : "100/37/63" });
    },
  );
}

function toVariable(line: string): RunningBox["box"]["running"][number] {
  const [, , name = "", flags = "", ...value] = line.split(" ");
  return { name, flags, value: toByteText(value.join(" ")) };
}
