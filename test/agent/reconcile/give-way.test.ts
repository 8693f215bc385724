import t from "tap";
import { round } from "../../../src/agent/daemon/round.ts";
import { startSite } from "../../cli/site-fixture.ts";
import { briefly, openExample } from "../daemon/open-example.ts";

const network = "127.86.23";
const policy = { create: { perBox: 50, perDay: 500 }, claim: "always", reset: "when-idle" };
const { signal } = new AbortController();

t.test("a box that is released since it is never idle lets the others restart first", async (t) => {
  const example = await startSite(t, {
    network,
    boxes: 3,
    licenses: { "PBX-Registrations": 10 },
    backWithinSeconds: 1,
    particulars: (index) => (index === 0 ? { faults: new Set(["never-idle"]) } : {}),
    config: { policy },
  });
  const site = await openExample(t, example);
  const { serial } = example.box;
  await site.journal.resets.take(serial, "when-idle", new Date());
  await site.journal.resets.sent(serial, new Date());
  const held = await round(site, {}, signal);
  t.same(held.map(({ waitKind }) => waitKind).sort(), ["idle", "slot", "slot"]);
  t.match((await example.run("release", serial)).document, { cleared: ["pending reset"] });
  const next = await round(site, {}, signal);
  t.same(briefly(next), ["waiting-for-reset no", "changed yes", "changed yes"]);
  t.match(
    next.find((result) => result.serial === serial),
    { waitKind: "slot", waitingFor: /its turn/ },
  );
  const last = await round(site, {}, signal);
  t.match(
    last.find((result) => result.serial === serial),
    { waitKind: "idle" },
    "and then has its own",
  );
});
