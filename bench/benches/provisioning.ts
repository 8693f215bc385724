import { compareWithAnsible } from "../ansible.ts";
import { applySite } from "../apply-site.ts";
import { commitBare } from "../bare-commits.ts";
import { sendBare } from "../bare-requests.ts";
import { openBenchSite, writeBenchSite } from "../bench-site.ts";
import { startLanProcess } from "../lan/start-lan-process.ts";
import { loopback } from "../loopback.ts";
import { atMostTimes, type Measurement } from "../measurement.ts";
import { median, timed } from "../median.ts";
import { type RecordedRequest, recordRequests } from "../record-requests.ts";
import { recordStatements } from "../record-statements.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const boxes = 500;
const runs = 3;
const licenses = { "PBX-Registrations": 37, "PBX-Operators": 1 };

/** What one run of `apply` over all boxes did and how long it took. */
interface Run {
  readonly milliseconds: number;
  /** Counted by the simulator. */
  readonly requests: number;
  /** How long as many bare requests and bare commits took, right after it. */
  readonly bare: { readonly requests: number; readonly commits: number };
}

/** Two lines each on 500 boxes, through planning and applying as the command does. */
export async function* benchProvisioning(): AsyncGenerator<Measurement> {
  const recorded = await recordOne();
  const done: Run[] = [];
  for (let run = 0; run < runs; run += 1) done.push(await runOne(recorded));
  const milliseconds = median(done.map((run) => run.milliseconds));
  const requests = median(done.map((run) => run.bare.requests));
  const commits = median(done.map((run) => run.bare.commits));
  const counted = median(done.map((run) => run.requests));
  const of = `bare: ${counted} got requests (${Math.round(requests)}) + ${recorded.commits} commits (${Math.round(commits)})`;
  const measured = { value: milliseconds, unit: "ms" };
  yield atMostTimes("two lines on 500 boxes", measured, { value: requests + commits, unit: "ms", of }, 1.5);
  yield await compareWithAnsible({ value: milliseconds / boxes, unit: "ms" }, recorded.requests);
}

interface Recorded {
  readonly requests: readonly RecordedRequest[];
  readonly commits: number;
}

/** A run that is not measured: which requests it sends, and how many commits it makes in journal and pool. */
async function recordOne(): Promise<Recorded> {
  let requests: readonly RecordedRequest[] = [];
  let commits = 0;
  await onFreshSite(async (apply) => {
    requests = await recordRequests(async () => {
      commits = (await recordStatements(apply)).filter((statement) => statement.commits).length;
    });
  });
  return { requests, commits };
}

async function runOne({ requests, commits }: Recorded): Promise<Run> {
  return onFreshSite(async (apply, folder, counted) => {
    const milliseconds = await timed(apply);
    const sent = await counted();
    if (sent !== requests.length) throw new Error(`${sent} requests were sent, and ${requests.length} were recorded`);
    const bare = {
      requests: await timed(() => sendBare(requests)),
      commits: await timed(() => commitBare(folder, commits)),
    };
    return { milliseconds, requests: sent, bare };
  });
}

/** Boxes without licenses, a state folder without a past and a full pool. */
async function onFreshSite<T>(
  work: (apply: () => Promise<void>, folder: string, requests: () => Promise<number>) => Promise<T>,
): Promise<T> {
  await using lan = await startLanProcess({ addresses: loopback(89, boxes) });
  await using folder = await temporaryFolder();
  const site = { network: "127.89.0.0/16", boxes: lan.boxes, licenses };
  const configFile = await writeBenchSite(folder.path, site);
  await using opened = await openBenchSite(configFile);
  return await work(
    () => applySite(opened),
    folder.path,
    () => lan.requests(),
  );
}
