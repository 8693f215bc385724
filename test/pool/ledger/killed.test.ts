import { setTimeout } from "node:timers/promises";
import { createLicenseKey } from "../../../src/pool/ledger/create-license-key.ts";
import { allLicenseKeys } from "../../../src/pool/ledger/list-license-keys.ts";
import { openPool } from "../../../src/pool/open-pool.ts";
import { actFor } from "../act-for.ts";
import { newDatabase, bothDatabases as t } from "../both-databases.ts";
import { contradictions } from "../check-books.ts";
import { addReseller, credit, thisBox } from "../example-pool.ts";
import { startKeyCreator } from "./key-creator.ts";

const type = "PBX-Registrations";

t.test("a process that is killed at any moment loses no answer, and pays no request twice", async (t) => {
  const database = await newDatabase(t);
  const reseller = await setUp(database);
  for (let round = 1; round <= 10; round += 1) {
    const creator = await startKeyCreator(database, type, `round-${round}`, 100_000);
    creator.go();
    await creator.hasSaid(1);
    await setTimeout(Math.random() * 150);
    creator.child.kill("SIGKILL");
    await creator.ended;
    t.equal(creator.child.signalCode, "SIGKILL");

    await using pool = await openPool(database);
    t.same(await contradictions(pool), []);
    const answered = creator.said.filter((line) => /^\S+ [0-9a-f-]{19}$/.test(line));
    for (const line of answered) {
      const [requestId = "", key = ""] = line.split(" ");
      t.match(await allLicenseKeys(pool, reseller, { requestId }), [{ key, count: 1 }]);
    }
    // The request that was under way may have been done or not: asked again, it is done once.
    for (const index of [answered.length - 1, answered.length, answered.length + 1]) {
      const requestId = `round-${round}-${index}`;
      const before = await allLicenseKeys(pool, reseller, { requestId });
      const request = { type, amount: { count: 1 }, serial: thisBox, requestId };
      const keys = await createLicenseKey(pool, actFor(reseller), request);
      t.equal(keys.length, 1);
      if (before.length > 0) t.same(keys, before);
      t.same(await createLicenseKey(pool, actFor(reseller), request), keys);
    }
    t.same(await contradictions(pool), []);
    t.equal((await pool.db.selectFrom("request").select("id").execute()).length, await keysIn(pool));
  }
});

async function setUp(database: string) {
  await using pool = await openPool(database);
  const reseller = await addReseller(pool, "anna@example.com");
  await credit(pool, reseller, { [type]: 1_000_000 });
  return reseller;
}

async function keysIn(pool: Awaited<ReturnType<typeof openPool>>): Promise<number> {
  return (await pool.db.selectFrom("license_key").select("id").execute()).length;
}
