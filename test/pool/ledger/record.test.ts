import { claim } from "../../../src/pool/ledger/claim.ts";
import { createLicenseKey } from "../../../src/pool/ledger/create-license-key.ts";
import { firstHash } from "../../../src/pool/ledger/ledger-head.ts";
import { predefine } from "../../../src/pool/ledger/predefine.ts";
import { hashOf } from "../../../src/pool/ledger/record.ts";
import type { Pool } from "../../../src/pool/open-pool.ts";
import { actFor } from "../act-for.ts";
import { bothDatabases as t } from "../both-databases.ts";
import { credit, examplePool, thisBox } from "../example-pool.ts";

const entries = (pool: Pool) => pool.db.selectFrom("ledger").selectAll().orderBy("sequence").execute();

/** The sequence numbers of the entries that do not follow from the one before. */
async function broken(pool: Pool): Promise<number[]> {
  let before = firstHash;
  const wrong: number[] = [];
  for (const { sequence, hash, ...entry } of await entries(pool)) {
    if (entry.previous_hash !== before || hashOf(entry) !== hash) wrong.push(sequence);
    before = hash;
  }
  return wrong;
}

t.test("everything that changes the pool leaves one entry, each chained to the one before", async (t) => {
  const { pool, reseller } = await examplePool(t);
  await credit(pool, reseller, { "PBX-Registrations": 20 });
  const create = (count: number, requestId?: string) =>
    createLicenseKey(pool, actFor(reseller), { type: "PBX-Registrations", amount: { count }, requestId });
  await create(5, "r1");
  await predefine(pool, "operator", { serial: thisBox, type: "Relay-BRIs", count: 2 });
  await claim(pool, actFor(reseller), thisBox);
  const done = await entries(pool);
  t.same(
    done.map(({ actor, action }) => `${actor} ${action}`),
    [
      "operator add-account",
      "operator issue-activation",
      "anna@example.com activate",
      "anna@example.com create-key",
      "operator predefine",
      "anna@example.com claim",
    ],
  );
  t.match(done[3], { account_id: reseller.id, request_id: "r1" });
  t.match(JSON.parse(done[3]?.detail ?? ""), { type: "PBX-Registrations", count: 5, lots: [{ count: 5 }] });
  t.same(await broken(pool), []);

  await create(5, "r1");
  await claim(pool, actFor(reseller), thisBox);
  await t.rejects(create(16), { code: "short-of-licenses" });
  t.same(await entries(pool), done, "what changes nothing leaves no entry");
});

t.test("an entry that was altered or taken out breaks the chain", async (t) => {
  const { pool, reseller } = await examplePool(t);
  for (const count of [1, 2, 3]) await credit(pool, reseller, { "PBX-Operators": count });
  t.same(await broken(pool), []);
  await pool.db.updateTable("ledger").set({ detail: "{}" }).where("sequence", "=", 3).execute();
  t.same(await broken(pool), [3]);
  await pool.db.deleteFrom("ledger").where("sequence", "=", 3).execute();
  t.same(await broken(pool), [4]);
});

t.test("the ledger shows no license key code and no password", async (t) => {
  const { pool, reseller } = await examplePool(t);
  await credit(pool, reseller, { "PBX-Operators": 1 });
  const [key] = await createLicenseKey(pool, actFor(reseller), { type: "PBX-Operators", amount: { count: 1 } });
  const text = JSON.stringify(await entries(pool));
  t.notMatch(text, key?.key ?? "");
  t.notMatch(text, "correct horse");
});
