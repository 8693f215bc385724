/** Whether a database is named by an address of PostgreSQL, `postgres://…`, and not by a path. */
export function isPostgresAddress(database: string): boolean {
  return /^postgres(ql)?:\/\//.test(database);
}

/** A database's name for people: of an address only host and database, since a password may stand in it. */
export function databaseName(database: string): string {
  if (!isPostgresAddress(database)) return database;
  try {
    const { host, pathname } = new URL(database);
    return `postgres://${host}${pathname}`;
  } catch {
    return "postgres://…";
  }
}
