import { claim, claimable } from "../../../src/pool/ledger/claim.ts";
import { createLicenseKey } from "../../../src/pool/ledger/create-license-key.ts";
import { predefine } from "../../../src/pool/ledger/predefine.ts";
import { actFor } from "../act-for.ts";
import { bothDatabases as t } from "../both-databases.ts";
import { addReseller, balanceText, credit, examplePool, otherBox, thisBox } from "../example-pool.ts";

t.test("the first claim assigns a box's predefined licenses, and the balance is not touched", async (t) => {
  const { pool, reseller } = await examplePool(t);
  await predefine(pool, "operator", { serial: thisBox, type: "Relay-BRIs", count: 4 });
  await predefine(pool, "operator", { serial: thisBox, type: "Relay-Registrations", count: 10 });
  t.match(await claimable(pool, thisBox), [{ type: "Relay-BRIs", count: 4 }, { type: "Relay-Registrations" }]);
  const keys = await claim(pool, actFor(reseller), thisBox);
  t.match(keys, [
    { type: "Relay-BRIs", count: 4, serial: thisBox, predefined: true, status: "active" },
    { type: "Relay-Registrations", count: 10 },
  ]);
  t.match(keys[0]?.line, /^vars create LICENSE\/RELAY0 pau BRIs=4,00-90-33-00-00-00,,,,[0-9a-f-]{19}$/);
  t.same(await claimable(pool, thisBox), []);
  t.same(await balanceText(pool, reseller), {});
});

t.test("the account that claimed gets the same keys again, as often as it likes; any other is refused", async (t) => {
  const { pool, reseller } = await examplePool(t);
  const other = await addReseller(pool, "bert@example.com");
  await predefine(pool, "operator", { serial: thisBox, type: "Relay-BRIs", count: 4 });
  const first = await claim(pool, actFor(reseller), thisBox, "r1");
  t.same(await claim(pool, actFor(reseller), thisBox, "r1"), first);
  t.same(await claim(pool, actFor(reseller), thisBox, "r2"), first);
  t.same(await claim(pool, actFor(reseller), thisBox), first);
  await t.rejects(claim(pool, actFor(other), thisBox), { code: "not-yours" });
  t.same(await claim(pool, actFor(reseller), thisBox), first);
});

t.test("two accounts that claim at the same moment: one gets it", async (t) => {
  const { pool, reseller } = await examplePool(t);
  const other = await addReseller(pool, "bert@example.com");
  await predefine(pool, "operator", { serial: thisBox, type: "Relay-BRIs", count: 4 });
  const outcomes = await Promise.allSettled([
    claim(pool, actFor(reseller), thisBox),
    claim(pool, actFor(other), thisBox),
  ]);
  t.same(outcomes.map(({ status }) => status).sort(), ["fulfilled", "rejected"]);
  t.equal((await pool.db.selectFrom("license_key").selectAll().execute()).length, 1);
});

t.test("a license predefined later for the same box is claimed as well", async (t) => {
  const { pool, reseller } = await examplePool(t);
  await predefine(pool, "operator", { serial: thisBox, type: "Relay-BRIs", count: 4 });
  const [first] = await claim(pool, actFor(reseller), thisBox);
  await predefine(pool, "operator", { serial: thisBox, type: "Relay-Registrations", count: 10 });
  t.match(await claim(pool, actFor(reseller), thisBox), [{ key: first?.key }, { type: "Relay-Registrations" }]);
});

t.test("claimed licenses count towards a total", async (t) => {
  const { pool, reseller } = await examplePool(t);
  await predefine(pool, "operator", { serial: thisBox, type: "Relay-BRIs", count: 4 });
  await claim(pool, actFor(reseller), thisBox);
  await credit(pool, reseller, { "Relay-BRIs": 2 });
  const request = { type: "Relay-BRIs", amount: { total: 6 }, serial: thisBox };
  t.match(await createLicenseKey(pool, actFor(reseller), request), [{ count: 2, predefined: false }]);
});

t.test("nothing waits for an unknown box; a request id is not used for two things", async (t) => {
  const { pool, reseller } = await examplePool(t);
  await predefine(pool, "operator", { serial: thisBox, type: "Relay-BRIs", count: 4 });
  await t.rejects(claim(pool, actFor(reseller), otherBox, "r1"), { code: "nothing-predefined" });
  await claim(pool, actFor(reseller), thisBox, "r1");
  await t.rejects(claim(pool, actFor(reseller), otherBox, "r1"), { code: "request-id-conflict" });
});

t.test("only hardware licenses are predefined", async (t) => {
  const { pool } = await examplePool(t);
  const wish = (type: string, count: number) => predefine(pool, "operator", { serial: thisBox, type, count });
  await t.rejects(wish("PBX-Registrations", 1), { code: "bad-request" });
  await t.rejects(wish("Relay-Fax", 1), { code: "bad-type" });
  await t.rejects(wish("Relay-BRIs", 0), { code: "bad-type" });
  t.same(await claimable(pool, thisBox), []);
});
