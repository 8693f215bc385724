import { DatabaseSync, type SQLInputValue } from "node:sqlite";

/** A statement as a database was given it. */
export interface RecordedStatement {
  readonly sql: string;
  readonly values: readonly SQLInputValue[];
  /** Whether it ended a transaction that wrote, or wrote outside of one: the disk was waited for. */
  readonly commits: boolean;
}

const writes = /^\s*(?:insert|update|delete)\b/i;

/** Notes every prepared statement that `work` runs, on any database of this process. Slows it down: not to be measured. */
export async function recordStatements(work: () => Promise<unknown>): Promise<RecordedStatement[]> {
  const recorded: RecordedStatement[] = [];
  const writing = new WeakSet<DatabaseSync>();
  const { prepare } = DatabaseSync.prototype;
  DatabaseSync.prototype.prepare = function (this: DatabaseSync, sql, ...more) {
    const statement = prepare.call(this, sql, ...more);
    const noted = <T>(run: (...values: SQLInputValue[]) => T) => {
      return (...values: SQLInputValue[]): T => {
        const result = run.apply(statement, values);
        if (writes.test(sql)) writing.add(this);
        const commits = !this.isTransaction && writing.delete(this);
        recorded.push({ sql, values, commits });
        return result;
      };
    };
    return Object.assign(statement, { run: noted(statement.run), all: noted(statement.all) });
  };
  try {
    await work();
  } finally {
    DatabaseSync.prototype.prepare = prepare;
  }
  return recorded;
}
