import type { Caller } from "../access/caller.ts";
import type { Pool } from "../open-pool.ts";
import { type LicenseManager, perform } from "./license-manager.ts";

/** The license manager on the database itself, for one caller; closing it closes the pool. */
export function localManager(pool: Pool, caller: Caller): LicenseManager {
  return {
    call: (operation, input) => perform(pool, caller, operation, input),
    [Symbol.asyncDispose]: () => pool[Symbol.asyncDispose](),
  };
}
