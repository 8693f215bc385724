import { z } from "zod";
import { isAway } from "../keys/is-away.ts";
import type { KeySource } from "../keys/key-source.ts";
import type { Site } from "./site.ts";

const remembered = z.object({ identity: z.string(), sequence: z.number(), hash: z.string() });

/** The pool knows less than it knew before: a database was put back to an older state, or exchanged. */
export class PoolRolledBackError extends Error {
  readonly code = "pool-rolled-back";

  constructor(message: string) {
    super(message);
    this.name = "PoolRolledBackError";
  }
}

/**
 * Holds the newest entry of the pool's ledger that this site ever saw against what the pool says now. A pool that forgot
 * entries may create keys a second time: nothing is spent there until a person decides.
 * @throws PoolRolledBackError
 */
export async function checkPoolHead(site: Site, source: KeySource): Promise<void> {
  await newerHead(site, source);
}

/**
 * The same for all sources, where nothing is spent, and remembers the newest entry; a pool that was rolled back, or does
 * not answer, is only told.
 */
export async function watchPoolHeads(site: Site): Promise<void> {
  for (const source of site.sources) {
    try {
      const newer = await newerHead(site, source);
      if (newer !== undefined) await site.journal.facts.set("pool-head", JSON.stringify(newer));
    } catch (error) {
      if (isAway(error)) site.log.warn({ why: error.message }, "the pool cannot be reached");
      else if (error instanceof PoolRolledBackError) site.log.error({ err: error }, "the pool was rolled back");
      else throw error;
    }
  }
}

type RememberedHead = z.infer<typeof remembered>;

/** What is to be remembered of the pool; `undefined` when it is already. @throws PoolRolledBackError */
async function newerHead(site: Site, { ledger }: KeySource): Promise<RememberedHead | undefined> {
  if (ledger === undefined) return undefined;
  const { identity, head } = ledger;
  const text = await site.journal.facts.get("pool-head");
  const known = text === undefined ? undefined : remembered.parse(JSON.parse(text));
  const before = known?.identity === identity ? known : undefined;
  const now = await head(before?.sequence);
  if (before && (now.sequence < before.sequence || now.hashAt !== before.hash)) {
    const how = now.sequence < before.sequence ? `has ${now.sequence} entries` : "has another entry there";
    throw new PoolRolledBackError(
      `the pool's ledger was seen at entry ${before.sequence}, and now ${how}: it was put back to an older state. ` +
        "Nothing is created or claimed until a person decides: mend the pool, or varsync release pool",
    );
  }
  if (before?.sequence === now.sequence) return undefined;
  return { identity, sequence: now.sequence, hash: now.hash };
}
