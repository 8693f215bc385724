import { cp, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Test } from "tap";
import { stringify } from "yaml";
import { builtInProfiles } from "../../src/box/profile/load-profiles.ts";
import { readable } from "../../src/license/byte-text.ts";
import { allLicenseKeys } from "../../src/pool/ledger/list-license-keys.ts";
import { openPool } from "../../src/pool/open-pool.ts";
import type { Fault } from "../../src/simulator/faults.ts";
import type { SimulatedBoxOptions } from "../../src/simulator/simulated-box.ts";
import type { RunningBox } from "../../src/simulator/start-box.ts";
import { type LanOptions, startLan } from "../../src/simulator/start-lan.ts";
import { addReseller, balanceText, credit } from "../pool/example-pool.ts";
import { type Ran, type Started, startVarsync } from "./run-varsync.ts";

/** Every file has addresses of its own, so that these may be the same everywhere. */
export const sitePorts = { http: 28_080, snmp: 26_161, ssh: 25_022 } as const;

export interface SiteOptions {
  /** `127.81.1`; each site takes a /28 of it. */
  readonly network: string;
  /** The how many-th /28. */
  readonly block?: number;
  readonly boxes?: number;
  /** Of every box. */
  readonly faults?: readonly Fault[];
  readonly particulars?: (index: number) => Partial<SimulatedBoxOptions>;
  /** Totals that every box is to have. */
  readonly licenses?: Readonly<Record<string, number>>;
  /** What stands under a box besides. */
  readonly entry?: Readonly<Record<string, unknown>>;
  /** The balance. */
  readonly balance?: Readonly<Record<string, number>>;
  /** What stands in the configuration besides, or instead. */
  readonly config?: Readonly<Record<string, unknown>>;
  /** Whether the configuration says where the boxes are, and enrolls them. */
  readonly listed?: boolean;
  readonly backWithinSeconds?: number;
  /** What stands in the profiles besides, as YAML. */
  readonly inProfiles?: string;
  readonly awayMs?: number;
  readonly strangers?: number;
}

/** A folder with a configuration, a pool with a balance, and boxes on loopback. */
export interface ExampleSite {
  readonly folder: string;
  readonly configFile: string;
  readonly boxes: readonly RunningBox[];
  /** The first box. */
  readonly box: RunningBox;
  readonly cidr: string;
  /** Runs `varsync … --json` to its end. */
  run(...words: string[]): Promise<Ran>;
  start(words: readonly string[]): Started;
  /** The boxes are up a day longer: one that was only just switched on shows no fall of its uptime after a reset. */
  letTimePass(): void;
  /** Writes the configuration anew, with these changes. */
  configure(changes: Readonly<Record<string, unknown>>): Promise<void>;
  /** What is to be on every box from now on. */
  want(licenses: Readonly<Record<string, number>>, entry?: Readonly<Record<string, unknown>>): Promise<void>;
  /** `{"PBX-Registrations": "100/37/63"}` for loaded, used and left. */
  balance(): Promise<Record<string, string>>;
  /** `PBX-Registrations=37`, one a key of the box. */
  keys(box?: RunningBox): Promise<string[]>;
  /** The backups of the box, oldest first. */
  backups(box?: RunningBox): Promise<string[]>;
}

const dayMs = 24 * 3_600_000;
export const password = "ip400";

