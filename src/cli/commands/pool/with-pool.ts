import type { Argv } from "yargs";
import type { VarsyncConfig } from "../../../config/varsync-config.ts";
import type { Pool } from "../../../pool/open-pool.ts";
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

/** The account that is meant: `--account`, else `pool.account`, else the only reseller account there is. */
export async function accountOf(pool: Pool, config: VarsyncConfig, { account }: PoolArguments) {
  const { resolveAccount } = await import("../../../pool/access/account.ts");
  return resolveAccount(pool, account ?? config.pool?.account);
}
