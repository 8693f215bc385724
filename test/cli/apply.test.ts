import { readFileSync, statSync } from "node:fs";
import t from "tap";
import { brief } from "./run-varsync.ts";
import { licensesOn, restOf, startSite } from "./site-fixture.ts";

const network = "127.81.1";
t.jobs = 4;

t.test(
  "apply creates what is missing, installs it, resets once, and proves that it is in effect",
  { buffered: true },
  async (t) => {
    const site = await startSite(t, { network, block: 0, licenses: { "PBX-Registrations": 37, "Relay-BRIs": 2 } });
    const before = restOf(site.box);
    const { code, results } = await site.run("apply", "--all", "--yes");
    t.equal(code, 0);
    t.same(results.map(brief), ["changed yes"]);
    t.match(results, [{ serial: site.box.serial, address: site.box.address }]);
    t.same(licensesOn(site.box), ["BRIs=2", "Registrations=37"]);
    t.same(await site.keys(), ["PBX-Registrations=37", "Relay-BRIs=2"]);
    t.match(await site.balance(), { "PBX-Registrations": "100/37/63", "Relay-BRIs": "20/2/18" });
    t.equal(site.box.box.restarts, 1);
    t.same(restOf(site.box), before, "everything else is as it was");
    t.equal(site.box.sessions.most, 1, "one session at a time");
    const [backup = ""] = await site.backups();
    t.equal(results[0]?.backup, backup);
    t.equal(statSync(backup).mode & 0o777, 0o600);
    t.match(readFileSync(backup, "latin1"), "config change CMD0");
  },
);