export async function startSite(t: Test, options: SiteOptions): Promise<ExampleSite> {
  const { block = 0, boxes: count = 1, strangers = 0, listed = true } = options;
  const folder = t.testdir({ licenses: {} });
  const file = (name: string) => join(folder, name);
  await writeFile(file("box.password"), `${password}\n`, { mode: 0o600 });
  await writeProfiles(file("profiles"), options);
  const addresses = Array.from({ length: 14 }, (_, index) => `${options.network}.${block * 16 + index + 1}`);
  const lan = await startLan({ ...lanOptions(options), addresses, boxes: count, strangers });
  t.teardown(() => lan[Symbol.asyncDispose]());
  const letTimePass = () => {
    for (const { box } of lan.boxes) box.upSince -= dayMs;
  };
  letTimePass();
  const database = file("pool.db");
  await fillPool(database, options.balance ?? { "PBX-Registrations": 100, "PBX-Operators": 10, "Relay-BRIs": 20 });
  const cidr = `${options.network}.${block * 16}/28`;
  const base = {
    site: "test",
    networks: [cidr],
    acceptsKeysFrom: "own",
    stateDir: "./state",
    profilesDir: "./profiles",
    ports: sitePorts,
    discovery: { probesPerSecond: 10_000 },
    credentials: [{ user: "admin", passwordFile: "./box.password" }],
    pool: { database: "./pool.db" },
    policy: { create: "ask", claim: "ask", reset: "when-idle" },
  };
  const boxesOf = (licenses: SiteOptions["licenses"], entry: SiteOptions["entry"]) =>
    Object.fromEntries(
      lan.boxes.map(({ serial, address }) => [serial, { address, ...(licenses && { licenses }), ...entry }]),
    );
  let config: Record<string, unknown> = {
    ...base,
    ...(listed && { boxes: boxesOf(options.licenses, options.entry) }),
    ...options.config,
  };
  const configFile = file("varsync.yaml");
  const configure = async (changes: Readonly<Record<string, unknown>>) => {
    config = { ...config, ...changes };
    await writeFile(configFile, stringify(config));
  };
  await configure({});
  const start = (words: readonly string[]) => {
    const started = startVarsync([...words, "--config", configFile], folder);
    t.teardown(() => started.child.kill("SIGKILL"));
    return started;
  };
  const [box] = lan.boxes;
  if (box === undefined) throw new Error("a site without a box");
  return {
    folder,
    configFile,
    cidr,
    boxes: lan.boxes,
    box,
    start,
    letTimePass,
    configure,
    run: (...words) => start([...words, "--json"]).ended,
    want: (licenses, entry) => configure({ boxes: boxesOf(licenses, entry) }),
    balance: () => withPool(database, (pool, account) => balanceText(pool, account)),
    keys: (of = box) =>
      withPool(database, async (pool, account) => {
        const keys = await allLicenseKeys(pool, account, { serial: of.serial });
        return keys.map(({ type, count: licenses }) => `${type}=${licenses}`).sort();
      }),
    async backups(of = box) {
      const folderOfBox = join(folder, "state", "backups", of.serial);
      const names = await readdir(folderOfBox).catch(() => []);
      return names.sort().map((name) => join(folderOfBox, name));
    },
  };
}

/** The license lines of the box as `name=count`, sorted: `Registrations=37`. */
export function licensesOn({ box }: RunningBox): string[] {
  return box
    .licenses()
    .map(({ value }) => readable(value).split(",")[0] ?? "")
    .sort();
}

/** Everything in the box's configuration that is no license. */
export function restOf({ box }: RunningBox): readonly string[] {
  const others = box.running.filter(({ name }) => !name.startsWith("LICENSE/"));
  return [...box.settings, ...others.map(({ name, flags, value }) => `${name} ${flags} ${value}`)];
}

function lanOptions({ faults = [], particulars, awayMs = 200 }: SiteOptions): Omit<LanOptions, "addresses" | "boxes"> {
  return {
    seed: 81,
    ports: sitePorts,
    awayMs,
    particulars: (index) => ({
      product: "IP400",
      licenses: [],
      faults: new Set(faults),
      ...particulars?.(index),
    }),
  };
}

/** The built-in profiles, with little patience, so that nobody waits three minutes for a box that is not back. */
async function writeProfiles(folder: string, options: SiteOptions): Promise<void> {
  const { backWithinSeconds = 10, inProfiles = "" } = options;
  await mkdir(folder, { recursive: true });
  await cp(builtInProfiles, folder, { recursive: true });
  for (const name of await readdir(folder)) {
    const text = await readFile(join(folder, name), "utf8");
    const changed = text.replace(/backWithinSeconds: \d+/, `backWithinSeconds: ${backWithinSeconds}`);
    await writeFile(join(folder, name), changed.replace(/pauseMs: \d+/, "pauseMs: 5") + inProfiles);
  }
}

async function fillPool(database: string, balance: Readonly<Record<string, number>>): Promise<void> {
  await using pool = await openPool(database);
  const account = await addReseller(pool, "anna@example.com");
  if (Object.keys(balance).length > 0) await credit(pool, account, balance);
}

type PoolWork<T> = (
  pool: Awaited<ReturnType<typeof openPool>>,
  account: Awaited<ReturnType<typeof addReseller>>,
) => Promise<T>;

async function withPool<T>(database: string, work: PoolWork<T>): Promise<T> {
  const { resolveAccount } = await import("../../src/pool/access/account.ts");
  await using pool = await openPool(database);
  return await work(pool, await resolveAccount(pool, undefined));
}
