import t from "tap";
import { openEmbeddedPool } from "../../../src/agent/keys/embedded-pool.ts";
import { createLicenseKey } from "../../../src/pool/ledger/create-license-key.ts";
import { predefine } from "../../../src/pool/ledger/predefine.ts";
import { actFor } from "../../pool/act-for.ts";
import {
  addReseller,
  balanceText,
  credit,
  examplePool,
  markRevoked,
  otherBox,
  thisBox,
} from "../../pool/example-pool.ts";

const now = () => new Date(2031, 4, 1, 12);
const type = "PBX-Registrations";

t.test("a total is created once, whoever asks and with whatever request id", async (t) => {
  const { pool, reseller, database } = await examplePool(t, now);
  await credit(pool, reseller, { [type]: 100 });
  await using one = await openEmbeddedPool(database, undefined, now);
  await using another = await openEmbeddedPool(database, "Anna@Example.com", now);
  const request = { serial: thisBox, type, total: 37, customer: "Müller" };
  const created = await one.create({ ...request, requestId: "r1" });
  t.match(created, [{ line: { type, count: 37, serial: thisBox, customer: "Müller" }, issuer: "own", source: "pool" }]);
  t.same(await another.create({ ...request, requestId: "r2" }), created);
  t.same(await another.find("r1"), created);
  t.same(await another.find("r2"), [], "this one brought nothing");
  t.same(await balanceText(pool, reseller), { [type]: "100/37/63" });
  t.same(await one.spentToday(thisBox), { box: 37, day: 37 });
  t.same(await one.spentToday(otherBox), { box: 0, day: 37 });
});

t.test("what the pool refuses is refused here in the same words", async (t) => {
  const { pool, reseller, database } = await examplePool(t);
  await credit(pool, reseller, { [type]: 1 });
  await using source = await openEmbeddedPool(database, undefined, now);
  const request = { serial: thisBox, type, total: 2, requestId: "r1" };
  await t.rejects(source.create(request), { name: "PoolError", code: "short-of-licenses" });
  await t.rejects(source.claim(thisBox, { requestId: "r2" }), { code: "nothing-predefined" });
});

t.test("predefined licenses are offered until they are claimed, then their lines are", async (t) => {
  const { pool, database } = await examplePool(t);
  await predefine(pool, "operator", { serial: thisBox, type: "Relay-BRIs", count: 2 });
  await using source = await openEmbeddedPool(database, undefined, now);
  t.match(await source.offers(thisBox), { lines: [], predefined: [{ type: "Relay-BRIs", count: 2 }] });
  const claimed = await source.claim(thisBox, { requestId: "r1" });
  t.match(claimed, [{ line: { type: "Relay-BRIs", count: 2, serial: thisBox }, issuer: "own" }]);
  t.same(await source.offers(thisBox), { lines: claimed, predefined: [] });
  t.same(await source.find("r1"), claimed);
});

t.test("a revoked key is looked up as such and is offered to no box", async (t) => {
  const { pool, reseller, database } = await examplePool(t);
  await credit(pool, reseller, { [type]: 10 });
  await predefine(pool, "operator", { serial: thisBox, type: "Relay-BRIs", count: 2 });
  await using source = await openEmbeddedPool(database, undefined, now);
  const request = { serial: thisBox, type, total: 3, requestId: "r1" };
  const [bought] = await source.create(request);
  const [claimed] = await source.claim(thisBox, { requestId: "r2" });
  for (const code of [bought?.line.key ?? "", claimed?.line.key ?? ""]) {
    t.match((await source.lookUp([code])).get(code), { status: "active", serial: thisBox, issuer: "own" });
    await markRevoked(pool, code);
    t.match((await source.lookUp([code])).get(code), { status: "revoked" });
  }
  t.same(await source.offers(thisBox), { lines: [], predefined: [] });
  t.same(await source.create(request), []);
  t.same(await source.claim(thisBox, { requestId: "r2" }), []);
});

t.test("keys of other accounts are looked up, and not offered", async (t) => {
  const { pool, database } = await examplePool(t);
  const other = await addReseller(pool, "bert@example.com");
  await credit(pool, other, { [type]: 10 });
  const [key] = await createLicenseKey(pool, actFor(other), { type, amount: { count: 4 }, serial: thisBox });
  await using source = await openEmbeddedPool(database, "anna@example.com", now);
  t.same((await source.offers(thisBox)).lines, []);
  const facts = await source.lookUp([key?.key ?? ""]);
  t.same(facts.get(key?.key ?? ""), { status: "active", type, count: 4, issuer: "own", serial: thisBox });
});

t.test("it must be clear whose balance is meant", async (t) => {
  const { pool, database } = await examplePool(t);
  await addReseller(pool, "bert@example.com");
  await t.rejects(openEmbeddedPool(database, undefined, now), { name: "PoolError", code: "account-needed" });
  await t.rejects(openEmbeddedPool(database, "carl@example.com", now), { code: "unknown-account" });
});
