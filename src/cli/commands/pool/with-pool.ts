import type { Argv } from "yargs";
import type { VarsyncConfig } from "../../../config/varsync-config.ts";
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

/** Opens the configured pool (without a configuration `./state/pool.db`), and closes it after the work. */
export async function withPool<T>(
  context: CommandContext,
  work: (pool: Pool, config: VarsyncConfig) => Promise<T>,
): Promise<T> {
  const { defaultConfig, loadConfigIfAny } = await import("../../../config/load-config.ts");
  const { ConfigError } = await import("../../../config/config-error.ts");
  const { openPool } = await import("../../../pool/open-pool.ts");
  const config = (await loadConfigIfAny(context.configFile)) ?? defaultConfig();
  if (config.pool === undefined) {
    throw new ConfigError(`${config.file}: there is no pool: add pool: {database: ./state/pool.db}`);
  }
  await using pool = await openPool(config.pool.database);
  return await work(pool, config);
}

/**
 * Opens the license manager, as whoever is meant: the database's operator acting for `--account`, else `pool.account`,
 * else the only reseller account there is.
 */
export async function withManager<T>(
  context: CommandContext,
  { account }: PoolArguments,
  work: (manager: LicenseManager) => Promise<T>,
): Promise<T> {
  const { operatorCaller } = await import("../../../pool/access/operator-caller.ts");
  const { localManager } = await import("../../../pool/operations/local-manager.ts");
  return withPool(context, async (pool, config) =>
    work(localManager(pool, await operatorCaller(pool, account ?? config.pool?.account))),
  );
}

/** The same for what issuers do: an account that is named must be an issuer's. */
export async function withIssuer<T>(
  context: CommandContext,
  { account }: PoolArguments,
  work: (manager: LicenseManager) => Promise<T>,
): Promise<T> {
  const { issuingCaller } = await import("../../../pool/access/operator-caller.ts");
  const { localManager } = await import("../../../pool/operations/local-manager.ts");
  return withPool(context, async (pool) => work(localManager(pool, await issuingCaller(pool, account))));
}
