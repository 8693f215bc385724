import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { stringify } from "yaml";
import { builtInProfiles } from "../src/box/profile/load-profiles.ts";
import { addAccount } from "../src/pool/access/add-account.ts";
import { activate } from "../src/pool/ledger/activate.ts";
import { issueActivationKey } from "../src/pool/ledger/issue-activation-key.ts";
import { openPool } from "../src/pool/open-pool.ts";
import { actFor } from "../test/pool/act-for.ts";

/** What is loaded of each type. */
export const loaded = 1_000_000;

/** A folder with a configuration for boxes of a simulated LAN; it can be written anew while the service runs. */
export interface SoakSite {
  readonly folder: string;
  readonly configFile: string;
  /** Writes the configuration anew, with these changes. */
  configure(changes: Readonly<Record<string, unknown>>): Promise<void>;
}

export interface SoakSiteOptions {
  readonly network: string;
  readonly ports: Readonly<Record<"http" | "snmp" | "ssh", number>>;
  readonly backWithinSeconds: number;
  readonly config: Readonly<Record<string, unknown>>;
}

/** Writes the configuration of a site that is in a hurry. */
export async function writeSoakSite(folder: string, options: SoakSiteOptions): Promise<SoakSite> {
  await mkdir(join(folder, "profiles"), { recursive: true });
  for (const name of ["ip400.yaml", "ip202.yaml"]) {
    const profile = await readFile(join(builtInProfiles, name), "utf8");
    const hurried = profile
      .replace(/pauseMs: \d+/, "pauseMs: 0")
      .replace(/backWithinSeconds: \d+/, `backWithinSeconds: ${options.backWithinSeconds}`);
    await writeFile(join(folder, "profiles", name), hurried);
  }
  const secrets = { password: "ip400", "password-ip202": "ip202", "webhook.secret": "not a secret, only for soaks" };
  for (const [name, secret] of Object.entries(secrets)) {
    await writeFile(join(folder, name), `${secret}\n`, { mode: 0o600 });
  }
  let config: Record<string, unknown> = {
    site: "soak",
    networks: [options.network],
    acceptsKeysFrom: "own",
    stateDir: "./state",
    profilesDir: "./profiles",
    ports: options.ports,
    discovery: { probesPerSecond: 2000 },
    credentials: [{ user: "admin", passwordFile: "./password" }],
    policy: { create: { perBox: 1000, perDay: loaded }, claim: "always", reset: "when-idle" },
    ...options.config,
  };
  const configFile = join(folder, "varsync.yaml");
  const configure = async (changes: Readonly<Record<string, unknown>>) => {
    config = { ...config, ...changes };
    await writeFile(configFile, stringify(config, { aliasDuplicateObjects: false }));
  };
  await configure({});
  return { folder, configFile, configure };
}

/** Makes a pool with one reseller who has plenty of each type. */
export async function fillPool(database: string, types: readonly string[]): Promise<void> {
  await using pool = await openPool(database);
  const fields = { email: "soak@example.org", name: "Soak", role: "reseller", password: "not a secret" } as const;
  const account = await addAccount(pool, fields);
  const licenses = new Map(types.map((type) => [type, loaded]));
  await activate(pool, actFor(account), [await issueActivationKey(pool, "operator", licenses)]);
}
