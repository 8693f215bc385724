import fc from "fast-check";
import { sql } from "kysely";
import { authenticate } from "../../../src/pool/access/authenticate.ts";
import { createToken } from "../../../src/pool/access/create-token.ts";
import { operatorCaller } from "../../../src/pool/access/operator-caller.ts";
import { revokeToken } from "../../../src/pool/access/revoke-token.ts";
import { setDisabled } from "../../../src/pool/access/set-disabled.ts";
import { verifyLedger } from "../../../src/pool/audit/verify-ledger.ts";
import { assignLicenseKey } from "../../../src/pool/ledger/assign-license-key.ts";
import { claim } from "../../../src/pool/ledger/claim.ts";
import { createLicenseKey } from "../../../src/pool/ledger/create-license-key.ts";
import { acceptTransfer, declineTransfer } from "../../../src/pool/ledger/decide-transfer.ts";
import { issueActivationKey } from "../../../src/pool/ledger/issue-activation-key.ts";
import { offerTransfer } from "../../../src/pool/ledger/offer-transfer.ts";
import { predefine } from "../../../src/pool/ledger/predefine.ts";
import { replaceBox } from "../../../src/pool/ledger/replace-box.ts";
import { revokeLicenseKey } from "../../../src/pool/ledger/revoke-license-key.ts";
import { unclaim } from "../../../src/pool/ledger/unclaim.ts";
import { openPool, type Pool } from "../../../src/pool/open-pool.ts";
import { createLicenseKey as ask } from "../../../src/pool/operations/create-license-key.ts";
import { perform } from "../../../src/pool/operations/license-manager.ts";
import { isPostgres } from "../../../src/store/is-postgres.ts";
import { actFor } from "../act-for.ts";
import { newDatabase, bothDatabases as t } from "../both-databases.ts";
import { addReseller, credit, examplePool, otherBox, thisBox } from "../example-pool.ts";
import { operation, perform as performRandom, type World } from "../ledger/random-operations.ts";

/** What the ledger tells of, and in it what it says nothing of: what boxes report, and how often a token was refused. */
const covered: Readonly<Record<string, readonly string[]>> = {
  ledger: [],
  balance: [],
  activation_key: [],
  lot: [],
  lot_use: [],
  license_key: ["seen_at", "seen_on"],
  predefined: [],
  transfer: [],
  account: [],
  token: ["refused_at"],
};

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
      for (const [table, told] of Object.entries(covered)) {
        for (const column of await columnsOf(copy.db, table)) {
          if (told.includes(column)) continue;
          changes += await changeOne(copy, table, column, seed);
        }
      }
    }),
    { numRuns: 3 },
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

/** One of everything that the ledger tells of. */
async function everything(pool: Pool, anna: Awaited<ReturnType<typeof addReseller>>, bert: typeof anna): Promise<void> {
  const issuer = { name: "issuer@example.com" };
  const why = "wrong data";
  await issueActivationKey(pool, "operator", new Map([["PBX-Operators", 3]]));
  const codes = [
    await credit(pool, anna, { "PBX-Registrations": 100, "PBX-Operators": 10 }),
    await credit(pool, anna, { "PBX-Operators": 10, "Relay-BRIs": 10 }),
    await credit(pool, anna, { "DECT-Users": 10 }),
  ];
  const create = async (type: string, count: number, serial?: typeof thisBox) => {
    const request = { type, amount: { count }, serial, customer: "Blumen Müller", requestId: `${type}${count}` };
    return (await createLicenseKey(pool, actFor(anna), request))[0]?.id ?? "";
  };
  await create("PBX-Registrations", 5, thisBox);
  await create("Relay-BRIs", 2, otherBox);
  await assignLicenseKey(pool, actFor(anna), await create("PBX-Operators", 3), otherBox);
  await revokeLicenseKey(pool, issuer, await create("PBX-Operators", 2), { why, removed: true });
  await revokeLicenseKey(pool, issuer, await create("PBX-Operators", 1), { why });
  await predefine(pool, "operator", { serial: thisBox, type: "Relay-PRIs", count: 1 });
  await predefine(pool, "operator", { serial: otherBox, type: "Relay-PRIs", count: 2 });
  await claim(pool, actFor(anna), thisBox);
  await claim(pool, actFor(bert), otherBox);
  await unclaim(pool, "operator", otherBox, why);
  await replaceBox(pool, issuer, { serial: thisBox, newSerial: otherBox, why });
  const [first = "", second = "", third = ""] = codes;
  await acceptTransfer(pool, actFor(bert), (await offerTransfer(pool, actFor(anna), second, bert.email)).id);
  await declineTransfer(pool, actFor(bert), (await offerTransfer(pool, actFor(anna), third, bert.email)).id);
  await acceptTransfer(pool, actFor(bert), (await offerTransfer(pool, actFor(anna), third, bert.email)).id);
  await offerTransfer(pool, actFor(anna), first, "carl@example.com");
  const limits = { scopes: ["create"], serials: [thisBox], expires: "30d", perBox: 5, perDay: 5 } as const;
  const { token } = await createToken(pool, actFor(anna), limits);
  await perform(pool, await authenticate(pool, token), ask, { type: "PBX-Registrations", count: 1, serial: thisBox });
  const { id } = await createToken(pool, actFor(anna), { scopes: ["read"], site: "hq", expires: "30d" });
  await revokeToken(pool, actFor(anna), id);
  await operatorCaller(pool, anna.email);
  const carl = await addReseller(pool, "carl@example.com");
  await setDisabled(pool, "operator", carl.email, true);
}
