import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { z } from "zod";
import { loopback } from "../bench/loopback.ts";
import { residentMemory } from "../bench/resident-memory.ts";
import { temporaryFolder } from "../bench/temporary-folder.ts";
import { faults as allFaults, type Fault } from "../src/simulator/faults.ts";
import { seededRandom } from "../src/simulator/random.ts";
import { checkBooks, type Totals } from "./check-books.ts";
import { copyProgram } from "./copy-program.ts";
import type { BoxTruth } from "./lan/lan-order.ts";
import { startLanProcess } from "./lan/start-lan-process.ts";
import { overlappingRestarts } from "./one-at-a-time.ts";
import { end, programs } from "./programs.ts";
import type { Tell } from "./run.ts";
import { fillPool, writeSoakSite } from "./soak-site.ts";
import { listenForWebhooks } from "./told/listen-for-webhooks.ts";

export interface FaultsOptions {
  readonly seed: number;
  readonly good: number;
  readonly minutes: number;
}

const ports = { http: 18_090, snmp: 10_190, ssh: 10_290 } as const;
const health = "127.95.1.254:18481";
const hooks = { host: "127.95.1.254", port: 18_482 } as const;
const awayMs = 1000;
const types = ["PBX-Registrations", "Relay-BRIs"];
/** Faults that a box is served in spite of. */
const harmless: ReadonlySet<Fault> = new Set([
  "slow",
  "one-byte-at-a-time",
  "drops-after-write",
  "resets-by-itself",
  "changes-address",
  "huge-configuration",
  "latin1-name",
  "utf8-name",
  "silent-snmp",
  "serial-by-snmp-only",
]);
/** A box that is never idle holds the site's one reset slot until a person gives it free: a soak of its own. */
const left: ReadonlySet<Fault> = new Set(["never-idle"]);
/** Good boxes that nobody vouched for. */
const strangers = 5;
/** So long after a change of its target, or of its power, a box may take to be in step, in milliseconds. */
const patienceMs = 420_000;
const lookEveryMs = 10_000;
/** Between two things that happen to the site. */
const eventEveryMs = 45_000;

/**
 * Runs the service over a LAN in which every fault befalls a box, while targets grow, boxes lose power and the window
 * closes and opens. Answers what is wrong.
 */
