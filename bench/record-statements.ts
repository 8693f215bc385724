import { DatabaseSync, type SQLInputValue, StatementSync } from "node:sqlite";

/** A statement as a database was given it. */
export interface RecordedStatement {
  readonly sql: string;
  readonly values: readonly SQLInputValue[];
  /** Whether it ended a transaction that wrote, or wrote outside of one: the disk was waited for. */
  readonly commits: boolean;
}

const writes = /^\s*(?:insert|update|delete)\b/i;

// Databases keep their statements prepared: which one a statement belongs to is noted from the start.
const databaseOf = new WeakMap<StatementSync, DatabaseSync>();
const { prepare } = DatabaseSync.prototype;
DatabaseSync.prototype.prepare = function (this: DatabaseSync, ...given) {
  const statement = prepare.apply(this, given);
  databaseOf.set(statement, this);
  return statement;
};

/** Notes every prepared statement that `work` runs, on any database of this process. Slows it down: not to be measured. */
export async function recordStatements(work: () => Promise<unknown>): Promise<RecordedStatement[]> {
  const recorded: RecordedStatement[] = [];
  const writing = new WeakSet<DatabaseSync>();
  const { run, all } = StatementSync.prototype;
  const noted = <T>(way: (...values: SQLInputValue[]) => T) => {
    return function (this: StatementSync, ...values: SQLInputValue[]): T {
      const result = way.apply(this, values);
      const database = databaseOf.get(this);
      if (database === undefined) throw new Error(`nobody knows whose statement this is: ${this.sourceSQL}`);
      if (writes.test(this.sourceSQL)) writing.add(database);
      const commits = !database.isTransaction && writing.delete(database);
      recorded.push({ sql: this.sourceSQL, values, commits });
      return result;
    };
  };
  Object.assign(StatementSync.prototype, { run: noted(run), all: noted(all) });
  try {
    await work();
  } finally {
    Object.assign(StatementSync.prototype, { run, all });
  }
  return recorded;
}
