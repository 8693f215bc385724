import { createLicenseKey } from "../../../src/pool/ledger/create-license-key.ts";
import { warningConditions } from "../../../src/pool/warnings/warning-conditions.ts";
import { actFor } from "../act-for.ts";
import { bothDatabases as t } from "../both-databases.ts";
import { addReseller, credit, examplePool } from "../example-pool.ts";

t.test("people are told of all accounts; of many keys one by one, and then only that there are more", async (t) => {
  const { pool, reseller: anna } = await examplePool(t);
  const bert = await addReseller(pool, "bert@example.com");
  for (const account of [anna, bert]) await credit(pool, account, { "PBX-Registrations": 22 });
  await createLicenseKey(pool, actFor(bert), { type: "PBX-Registrations", amount: { count: 22 } });
  for (let count = 0; count < 22; count += 1) {
    await createLicenseKey(pool, actFor(anna), { type: "PBX-Registrations", amount: { count: 1 } });
  }
  const conditions = await warningConditions({ ...pool, warnLimits: { lowBalance: {}, unseenAfterMs: 0 } });
  const of = (account: string, event: string) =>
    conditions.filter((one) => one.event === event && one.message.startsWith(`${account}: `)).length;
  t.equal(of("anna@example.com", "low-balance"), 1);
  t.equal(of("bert@example.com", "low-balance"), 1);
  t.equal(of("bert@example.com", "never-seen"), 1);
  t.equal(of("anna@example.com", "never-seen"), 21);
  t.match(
    conditions.filter(({ message }) => message.includes("more of it")),
    { length: 1 },
  );
  t.equal(new Set(conditions.map(({ subject }) => subject)).size, conditions.length, "each has a name of its own");
});