export async function soakFaults({ seed, good, minutes }: FaultsOptions, tell: Tell): Promise<string[]> {
  const random = seededRandom(seed);
  const names = (Object.keys(allFaults) as Fault[]).filter((fault) => !left.has(fault));
  const plain = Array.from({ length: good + strangers }, () => ({ faults: [] as Fault[], product: "IP400" }));
  // A line that is lost stops the whole profile.
  const faulty = names.map((fault) => ({ faults: [fault], product: fault === "wipes-older-line" ? "IP202" : "IP400" }));
  const boxes = shuffled([...plain, ...faulty], random);
  await using folder = await temporaryFolder("varsync-soak-");
  await using lan = await startLanProcess({ addresses: loopback(95, boxes.length + 1), boxes, seed, ports, awayMs });
  const isGood = ({ faults }: BoxTruth) => faults.every((fault) => harmless.has(fault));
  const unknown = new Set(
    lan.boxes
      .filter(({ faults }) => faults.length === 0)
      .slice(-strangers)
      .map((box) => box.serial),
  );
  const enrolled = lan.boxes.filter(({ serial }) => !unknown.has(serial));
  const goods = enrolled.filter(isGood).map(({ serial }) => serial);
  const levels = new Map(enrolled.map(({ serial }) => [serial, 1]));
  const changedAt = new Map<string, number>();
  await using told = await listenForWebhooks(hooks);
  const site = await writeSoakSite(folder.path, {
    network: "127.95.0.0/24",
    ports,
    backWithinSeconds: 15,
    config: {
      discovery: { probesPerSecond: 1000, every: "1m" },
      credentials: [
        { match: { profile: "ip202" }, user: "admin", passwordFile: "./password-ip202" },
        { user: "admin", passwordFile: "./password" },
      ],
      pool: { database: "./pool.db" },
      schedule: { reconcile: "*/2 * * * *", jitter: "5s", identity: "15s" },
      server: { listen: health },
      webhooks: [{ url: told.url, secretFile: "./webhook.secret", allowPrivate: true }],
    },
  });
  const totals = (serial: string): Totals => {
    const level = levels.get(serial) ?? 0;
    return { Registrations: 10 + 3 * level, BRIs: 2 * level };
  };
  const listed = () =>
    Object.fromEntries(
      enrolled.map(({ serial, address }) => {
        const { Registrations, BRIs } = totals(serial);
        return [serial, { address, licenses: { "PBX-Registrations": Registrations, "Relay-BRIs": BRIs } }];
      }),
    );
  let windowClosed = false;
  const policy = () => ({
    create: { perBox: 1000, perDay: 1_000_000 },
    claim: "always",
    reset: "when-idle",
    ...(windowClosed && { window: closedWindow(new Date()) }),
  });
  await site.configure({ boxes: listed(), policy: policy() });
  await fillPool(join(folder.path, "pool.db"), types);
  await using varsync = programs(await copyProgram(folder.path), folder.path);
  const agentLog = join(tmpdir(), `varsync-soak-faults-${seed}.log`);
  const agent = varsync.start(["agent", "--config", site.configFile], agentLog);
  const began = performance.now();
  const now = () => performance.now() - began;
  const wrong = new Set<string>();
  const memory: number[] = [];
  const powered = new Set<string>();
  let restartsAtClosing: ReadonlyMap<string, number> | undefined;
  const touch = (serials: Iterable<string>) => {
    for (const serial of serials) changedAt.set(serial, now());
  };
  touch(goods);

  const takenOver = async () => (await readFile(agentLog, "utf8")).split("a new configuration takes over").length;
  const reload = async () => {
    const before = await takenOver();
    await site.configure({ boxes: listed(), policy: policy() });
    agent.kill("SIGHUP");
    while ((await takenOver()) === before && agent.exitCode === null) await setTimeout(200);
  };
  const power = async (serials: readonly string[]) => {
    await lan.restart(serials);
    await setTimeout(2000);
    if (restartsAtClosing) restartsAtClosing = countsOf(await lan.truth());
  };
  const some = (count: number) => shuffled(goods, random).slice(0, count);
  const happenings = [
    async () => {
      const others = enrolled.filter((box) => !isGood(box)).map(({ serial }) => serial);
      const chosen = [...some(10), ...shuffled(others, random).slice(0, 2)];
      for (const serial of chosen) levels.set(serial, (levels.get(serial) ?? 0) + 1);
      touch(chosen);
      await reload();
      return `${chosen.length} boxes are to have more`;
    },
    async () => {
      const chosen = some(5);
      for (const serial of chosen) powered.add(serial);
      touch(chosen);
      await power(chosen);
      return `${chosen.length} boxes lose power for a moment`;
    },
    async () => {
      windowClosed = !windowClosed;
      touch(goods);
      await reload();
      // What was on the wire may still end.
      await setTimeout(5000);
      restartsAtClosing = windowClosed ? countsOf(await lan.truth()) : undefined;
      return windowClosed ? "the window closes" : "the window opens";
    },
    async () => {
      for (const { serial } of enrolled) powered.add(serial);
      touch(goods);
      await power(enrolled.map(({ serial }) => serial));
      return "power is back after an outage";
    },
  ];
  let happened = 0;
  let nextEvent = 120_000;
  while (now() < minutes * 60_000) {
    await setTimeout(lookEveryMs);
    if (agent.exitCode !== null || agent.signalCode !== null)
      return [`the agent ended with ${agent.exitCode}`, ...wrong];
    const truth = await lan.truth();
    const healthy = await fetch(`http://${health}/healthz`).then(({ status }) => status, String);
    if (healthy !== 200) wrong.add(`/healthz answered ${healthy} at ${Math.round(now() / 1000)} s`);
    memory.push((await residentMemory(agent.pid)) ?? Number.NaN);
    for (const box of truth) {
      if (box.mostSessions > 1) wrong.add(`${box.serial} (${box.faults}) had ${box.mostSessions} sessions at once`);
      if (unknown.has(box.serial) && box.logins + box.commands > 0)
        wrong.add(`${box.serial} is not enrolled and got a login`);
      const before = restartsAtClosing?.get(box.serial);
      const calm = !box.faults.includes("resets-by-itself") && now() - (changedAt.get(box.serial) ?? 0) > 5000;
      if (before !== undefined && calm && box.restarts.length > before)
        wrong.add(`${box.serial} was reset outside the window`);
      if (!goods.includes(box.serial) || windowClosed) continue;
      const late = now() - (changedAt.get(box.serial) ?? 0) > patienceMs;
      const off = offTarget(box, totals(box.serial));
      if (late && off) wrong.add(`${box.serial} (${box.faults}) is not in step: ${off}`);
      if (late && !off) changedAt.set(box.serial, now() - patienceMs);
    }
    if (now() > nextEvent && now() < minutes * 60_000 - patienceMs) {
      const next = happenings[Math.floor(random() * happenings.length)];
      tell(`${await next?.()}; memory ${memory.at(-1)?.toFixed(0)} MB, told ${told.received.length} times`);
      happened += 1;
      nextEvent = now() + eventEveryMs;
    }
    if (windowClosed && now() > minutes * 60_000 - patienceMs) {
      windowClosed = false;
      restartsAtClosing = undefined;
      await reload();
      tell("the window opens");
    }
  }
  const status = await varsync.run("status", "--config", site.configFile);
  await end(agent, "SIGTERM");
  const truth = await lan.truth();
  const audit = await varsync.run("pool", "audit", "--verify", "--config", site.configFile);
  if (audit.code !== 0) wrong.add(`the ledger does not verify: ${JSON.stringify(audit.document)}`);
  const goodTruth = truth.filter(({ serial }) => goods.includes(serial));
  for (const one of await checkBooks(join(folder.path, "pool.db"), goodTruth, ({ serial }) => totals(serial)))
    wrong.add(one);
  const calm = goodTruth.filter(({ serial, faults }) => !powered.has(serial) && !faults.includes("resets-by-itself"));
  for (const one of overlappingRestarts(calm, awayMs)) wrong.add(one);
  for (const one of told.twice()) wrong.add(one);
  tell(`${happened} things happened; told: ${told.summary()}`);
  tell(`memory in tenths of the time: ${tenths(memory).join(" ")} MB`);
  tell(`status of faulty boxes:\n${faultyStatus(status.document, truth)}`);
  return [...wrong];
}

