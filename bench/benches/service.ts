import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, writeFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import { setTimeout } from "node:timers/promises";
import { parse, stringify } from "yaml";
import { round } from "../../src/agent/daemon/round.ts";
import { openBenchSite, writeBenchSite } from "../bench-site.ts";
import { copyWithBuild } from "../copy-with-build.ts";
import { startLanProcess } from "../lan/start-lan-process.ts";
import { loopback } from "../loopback.ts";
import { atMost, type Measurement, skipped } from "../measurement.ts";
import { median, timed } from "../median.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const many = 1000;
const few = 12;
const runs = 5;
const idleMs = 60_000;
const licenses = { "PBX-Registrations": 37 };
const lines = ["vars create LICENSE/PBX0 pau Registrations=37,,Beispiel,,,1111-2222-3333-4444"];
const listen = "127.97.255.254:18486";

/** How long `varsync agent` of a built copy takes to be ready, and what it takes of a processor while nothing is due. */
export async function* benchService(): AsyncGenerator<Measurement> {
  await using copy = await copyWithBuild();
  const ready = await onSite(many, (config) => readyAfter(copy.varsync, config));
  yield atMost("varsync agent ready, 1,000 known boxes", { value: ready, unit: "ms" }, 1000);
  const what = "processor taken while idle, 12 boxes";
  const idle = await onSite(few, (config) => idleShare(copy.varsync, config));
  yield idle === undefined ? skipped(what, "there is no /proc") : atMost(what, { value: idle, unit: "%" }, 0.5);
}

/** On boxes that a round went over. */
async function onSite<T>(boxes: number, work: (configFile: string) => Promise<T>): Promise<T> {
  await using lan = await startLanProcess({ addresses: loopback(97, boxes), licenses: lines });
  await using folder = await temporaryFolder();
  const configFile = await writeBenchSite(folder.path, { network: "127.97.0.0/22", boxes: lan.boxes, licenses });
  {
    await using opened = await openBenchSite(configFile);
    await round(opened.site, {}, new AbortController().signal);
  }
  const config: Record<string, unknown> = parse(await readFile(configFile, "utf8"));
  await writeFile(configFile, stringify({ ...config, server: { listen } }, { aliasDuplicateObjects: false }));
  return await work(configFile);
}

async function readyAfter(varsync: string, configFile: string): Promise<number> {
  const took: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    const child = spawn(varsync, ["agent", "--config", configFile], { stdio: "ignore" });
    took.push(
      await timed(async () => {
        while (!(await isReady())) await setTimeout(10);
      }),
    );
    await end(child);
  }
  return median(took);
}

async function isReady(): Promise<boolean> {
  const answer = await fetch(`http://${listen}/readyz`).catch(() => undefined);
  return answer?.ok === true;
}

/** In percent of one processor; `undefined` where /proc does not tell. */
async function idleShare(varsync: string, configFile: string): Promise<number | undefined> {
  const child = spawn(varsync, ["agent", "--config", configFile], { stdio: ["ignore", "ignore", "pipe"] });
  for await (const line of createInterface(child.stderr)) if (line.includes('"round ended"')) break;
  child.stderr.resume();
  await setTimeout(5000);
  const before = await processorMs(child.pid);
  await setTimeout(idleMs);
  const after = await processorMs(child.pid);
  await end(child);
  return before === undefined || after === undefined ? undefined : (100 * (after - before)) / idleMs;
}

/** What the process took so far; /proc counts in hundredths of a second. */
async function processorMs(pid: number | undefined): Promise<number | undefined> {
  try {
    const fields = (await readFile(`/proc/${pid}/stat`, "utf8")).replace(/^.*\) /s, "").split(" ");
    return (Number(fields[11]) + Number(fields[12])) * 10;
  } catch {
    return undefined;
  }
}

async function end(child: ChildProcess): Promise<void> {
  const ended = once(child, "exit");
  child.kill();
  await ended;
}
