import { join } from "node:path";
import t from "tap";
import { startVarsync } from "./run-varsync.ts";
import { startSite } from "./site-fixture.ts";

const network = "127.81.9";
t.jobs = 4;

t.test("discover finds every box and nothing else, and logs in nowhere", { buffered: true }, async (t) => {
  const site = await startSite(t, { network, block: 0, boxes: 5, strangers: 2, listed: false });
  const { code, document } = await site.run("discover");
  t.equal(code, 0);
  const expected = site.boxes.map(({ serial, address }) => ({ serial, address, product: "IP400", profile: "ip400" }));
  t.match(document, { sightings: expected.map((one) => ({ ...one, httpPort: 28_080, via: ["snmp", "http"] })) });
  t.equal(JSON.stringify(document).match(/"address"/g)?.length, 5);
  t.same(
    site.boxes.map(({ box }) => box.reads),
    [0, 0, 0, 0, 0],
  );
});

t.test(
  "one way is enough: a box that is silent over SNMP, or tells its serial number only there",
  { buffered: true },
  async (t) => {
    for (const [index, fault] of (["silent-snmp", "serial-by-snmp-only"] as const).entries()) {
      const site = await startSite(t, { network, block: 1 + index, faults: [fault], listed: false });
      t.match((await site.run("discover")).document, { sightings: [{ serial: site.box.serial }] });
      await site.configure({ discovery: { probesPerSecond: 10_000, ways: [index === 0 ? "http" : "snmp"] } });
      t.match((await site.run("discover")).document, { sightings: [{ serial: site.box.serial }] });
    }
  },
);

t.test(
  "a network outside the configured ones is refused; inside it narrows the sweep",
  { buffered: true },
  async (t) => {
    const site = await startSite(t, { network, block: 3, boxes: 3, listed: false });
    t.equal((await site.run("discover", "--network", "127.81.200.0/28")).code, 5);
    const cidr = `${site.box.address}/32`;
    const { document } = await site.run("discover", "--network", cidr);
    t.match(document, { sightings: [{ serial: site.box.serial }] });
    t.equal(JSON.stringify(document).match(/"address"/g)?.length, 1);
  },
);

t.test("where there is no configuration, --network stands in for it", { buffered: true }, async (t) => {
  const site = await startSite(t, { network, block: 4, listed: false });
  const folder = join(site.folder, "licenses");
  const words = ["discover", "--network", site.cidr, "--json"];
  const { code, document } = await startVarsync(words, folder).ended;
  t.same([code, document], [0, { sightings: [] }], "the usual ports are not the simulator's");
});

t.test("a box at two addresses is one box, the configured address counts", { buffered: true }, async (t) => {
  const site = await startSite(t, {
    network,
    block: 5,
    boxes: 2,
    particulars: () => ({ serial: "00-90-33-51-77-77" as never }),
    licenses: { "PBX-Registrations": 3 },
  });
  const [, second] = site.boxes;
  await site.configure({
    boxes: { "00-90-33-51-77-77": { address: second?.address, licenses: { "PBX-Registrations": 3 } } },
  });
  const { code, results } = await site.run("agent", "--once");
  t.equal(code, 1, "create: ask");
  t.match(results, [{ serial: "00-90-33-51-77-77", address: second?.address, outcome: "waiting-for-approval" }]);
  t.equal(results.length, 1);
});
