import t from "tap";
import { lineFingerprint } from "../../../src/agent/verify/effective.ts";
import { toByteText } from "../../../src/license/byte-text.ts";
import { parseLicenseLine } from "../../../src/license/license-line.ts";
import { licensesOn, startSite } from "../../cli/site-fixture.ts";
import { openExample } from "../daemon/open-example.ts";

const network = "127.81.31";
const raw = toByteText("vars create LICENSE/PBX0 pau Operators=2,,a,b,c,1111-2222-3333-4444");

t.test("a line of a run that was cut off before config write is made permanent before the reset", async (t) => {
  const site = await startSite(t, { network, block: 0, licenses: { "PBX-Operators": 2 } });
  const { box } = site.box;
  box.run(raw, true);
  const opened = await openExample(t, site);
  const line = parseLicenseLine(raw);
  await opened.journal.lines.delivered(site.box.serial, lineFingerprint(line), new Date());
  const { code, results } = await site.run("apply", "--all", "--yes");
  t.equal(code, 0, JSON.stringify(results));
  t.match(results, [{ outcome: "changed", effective: "yes", backup: /backups/ }]);
  t.equal(box.restarts, 1);
  t.same(licensesOn(site.box), ["Operators=2"]);
  t.same(await site.keys(), [], "nothing was created");
});
