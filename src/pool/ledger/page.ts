import { type RawBuilder, type SqlBool, sql } from "kysely";
import { z } from "zod";
import { PoolError } from "../pool-error.ts";

/** One page of a list. */
export interface Page {
  readonly limit: number;
  /** Of the answer before this one. */
  readonly cursor?: string | undefined;
}

/** As many as a page has, and the cursor of the next page where there is one. */
export interface PageOf<T> {
  readonly items: readonly T[];
  readonly next?: string;
}

/**
 * A page of what a query gave that was asked for one more than the page has.
 * @param keyOf what the list is sorted by, ending with what is different for each: it never changes, so that walking the
 * pages meets each once, whatever is added meanwhile
 */
export function pageOf<T>(rows: readonly T[], { limit }: Page, keyOf: (row: T) => readonly string[]): PageOf<T> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, ...(rows.length > limit && last && { next: writeCursor(keyOf(last)) }) };
}

/** What the last one of the page before is sorted by. @throws PoolError `bad-request` for a cursor that no page gave */
export function afterOf<const Names extends readonly string[]>(
  { cursor }: Page,
  names: Names,
): { readonly [Name in Names[number]]: string } | undefined {
  if (cursor === undefined) return undefined;
  const values = readCursor(cursor);
  if (values.length !== names.length) throw badCursor();
  return Object.fromEntries(names.map((name, index) => [name, values[index]])) as Record<Names[number], string>;
}

/** Only what comes after the last one of the page before, by the two columns that the list is sorted by. */
export function comesAfter(
  [column, tie]: readonly [column: string, tie: string],
  [value, id]: readonly [value: string | number, id: string],
): RawBuilder<SqlBool> {
  return sql<SqlBool>`(${sql.ref(column)}, ${sql.ref(tie)}) > (${value}, ${id})`;
}

function writeCursor(key: readonly string[]): string {
  return Buffer.from(JSON.stringify(key)).toString("base64url");
}

const keySchema = z.array(z.string().refine((part) => part.isWellFormed() && !part.includes("\u0000")));

function readCursor(cursor: string): string[] {
  try {
    return keySchema.parse(JSON.parse(Buffer.from(cursor, "base64url").toString()));
  } catch {
    throw badCursor();
  }
}

export function badCursor(): PoolError {
  return new PoolError("bad-request", "cursor: is none that a page gave");
}
