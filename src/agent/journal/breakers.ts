import type { Kysely } from "kysely";
import type { SerialNumber } from "../../license/serial-number.ts";
import { compiledOnce, type Given } from "../../store/compiled-once.ts";
import type { JournalTables } from "./journal-tables.ts";

/** Why a box, or every box of a profile, is set aside until a person has looked. */
export interface Breaker {
  readonly scope: BreakerScope;
  readonly code: string;
  readonly message: string;
  readonly since: string;
}

export type BreakerScope = `box:${SerialNumber}` | `profile:${string}`;

export interface Breakers {
  /** The breaker that keeps this box from being written, if one is open. */
  open(serial: SerialNumber, profile: string): Promise<Breaker | undefined>;
  all(): Promise<Breaker[]>;
  /** Opens it; one that is open already keeps its first reason. */
  trip(scope: BreakerScope, code: string, message: string, at: Date): Promise<void>;
  /** A person has looked. Answers whether it was open. */
  release(scope: BreakerScope): Promise<boolean>;
}

/** The one of these that keeps a box of that profile from being written. */
export function breakerFor(
  open: readonly Breaker[],
  { serial, profile }: { readonly serial: SerialNumber; readonly profile?: string | undefined },
): Breaker | undefined {
  return open.find(({ scope }) => scope === `box:${serial}` || scope === `profile:${profile}`);
}

export function breakers(db: Kysely<JournalTables>): Breakers {
  return {
    async open(serial, profile) {
      const [row] = (await selectOpen(db, { box: `box:${serial}`, profile: `profile:${profile}` })).rows;
      return row && { ...row, scope: row.scope as BreakerScope };
    },
    async all() {
      const rows = await db.selectFrom("breaker").selectAll().orderBy("scope").execute();
      return rows.map((row) => ({ ...row, scope: row.scope as BreakerScope }));
    },
    async trip(scope, code, message, at) {
      await db
        .insertInto("breaker")
        .values({ scope, code, message, since: at.toISOString() })
        .onConflict((conflict) => conflict.column("scope").doNothing())
        .execute();
    },
    async release(scope) {
      const gone = await db.deleteFrom("breaker").where("scope", "=", scope).executeTakeFirst();
      return gone.numDeletedRows > 0n;
    },
  };
}

const selectOpen = compiledOnce(
  (db: Kysely<JournalTables>, given: Given<{ readonly box: string; readonly profile: string }>) =>
    db.selectFrom("breaker").selectAll().where("scope", "in", [given.box, given.profile]),
);
