import { lookAround } from "../../src/agent/daemon/look-around.ts";
import { round } from "../../src/agent/daemon/round.ts";
import type { PlanSiteOptions } from "../../src/agent/reconcile/plan-site.ts";
import type { Site } from "../../src/agent/reconcile/site.ts";
import { sendBare } from "../bare-requests.ts";
import { openBenchSite, writeBenchSite } from "../bench-site.ts";
import { type LanProcess, startLanProcess } from "../lan/start-lan-process.ts";
import { loopback } from "../loopback.ts";
import { atMost, atMostTimes, type Measurement } from "../measurement.ts";
import { median, timed } from "../median.ts";
import { recordRequests } from "../record-requests.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const runs = 3;
/** What every box has, and is to have. */
const licenses = { "PBX-Registrations": 37, "PBX-Operators": 1 };
const lines = [
  "vars create LICENSE/PBX0 pau Registrations=37,,Beispiel,,,1111-2222-3333-4444",
  "vars create LICENSE/PBX0 pau Operators=1,,Beispiel,,,1111-2222-3333-5555",
];
const { signal } = new AbortController();

/** A round over boxes in step, of 1,000 and of 5,000; and where no line was ever seen to outlive a restart. */
export async function* benchRounds(): AsyncGenerator<Measurement> {
  const [small, unproven] = await onSite(1000, async (site, lan) => {
    const plain = await measure(site, lan);
    // The looks between the rounds see a restart by the uptime: the rounds do not ask for it.
    await lookAround(site, signal);
    return [plain, await measure(site, lan, { looksBeside: true })];
  });
  const large = await onSite(5000, (site, lan) => measure(site, lan));
  const of = `${small.requests} bare got requests`;
  const bare = ({ value }: { value: number }) => ({ value, unit: "ms", of });
  const what = "round over 1,000 boxes in step";
  yield atMostTimes(what, { value: small.milliseconds, unit: "ms" }, bare({ value: small.bare }), 1.3);
  yield atMost("requests a box in it", { value: small.requests / 1000, unit: "requests" }, 3);
  const unprovenMs = { value: unproven.milliseconds, unit: "ms" };
  yield atMostTimes(`${what}, no restart of theirs seen yet`, unprovenMs, bare({ value: unproven.bare }), 1.3);
  const reference = { value: small.milliseconds, unit: "ms", of: "over 1,000 boxes" };
  yield atMostTimes("round over 5,000 boxes in step", { value: large.milliseconds, unit: "ms" }, reference, 5.5);
}

interface Measured {
  readonly milliseconds: number;
  readonly bare: number;
  readonly requests: number;
}

async function onSite<T>(boxes: number, work: (site: Site, lan: LanProcess) => Promise<T>): Promise<T> {
  await using lan = await startLanProcess({ addresses: loopback(90, boxes), licenses: lines });
  await using folder = await temporaryFolder();
  const configFile = await writeBenchSite(folder.path, { network: "127.90.0.0/16", boxes: lan.boxes, licenses });
  await using opened = await openBenchSite(configFile);
  return await work(opened.site, lan);
}

async function measure(site: Site, lan: LanProcess, options: PlanSiteOptions = {}): Promise<Measured> {
  const boxes = lan.boxes.length;
  const one = async () => {
    const results = await round(site, options, signal);
    const other = results.find(({ outcome }) => outcome !== "in-step");
    if (other || results.length !== boxes)
      throw new Error(`${results.length} boxes; ${other?.serial} ${other?.outcome} ${other?.error?.message}`);
  };
  // The first round, in which the boxes become known, is not measured.
  await one();
  const before = await lan.requests();
  const recorded = await recordRequests(one);
  const requests = (await lan.requests()) - before;
  if (recorded.length !== requests) throw new Error(`${recorded.length} requests were recorded, and ${requests} came`);
  const ours: number[] = [];
  const bare: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    ours.push(await timed(one));
    bare.push(await timed(() => sendBare(recorded)));
  }
  return { milliseconds: median(ours), bare: median(bare), requests };
}
