import { sql } from "kysely";
import { verifyLedger } from "../../../src/pool/audit/verify-ledger.ts";
import { claim } from "../../../src/pool/ledger/claim.ts";
import { createLicenseKey } from "../../../src/pool/ledger/create-license-key.ts";
import { ledgerHead } from "../../../src/pool/ledger/ledger-head.ts";
import { predefine } from "../../../src/pool/ledger/predefine.ts";
import type { Pool } from "../../../src/pool/open-pool.ts";
import { actFor } from "../act-for.ts";
import { bothDatabases } from "../both-databases.ts";
import { credit, examplePool, otherBox, thisBox } from "../example-pool.ts";

/** What somebody with a hand in the database may do, and what must be said of it. */
const harms: Readonly<Record<string, { readonly change: string; readonly says: RegExp }>> = {
  "a changed entry": {
    change: "update ledger set detail = replace(detail, '37', '38') where sequence = 4",
    says: /entry 4 was changed/,
  },
  "a changed time": { change: "update ledger set at = '2020-01-01' where sequence = 3", says: /entry 3 was changed/ },
  "a removed entry": { change: "delete from ledger where sequence = 3", says: /entry 3 is missing/ },
  "a raised balance": {
    change: "update balance set loaded = loaded + 1 where type = 'PBX-Operators'",
    says: /balance of PBX-Operators/,
  },
  "a lot with less used": { change: "update lot set used = used - 1 where used > 0", says: /lot \d+/ },
  "a key with more in it": {
    change: "update license_key set count = 100 where count = 37",
    says: /count of the license key/,
  },
  "a changed line": {
    change: "update license_key set line = line || ' ' where count = 37",
    says: /line of the license key/,
  },
  "a changed customer": {
    change: "update license_key set customer = 'x' where count = 37",
    says: /line of the license key/,
  },
  "a revoked key": {
    change: "update license_key set status = 'revoked' where count = 37",
    says: /status of the license key/,
  },
  "a claim undone": { change: "update predefined set account_id = null", says: /predefined license/ },
  "another payment": {
    change: "update lot_use set count = count - 1 where count = 37",
    says: /payment of the license key/,
  },
};

async function fill(pool: Pool, account: Awaited<ReturnType<typeof examplePool>>["reseller"]): Promise<void> {
  await credit(pool, account, { "PBX-Registrations": 100, "PBX-Operators": 1 });
  const request = { type: "PBX-Registrations", amount: { count: 37 }, serial: thisBox };
  await createLicenseKey(pool, actFor(account), request);
  await predefine(pool, "operator", { serial: otherBox, type: "Relay-BRIs", count: 2 });
  await claim(pool, actFor(account), otherBox);
}

bothDatabases.test("a changed entry, or a table that says something else, is found and named", async (t) => {
  for (const [name, { change, says }] of Object.entries(harms)) {
    await t.test(name, async (t) => {
      const { pool, reseller } = await examplePool(t);
      await fill(pool, reseller);
      t.equal((await verifyLedger(pool)).broken, undefined);
      await sql.raw(change).execute(pool.db);
      t.match((await verifyLedger(pool)).broken?.message, says);
    });
  }
});

bothDatabases.test("a ledger whose end was cut off is found by a head that somebody kept", async (t) => {
  const { pool, reseller } = await examplePool(t);
  await fill(pool, reseller);
  const head = await ledgerHead(pool);
  t.match(await verifyLedger(pool, head), { entries: head.sequence, head });
  await predefine(pool, "operator", { serial: thisBox, type: "Relay-PRIs", count: 1 });
  t.equal((await verifyLedger(pool, head)).broken, undefined, "what came later does no harm");
  const later = await ledgerHead(pool);
  await sql.raw(`delete from ledger where sequence = ${later.sequence}`).execute(pool.db);
  await sql.raw("delete from predefined where type = 'Relay-PRIs'").execute(pool.db);
  t.equal((await verifyLedger(pool)).broken, undefined, "by itself it is whole");
  t.match((await verifyLedger(pool, later)).broken, { entry: later.sequence, message: /ends with entry/ });
  t.match((await verifyLedger(pool, { ...head, hash: "0".repeat(64) })).broken?.message, /is not the one/);
});
