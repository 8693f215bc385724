import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { allEvents } from "../../src/agent/daemon/all-events.ts";
import { lookAround } from "../../src/agent/daemon/look-around.ts";
import { createMetrics } from "../../src/agent/daemon/metrics.ts";
import { round } from "../../src/agent/daemon/round.ts";
import { sweep } from "../../src/agent/daemon/run-service.ts";
import { createLogger } from "../../src/cli/create-logger.ts";
import { openBenchSite, writeBenchSite } from "../bench-site.ts";
import { startLanProcess } from "../lan/start-lan-process.ts";
import { loopback } from "../loopback.ts";
import { atMost, type Measurement } from "../measurement.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const boxes = 95;
/** Listed, and never there: a pass that fails, and a sweep. */
const missing = 5;
const rounds = 100;
const licenses = { "PBX-Registrations": 37 };
const lines = ["vars create LICENSE/PBX0 pau Registrations=37,,Beispiel,,,1111-2222-3333-4444"];
const megabyte = 1024 * 1024;

/** What the heap holds while 10,000 passes go by in one process, with looks, sweeps and metrics as in the service. */
export async function* benchPasses(): AsyncGenerator<Measurement> {
  const addresses = loopback(93, boxes + missing);
  await using lan = await startLanProcess({ addresses: addresses.slice(0, boxes), licenses: lines });
  await using folder = await temporaryFolder();
  const absent = addresses
    .slice(boxes)
    .map((address, index) => ({ address, serial: `00-90-33-99-99-${(index + 16).toString(16)}` }));
  const site = { network: "127.93.0.0/25", boxes: [...lan.boxes, ...absent], licenses };
  await using opened = await openBenchSite(await writeBenchSite(folder.path, site));
  const metrics = await createMetrics();
  const page = metrics.page(opened.site);
  const served = { ...opened.site, log: await createLogger("silent"), events: allEvents([metrics.listener]) };
  // One signal for as long as it runs, as the service has.
  const { signal } = new AbortController();
  const heap: number[] = [];
  for (let tenth = 0; tenth < 10; tenth += 1) {
    for (let index = 0; index < rounds / 10; index += 1) {
      const results = await round(served, {}, signal);
      if (results.length !== boxes + missing) throw new Error(`a round over ${results.length} boxes`);
    }
    await lookAround(served, signal);
    await sweep(served, signal);
    await page.text();
    heap.push(heapNow());
  }
  const tenths = heap.map((bytes) => (bytes / megabyte).toFixed(1)).join(" ");
  const [, second = 0] = heap;
  const more = { value: Math.max(0, (heap.at(-1) ?? 0) - second) / megabyte, unit: "MB" };
  yield atMost(`heap after 10,000 passes, more than after 2,000 (in tenths: ${tenths})`, more, 1);
}

function heapNow(): number {
  setFlagsFromString("--expose-gc");
  const collect: () => void = runInNewContext("gc");
  collect();
  return process.memoryUsage().heapUsed;
}
