import type { KeySource } from "../key-source.ts";

/** More than any site lacks. */
const plenty = Number.MAX_SAFE_INTEGER;

/** Stands for a pool that cannot be reached: a plan made with it says what would be asked of it. Creates nothing. */
export function askingSource(types: readonly string[]): KeySource {
  const none = async () => [];
  const refuse = () => Promise.reject(new Error("nothing can be created without the pool"));
  return {
    name: "pool",
    canCreate: true,
    offers: async () => ({ lines: [], predefined: [] }),
    balance: async () => types.map((type) => ({ type, loaded: plenty, used: 0, left: plenty })),
    spentToday: async () => ({ box: 0, day: 0 }),
    claim: refuse,
    create: refuse,
    lookUp: async () => new Map(),
    find: none,
    [Symbol.asyncDispose]: async () => undefined,
  };
}