/** A window that is not open for the next hour. */
function closedWindow(now: Date): string {
  const at = (hours: number) => String((now.getHours() + hours) % 24).padStart(2, "0");
  return `${at(3)}:00-${at(4)}:00`;
}

function offTarget(box: BoxTruth, totals: Totals): string | undefined {
  if (!box.inForce) return "lines are not in force";
  for (const [name, total] of Object.entries(totals)) {
    const counts = box.lines.map((line) => Number(new RegExp(`^${name}=(\\d+)`).exec(line)?.[1] ?? 0));
    const sum = counts.reduce((all, one) => all + one, 0);
    if (sum !== total) return `${name} come to ${sum}, not to ${total}`;
  }
  return undefined;
}

function countsOf(boxes: readonly BoxTruth[]): ReadonlyMap<string, number> {
  return new Map(boxes.map(({ serial, restarts }) => [serial, restarts.length]));
}

function shuffled<T>(items: readonly T[], random: () => number): T[] {
  return items
    .map((item) => ({ item, at: random() }))
    .sort((one, other) => one.at - other.at)
    .map(({ item }) => item);
}

/** The middle of each tenth. */
function tenths(values: readonly number[]): number[] {
  const size = Math.max(1, Math.ceil(values.length / 10));
  const parts = Array.from({ length: Math.ceil(values.length / size) }, (_, index) =>
    values.slice(index * size, (index + 1) * size),
  );
  return parts.map((part) => Math.round([...part].sort((one, other) => one - other)[Math.floor(part.length / 2)] ?? 0));
}

const statusDocument = z.object({
  boxes: z.array(
    z.object({
      serial: z.string(),
      outcome: z.string(),
      waitingFor: z.string().optional(),
      error: z.object({ code: z.string() }).optional(),
    }),
  ),
});

function faultyStatus(document: unknown, truth: readonly BoxTruth[]): string {
  const states = new Map(statusDocument.parse(document).boxes.map((box) => [box.serial, box]));
  return truth
    .filter(({ faults }) => faults.length > 0)
    .map(({ serial, faults, restarts }) => {
      const { outcome, error, waitingFor } = states.get(serial) ?? {};
      return `  ${faults.join(", ")}: ${outcome} ${error?.code ?? waitingFor ?? ""} (${restarts.length} restarts)`;
    })
    .join("\n");
}
