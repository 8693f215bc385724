import { createToken } from "../../../src/pool/access/create-token.ts";
import { verifyLedger } from "../../../src/pool/audit/verify-ledger.ts";
import { createLicenseKey } from "../../../src/pool/ledger/create-license-key.ts";
import { listLicenseKeys } from "../../../src/pool/ledger/list-license-keys.ts";
import { actFor } from "../act-for.ts";
import { bothDatabases as t } from "../both-databases.ts";
import { contradictions } from "../check-books.ts";
import { balanceText, credit, examplePool, thisBox } from "../example-pool.ts";

const type = "PBX-Registrations";

t.test(
  "a clock that is set back an hour, over midnight: same request same key, no budget twice, order kept",
  async (t) => {
    let now = new Date(2031, 4, 2, 0, 30);
    const { pool, reseller } = await examplePool(t, () => now);
    await credit(pool, reseller, { [type]: 100 });
    const wanted = { scopes: ["create"], site: "sindelfingen", expires: "30d", perBox: 5, perDay: 5 } as const;
    const { id } = await createToken(pool, actFor(reseller), wanted);
    const agent = { ...actFor(reseller), tokenId: id };
    const limits = { id, site: "sindelfingen", perBox: 5, perDay: 5 };
    const create = (requestId: string, amount: { count: number } | { total: number }) =>
      createLicenseKey(pool, agent, { type, serial: thisBox, amount, requestId }, limits);
    const [first] = await create("one", { count: 4 });
    now = new Date(2031, 4, 1, 23, 30);
    t.same(await create("one", { count: 4 }), [first]);
    t.same(await create("total", { total: 4 }), [first]);
    await t.rejects(create("two", { count: 2 }), { code: "budget-used-up" });
    const [second] = await create("three", { count: 1 });
    const { licenseKeys } = await listLicenseKeys(pool, reseller, { serial: thisBox }, { limit: 10 });
    t.same(licenseKeys, [first, second], "in the order of their making");
    t.same(await balanceText(pool, reseller), { [type]: "100/5/95" });
    t.equal((await verifyLedger(pool)).broken, undefined);
    t.same(await contradictions(pool), []);
  },
);
