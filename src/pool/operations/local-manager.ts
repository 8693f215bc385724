import type { Caller } from "../access/caller.ts";
import type { Pool } from "../open-pool.ts";
import { type LicenseManager, perform } from "./license-manager.ts";

/**
 * The license manager on the database itself, for one caller; closing it closes the pool.
 * @param signal ends what takes long
 */
export function localManager(pool: Pool, caller: Caller, signal: AbortSignal): LicenseManager {
  return {
    call: (operation, input) => perform(pool, caller, operation, input, signal),
    [Symbol.asyncDispose]: () => pool[Symbol.asyncDispose](),
  };
}
