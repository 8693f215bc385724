import type { Kysely } from "kysely";
import type { Commit } from "../../store/commit-together.ts";
import { compiledOnce, type Given } from "../../store/compiled-once.ts";
import type { JournalTables } from "./journal-tables.ts";

/** How the last whole round went. */
export interface LastRound {
  readonly startedAt: string;
  readonly endedAt: string;
  /** Boxes in all, and by outcome: `{boxes: 12, "in-step": 11, failed: 1}`. */
  readonly counts: Readonly<Record<string, number>>;
}

/** Single things that must outlive a run. */
export type FactName =
  | "agent-chain"
  | "agent-id"
  | "clock-mark"
  | "gives-way"
  | "last-round"
  | "machine"
  | "never-idle"
  | "pool-away"
  | "pool-head"
  | "second-claims"
  | "stand-back"
  | "two-agents";

export interface Facts {
  get(name: FactName): Promise<string | undefined>;
  set(name: FactName, value: string): Promise<void>;
  /** Answers whether there was one. */
  forget(name: FactName): Promise<boolean>;
  lastRound(): Promise<LastRound | undefined>;
}

export function facts(db: Kysely<JournalTables>, commit: Commit<JournalTables>): Facts {
  const get = async (name: FactName) => (await selectFact(db, { name })).rows[0]?.value;
  return {
    get,
    async set(name, value) {
      await commit((within) =>
        within
          .insertInto("fact")
          .values({ name, value })
          .onConflict((conflict) => conflict.column("name").doUpdateSet({ value }))
          .execute(),
      );
    },
    async forget(name) {
      const gone = await db.deleteFrom("fact").where("name", "=", name).executeTakeFirst();
      return gone.numDeletedRows > 0n;
    },
    async lastRound() {
      const text = await get("last-round");
      return text === undefined ? undefined : (JSON.parse(text) as LastRound);
    },
  };
}

const selectFact = compiledOnce((db: Kysely<JournalTables>, given: Given<{ readonly name: string }>) =>
  db.selectFrom("fact").select("value").where("name", "=", given.name),
);
