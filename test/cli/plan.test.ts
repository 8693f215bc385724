import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import t from "tap";
import { brief, startVarsync } from "./run-varsync.ts";
import { licensesOn, startSite } from "./site-fixture.ts";

const network = "127.81.3";
const licenses = { "PBX-Registrations": 37, "Relay-BRIs": 2 };
t.jobs = 4;

t.test("plan shows every step and does none; exit 2 while there is something to do", { buffered: true }, async (t) => {
  const site = await startSite(t, { network, block: 0, licenses });
  const { code, document } = await site.run("plan");
  t.equal(code, 2);
  t.match(document, {
    plans: [
      {
        serial: site.box.serial,
        address: site.box.address,
        basis: /^[0-9a-f]{32}$/,
        steps: [
          { kind: "create-key", type: "PBX-Registrations", count: 37, total: 37 },
          { kind: "create-key", type: "Relay-BRIs", count: 2, total: 2 },
          { kind: "deliver", type: "PBX-Registrations" },
          { kind: "deliver", type: "Relay-BRIs" },
          { kind: "reset", how: "when-idle" },
        ],
      },
    ],
    errors: [],
  });
  t.same(site.box.box.commands, []);
  t.same(await site.keys(), []);
  t.same((await site.run("apply", "--all", "--yes")).results.map(brief), ["changed yes"]);
  const after = await site.run("plan");
  t.equal(after.code, 0);
  t.match(after.document, { plans: [{ steps: [] }] });
});

t.test("a plan in a file is done exactly, once; then it is stale", { buffered: true }, async (t) => {
  const site = await startSite(t, { network, block: 1, boxes: 2, licenses });
  const file = join(site.folder, "plan.json");
  const planned = await site.run("plan", "--out", file);
  t.same(JSON.parse(await readFile(file, "utf8")), planned.document, "the file is what --json shows");
  const first = await site.run("apply", "--plan", file, "--yes");
  t.same([first.code, ...first.results.map(brief)], [0, "changed yes", "changed yes"]);
  const commands = site.box.box.commands.length;
  const second = await site.run("apply", "--plan", file, "--yes");
  t.same([second.code, ...second.results.map(brief)], [1, "failed yes stale-plan", "failed yes stale-plan"]);
  t.equal(site.box.box.commands.length, commands);
});

t.test("a plan in a file is refused only for the box that changed", { buffered: true }, async (t) => {
  const site = await startSite(t, { network, block: 2, boxes: 2, licenses });
  const file = join(site.folder, "plan.json");
  await site.run("plan", "--out", file);
  const [one, other] = site.boxes;
  if (!one || !other) throw new Error("two boxes");
  t.equal(
    (await site.run("pool", "create-key", "--type", "PBX-Operators", "--count", "1", "--serial", one.serial, "--yes"))
      .code,
    0,
  );
  const { code, results } = await site.run("apply", "--plan", file, "--yes");
  t.same([code, ...results.map(brief)], [3, "failed unknown stale-plan", "changed yes"]);
  t.same(one.box.commands, []);
  t.same(licensesOn(other), ["BRIs=2", "Registrations=37"]);
});

t.test("what is no plan is refused with exit 5", { buffered: true }, async (t) => {
  const site = await startSite(t, { network, block: 3, licenses });
  const file = join(site.folder, "plan.json");
  for (const text of ["", "{}", '{"plans":[{"serial":"x"}]}']) {
    await writeFile(file, text);
    const { code, document } = await site.run("apply", "--plan", file, "--yes");
    t.equal(code, 5);
    t.match(document, { error: { code: "usage", message: /plan\.json is no plan/ } });
  }
});

t.test("--yes without a target wants --all; targets and --all exclude each other", { buffered: true }, async (t) => {
  const site = await startSite(t, { network, block: 4, licenses });
  for (const words of [
    ["--yes"],
    ["--all", site.box.serial, "--yes"],
    ["--plan", "x", "--all"],
    ["nonsense", "--yes"],
  ]) {
    const { code, document } = await site.run("apply", ...words);
    t.equal(code, 5, words.join(" "));
    t.match(document, { error: { code: "usage" } });
  }
  t.same(site.box.box.commands, []);
});

