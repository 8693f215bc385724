import { monitorEventLoopDelay } from "node:perf_hooks";
import t from "tap";
import { rememberSightings } from "../../../src/agent/reconcile/remember-sightings.ts";
import { parseSerialNumber } from "../../../src/license/serial-number.ts";
import { startSite } from "../../cli/site-fixture.ts";
import { openExample } from "../daemon/open-example.ts";

const network = "127.81.94";
const via = ["snmp"] as const;
const serialOf = (index: number) => parseSerialNumber(`009033${index.toString(16).padStart(6, "0")}`);

t.test("10,000 sightings are kept by few commits, and everybody else has a turn meanwhile", async (t) => {
  const site = await openExample(t, await startSite(t, { network, block: 0 }));
  const sightings = Array.from({ length: 10_000 }, (_, index) => ({
    serial: serialOf(index),
    address: `10.0.${index >> 8}.${index & 255}`,
    httpPort: 80,
    product: "IP400",
    via,
  }));
  let turns = 0;
  const others = setInterval(() => {
    turns += 1;
  }, 1);
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  const added = await rememberSightings(site, sightings);
  delay.disable();
  clearInterval(others);
  t.comment(`longest wait of the loop ${Math.round(delay.max / 1e6)} ms`);
  t.equal(added.length, 10_000);
  t.ok(turns >= 50, `others had ${turns} turns`);
  const known = await site.journal.boxes.all();
  t.equal(known.filter(({ address }) => address?.startsWith("10.0.")).length, 10_000);
  t.same(await rememberSightings(site, sightings), []);
});

t.test("of two addresses that claim one serial number the configured one is kept", async (t) => {
  const example = await startSite(t, { network, block: 1 });
  const site = await openExample(t, example);
  const { serial, address } = example.box;
  const elsewhere = { serial, address: "10.0.0.9", httpPort: 80, via };
  await rememberSightings(site, [{ serial, address, httpPort: 28_080, via }, elsewhere]);
  t.equal((await site.journal.boxes.find(serial))?.address, address);
  await rememberSightings(site, [elsewhere]);
  t.equal((await site.journal.boxes.find(serial))?.address, "10.0.0.9");
});
