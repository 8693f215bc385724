import type { Caller } from "../../../src/pool/access/caller.ts";
import { operatorCaller } from "../../../src/pool/access/operator-caller.ts";
import { perform } from "../../../src/pool/operations/license-manager.ts";
import { listSites } from "../../../src/pool/operations/list-sites.ts";
import { reportBox } from "../../../src/pool/operations/report-box.ts";
import { reportSite } from "../../../src/pool/operations/report-site.ts";
import { bothDatabases as t } from "../both-databases.ts";
import { examplePool, otherBox, thisBox } from "../example-pool.ts";

t.test("a site tells how all its boxes stand; one that it no longer names leaves it", async (t) => {
  const { pool, reseller } = await examplePool(t, () => new Date("2026-03-01T02:00:00Z"));
  const caller = await operatorCaller(pool, reseller.email);
  const error = { code: "unreachable", message: "no answer" };
  const boxes = [
    { serial: thisBox, outcome: "in-step", address: "192.168.10.7" },
    { serial: otherBox, outcome: "failed", error },
  ];
  await perform(pool, caller, reportSite, { site: "sindelfingen", boxes });
  const lastReport = "2026-03-01T02:00:00.000Z";
  t.strictSame(await perform(pool, caller, listSites, {}), {
    sites: [{ site: "sindelfingen", lastReport, agents: [], boxes }],
  });
  await perform(pool, caller, reportSite, { site: "sindelfingen", boxes: boxes.slice(1) });
  t.match(await perform(pool, caller, listSites, {}), { sites: [{ boxes: [{ serial: otherBox }] }] });
});

t.test("of a box that a report names twice, however it is written, what is said last is kept", async (t) => {
  const { pool, reseller } = await examplePool(t);
  const caller = await operatorCaller(pool, reseller.email);
  const boxes = [
    { serial: "00-90-33-00-00-00", outcome: "failed" },
    { serial: "009033000000", outcome: "in-step" },
  ];
  await perform(pool, caller, reportSite, { site: "sindelfingen", boxes });
  const { sites } = await perform(pool, caller, listSites, {});
  t.match(sites[0]?.boxes, [{ serial: thisBox, outcome: "in-step" }]);
});

t.test("an agent tells only of its own boxes and its own site", async (t) => {
  const { pool, reseller } = await examplePool(t);
  const agent: Caller = { name: "token a", roles: new Set(["agent-read"]), account: reseller };
  const forBox = { ...agent, limits: { id: "t", serials: new Set([thisBox]) } };
  await t.rejects(perform(pool, forBox, reportBox, { serial: otherBox, installed: [] }), { code: "forbidden" });
  t.strictSame(await perform(pool, forBox, reportBox, { serial: thisBox, installed: [] }), { returned: [] });
  const forSite = { ...agent, limits: { id: "t", site: "here" } };
  await t.rejects(perform(pool, forSite, reportSite, { site: "there", boxes: [] }), { code: "forbidden" });
  await perform(pool, forSite, reportSite, { site: "here", boxes: [] });
});