t.test("apply asks; whoever does not say yes declines, and nothing is done", { buffered: true }, async (t) => {
  const site = await startSite(t, { network, block: 5, licenses });
  for (const answer of ["", "n\n", "maybe\n", "\n"]) {
    const words = ["apply", "--all", "--json", "--config", site.configFile];
    const { code, document, stderr } = await startVarsync(words, site.folder, answer).ended;
    t.equal(code, 1);
    t.match(document, { error: { code: "declined" } });
    t.match(stderr, /create PBX-Registrations=37 from the balance/, "the plan was shown");
  }
  t.same([site.box.box.commands, await site.keys()], [[], []]);
  const words = ["apply", "--all", "--json", "--config", site.configFile];
  const said = await startVarsync(words, site.folder, "y\n").ended;
  t.same([said.code, ...said.results.map(brief)], [0, "changed yes"]);
});

t.test("a type that is short costs nothing, and the box gets the others", { buffered: true }, async (t) => {
  const site = await startSite(t, {
    network,
    block: 6,
    boxes: 3,
    licenses,
    balance: { "PBX-Registrations": 80, "Relay-BRIs": 6 },
  });
  const { code, results } = await site.run("apply", "--all", "--yes");
  t.equal(code, 3);
  t.same(results.map(brief), ["changed yes", "changed yes", "short-of-licenses yes short-of-licenses"]);
  t.same(site.boxes.map(licensesOn), [["BRIs=2", "Registrations=37"], ["BRIs=2", "Registrations=37"], ["BRIs=2"]]);
  t.same(await site.balance(), { "PBX-Registrations": "80/74/6", "Relay-BRIs": "6/6/0" });
  const again = await site.run("apply", "--all", "--yes");
  t.same(again.results.map(brief), ["in-step yes", "in-step yes", "short-of-licenses yes short-of-licenses"]);
});

t.test("policy.create never forbids creating to everybody", { buffered: true }, async (t) => {
  const policy = { create: "never", claim: "never", reset: "when-idle" };
  const site = await startSite(t, { network, block: 7, licenses, config: { policy } });
  t.equal(
    (await site.run("pool", "predefine", "--serial", site.box.serial, "--type", "Relay-PRIs", "--count", "1")).code,
    0,
  );
  const { code, results } = await site.run("apply", "--all", "--yes");
  t.same([code, ...results.map(brief)], [1, "failed unknown policy-forbids"]);
  t.same([site.box.box.commands, await site.keys()], [[], []]);
});

t.test("own keys never go to boxes that take the vendor's: nothing is created", { buffered: true }, async (t) => {
  const site = await startSite(t, { network, block: 8, licenses, config: { acceptsKeysFrom: "vendor" } });
  t.equal(
    (await site.run("pool", "predefine", "--serial", site.box.serial, "--type", "Relay-PRIs", "--count", "1")).code,
    0,
  );
  const { code, results } = await site.run("apply", "--all", "--yes");
  t.same([code, ...results.map(brief)], [1, "failed unknown issuer-not-accepted"]);
  t.same([site.box.box.commands, await site.keys()], [[], []]);
  t.match(await site.balance(), { "PBX-Registrations": "100/0/100" });
});

t.test("a box in step is only read: no command is sent to it", { buffered: true }, async (t) => {
  const site = await startSite(t, { network, block: 9, licenses: {} });
  for (const words of [["apply", "--all", "--yes"], ["verify"], ["plan"], ["agent", "--once"]]) {
    t.equal((await site.run(...words)).code, 0);
  }
  t.same(site.box.box.commands, []);
});

t.test("predefined licenses are claimed before anything is created, and count", { buffered: true }, async (t) => {
  const site = await startSite(t, { network, block: 10, licenses: { "Relay-BRIs": 3 } });
  t.equal(
    (await site.run("pool", "predefine", "--serial", site.box.serial, "--type", "Relay-BRIs", "--count", "2")).code,
    0,
  );
  const { code, results } = await site.run("apply", "--all", "--yes");
  t.same([code, ...results.map(brief)], [0, "changed yes"]);
  t.same(licensesOn(site.box), ["BRIs=1", "BRIs=2"]);
  t.match(await site.balance(), { "Relay-BRIs": "20/1/19" });
});
