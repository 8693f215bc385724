import type { Argv } from "yargs";
import type { DatabaseEntry, PoolServerEntry, VarsyncConfig } from "../../../config/varsync-config.ts";
import type { Pool } from "../../../pool/open-pool.ts";
import type { LicenseManager } from "../../../pool/operations/license-manager.ts";
import type { CommandContext } from "../../command-context.ts";

/** What the pool commands have in common. */
export interface PoolArguments {
  readonly account?: string | undefined;
}

/** Adds `--account`. */
export function withAccount(yargs: Argv) {
  const describe = "e-mail address of the account that is meant";
  return yargs.option("account", { type: "string", requiresArg: true, describe });
}

/**
 * Opens the configured pool's database (without a configuration `./state/pool.db`), and closes it after the work.
 * @throws ConfigError where the pool is behind a server
 */
export async function withPool<T>(
  context: CommandContext,
  work: (pool: Pool, config: VarsyncConfig) => Promise<T>,
): Promise<T> {
  const { openPool } = await import("../../../pool/open-pool.ts");
  const { config, entry } = await configuredDatabase(context);
  await using pool = await openPool(await entry.address(), undefined, entry.warnings);
  return await work(pool, config);
}

/** The configured pool's database. @throws ConfigError when the pool is behind a server */
export async function configuredDatabase(
  context: CommandContext,
): Promise<{ readonly config: VarsyncConfig; readonly entry: DatabaseEntry }> {
  const { ConfigError } = await import("../../../config/config-error.ts");
  const { config, entry } = await configuredPool(context);
  if ("database" in entry) return { config, entry };
  throw new ConfigError(
    `${config.file}: the pool is behind ${entry.url.host}, and this is done on its database: run it there`,
  );
}

/**
 * Opens the license manager, as whoever is meant. At a server: whose token it is, for `--account`, else `pool.account`,
 * else the token's account. On the database: its operator, acting for `--account`, else `pool.account`, else the only
 * reseller account there is.
 */
export async function withManager<T>(
  context: CommandContext,
  { account }: PoolArguments,
  work: (manager: LicenseManager) => Promise<T>,
): Promise<T> {
  const { entry } = await configuredPool(context);
  const meant = account ?? entry.account;
  if (!("database" in entry)) return withServer(context, entry, meant, work);
  const { operatorCaller } = await import("../../../pool/access/operator-caller.ts");
  const { localManager } = await import("../../../pool/operations/local-manager.ts");
  return withPool(context, async (pool) => work(localManager(pool, await operatorCaller(pool, meant), context.signal)));
}

/** The same for what issuers do: an account that is named must be an issuer's. */
export async function withIssuer<T>(
  context: CommandContext,
  { account }: PoolArguments,
  work: (manager: LicenseManager) => Promise<T>,
): Promise<T> {
  const { entry } = await configuredPool(context);
  if (!("database" in entry)) return withServer(context, entry, account ?? entry.account, work);
  const { issuingCaller } = await import("../../../pool/access/operator-caller.ts");
  const { localManager } = await import("../../../pool/operations/local-manager.ts");
  return withPool(context, async (pool) =>
    work(localManager(pool, await issuingCaller(pool, account), context.signal)),
  );
}

/**
 * The configured pool server, asked without a token: what whoever can reach it may do.
 * @throws ConfigError where the pool is no server
 */
export async function withStranger<T>(
  context: CommandContext,
  work: (manager: LicenseManager, entry: PoolServerEntry) => Promise<T>,
): Promise<T> {
  const { ConfigError } = await import("../../../config/config-error.ts");
  const { openPoolServer } = await import("../../site/open-pool-server.ts");
  const { config, entry } = await configuredPool(context);
  if ("database" in entry) {
    throw new ConfigError(
      `${config.file ?? "no configuration"}: this wants a pool server: pool: {url: "https://…", tokenFile: …}`,
    );
  }
  await using manager = await openPoolServer(entry, { signal: context.signal }, "anyone");
  return await work(manager, entry);
}

async function withServer<T>(
  { signal }: CommandContext,
  entry: PoolServerEntry,
  account: string | undefined,
  work: (manager: LicenseManager) => Promise<T>,
): Promise<T> {
  const { openPoolServer } = await import("../../site/open-pool-server.ts");
  await using manager = await openPoolServer({ ...entry, ...(account !== undefined && { account }) }, { signal });
  return await work(manager);
}

async function configuredPool(
  context: CommandContext,
): Promise<{ readonly config: VarsyncConfig; readonly entry: DatabaseEntry | PoolServerEntry }> {
  const { ConfigError } = await import("../../../config/config-error.ts");
  const config = await context.configOrDefault();
  if (config.pool !== undefined) return { config, entry: config.pool };
  throw new ConfigError(`${config.file}: there is no pool: add pool: {database: ./state/pool.db}, or {url: …}`);
}
