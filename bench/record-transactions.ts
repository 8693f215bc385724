import pg from "pg";

/** The statements of one transaction, as pg was given them. */
export type RecordedTransaction = readonly pg.QueryConfig[];

/** Notes every transaction that `work` commits through pg, in their order. Slows it down: not to be measured. */
export async function recordTransactions(work: () => Promise<unknown>): Promise<RecordedTransaction[]> {
  const recorded: RecordedTransaction[] = [];
  const open = new Map<unknown, pg.QueryConfig[]>();
  const { query } = pg.Client.prototype;
  const noted = function (this: unknown, config: pg.QueryConfig, ...more: unknown[]): unknown {
    const statements = config.text === "begin" ? [] : (open.get(this) ?? []);
    open.set(this, statements);
    statements.push({ ...config });
    if (config.text === "commit") recorded.push(statements);
    return Reflect.apply(query, this, [config, ...more]);
  };
  Object.assign(pg.Client.prototype, { query: noted });
  try {
    await work();
  } finally {
    Object.assign(pg.Client.prototype, { query });
  }
  return recorded;
}
