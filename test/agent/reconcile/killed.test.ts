import { setTimeout } from "node:timers/promises";
import t from "tap";
import { licensesOn, startSite } from "../../cli/site-fixture.ts";

const boxes = 14;
const apply = ["apply", "--all", "--yes"] as const;
/** So that every box takes two keys, two lines and a reset. */
const want = (count: number) => ({ "PBX-Registrations": count, "Relay-BRIs": count + 1 });

t.test(
  "apply that is killed at any moment, and run again, leaves every box right and pays nothing twice",
  async (t) => {
    const balance = { "PBX-Registrations": 1000, "Relay-BRIs": 1000 };
    const site = await startSite(t, { network: "127.81.60", boxes, balance, awayMs: 150 });
    let kills = 0;
    for (const round of [1, 2, 3]) {
      await site.want(want(round));
      for (const _ of [1, 2, 3]) {
        const { child, ended } = site.start([...apply, "--json"]);
        await Promise.race([setTimeout(700 + Math.random() * 3500), ended]);
        if (child.kill("SIGKILL")) kills += 1;
        await ended;
      }
      const { code, results } = await site.run(...apply);
      t.equal(code, 0, `round ${round}`);
      t.same(
        [...new Set(results.map(({ outcome }) => outcome))].filter((one) => !/^(in-step|changed)$/.test(one)),
        [],
      );
      t.equal(results.length, boxes);
      for (const box of site.boxes) {
        const parts = Array.from({ length: round }, () => "Registrations=1");
        t.same(licensesOn(box), ["BRIs=2", ...Array.from({ length: round - 1 }, () => "BRIs=1"), ...parts].sort());
        t.same(box.box.licenses(), box.box.inForce, "what is installed is in force");
        const codes = box.box.licenses().map(({ value }) => value.slice(-19));
        t.equal(new Set(codes).size, codes.length, "no key twice");
        t.equal((await site.keys(box)).length, 2 * round, "each key created once");
        t.equal(box.sessions.most, 1, "one session at a time");
      }
      const spent = [boxes * round, boxes * (round + 1)];
      t.same(await site.balance(), {
        "PBX-Registrations": `1000/${spent[0]}/${1000 - (spent[0] ?? 0)}`,
        "Relay-BRIs": `1000/${spent[1]}/${1000 - (spent[1] ?? 0)}`,
      });
    }
    t.ok(kills > 3, `${kills} of 9 were killed`);
    const last = await site.run(...apply);
    t.same([last.code, ...new Set(last.results.map(({ outcome }) => outcome))], [0, "in-step"]);
  },
);

t.test(
  "a box that a killed run reset, and that never comes back, does not keep the others waiting for ever",
  async (t) => {
    const site = await startSite(t, {
      network: "127.81.61",
      backWithinSeconds: 5,
      boxes: 2,
      licenses: { "PBX-Registrations": 5 },
      particulars: (index) => ({ faults: new Set(index === 0 ? (["never-back"] as const) : []) }),
    });
    const [gone, other] = site.boxes;
    if (!gone || !other) throw new Error("two boxes");
    const { child, ended } = site.start(["apply", gone.serial, "--yes"]);
    while (gone.box.restarts === 0) await setTimeout(20);
    child.kill("SIGKILL");
    await ended;
    const began = Date.now();
    const { code, results } = await site.run(...apply);
    t.equal(code, 3);
    t.match(results, [
      { serial: gone.serial, outcome: "failed", error: { code: "not-back" } },
      { serial: other.serial, outcome: "changed", effective: "yes" },
    ]);
    t.ok(Date.now() - began < 30_000, "it waits as long as the profile says, not three minutes");
  },
);
