import type { Kysely } from "kysely";

/** Does a write, on its own or within a transaction: it may be done twice, and only the last time counts. */
type Write<Tables, Result> = (db: Kysely<Tables>) => Promise<Result>;

/** Does a write, and answers when it is on the disk. */
export type Commit<Tables> = <Result>(write: Write<Tables, Result>) => Promise<Result>;

interface Waiting<Tables> {
  /** Answers what is to be called once the transaction was kept. */
  readonly within: (transaction: Kysely<Tables>) => Promise<() => void>;
  readonly alone: () => Promise<void>;
}

/**
 * Writes that are asked for at the same moment, as by passes beside each other, get to the disk by one commit: waiting
 * for the disk takes longer than all else about them. One that fails takes no other with it.
 */
export function commitTogether<Tables>(db: Kysely<Tables>): Commit<Tables> {
  let waiting: Waiting<Tables>[] = [];
  const flush = async () => {
    const batch = waiting;
    waiting = [];
    if (batch.length > 1 && (await tryTogether(db, batch))) return;
    for (const one of batch) await one.alone();
  };
  return <Result>(write: Write<Tables, Result>) =>
    new Promise<Result>((resolve, reject) => {
      if (waiting.length === 0) setImmediate(() => void flush());
      waiting.push({
        within: async (transaction) => {
          const result = await write(transaction);
          return () => resolve(result);
        },
        alone: () => write(db).then(resolve, reject),
      });
    });
}

async function tryTogether<Tables>(db: Kysely<Tables>, batch: readonly Waiting<Tables>[]): Promise<boolean> {
  const kept: (() => void)[] = [];
  try {
    await db.transaction().execute(async (transaction) => {
      for (const one of batch) kept.push(await one.within(transaction));
    });
  } catch {
    return false;
  }
  for (const settle of kept) settle();
  return true;
}
