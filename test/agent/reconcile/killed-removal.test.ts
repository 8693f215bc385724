import { rm } from "node:fs/promises";
import { setTimeout } from "node:timers/promises";
import t, { type Test } from "tap";
import { toByteText } from "../../../src/license/byte-text.ts";
import type { RunningBox } from "../../../src/simulator/start-box.ts";
import { revoke } from "../../cli/revoke.ts";
import { brief } from "../../cli/run-varsync.ts";
import { type ExampleSite, licensesOn, startSite } from "../../cli/site-fixture.ts";

const policy = { create: "ask", claim: "ask", reset: "when-idle", removeRevoked: true };
/** What stood on the boxes before, under the name that is deleted and under another one. */
const others = [
  toByteText("vars create LICENSE/PBX0 pau Operators=5,,Altbestand,,,aaaa-bbbb-cccc-dddd"),
  toByteText("vars create LICENSE/PBX0 pau SoftwarePhones=2,,Altbestand,,,aaaa-bbbb-cccc-eeee"),
  toByteText("vars create LICENSE/RELAY0 pau BRIs=2,,Altbestand,,,aaaa-bbbb-cccc-ffff"),
];
const survivors = ["BRIs=2", "Operators=5", "SoftwarePhones=2"];
/** So many requests a removal with its reset takes at most, each of which may be the last that a run makes. */
const points = 14;

/** Boxes with a line whose key was revoked. */
async function revokedSite(t: Test, network: string, boxes = points): Promise<ExampleSite> {
  const balance = { "PBX-Registrations": 100 };
  const particulars = () => ({ licenses: others });
  const licenses = { "PBX-Registrations": 1 };
  const site = await startSite(t, { network, boxes, balance, awayMs: 150, particulars, licenses });
  t.equal((await site.run("apply", "--all", "--yes")).code, 0);
  await site.want({});
  await site.configure({ policy });
  await revoke(site);
  // A restart is seen by an uptime that fell.
  site.letTimePass();
  return site;
}

/** Kills the run at its how-many-th command to the box or configuration that it reads; the box still does it. */
async function killAt(site: ExampleSite, { box, serial }: RunningBox, point: number): Promise<string> {
  let left = point;
  let last = "";
  const { child, ended } = site.start(["apply", serial, "--yes", "--json"]);
  const count = (what: string) => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    if (left > 0) last = what;
    left -= 1;
    if (left === 0) child.kill("SIGKILL");
  };
  const run = box.run.bind(box);
  let { reads } = box;
  box.run = (command, mayWrite) => {
    count(command.replace(/ pau .*/, ""));
    return run(command, mayWrite);
  };
  Object.defineProperty(box, "reads", {
    configurable: true,
    get: () => reads,
    set(value: number) {
      reads = value;
      count("read");
    },
  });
  const { code } = await ended;
  box.run = run;
  return code === null ? `killed at ${last}` : `ended after ${last}`;
}

async function checkBoxes(t: Test, site: ExampleSite): Promise<void> {
  for (const running of site.boxes) {
    const { box } = running;
    t.same(licensesOn(running), survivors, "every survivor is there, and the revoked line is gone");
    t.same(box.flash, box.running, "for good");
    t.same(box.licenses(), box.inForce, "and in force");
    t.equal(running.sessions.most, 1, "one session at a time");
  }
  t.same(await site.balance(), { "PBX-Registrations": "100/0/100" });
}

t.test("apply that is killed at any point of a removal leaves nothing that a quiet round does not mend", async (t) => {
  const site = await revokedSite(t, "127.86.2");
  const ends: string[] = [];
  for (const [index, box] of site.boxes.entries()) ends.push(await killAt(site, box, index + 1));
  t.comment(ends.join("; "));
  t.ok(ends.some((end) => end === "killed at vars del LICENSE/PBX0"));
  t.ok(ends.filter((end) => end.startsWith("killed")).length > 10, `${ends}`);
  t.equal((await site.run("apply", "--all", "--yes")).code, 0);
  await checkBoxes(t, site);
  t.equal(
    (await site.run("apply", "--all", "--yes")).results.every(({ outcome }) => outcome === "in-step"),
    true,
  );
});

t.test("also where the box loses its power at the same moment", async (t) => {
  const site = await revokedSite(t, "127.86.3");
  for (const [index, box] of site.boxes.entries()) {
    await killAt(site, box, index + 1);
    site.letTimePass();
    box.restart();
  }
  await setTimeout(1000);
  t.equal((await site.run("agent", "--once")).code, 0);
  await checkBoxes(t, site);
});

t.test("outside its window the service puts back at once what went with a line, and does no more", async (t) => {
  const site = await revokedSite(t, "127.86.4", 1);
  const { box } = site;
  t.equal(await killAt(site, box, 4), "killed at vars del LICENSE/PBX0");
  t.same(licensesOn(box), ["BRIs=2"]);
  const hour = (later: number) => `${String((new Date().getHours() + later) % 24).padStart(2, "0")}:00`;
  await site.configure({ policy: { ...policy, window: `${hour(2)}-${hour(3)}` } });
  t.match((await site.run("plan")).document, {
    plans: [{ steps: [{ putBack: true }, { putBack: true }, { kind: "remove", begun: true }, { kind: "reset" }] }],
  });
  t.match((await site.run("agent", "--once")).results, [{ outcome: "waiting-for-reset", waitingFor: "the window" }]);
  t.same(licensesOn(box), survivors);
  t.equal(box.box.restarts, 1);
  t.same(await site.balance(), { "PBX-Registrations": "100/1/99" }, "it is told once it is finished");
  await site.configure({ policy });
  t.match((await site.run("agent", "--once")).results, [{ outcome: "changed", effective: "yes" }]);
  await checkBoxes(t, site);
});

t.test("where the backup of an interrupted removal is gone, the box is set aside", async (t) => {
  const site = await revokedSite(t, "127.86.5", 1);
  await killAt(site, site.box, 4);
  for (const file of await site.backups()) await rm(file);
  const apply = async () => (await site.run("apply", "--all", "--yes")).results.map(brief);
  t.same([await apply(), await apply()], [["failed unknown line-lost"], ["failed unknown line-lost"]]);
  t.match((await site.run("release", site.box.serial)).document, { cleared: ["unfinished removal", "breaker"] });
  t.same(await apply(), ["in-step yes"], "a person has looked");
});
