import { resolveAccount } from "../../../src/pool/access/account.ts";
import { allLicenseKeys } from "../../../src/pool/ledger/list-license-keys.ts";
import { bothDatabases as t } from "../both-databases.ts";
import { contradictions } from "../check-books.ts";
import { balanceText, credit, examplePool } from "../example-pool.ts";
import { startKeyCreator } from "./key-creator.ts";

const type = "PBX-Registrations";

t.test("twenty processes race for the last seven licenses: seven get one, thirteen are told why not", async (t) => {
  const { pool, reseller, database } = await examplePool(t);
  await credit(pool, reseller, { [type]: 4 });
  await credit(pool, reseller, { [type]: 3 });
  const creators = await Promise.all(
    Array.from({ length: 20 }, (_, index) => startKeyCreator(database, type, `process-${index}`, 1)),
  );
  for (const creator of creators) creator.go();
  await Promise.all(creators.map(({ ended }) => ended));
  const said = creators.flatMap((creator) => creator.said);
  t.equal(said.length, 20);
  t.equal(said.filter((line) => line === "error short-of-licenses").length, 13);
  const codes = said.filter((line) => line.startsWith("process-")).map((line) => line.split(" ")[1]);
  t.equal(new Set(codes).size, 7);
  t.same((await allLicenseKeys(pool, reseller, {})).map(({ key }) => key).sort(), codes.sort());
  t.same(await balanceText(pool, reseller), { [type]: "7/7/0" });
  t.same(await contradictions(pool), []);
});

t.test("twenty processes with the same request id get the same key, which is paid once", async (t) => {
  const { pool, reseller, database } = await examplePool(t);
  await credit(pool, reseller, { [type]: 100 });
  const creators = await Promise.all(Array.from({ length: 20 }, () => startKeyCreator(database, type, "same", 1)));
  for (const creator of creators) creator.go();
  await Promise.all(creators.map(({ ended }) => ended));
  const said = creators.flatMap((creator) => creator.said);
  t.equal(said.length, 20);
  t.equal(new Set(said).size, 1);
  t.match(said[0], /^same-0 [0-9a-f-]{19}$/);
  t.same(await balanceText(pool, await resolveAccount(pool, undefined)), { [type]: "100/1/99" });
  t.same(await contradictions(pool), []);
});
