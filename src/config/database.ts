import { z } from "zod";

const postgres = /^postgres(ql)?:\/\//;

/** Where a database is: the path of a SQLite file, or the address of PostgreSQL. */
export const databaseSchema = z
  .string()
  .min(1)
  .refine((database) => !/^postgres(ql)?:/.test(database) || isAddress(database), {
    message: 'an address of PostgreSQL looks like "postgres://user@host/database"',
  });

/** A path made absolute; an address as it is. */
export function resolveDatabase(database: string, absolute: (path: string) => string): string {
  return isPostgres(database) ? database : absolute(database);
}

/** The address of PostgreSQL with a password in it: to open it by, never to be shown. */
export function withPassword(address: string, password: string): string {
  const full = new URL(address);
  full.password = encodeURIComponent(password);
  return full.href;
}

/** For people: whatever password stands in an address is blanked. */
export function shownDatabase(database: string): string {
  if (!isPostgres(database)) return database;
  const address = new URL(database);
  if (address.password !== "") address.password = "***";
  if (address.searchParams.has("password")) address.searchParams.set("password", "***");
  return address.href;
}

export function isPostgres(database: string): boolean {
  return postgres.test(database);
}

function isAddress(database: string): boolean {
  return isPostgres(database) && URL.canParse(database) && new URL(database).pathname.length > 1;
}
