import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { discover } from "../../src/box/discover/discover.ts";
import { parseNetwork } from "../../src/box/discover/networks.ts";
import { loadProfiles } from "../../src/box/profile/load-profiles.ts";
import { createAuthMemory } from "../../src/box/transport/http/auth/auth-memory.ts";
import { createBoxHttp } from "../../src/box/transport/http/create-box-http.ts";
import { findProgram } from "../find-program.ts";
import { ports } from "../lan/lan-order.ts";
import { startLanProcess } from "../lan/start-lan-process.ts";
import { atMostTimes, exactly, type Measurement, skipped } from "../measurement.ts";
import { median, timed } from "../median.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const network = "127.88.0.0/16";
const boxes = 2000;
const runs = 5;
const allAddresses = Array.from({ length: 65_536 }, (_, index) => `127.88.${index >> 8}.${index & 255}`);

/** A sweep over 65,536 addresses with 2,000 boxes, at an unlimited rate. */
export async function* benchSweep(): AsyncGenerator<Measurement> {
  const apart = Math.floor(allAddresses.length / boxes);
  const addresses = Array.from({ length: boxes }, (_, index) => allAddresses[index * apart + 1] ?? "");
  await using _lan = await startLanProcess({ addresses, snmpOnly: true });
  await using folder = await temporaryFolder();
  const hosts = join(folder.path, "hosts");
  await writeFile(hosts, allAddresses.join("\n"));
  const oneSixtyOne = findProgram("onesixtyone");
  const ours: number[] = [];
  const theirs: number[] = [];
  const found: number[] = [];
  const theyFound: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    ours.push(await timed(async () => found.push(await sweep())));
    if (oneSixtyOne) theirs.push(await timed(async () => theyFound.push(await runOther(oneSixtyOne, hosts))));
  }
  yield exactly(
    "sweep of a /16: boxes found, the fewest of all runs",
    { value: Math.min(...found), unit: "boxes" },
    boxes,
  );
  const what = "sweep of a /16, 2,000 boxes";
  if (!oneSixtyOne) yield skipped(what, "onesixtyone is not installed");
  else {
    const of = `onesixtyone -w 0 (found ${median(theyFound)})`;
    yield atMostTimes(what, { value: median(ours), unit: "ms" }, { value: median(theirs), unit: "ms", of }, 0.5);
  }
}

async function sweep(): Promise<number> {
  const profiles = await loadProfiles();
  const range = parseNetwork(network);
  await using http = createBoxHttp({
    session: async (_endpoint, _signal, work) => work(),
    authMemory: createAuthMemory(),
  });
  const options = {
    networks: range ? [range] : [],
    ways: ["snmp"],
    httpPort: ports.http,
    snmp: { port: ports.snmp, community: "public" },
    probesPerSecond: 0,
    listed: [],
  } as const;
  return (await discover({ http, profiles }, options, new AbortController().signal)).length;
}

async function runOther(program: string, hosts: string): Promise<number> {
  const words = ["-w", "0", "-p", String(ports.snmp), "-i", hosts, "public"];
  const { stdout } = await promisify(execFile)(program, words, { maxBuffer: 64 * 1024 * 1024 });
  return new Set(stdout.match(/^127\.88\.\d+\.\d+/gm)).size;
}
