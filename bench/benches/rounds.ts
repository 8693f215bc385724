import { round } from "../../src/agent/daemon/round.ts";
import { sendBare } from "../bare-requests.ts";
import { openBenchSite, writeBenchSite } from "../bench-site.ts";
import { startLanProcess } from "../lan/start-lan-process.ts";
import { loopback } from "../loopback.ts";
import { atMost, atMostTimes, type Measurement } from "../measurement.ts";
import { median, timed } from "../median.ts";
import { type RecordedRequest, recordRequests } from "../record-requests.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const runs = 3;
/** What every box has, and is to have. */
const licenses = { "PBX-Registrations": 37, "PBX-Operators": 1 };
const lines = [
  "vars create LICENSE/PBX0 pau Registrations=37,,Beispiel,,,1111-2222-3333-4444",
  "vars create LICENSE/PBX0 pau Operators=1,,Beispiel,,,1111-2222-3333-5555",
];

/** A round over boxes in step, of 1,000 and of 5,000. */
export async function* benchRounds(): AsyncGenerator<Measurement> {
  const small = await runRounds(1000);
  const large = await runRounds(5000);
  const of = `${small.requests} bare got requests`;
  const what = "round over 1,000 boxes in step";
  yield atMostTimes(what, { value: small.milliseconds, unit: "ms" }, { value: small.bare, unit: "ms", of }, 1.3);
  yield atMost("requests a box in it", { value: small.requests / 1000, unit: "requests" }, 3);
  const reference = { value: small.milliseconds, unit: "ms", of: "over 1,000 boxes" };
  yield atMostTimes("round over 5,000 boxes in step", { value: large.milliseconds, unit: "ms" }, reference, 5.5);
}

async function runRounds(boxes: number): Promise<{ milliseconds: number; bare: number; requests: number }> {
  await using lan = await startLanProcess({ addresses: loopback(90, boxes), licenses: lines });
  await using folder = await temporaryFolder();
  const configFile = await writeBenchSite(folder.path, { network: "127.90.0.0/16", boxes: lan.boxes, licenses });
  await using opened = await openBenchSite(configFile);
  const { signal } = new AbortController();
  const one = async () => {
    const results = await round(opened.site, {}, signal);
    const other = results.find(({ outcome }) => outcome !== "in-step");
    if (other || results.length !== boxes)
      throw new Error(`${results.length} boxes; ${other?.serial} ${other?.outcome} ${other?.error?.message}`);
  };
  // The first round, in which the boxes become known, is not measured.
  await one();
  const before = await lan.requests();
  const recorded: readonly RecordedRequest[] = await recordRequests(one);
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
