import t from "tap";
import { round } from "../../../src/agent/daemon/round.ts";
import { startSite } from "../../cli/site-fixture.ts";
import { briefly, openExample } from "../daemon/open-example.ts";

const policy = { create: { perBox: 50, perDay: 500 }, claim: "always", reset: "when-idle" };
const { signal } = new AbortController();

t.test(
  "a box that tells another's serial number by HTTP only is not taken for that one while it is away",
  async (t) => {
    const example = await startSite(t, {
      network: "127.81.120",
      boxes: 2,
      licenses: { "PBX-Registrations": 10 },
      backWithinSeconds: 6,
      config: { policy },
      // A box with that fault tells the next serial number.
      particulars: (index) => ({
        faults: new Set(index === 0 ? (["wrong-serial"] as const) : (["never-back"] as const)),
      }),
    });
    const [liar, away] = example.boxes;
    if (!liar || !away) throw new Error("two boxes");
    const site = await openExample(t, example);
    t.same(briefly(await round(site, {}, signal)), ["failed unknown wrong-serial", "failed unknown not-back"]);
    t.equal(await site.journal.resets.of(away.serial), undefined, "the site's reset slot is free for the others");
    t.match(await round(site, {}, signal), [{ error: { code: "wrong-serial" } }, { error: { code: "unreachable" } }]);
    t.match(await site.journal.boxes.find(away.serial), { address: away.address });
    t.equal(liar.box.logins, 0, "nobody gives it a password");
  },
);
