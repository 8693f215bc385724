import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout } from "node:timers/promises";
import { openJournal } from "../../src/agent/journal/open-journal.ts";
import { parseSerialNumber } from "../../src/license/serial-number.ts";
import { writeBenchSite } from "../bench-site.ts";
import { copyWithBuild } from "../copy-with-build.ts";
import { startLanProcess } from "../lan/start-lan-process.ts";
import { loopback } from "../loopback.ts";
import { atMost, atMostTimes, type Measurement, skipped } from "../measurement.ts";
import { median } from "../median.ts";
import { residentMemory } from "../resident-memory.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const boxes = 12;
const many = 5000;
const runs = 3;
const licenses = { "PBX-Registrations": 37, "PBX-Operators": 1 };
/** For what is still under way when the round has ended. */
const restMs = 1000;

/** What `varsync agent` of a built copy holds in memory after a round. */
export async function* benchMemory(): AsyncGenerator<Measurement> {
  const what = "memory of varsync agent, 12 boxes, after a round";
  if ((await residentMemory(process.pid)) === undefined) return yield skipped(what, "there is no /proc");
  await using copy = await copyWithBuild();
  const node: number[] = [];
  const few: number[] = [];
  const known: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    node.push(await ofIdleNode());
    few.push(await ofAgent(copy.varsync, 0));
    known.push(await ofAgent(copy.varsync, many));
  }
  const reference = { value: median(node), unit: "MB", of: "an idle node" };
  yield atMostTimes(what, { value: median(few), unit: "MB" }, reference, 2.3);
  const more = { value: median(known) - median(few), unit: "MB" };
  yield atMost(`more of it with ${many.toLocaleString("en")} known boxes`, more, 60);
}

async function ofIdleNode(): Promise<number> {
  const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1e6)"], { stdio: "ignore" });
  await once(child, "spawn");
  return measure(child);
}

/** @param known how many boxes stand in its journal besides those that are there */
async function ofAgent(varsync: string, known: number): Promise<number> {
  await using lan = await startLanProcess({ addresses: loopback(91, boxes) });
  await using folder = await temporaryFolder();
  const configFile = await writeBenchSite(folder.path, { network: "127.91.0.0/28", boxes: lan.boxes, licenses });
  await remember(join(dirname(configFile), "state", "journal.db"), known);
  const child = spawn(varsync, ["agent", "--config", configFile], { stdio: ["ignore", "ignore", "pipe"] });
  for await (const line of createInterface(child.stderr)) if (line.includes('"round ended"')) break;
  child.stderr.resume();
  return measure(child);
}

async function remember(file: string, count: number): Promise<void> {
  await using journal = await openJournal(file, () => new Date());
  for (const [index, address] of loopback(92, count).entries()) {
    const serial = parseSerialNumber(`00903399${index.toString(16).padStart(4, "0")}`);
    await journal.boxes.remember({
      serial,
      address,
      httpPort: 80,
      product: "IP400",
      firmware: "5.01",
      profile: "ip400",
    });
  }
}

async function measure(child: ChildProcess): Promise<number> {
  await setTimeout(restMs);
  const megabytes = await residentMemory(child.pid);
  const ended = once(child, "exit");
  child.kill();
  await ended;
  return megabytes ?? Number.NaN;
}
