import t from "tap";
import { operatorCaller } from "../../../src/pool/access/operator-caller.ts";
import { openPool } from "../../../src/pool/open-pool.ts";
import { listLicenseTypes } from "../../../src/pool/operations/list-license-types.ts";
import { localManager } from "../../../src/pool/operations/local-manager.ts";
import { addReseller } from "../example-pool.ts";

t.test("who asks for page after page of a database is interrupted between them", async (t) => {
  const pool = await openPool(`${t.testdir()}/pool.db`);
  const { email } = await addReseller(pool, "anna@example.com");
  const interruption = new AbortController();
  await using manager = localManager(pool, await operatorCaller(pool, email), interruption.signal);
  let pages = 0;
  // As a signal comes: once the event loop gets its turn.
  setImmediate(() => interruption.abort());
  const all = async () => {
    for (; pages < 1000; pages += 1) await manager.call(listLicenseTypes, {});
  };
  await t.rejects(all(), { name: "AbortError" });
  t.ok(pages < 1000, `${pages} pages`);
});
