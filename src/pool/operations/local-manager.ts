import { setImmediate } from "node:timers/promises";
import type { Caller } from "../access/caller.ts";
import type { Pool } from "../open-pool.ts";
import { type LicenseManager, perform } from "./license-manager.ts";

/**
 * The license manager on the database itself, for one caller; closing it closes the pool.
 * @param signal ends what takes long, and what was not begun; its reason is thrown
 */
export function localManager(pool: Pool, caller: Caller, signal: AbortSignal): LicenseManager {
  return {
    async call(operation, input) {
      // SQLite answers at once: without this pause Ctrl-C would not be heard between the pages of a long list.
      await setImmediate(undefined, { signal });
      return perform(pool, caller, operation, input, signal);
    },
    [Symbol.asyncDispose]: () => pool[Symbol.asyncDispose](),
  };
}
