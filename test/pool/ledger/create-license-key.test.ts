import { readable } from "../../../src/license/byte-text.ts";
import { createLicenseKey } from "../../../src/pool/ledger/create-license-key.ts";
import { licenseFile } from "../../../src/pool/ledger/license-file.ts";
import { allLicenseKeys } from "../../../src/pool/ledger/list-license-keys.ts";
import { lookUpCodes } from "../../../src/pool/ledger/look-up-codes.ts";
import { spentToday } from "../../../src/pool/ledger/spent-today.ts";
import { actFor } from "../act-for.ts";
import { bothDatabases as t } from "../both-databases.ts";
import { addReseller, balanceText, credit, examplePool, markRevoked, otherBox, thisBox } from "../example-pool.ts";

const type = "PBX-Registrations";

t.test("more than is left is refused, says what is left, and takes nothing", async (t) => {
  const { pool, reseller } = await examplePool(t);
  await credit(pool, reseller, { [type]: 10 });
  const wish = (count: number) =>
    createLicenseKey(pool, actFor(reseller), { type, amount: { count }, requestId: "r1" });
  await t.rejects(wish(11), { code: "short-of-licenses", message: /11 .* 10 are left/ });
  t.same(await balanceText(pool, reseller), { [type]: "10/0/10" });
  t.same(await allLicenseKeys(pool, reseller, {}), []);
  t.match(await wish(10), [{ count: 10 }], "a request that was refused is not held against its id");
  await t.rejects(createLicenseKey(pool, actFor(reseller), { type, amount: { count: 1 } }), {
    code: "short-of-licenses",
  });
  t.same(await balanceText(pool, reseller), { [type]: "10/10/0" });
});

t.test("one license key is paid from several activation keys, oldest first", async (t) => {
  const { pool, reseller } = await examplePool(t);
  for (const count of [5, 3, 4]) await credit(pool, reseller, { [type]: count });
  await createLicenseKey(pool, actFor(reseller), { type, amount: { count: 7 } });
  const lots = await pool.db.selectFrom("lot").select(["count", "used"]).orderBy("id").execute();
  t.same(lots, [
    { count: 5, used: 5 },
    { count: 3, used: 2 },
    { count: 4, used: 0 },
  ]);
});

t.test("nobody pays with another's balance", async (t) => {
  const { pool, reseller } = await examplePool(t);
  await credit(pool, reseller, { [type]: 10 });
  const other = await addReseller(pool, "bert@example.com");
  await t.rejects(createLicenseKey(pool, actFor(other), { type, amount: { count: 1 } }), { code: "short-of-licenses" });
});

t.test("hardware-bound licenses and totals want a serial number; types and counts must be possible", async (t) => {
  const { pool, reseller } = await examplePool(t);
  await credit(pool, reseller, { "Relay-BRIs": 2, [type]: 10 });
  const refused = [
    [{ type: "Relay-BRIs", amount: { count: 1 } }, "serial-needed"],
    [{ type, amount: { total: 1 } }, "serial-needed"],
    [{ type: "PBX-Fax", amount: { count: 1 } }, "bad-type"],
    [{ type, amount: { count: 0 } }, "bad-type"],
    [{ type, amount: { count: -1 } }, "bad-type"],
    [{ type, amount: { count: 1 }, requestId: "" }, "bad-request"],
    [{ type, amount: { count: 1 }, customer: "M".repeat(2000) }, "bad-line"],
  ] as const;
  for (const [request, code] of refused) await t.rejects(createLicenseKey(pool, actFor(reseller), request), { code });
  t.same(await balanceText(pool, reseller), { [type]: "10/0/10", "Relay-BRIs": "2/0/2" });
});

t.test(
  "a license key is found by its code, its box, its customer; the box's file has all its active lines",
  async (t) => {
    const { pool, reseller } = await examplePool(t);
    await credit(pool, reseller, { [type]: 10, "Relay-BRIs": 2 });
    const create = (type: string, serial = thisBox, customer = "Müller, Söhne") =>
      createLicenseKey(pool, actFor(reseller), { type, amount: { count: 1 }, serial, customer });
    const [first] = await create(type);
    const [second] = await create("Relay-BRIs");
    const [gone] = await create(type);
    await create(type, otherBox, "Schulze");
    await markRevoked(pool, gone?.key ?? "");

    t.match(await lookUpCodes(pool, [gone?.key ?? "", "0000-0000-0000-0000"]), [{ key: gone?.key, status: "revoked" }]);
    t.equal((await allLicenseKeys(pool, reseller, { serial: thisBox })).length, 3);
    t.equal((await allLicenseKeys(pool, reseller, { customer: "SÖHNE" })).length, 3);
    t.equal((await allLicenseKeys(pool, reseller, { customer: "söhne", type, status: "active" })).length, 1);
    const lines = readable(await licenseFile(pool, reseller, thisBox)).split("\r\n");
    t.same(lines.sort(), ["", first?.line, second?.line].sort());
    const other = await addReseller(pool, "bert@example.com");
    t.same(await allLicenseKeys(pool, other, {}), [], "another account sees none of them");
    await t.rejects(licenseFile(pool, other, thisBox), { code: "no-license-keys" });
  },
);

t.test("the day of a budget is the pool's: what was created yesterday is not counted today", async (t) => {
  let now = new Date(2031, 4, 1, 23, 59, 59);
  const { pool, reseller } = await examplePool(t, () => now);
  await credit(pool, reseller, { [type]: 10 });
  await createLicenseKey(pool, actFor(reseller), { type, amount: { count: 4 }, serial: thisBox });
  t.same(await spentToday(pool, reseller, thisBox), { box: 4, day: 4 });
  now = new Date(2031, 4, 2, 0, 0, 0);
  t.same(await spentToday(pool, reseller, thisBox), { box: 0, day: 0 });
  await createLicenseKey(pool, actFor(reseller), { type, amount: { count: 1 }, serial: thisBox });
  await createLicenseKey(pool, actFor(reseller), { type, amount: { count: 2 }, serial: otherBox });
  now = new Date(2031, 4, 2, 12, 0, 0);
  t.same(await spentToday(pool, reseller, thisBox), { box: 1, day: 3 });
  t.equal(now.getHours(), 12, "the clock is only read");
});
