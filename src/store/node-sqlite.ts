import type { DatabaseSync, SQLInputValue, StatementSync } from "node:sqlite";
import type { SqliteDatabase, SqliteStatement } from "kysely";
import { asStoreError } from "./store-error.ts";

/** Statements kept prepared; more than a program has. */
const keptStatements = 500;

/** node:sqlite in the shape that Kysely's SqliteDialect expects; errors become StoreErrors. */
export function nodeSqlite(database: DatabaseSync, path: string): SqliteDatabase {
  const statements = new Map<string, SqliteStatement>();
  return {
    prepare(query) {
      // Every transaction here writes: taking the write lock at once spares it a failure in the middle.
      const sql = query === "begin" ? "begin immediate" : query;
      const kept = statements.get(sql);
      if (kept) return kept;
      const statement = wrap(
        guarded(path, () => database.prepare(sql)),
        path,
      );
      if (statements.size < keptStatements) statements.set(sql, statement);
      return statement;
    },
    close: () => database.close(),
  };
}

function wrap(statement: StatementSync, path: string): SqliteStatement {
  const values = (parameters: readonly unknown[]) => parameters as SQLInputValue[];
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => guarded(path, () => statement.all(...values(parameters))),
    run: (parameters) => guarded(path, () => statement.run(...values(parameters))),
    iterate: (parameters) => statement.iterate(...values(parameters)),
  };
}

function guarded<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw asStoreError(error, path);
  }
}
