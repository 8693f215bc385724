import { operatorCaller } from "../../../src/pool/access/operator-caller.ts";
import { createLicenseKey } from "../../../src/pool/ledger/create-license-key.ts";
import { predefine } from "../../../src/pool/ledger/predefine.ts";
import { perform } from "../../../src/pool/operations/license-manager.ts";
import { lookUpKeyCodes } from "../../../src/pool/operations/look-up-codes.ts";
import { showBoxOffers } from "../../../src/pool/operations/show-box-offers.ts";
import { showHead } from "../../../src/pool/operations/show-head.ts";
import { actFor } from "../act-for.ts";
import { bothDatabases as t } from "../both-databases.ts";
import { addReseller, credit, examplePool, thisBox } from "../example-pool.ts";

t.test("who remembers the newest entry of the ledger finds it again, and misses it in an older pool", async (t) => {
  const { pool, reseller } = await examplePool(t);
  const caller = await operatorCaller(pool, reseller.email);
  const first = await perform(pool, caller, showHead, {});
  await credit(pool, reseller, { "PBX-Operators": 1 });
  const then = await perform(pool, caller, showHead, { sequence: first.sequence });
  t.ok(then.sequence > first.sequence);
  t.equal(then.hashAt, first.hash, "the entry that was remembered is still the same");
  const beyond = await perform(pool, caller, showHead, { sequence: then.sequence + 1 });
  t.equal(beyond.hashAt, undefined, "an entry that is not there has no hash");
});

t.test("a key code is looked up whosever it is, and an unknown one is missing in the answer", async (t) => {
  const { pool, reseller } = await examplePool(t);
  await credit(pool, reseller, { "Relay-BRIs": 2 });
  const request = { type: "Relay-BRIs", amount: { count: 2 }, serial: thisBox };
  const [key] = await createLicenseKey(pool, actFor(reseller), request);
  const other = await addReseller(pool, "bert@example.com");
  const caller = await operatorCaller(pool, other.email);
  const keys = [key?.key ?? "", "0000-0000-0000-0000"];
  const fact = { key: key?.key, status: "active", type: "Relay-BRIs", count: 2, serial: thisBox, issuer: "own" };
  t.strictSame(await perform(pool, caller, lookUpKeyCodes, { keys }), { facts: [fact] });
});

t.test("an agent sees at once what the pool has for a box and what was spent for it today", async (t) => {
  const { pool, reseller } = await examplePool(t);
  await credit(pool, reseller, { "Relay-BRIs": 2 });
  await createLicenseKey(pool, actFor(reseller), { type: "Relay-BRIs", amount: { count: 1 }, serial: thisBox });
  await predefine(pool, "operator", { serial: thisBox, type: "Relay-PRIs", count: 1 });
  const caller = await operatorCaller(pool, reseller.email);
  const offers = await perform(pool, caller, showBoxOffers, { serial: thisBox });
  t.match(offers.licenseKeys, [{ type: "Relay-BRIs", count: 1 }]);
  t.match(offers.predefined, [{ type: "Relay-PRIs", count: 1 }]);
  t.strictSame(offers.spentToday, { box: 1, day: 1 });
});
