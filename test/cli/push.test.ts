import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import t from "tap";
import { toByteText } from "../../src/license/byte-text.ts";
import type { Fault } from "../../src/simulator/faults.ts";
import { brief } from "./run-varsync.ts";
import { licensesOn, restOf, startSite } from "./site-fixture.ts";

const network = "127.81.4";
const foreign = toByteText("vars create LICENSE/PBX0 pau Operators=5,,Altbestand,,,aaaa-bbbb-cccc-dddd");
t.jobs = 4;

/** A file as the vendor issues it. */
const text = (serial: string) => `# ${serial}\r
vars create LICENSE/PBX0 pau Registrations=37,${serial},innovaphone,Sindelfingen,master,1111-2222-3333-4444\r
vars create LICENSE/RELAY0 pau BRIs=2 ${serial} innovaphone 9e2d-7985-3e84-1005\r
`;

t.test("push puts the vendor's lines on a box as they are, and needs no pool", { buffered: true }, async (t) => {
  const config = { acceptsKeysFrom: "vendor", keys: ["files"], files: { dir: "./licenses" } };
  const site = await startSite(t, { network, block: 0, config, particulars: () => ({ licenses: [foreign] }) });
  const file = join(site.folder, "box.txt");
  await writeFile(file, text(site.box.serial));
  const rest = restOf(site.box);
  const { code, results } = await site.run("push", file, site.box.serial, "--yes");
  t.same([code, ...results.map(brief)], [0, "changed yes"]);
  t.same(licensesOn(site.box), [
    `BRIs=2 ${site.box.serial} innovaphone 9e2d-7985-3e84-1005`,
    "Operators=5",
    "Registrations=37",
  ]);
  t.same(restOf(site.box), rest);
  t.equal(site.box.box.restarts, 1);
  t.equal((await site.backups()).length, 1);
  const sent = site.box.box.commands.length;
  const again = await site.run("push", file, site.box.address, "--yes");
  t.same([again.code, ...again.results.map(brief)], [0, "in-step yes"]);
  t.equal(site.box.box.commands.length, sent, "lines already installed are skipped");
});

t.test("one bad line, and nothing of the file is sent", { buffered: true }, async (t) => {
  const site = await startSite(t, { network, block: 1, config: { acceptsKeysFrom: "vendor" } });
  const file = join(site.folder, "box.txt");
  const bad = [
    "vars create LICENSE/RELAY0 pau BRIs=2,00-90-33-ff-ff-ff,,,,5555-7985-3e84-1005",
    "vars create LICENSE/NONE0 pau Things=2,,,,,6666-7985-3e84-1005",
    "vars create LICENSE/PBX0 pau nonsense",
    "config change IP0 /addr 1.2.3.4",
    "vars create LICENSE/PBX0 pau Registrations=1,,,,,7777-7985-3e84-1005\u0007",
  ];
  for (const line of bad) {
    await writeFile(file, `${text(site.box.serial)}${line}\r\n`);
    const { code } = await site.run("push", file, site.box.serial, "--yes");
    t.ok(code === 1 || code === 5, `exit ${code} for ${line}`);
    t.same(site.box.box.commands, []);
  }
});

t.test("a backup is no license file, but --licenses-only takes its license lines", { buffered: true }, async (t) => {
  const config = { acceptsKeysFrom: "vendor" };
  const site = await startSite(t, { network, block: 2, boxes: 2, config });
  const [one, other] = site.boxes;
  if (!one || !other) throw new Error("two boxes");
  const file = join(site.folder, "whole.txt");
  await writeFile(file, `config change IP0 /addr 1.2.3.4\r\n${foreign}\r\nconfig activate\r\n`);
  t.not((await site.run("push", file, one.serial, "--yes")).code, 0);
  t.same(one.box.commands, []);
  const rest = restOf(other);
  t.equal((await site.run("push", file, other.serial, "--licenses-only", "--yes")).code, 0);
  t.same(licensesOn(other), ["Operators=5"]);
  t.same(restOf(other), rest);
});

t.test("a key of our pool is refused where boxes take the vendor's", { buffered: true }, async (t) => {
  const site = await startSite(t, { network, block: 3 });
  await site.run("pool", "create-key", "--type", "Relay-BRIs", "--count", "2", "--serial", site.box.serial, "--yes");
  const file = join(site.folder, "own.txt");
  const printed = site.start(["pool", "file", site.box.serial]).ended;
  await writeFile(file, (await printed).stdout);
  t.match(await readFile(file, "utf8"), /BRIs=2/);
  await site.configure({ acceptsKeysFrom: "vendor" });
  const { code, results } = await site.run("push", file, site.box.serial, "--yes");
  t.same([code, ...results.map(brief)], [1, "failed unknown issuer-not-accepted"]);
  t.same(site.box.box.commands, []);
  await site.configure({ acceptsKeysFrom: "own" });
  t.equal((await site.run("push", file, site.box.serial, "--yes")).code, 0);
});

t.test(
  "push waits for no policy of the pool, and leaves the target of the box alone",
  { buffered: true },
  async (t) => {
    const policy = { create: "never", claim: "never", reset: "never" };
    const config = { policy };
    const site = await startSite(t, { network, block: 4, licenses: { "PBX-Registrations": 99 }, config });
    const file = join(site.folder, "box.txt");
    await writeFile(file, text(site.box.serial));
    const { code, results } = await site.run("push", file, site.box.serial, "--yes");
    t.same([code, ...results.map(brief)], [0, "waiting-for-reset no"]);
    t.equal(site.box.box.restarts, 0);
    const reset = await site.run("push", file, site.box.serial, "--yes", "--reset", "now");
    t.same([reset.code, ...reset.results.map(brief)], [0, "changed yes"], "the outstanding reset");
    t.same(
      site.box.box.commands.filter((command) => /reset/.test(command)),
      ["reset"],
    );
  },
);

const failing: Readonly<Partial<Record<Fault, string>>> = {
  "read-only": "failed unknown read-only",
  "does-nothing": "failed unknown not-installed",
  "answers-question-mark": "failed unknown refused",
  "wipes-older-line": "failed no line-lost",
  "forgets-at-reset": "failed no not-effective",
  "never-back": "failed unknown not-back",
};

t.test("push proves what apply proves", { buffered: true }, async (t) => {
  for (const [index, [fault, expected]] of Object.entries(failing).entries()) {
    const faults = [fault as Fault];
    const site = await startSite(t, {
      network: "127.81.5",
      block: index,
      faults,
      particulars: () => ({ licenses: [foreign] }),
    });
    const file = join(site.folder, "box.txt");
    await writeFile(file, text(site.box.serial));
    const { code, results } = await site.run("push", file, site.box.serial, "--yes");
    t.same([code, ...results.map(brief)], [1, expected], fault);
  }
});
