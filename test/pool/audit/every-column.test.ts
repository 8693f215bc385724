import fc from "fast-check";
import { sql } from "kysely";
import { verifyLedger } from "../../../src/pool/audit/verify-ledger.ts";
import { openPool, type Pool } from "../../../src/pool/open-pool.ts";
import { isPostgres } from "../../../src/store/is-postgres.ts";
import { newDatabase, bothDatabases as t } from "../both-databases.ts";
import { addReseller, examplePool } from "../example-pool.ts";
import { operation, perform as performRandom, type World } from "../ledger/random-operations.ts";
import { everything } from "./everything.ts";
import { toldByLedger } from "./told-by-ledger.ts";

t.test("whatever happened before, one changed value in what the ledger tells of is found and named", async (t) => {
  const { pool, reseller: anna, database } = await examplePool(t);
  const bert = await addReseller(pool, "bert@example.com");
  await everything(pool, anna, bert);
  const found = await verifyLedger(pool);
  t.equal(found.broken, undefined);
  await pool[Symbol.asyncDispose]();
  let changes = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(operation, { maxLength: 15 }), fc.nat(1000), async (operations, seed) => {
      await using copy = await openPool(await newDatabase(t, database));
      const world: World = { pool: copy, accounts: [anna, bert], activationKeys: [], keys: [], asked: [] };
      for (const one of operations) await performRandom(world, one).catch(() => undefined);
      const { broken } = await verifyLedger(copy);
      if (broken) throw new Error(`before any change: ${broken.message}`);
      for (const [table, told] of Object.entries(toldByLedger)) {
        for (const column of await columnsOf(copy.db, table)) {
          if (told.includes(column)) continue;
          changes += await changeOne(copy, table, column, seed);
        }
      }
    }),
    { numRuns: 3, endOnFailure: true },
  );
  t.ok(changes > 150, `${changes} changes`);
});

/** Changes one value, sees that it is found, and puts it back. Answers whether the database let it be changed. */
async function changeOne(pool: Pool, table: string, column: string, seed: number): Promise<number> {
  const id = isPostgres(pool.db) ? sql`ctid` : sql`rowid`;
  const { rows } = await sql<{
    id: unknown;
    value: unknown;
  }>`select ${isPostgres(pool.db) ? sql`ctid::text` : id} as id,
    ${sql.ref(column)} as value from ${sql.table(table)} where ${onlyTold(table)} order by 1`.execute(pool.db);
  const row = rows[seed % rows.length];
  if (row === undefined) return 0;
  const { rows: primary } = await sql<Record<string, unknown>>`select * from ${sql.table(table)}
    where ${isPostgres(pool.db) ? sql`ctid = ${row.id}::tid` : sql`rowid = ${row.id}`}`.execute(pool.db);
  const [before = {}] = primary;
  try {
    await replaceRow(pool.db, table, before, { ...before, [column]: other(table, column, row.value) });
  } catch {
    return 0;
  }
  const { broken } = await verifyLedger(pool);
  if (broken === undefined) throw new Error(`${table}.${column} was changed and not found: ${JSON.stringify(before)}`);
  await replaceRow(pool.db, table, { ...before, [column]: other(table, column, row.value) }, before);
  return 1;
}

/**
 * Sessions of people are in the table of tokens too, and the ledger tells nothing of them; nor does a balance of nothing
 * say anything, whatever its type.
 */
function onlyTold(table: string) {
  if (table === "balance") return sql`loaded > 0`;
  // Of a request that made nothing, or claimed, no entry tells when it was asked first.
  if (table === "request") return sql`id in (select request_id from ledger where action = 'create-key')`;
  return table === "token" ? sql`kind = 'agent'` : sql`1 = 1`;
}

async function replaceRow(
  db: Pool["db"],
  table: string,
  from: Record<string, unknown>,
  to: Record<string, unknown>,
): Promise<void> {
  const changed = Object.keys(to).filter((column) => to[column] !== from[column]);
  const set = sql.join(changed.map((column) => sql`${sql.ref(column)} = ${to[column]}`));
  const same = isPostgres(db) ? sql`is not distinct from` : sql`is`;
  const where = sql.join(
    Object.entries(from).map(([column, value]) =>
      typeof value === "number" || value === null
        ? sql`${sql.ref(column)} ${same} ${value === null ? sql`null` : sql.lit(value)}`
        : sql`${sql.ref(column)} = ${value}`,
    ),
    sql` and `,
  );
  await sql`update ${sql.table(table)} set ${set} where ${where}`.execute(db);
}

function other(table: string, column: string, value: unknown): unknown {
  if (typeof value === "number") return value + 1;
  if (typeof value === "string") return value === "active" ? "revoked" : value === "agent" ? "session" : `${value}x`;
  return table === "license_key" && column === "sequence" ? 1 : "x";
}

async function columnsOf(db: Pool["db"], table: string): Promise<string[]> {
  const { rows } = isPostgres(db)
    ? await sql<{ name: string }>`select column_name as name from information_schema.columns
        where table_schema = current_schema() and table_name = ${table}`.execute(db)
    : await sql<{ name: string }>`select name from pragma_table_info(${table})`.execute(db);
  return rows.map(({ name }) => name);
}
