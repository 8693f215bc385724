import type { Kysely } from "kysely";
import { spendingActions } from "./entries.ts";
import type { JournalTables } from "./journal-tables.ts";

/** Lets go of old entries in small portions, each a short transaction that others hardly wait for. */
export interface EntryCuts {
  /**
   * The entries before which all are older than a time; `undefined` when none is. Entries are numbered in the order in
   * which they came: where the clock was wrong for a while, those before and after tell how old one is.
   */
  oldestKept(before: Date, now: Date): Promise<number | undefined>;
  /**
   * Deletes some of the entries with lower numbers, and says how many. An intent goes together with its results, once
   * all of them are as old; an intent to spend without a result stays.
   */
  deleteSome(oldestKept: number, most: number): Promise<number>;
}

export function entryCuts(db: Kysely<JournalTables>): EntryCuts {
  return {
    async oldestKept(before, now) {
      const [from, to] = [before.toISOString(), now.toISOString()];
      const entry = db.selectFrom("entry").select("id");
      const young = await entry.where("at", ">=", from).where("at", "<=", to).orderBy("id").limit(1).executeTakeFirst();
      if (young !== undefined) return young.id;
      const last = await entry.where("at", "<", from).orderBy("id", "desc").limit(1).executeTakeFirst();
      return last && last.id + 1;
    },
    deleteSome: (oldestKept, most) =>
      db.transaction().execute(async (within) => {
        const old = await within
          .selectFrom("entry as old")
          .select("old.id")
          .where("old.id", "<", oldestKept)
          .where("old.intent", "is", null)
          .where(({ not, exists, selectFrom }) => {
            const results = selectFrom("entry as result").select("result.id").whereRef("result.intent", "=", "old.id");
            return not(exists(results.where("result.id", ">=", oldestKept)));
          })
          .where(({ or, eb, exists, selectFrom }) =>
            or([
              eb("old.phase", "!=", "intent"),
              eb("old.action", "not in", spendingActions),
              exists(selectFrom("entry as result").select("result.id").whereRef("result.intent", "=", "old.id")),
            ]),
          )
          .orderBy("old.id")
          .limit(most)
          .execute();
        const ids = old.map(({ id }) => id);
        if (ids.length === 0) return 0;
        const results = await within.deleteFrom("entry").where("intent", "in", ids).executeTakeFirst();
        const entries = await within.deleteFrom("entry").where("id", "in", ids).executeTakeFirst();
        return Number(results.numDeletedRows + entries.numDeletedRows);
      }),
  };
}
