import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { stringify } from "yaml";
import { builtInProfiles } from "../src/box/profile/load-profiles.ts";
import { createLogger } from "../src/cli/create-logger.ts";
import { createProgress } from "../src/cli/progress.ts";
import { type OpenSite, openSite } from "../src/cli/site/open-site.ts";
import { loadConfig } from "../src/config/load-config.ts";
import { addAccount } from "../src/pool/access/add-account.ts";
import { activate } from "../src/pool/ledger/activate.ts";
import { issueActivationKey } from "../src/pool/ledger/issue-activation-key.ts";
import { openPool } from "../src/pool/open-pool.ts";
import { actFor } from "../test/pool/act-for.ts";
import { type LanBox, ports } from "./lan/lan-order.ts";

/** What a site of a bench is to have. */
export interface BenchSite {
  readonly network: string;
  readonly boxes: readonly LanBox[];
  /** License type to total, the same for every box. */
  readonly licenses: Readonly<Record<string, number>>;
}

/** Writes the configuration of a site in a fresh folder, with a profile that makes no pauses and a pool that is full. */
export async function writeBenchSite(folder: string, { network, boxes, licenses }: BenchSite): Promise<string> {
  const profile = await readFile(join(builtInProfiles, "ip400.yaml"), "utf8");
  await mkdir(join(folder, "profiles"), { recursive: true });
  await writeFile(join(folder, "profiles", "ip400.yaml"), profile.replace(/pauseMs: \d+/, "pauseMs: 0"));
  await writeFile(join(folder, "password"), "ip400\n", { mode: 0o600 });
  await fillPool(join(folder, "state", "pool.db"));
  const config = {
    networks: [network],
    acceptsKeysFrom: "own",
    stateDir: "./state",
    profilesDir: "./profiles",
    ports,
    discovery: { ways: ["snmp"], probesPerSecond: 1000 },
    credentials: [{ user: "admin", passwordFile: "password" }],
    pool: { database: "./state/pool.db" },
    policy: { create: { perBox: 1_000_000, perDay: 1_000_000 }, claim: "always", reset: "never" },
    boxes: Object.fromEntries(boxes.map(({ serial, address }) => [serial, { address, licenses }])),
  };
  const file = join(folder, "varsync.yaml");
  await writeFile(file, stringify(config, { aliasDuplicateObjects: false }));
  return file;
}

/** Opens the site as commands do. */
export async function openBenchSite(configFile: string): Promise<OpenSite> {
  const context = { logger: () => createLogger("warn"), progress: createProgress(process.stderr, true) };
  return openSite(context, await loadConfig(configFile), { keys: true });
}

async function fillPool(database: string): Promise<void> {
  await using pool = await openPool(database);
  const fields = { email: "bench@example.org", name: "Bench", role: "reseller", password: "not a secret" } as const;
  const account = await addAccount(pool, fields);
  const licenses = new Map([
    ["PBX-Registrations", 1_000_000],
    ["PBX-Operators", 1_000_000],
  ]);
  await activate(pool, actFor(account), [await issueActivationKey(pool, "operator", licenses)]);
}
