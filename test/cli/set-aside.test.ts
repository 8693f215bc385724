import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import t from "tap";
import { toByteText } from "../../src/license/byte-text.ts";
import type { SimulatedBox } from "../../src/simulator/simulated-box.ts";
import { startBox } from "../../src/simulator/start-box.ts";
import { brief } from "./run-varsync.ts";
import { licensesOn, sitePorts, startSite } from "./site-fixture.ts";

const network = "127.81.2";
t.jobs = 5;
const foreign = toByteText("vars create LICENSE/PBX0 pau Operators=5,,Altbestand,,,aaaa-bbbb-cccc-dddd");
const apply = ["apply", "--all", "--yes"] as const;

t.test(
  "a lost line stops every box of the profile until release, and nothing is reset",
  { buffered: true },
  async (t) => {
    const site = await startSite(t, {
      network,
      block: 0,
      boxes: 3,
      licenses: { "PBX-Registrations": 10 },
      particulars: (index) => ({
        licenses: [foreign],
        faults: new Set(index === 0 ? (["wipes-older-line"] as const) : []),
        product: index === 2 ? "IP3000" : "IP400",
        password: "ip400",
      }),
    });
    const [bad, same, other] = site.boxes;
    if (!bad || !same || !other) throw new Error("three boxes");
    const first = await site.run("apply", bad.serial, "--yes");
    t.equal(first.code, 1);
    t.same(first.results.map(brief), ["failed no line-lost"]);
    t.same(bad.box.licenses(), bad.box.inForce, "the old line is back, as it was");
    t.same(bad.box.flash, bad.box.running);
    const second = await site.run(...apply);
    t.equal(second.code, 3);
    t.same(second.results.map(brief), ["failed no set-aside", "failed unknown set-aside", "changed yes"]);
    t.match(second.results[1]?.error?.message, /varsync release ip400/);
    t.match(second.results, [{}, { setAside: { code: "line-lost", message: new RegExp(bad.serial) } }, {}]);
    t.match((await site.run("status")).document, {
      boxes: [
        { setAside: { code: "line-lost" } },
        { error: { code: "set-aside" }, setAside: { code: "line-lost" } },
        {},
      ],
    });
    t.same(same.box.commands, [], "the box of the same profile was sent nothing");
    t.same([bad.box.restarts, same.box.restarts, other.box.restarts], [0, 0, 1]);
    t.match(await site.balance(), { "PBX-Registrations": "100/20/80" }, "a box set aside costs nothing");
    t.match((await site.run("release", "ip400")).document, { released: "ip400" });
    const third = await site.run("apply", same.serial, "--yes");
    t.same([third.code, ...third.results.map(brief)], [0, "changed yes"]);
  },
);

t.test(
  "a box that is not back is set aside until release, though it came back later",
  { buffered: true },
  async (t) => {
    const site = await startSite(t, {
      network,
      block: 1,
      backWithinSeconds: 4,
      faults: ["never-back"],
      licenses: { "PBX-Registrations": 10 },
    });
    t.same((await site.run(...apply)).results.map(brief), ["failed unknown not-back"]);
    const { box, address } = site.box;
    const again = await startBox(box, { address, ports: sitePorts, community: "public", awayMs: 100 });
    t.teardown(() => again[Symbol.asyncDispose]());
    const inStep = await site.run(...apply);
    t.same([inStep.code, ...inStep.results.map(brief)], [0, "in-step yes"]);
    t.match((await site.run("status")).document, { boxes: [{ outcome: "in-step", setAside: { code: "not-back" } }] });
    t.match((await site.start(["status"]).ended).stdout, /set aside: not back .* after the reset.*\(not-back\)/);
    await site.want({ "PBX-Registrations": 11 });
    const refused = await site.run(...apply);
    t.same([refused.code, ...refused.results.map(brief)], [1, "failed yes set-aside"]);
    t.match(await site.balance(), { "PBX-Registrations": "100/10/90" });
    t.equal(box.restarts, 1);
    t.equal((await site.run("release", site.box.serial)).code, 0);
    const released = await site.run(...apply, "--reset", "never");
    t.same([released.code, ...released.results.map(brief)], [0, "waiting-for-reset no"]);
  },
);

t.test("the other boxes are served once one is not back", { buffered: true }, async (t) => {
  const site = await startSite(t, {
    network,
    block: 2,
    backWithinSeconds: 4,
    boxes: 3,
    licenses: { "PBX-Registrations": 10 },
    particulars: (index) => ({ faults: new Set(index === 0 ? (["never-back"] as const) : []) }),
  });
  const { code, results } = await site.run(...apply);
  t.equal(code, 3);
  t.same(results.map(brief), ["failed unknown not-back", "changed yes", "changed yes"]);
});

t.test(
  "a box that waits to be idle holds the site's reset slot; the others get their lines and wait",
  { buffered: true },
  async (t) => {
    const site = await startSite(t, {
      network,
      block: 3,
      backWithinSeconds: 4,
      boxes: 2,
      licenses: { "PBX-Registrations": 10 },
      particulars: (index) => ({ faults: new Set(index === 0 ? (["never-idle"] as const) : []) }),
    });
    const [idle, other] = site.boxes;
    if (!idle || !other) throw new Error("two boxes");
    t.same((await site.run("apply", idle.serial, "--yes")).results.map(brief), ["waiting-for-reset no"]);
    const second = await site.run("apply", other.serial, "--yes");
    t.same([second.code, ...second.results.map(brief)], [0, "waiting-for-reset no"]);
    t.match(second.results[0]?.waitingFor, new RegExp(idle.serial));
    t.same(licensesOn(other), ["Registrations=10"]);
    t.equal(other.box.restarts, 0);
    const idleCommands = idle.box.commands.filter((command) => command === "ireset");
    t.equal(idleCommands.length, 1, "ireset is sent once");
    idle.restart();
    const third = await site.run(...apply);
    t.same([third.code, ...third.results.map(brief)], [0, "in-step yes", "changed yes"]);
  },
);

t.test(
  "a refused password is not tried again by any command, until it changes or a person releases the box",
  { buffered: true },
  async (t) => {
    const site = await startSite(t, {
      network,
      block: 4,
      licenses: { "PBX-Registrations": 10 },
      particulars: () => ({ password: "other", login: "digest" }),
    });
    const { box } = site.box;
    const tries = countLogins(box);
    t.equal((await site.run("inspect", site.box.serial)).code, 4);
    t.equal(tries.count, 1);
    for (const words of [apply, ["verify"], ["plan"], ["inspect"]]) t.equal((await site.run(...words)).code, 4);
    t.equal(tries.count, 1, "one try in all");
    t.equal((await site.run("release", site.box.serial)).code, 0);
    t.equal((await site.run("verify")).code, 4);
    t.equal(tries.count, 2, "one more after release");
    await writeFile(join(site.folder, "box.password"), "other\n");
    t.same((await site.run(...apply)).results.map(brief), ["changed yes"]);
  },
);

/** Counts how often the box is asked with a password: only then it looks at its own once more. */
function countLogins(box: SimulatedBox): { readonly count: number } {
  const seen = { looks: 0, requests: 0 };
  const { password } = box.options;
  Object.defineProperty(box.options, "password", {
    get() {
      seen.looks += 1;
      return password;
    },
  });
  const has = box.has.bind(box);
  box.has = (fault) => {
    if (fault === "password-refused") seen.requests += 1;
    return has(fault);
  };
  return {
    get count() {
      return seen.looks - seen.requests;
    },
  };
}
