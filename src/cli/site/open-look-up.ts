import { access } from "node:fs/promises";
import { type CodeLookUp, openCodeLookUp } from "../../agent/keys/embedded-pool.ts";
import type { VarsyncConfig } from "../../config/varsync-config.ts";
import { isPostgresAddress } from "../../store/postgres-address.ts";

/** The configured pool, only to ask whose key a code is; `undefined` where there is none yet. */
export async function openLookUp({ pool }: VarsyncConfig, now: () => Date): Promise<CodeLookUp | undefined> {
  if (pool === undefined) return undefined;
  if (!("database" in pool)) {
    const { openServerSource } = await import("./open-server-source.ts");
    return openServerSource(pool, undefined);
  }
  if (isPostgresAddress(pool.database)) return openCodeLookUp(await pool.address(), now);
  try {
    await access(pool.database);
  } catch {
    return undefined;
  }
  return openCodeLookUp(pool.database, now);
}
