import { once } from "node:events";
import t from "tap";
import { verifyApart } from "../../../src/pool/audit/verify-apart.ts";
import { examplePool } from "../example-pool.ts";
import { silentPostgres } from "../silent-postgres.ts";

const host = "127.61.64.1";

t.test("a verification that nobody wants any more ends at once, with its process; the next one begins", async (t) => {
  const { database } = await examplePool(t);
  const silent = await silentPostgres(t, host);
  const unwanted = new AbortController();
  const connection = silent.next();
  const first = verifyApart(silent.database, undefined, unwanted.signal);
  const alsoUnwanted = new AbortController();
  const second = verifyApart(database, undefined, alsoUnwanted.signal);
  const third = verifyApart(database);
  const closed = once(await connection, "close");
  alsoUnwanted.abort(new Error("the second, while it waits"));
  await t.rejects(second, { message: "the second, while it waits" });
  unwanted.abort(new Error("the first"));
  await t.rejects(first, { message: "the first" });
  await closed;
  t.match(await third, { entries: 1 });
  await t.rejects(verifyApart(database, undefined, AbortSignal.abort(new Error("before"))), { message: "before" });
  t.match(await verifyApart(database), { entries: 1 });
});

t.test("what cannot be opened is told as the store tells it", async (t) => {
  await t.rejects(verifyApart(`${t.testdir({ "pool.db": "no database at all, but a text" })}/pool.db`), {
    code: "store-unusable",
  });
});
