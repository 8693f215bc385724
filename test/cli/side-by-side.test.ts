import t from "tap";
import { brief } from "./run-varsync.ts";
import { licensesOn, startSite } from "./site-fixture.ts";

const network = "127.81.11";
const licenses = { "PBX-Registrations": 10, "Relay-BRIs": 2 };
const policy = { create: { perBox: 50, perDay: 200 }, claim: "always", reset: "when-idle" };
t.jobs = 2;

t.test("several commands and the service at the same time do everything once", { buffered: true }, async (t) => {
  const site = await startSite(t, { network, block: 0, boxes: 4, licenses, config: { policy } });
  const ran = await Promise.all([
    site.run("apply", "--all", "--yes"),
    site.run("agent", "--once"),
    site.run("apply", "--all", "--yes"),
    site.run("verify"),
  ]);
  t.same(
    ran.slice(0, 3).map(({ code }) => code),
    [0, 0, 0],
    ran.map(({ results }) => results.map(brief).join(", ")).join("; "),
  );
  for (const box of site.boxes) {
    t.same(licensesOn(box), ["BRIs=2", "Registrations=10"]);
    t.equal(box.box.restarts, 1);
    t.equal(box.sessions.most, 1, "never two sessions at once, whoever asks");
    t.same(await site.keys(box), ["PBX-Registrations=10", "Relay-BRIs=2"]);
  }
  t.match(await site.balance(), { "PBX-Registrations": "100/40/60", "Relay-BRIs": "20/8/12" });
});

t.test("pool commands wait for nothing while boxes are written", { buffered: true }, async (t) => {
  const site = await startSite(t, { network, block: 1, licenses, faults: ["slow"] });
  const { child, ended } = site.start(["apply", "--all", "--yes", "--json"]);
  while (site.box.box.commands.length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
  t.equal((await site.run("pool", "balance")).code, 0);
  t.equal(child.exitCode, null, "apply is still at work");
  t.same((await ended).results.map(brief), ["changed yes"]);
});
