import type { DatabaseSync, SQLInputValue, StatementSync } from "node:sqlite";
import type { SqliteDatabase, SqliteStatement } from "kysely";
import { asStoreError, isDamage, type StoreError } from "./store-error.ts";

/** Statements kept prepared; more than a program has. */
const keptStatements = 500;

/** node:sqlite in the shape that Kysely's SqliteDialect expects; errors become StoreErrors. */
export function nodeSqlite(
  database: DatabaseSync,
  path: string,
  onDamage: (error: StoreError) => StoreError = (error) => error,
): SqliteDatabase {
  const guarded: Guarded = (work) => {
    try {
      return work();
    } catch (error) {
      const told = asStoreError(error, path);
      throw isDamage(told) ? onDamage(told) : told;
    }
  };
  const statements = new Map<string, SqliteStatement>();
  return {
    prepare(query) {
      // A full disk has ended the transaction already; an error here would hide the one that tells so.
      if (query === "rollback" && !database.isTransaction) return nothingToDo;
      // Every transaction here writes: taking the write lock at once spares it a failure in the middle.
      const sql = query === "begin" ? "begin immediate" : query;
      const kept = statements.get(sql);
      if (kept) return kept;
      const statement = wrap(
        guarded(() => database.prepare(sql)),
        guarded,
      );
      if (statements.size < keptStatements) statements.set(sql, statement);
      return statement;
    },
    close: () => database.close(),
  };
}

const nothingToDo: SqliteStatement = {
  reader: false,
  all: () => [],
  run: () => ({ changes: 0, lastInsertRowid: 0 }),
  iterate: () => [].values(),
};

type Guarded = <T>(work: () => T) => T;

function wrap(statement: StatementSync, guarded: Guarded): SqliteStatement {
  const values = (parameters: readonly unknown[]) => parameters as SQLInputValue[];
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => guarded(() => statement.all(...values(parameters))),
    run: (parameters) => guarded(() => statement.run(...values(parameters))),
    iterate: (parameters) => statement.iterate(...values(parameters)),
  };
}
