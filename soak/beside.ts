import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { loopback } from "../bench/loopback.ts";
import { temporaryFolder } from "../bench/temporary-folder.ts";
import { seededRandom } from "../src/simulator/random.ts";
import { checkBooks } from "./check-books.ts";
import { copyProgram } from "./copy-program.ts";
import { startLanProcess } from "./lan/start-lan-process.ts";
import { overlappingRestarts } from "./one-at-a-time.ts";
import { end, programs } from "./programs.ts";
import type { Tell } from "./run.ts";
import { fillPool, writeSoakSite } from "./soak-site.ts";

export interface BesideOptions {
  readonly seed: number;
  readonly boxes: number;
  readonly minutes: number;
}

const ports = { http: 18_092, snmp: 10_192, ssh: 10_292 } as const;
const awayMs = 1000;
const types = ["PBX-Registrations", "Relay-BRIs"];
/** Between two times at which every box is to have more. */
const raiseEveryMs = 60_000;

/**
 * Runs one-shot commands beside the service, several at a time, on boxes at random, some of them killed, while targets
 * grow; then lets one round run to its end. Answers what is wrong.
 */
export async function soakBeside({ seed, boxes, minutes }: BesideOptions, tell: Tell): Promise<string[]> {
  const random = seededRandom(seed);
  const pick = <T>(items: readonly T[]) => items[Math.floor(random() * items.length)] as T;
  await using folder = await temporaryFolder("varsync-soak-");
  await using lan = await startLanProcess({
    addresses: loopback(96, boxes),
    boxes: Array.from({ length: boxes }, () => ({ faults: [], product: "IP400" })),
    seed,
    ports,
    awayMs,
  });
  const site = await writeSoakSite(folder.path, {
    network: "127.96.0.0/24",
    ports,
    backWithinSeconds: 20,
    config: {
      pool: { database: "./pool.db" },
      discovery: { ways: ["snmp"], probesPerSecond: 2000 },
      schedule: { reconcile: "* * * * *", jitter: "0s", identity: "10s" },
    },
  });
  await fillPool(join(folder.path, "pool.db"), types);
  await using varsync = programs(await copyProgram(folder.path), folder.path);
  let level = 0;
  const raise = () => {
    level += 1;
    const licenses = { "PBX-Registrations": 10 + 3 * level, "Relay-BRIs": 2 * level };
    const listed = lan.boxes.map(({ serial, address }) => [serial, { address, licenses }]);
    return site.configure({ boxes: Object.fromEntries(listed) });
  };
  await raise();
  const config = ["--config", site.configFile];
  const agent = varsync.start(["agent", ...config], join(folder.path, "agent.log"));
  const wrong: string[] = [];
  const ended = new Map<string, number>();
  const pushed: { serial: string; line: string }[] = [];
  const one = async (index: number) => {
    const { serial, address } = pick(lan.boxes);
    const file = join(folder.path, `push-${index}.txt`);
    const code = Array.from({ length: 4 }, () =>
      Math.floor(random() * 65_536)
        .toString(16)
        .padStart(4, "0"),
    ).join("-");
    const value = `Operators=1,,Beispiel,,,${code}`;
    await writeFile(file, `vars create LICENSE/PBX0 pau ${value}\n`);
    const words = pick([
      ["apply", serial, "--yes"],
      ["apply", "--all", "--yes"],
      ["push", file, address, "--yes"],
      ["inspect", serial],
      ["inspect"],
      ["verify", serial],
      ["plan"],
      ["status"],
      ["history", serial],
    ]);
    const [command = ""] = words;
    if (random() < 0.25) {
      const child = varsync.start([...words, ...config], join(folder.path, "killed.log"));
      await setTimeout(500 + random() * 4000);
      await end(child, "SIGKILL");
      return;
    }
    const ran = await varsync.run(...words, ...config);
    const name = `${command} ${ran.code}`;
    ended.set(name, (ended.get(name) ?? 0) + 1);
    if (command === "push" && ran.code === 0) pushed.push({ serial, line: value });
    if (ran.document === undefined) wrong.push(`${words.join(" ")} gave no document: ${ran.log.slice(-500)}`);
    if (/internal-error|unexpected error/.test(JSON.stringify(ran.document))) {
      wrong.push(`${words.join(" ")}: ${JSON.stringify(ran.document).slice(0, 500)}`);
    }
  };
  const until = performance.now() + minutes * 60_000;
  let index = 0;
  const worker = async () => {
    while (performance.now() < until) {
      index += 1;
      await one(index);
      await setTimeout(random() * 1000);
    }
  };
  const raising = async () => {
    for (let next = performance.now() + raiseEveryMs; next < until; next += raiseEveryMs) {
      await setTimeout(next - performance.now());
      await raise();
      agent.kill("SIGHUP");
      tell(`level ${level}; commands: ${summary(ended)}`);
    }
  };
  await Promise.all([worker(), worker(), worker(), raising()]);
  if (agent.exitCode !== null) wrong.push(`the agent ended by itself with ${agent.exitCode}`);
  await end(agent, "SIGTERM");
  tell(`one quiet round; commands: ${summary(ended)}`);
  const round = await varsync.run("agent", "--once", ...config);
  if (round.code !== 0)
    wrong.push(`the quiet round ended with ${round.code}: ${JSON.stringify(round.document)?.slice(0, 2000)}`);
  const audit = await varsync.run("pool", "audit", "--verify", ...config);
  if (audit.code !== 0) wrong.push(`the ledger does not verify: ${JSON.stringify(audit.document)}`);
  const truth = await lan.truth();
  for (const { serial, line } of pushed) {
    if (!truth.find((box) => box.serial === serial)?.lines.includes(line))
      wrong.push(`${serial}: ${line} was pushed and is not there`);
  }
  const totals = () => ({ Registrations: 10 + 3 * level, BRIs: 2 * level });
  return [
    ...wrong,
    ...(await checkBooks(join(folder.path, "pool.db"), truth, totals)),
    ...overlappingRestarts(truth, awayMs),
  ];
}

function summary(ended: ReadonlyMap<string, number>): string {
  return [...ended]
    .map(([name, count]) => `${name}: ${count}`)
    .sort()
    .join(", ");
}
