import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { loopback } from "../bench/loopback.ts";
import { temporaryFolder } from "../bench/temporary-folder.ts";
import { seededRandom } from "../src/simulator/random.ts";
import { needsPostgres, startPostgres } from "../test/pool/real-postgres.ts";
import { checkBooks } from "./check-books.ts";
import { copyProgram } from "./copy-program.ts";
import type { BoxTruth } from "./lan/lan-order.ts";
import { type LanProcess, startLanProcess } from "./lan/start-lan-process.ts";
import { overlappingRestarts } from "./one-at-a-time.ts";
import { soakPool } from "./pool/soak-pool.ts";
import { end, programs } from "./programs.ts";
import type { Tell } from "./run.ts";
import { fillPool, writeSoakSite } from "./soak-site.ts";

export interface KillsOptions {
  readonly seed: number;
  readonly boxes: number;
  readonly kills: number;
  /** Where the pool is: in a database of the agent's machine, or behind a server that is killed, too. */
  readonly pool: "embedded" | "server" | "postgres";
}

const ports = { http: 18_089, snmp: 10_189, ssh: 10_289 } as const;
const awayMs = 60;
/** After so many kills every box is to have more. */
const raiseEvery = 8;
const types = ["PBX-Registrations", "Relay-BRIs"];

/**
 * Kills the agent, and the pool server where there is one, at random moments while boxes are provisioned; then lets one
 * round run to its end, and holds boxes and pool against each other. Answers what is wrong.
 */
export async function soakKills({ seed, boxes, kills, pool: kind }: KillsOptions, tell: Tell): Promise<string[]> {
  const random = seededRandom(seed);
  const { skip } = needsPostgres();
  if (kind === "postgres" && skip !== false) return [skip];
  await using folder = await temporaryFolder("varsync-soak-");
  await using lan = await startLanProcess({
    addresses: loopback(94, boxes),
    boxes: Array.from({ length: boxes }, () => ({ faults: [], product: "IP400" })),
    seed,
    ports,
    awayMs,
  });
  const base = { network: "127.94.0.0/24", ports, backWithinSeconds: 10 };
  const site = await writeSoakSite(folder.path, {
    ...base,
    config: { discovery: { ways: ["snmp"], probesPerSecond: 2000 } },
  });
  await using postgres = kind === "postgres" ? await startPostgres() : undefined;
  const database = postgres ? await postgres.newDatabase() : join(folder.path, "pool.db");
  await fillPool(database, types);
  await using varsync = programs(await copyProgram(folder.path), folder.path);
  const pool = await soakPool(varsync, site, { database, served: kind !== "embedded", listen: "127.94.1.254:18480" });
  const want = (level: number) => ({ "PBX-Registrations": 10 + 3 * level, "Relay-BRIs": 2 * level });
  const listed = (level: number) =>
    Object.fromEntries(lan.boxes.map(({ serial, address }) => [serial, { address, licenses: want(level) }]));
  const log = join(folder.path, "agent.log");
  let level = 0;
  let killed = 0;
  while (killed < kills) {
    if (killed % raiseEvery === 0) {
      level += 1;
      await site.configure({ boxes: listed(level) });
    }
    const agent = varsync.start(["agent", "--config", site.configFile], log);
    const born = performance.now();
    await Promise.all([untilMoment(lan, random), pool.disturb(random, 4000)]);
    if (agent.exitCode !== null) return [`the agent ended by itself with ${agent.exitCode}`];
    await end(agent, "SIGKILL");
    killed += 1;
    const lived = Math.round(performance.now() - born);
    const lines = sumOf(await lan.truth(), (box) => box.lines.length);
    tell(`kill ${killed} after ${lived} ms, level ${level}: ${lines} lines on ${boxes} boxes`);
  }
  await pool.start();
  tell("one quiet round");
  const round = await varsync.run("agent", "--once", "--config", site.configFile);
  await pool.stop();
  const truth = await lan.truth();
  const audit = await varsync.run("pool", "audit", "--verify", ...pool.direct);
  const restarts = sumOf(truth, (box) => box.restarts.length);
  tell(`the round ended with ${round.code}; ${restarts} restarts in all, ${level} levels`);
  return [
    ...(round.code === 0 ? [] : [`the quiet round ended with ${round.code}: ${briefly(round.document)}`]),
    ...(audit.code === 0 ? [] : [`the ledger does not verify: ${JSON.stringify(audit.document)}`]),
    ...(await checkBooks(database, truth, () => ({ Registrations: 10 + 3 * level, BRIs: 2 * level }))),
    ...overlappingRestarts(truth, awayMs),
  ];
}

/** A moment soon after the start, or while boxes are written: after so many commands, and a bit. */
async function untilMoment(lan: LanProcess, random: () => number): Promise<void> {
  if (random() < 0.25) return setTimeout(random() * 4000);
  const commands = async () => sumOf(await lan.truth(), (box) => box.commands);
  const [wanted, rest, patience] = [(await commands()) + random() * 120, random() * 500, performance.now() + 90_000];
  while ((await commands()) < wanted && performance.now() < patience) await setTimeout(50);
  await setTimeout(rest);
}

function sumOf(boxes: readonly BoxTruth[], count: (box: BoxTruth) => number): number {
  return boxes.reduce((sum, box) => sum + count(box), 0);
}

function briefly(document: unknown): string {
  return JSON.stringify(document)?.slice(0, 2000) ?? "nothing";
}
