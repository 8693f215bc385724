import { createLicenseKey } from "../../../src/pool/ledger/create-license-key.ts";
import { acceptTransfer, declineTransfer } from "../../../src/pool/ledger/decide-transfer.ts";
import { listActivationKeys } from "../../../src/pool/ledger/list-activation-keys.ts";
import { offerTransfer } from "../../../src/pool/ledger/offer-transfer.ts";
import { listTransfers } from "../../../src/pool/ledger/transfer.ts";
import { actFor } from "../act-for.ts";
import { bothDatabases as t } from "../both-databases.ts";
import { contradictions } from "../check-books.ts";
import { addReseller, balanceText, credit, examplePool } from "../example-pool.ts";

t.test("what is unspent of an activation key goes over once it is accepted, and not before", async (t) => {
  const { pool, reseller: anna } = await examplePool(t);
  const bert = await addReseller(pool, "bert@example.com");
  const code = await credit(pool, anna, { "PBX-Registrations": 100, "PBX-Operators": 1 });
  await createLicenseKey(pool, actFor(anna), { type: "PBX-Registrations", amount: { count: 30 }, customer: "Cust" });
  const { id } = await offerTransfer(pool, actFor(anna), code, "Bert@Example.com");
  t.strictSame(await balanceText(pool, anna), { "PBX-Registrations": "100/30/70", "PBX-Operators": "1/0/1" });
  t.match((await listActivationKeys(pool, anna, { limit: 10 })).items, [{ activationKey: code, status: "offered" }]);
  t.match((await listTransfers(pool.db, bert, { limit: 10 })).items, [{ id, from: anna.email, status: "offered" }]);
  await createLicenseKey(pool, actFor(anna), { type: "PBX-Registrations", amount: { count: 10 } });
  t.match(await acceptTransfer(pool, actFor(bert), id), {
    status: "accepted",
    lots: [
      { type: "PBX-Registrations", count: 60 },
      { type: "PBX-Operators", count: 1 },
    ],
  });
  t.strictSame(await balanceText(pool, anna), { "PBX-Registrations": "40/40/0", "PBX-Operators": "0/0/0" });
  t.strictSame(await balanceText(pool, bert), { "PBX-Registrations": "60/0/60", "PBX-Operators": "1/0/1" });
  await acceptTransfer(pool, actFor(bert), id);
  t.equal((await balanceText(pool, bert))["PBX-Registrations"], "60/0/60", "accepting twice changes nothing more");
  const [spent] = (await listActivationKeys(pool, anna, { limit: 10 })).items;
  t.match(spent, { status: "spent", lots: [{ count: 40, used: 40, spentOn: [{ count: 30, customer: "Cust" }, {}] }] });
  t.strictSame(await contradictions(pool), []);
});

t.test("an offer to an unknown address reads like any other, and waits for whoever gets that address", async (t) => {
  const { pool, reseller: anna } = await examplePool(t);
  const code = await credit(pool, anna, { "PBX-Operators": 3 });
  const { id, ...offer } = await offerTransfer(pool, actFor(anna), code, "carl@example.com");
  t.match(offer, { status: "offered", to: "carl@example.com", lots: [{ type: "PBX-Operators", count: 3 }] });
  t.equal((await offerTransfer(pool, actFor(anna), code, "carl@example.com")).id, id, "the same offer twice is one");
  const carl = await addReseller(pool, "carl@example.com");
  await acceptTransfer(pool, actFor(carl), id);
  t.strictSame(await balanceText(pool, carl), { "PBX-Operators": "3/0/3" });
  t.match((await listActivationKeys(pool, anna, { limit: 10 })).items, [{ status: "transferred", lots: [] }]);
  const back = await offerTransfer(pool, actFor(carl), code, anna.email);
  await acceptTransfer(pool, actFor(anna), back.id);
  t.strictSame(await balanceText(pool, anna), { "PBX-Operators": "3/0/3" }, "and it can go back");
});

t.test("either side declines, others find no such transfer, and nothing moves", async (t) => {
  const { pool, reseller: anna } = await examplePool(t);
  const bert = await addReseller(pool, "bert@example.com");
  const eve = await addReseller(pool, "eve@example.com");
  const code = await credit(pool, anna, { "PBX-Operators": 3 });
  const { id } = await offerTransfer(pool, actFor(anna), code, bert.email);
  await t.rejects(acceptTransfer(pool, actFor(eve), id), { code: "not-found" });
  await t.rejects(declineTransfer(pool, actFor(eve), id), { code: "not-found" });
  await t.rejects(acceptTransfer(pool, actFor(anna), id), { code: "forbidden" });
  await t.rejects(offerTransfer(pool, actFor(anna), code, eve.email), { code: "bad-request" }, "it is offered already");
  t.match(await declineTransfer(pool, actFor(anna), id), { status: "declined" }, "the sender withdraws");
  await t.rejects(acceptTransfer(pool, actFor(bert), id), { code: "bad-request" });
  t.strictSame(await balanceText(pool, anna), { "PBX-Operators": "3/0/3" });
  t.match(await offerTransfer(pool, actFor(anna), code, eve.email), { status: "offered" });
});

t.test("what is another's, mistyped or spent is not offered", async (t) => {
  const { pool, reseller: anna } = await examplePool(t);
  const bert = await addReseller(pool, "bert@example.com");
  const code = await credit(pool, anna, { "PBX-Operators": 3 });
  await t.rejects(offerTransfer(pool, actFor(bert), code, "carl@example.com"), { code: "unknown-activation-key" });
  await t.rejects(offerTransfer(pool, actFor(anna), "ACT-1-1", bert.email), { code: "bad-activation-key" });
  await t.rejects(offerTransfer(pool, actFor(anna), code, "nobody"), { code: "bad-request" });
  await t.rejects(offerTransfer(pool, actFor(anna), code, anna.email), { code: "bad-request" });
  const { id } = await offerTransfer(pool, actFor(anna), code, bert.email);
  await createLicenseKey(pool, actFor(anna), { type: "PBX-Operators", amount: { count: 3 } });
  await t.rejects(acceptTransfer(pool, actFor(bert), id), { code: "nothing-left" });
  await declineTransfer(pool, actFor(bert), id);
  await t.rejects(offerTransfer(pool, actFor(anna), code, bert.email), { code: "nothing-left" });
});
