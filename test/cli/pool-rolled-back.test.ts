import { copyFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import t from "tap";
import { revoke } from "./revoke.ts";
import { brief, type Ran } from "./run-varsync.ts";
import { licensesOn, startSite } from "./site-fixture.ts";

t.test("a pool that was put back to an older state creates nothing until a person decides", async (t) => {
  const site = await startSite(t, { network: "127.81.91", licenses: { "PBX-Registrations": 5 } });
  const [pool, backup] = [join(site.folder, "pool.db"), join(site.folder, "backup.db")];
  const database = new DatabaseSync(pool);
  database.exec(`vacuum into '${backup}'`);
  database.close();
  const apply = () => site.run("apply", "--all", "--yes");
  const outcomes = ({ results }: Ran) => results.map(brief);
  t.same(outcomes(await apply()), ["changed yes"]);
  t.match(await site.balance(), { "PBX-Registrations": "100/5/95" });

  for (const end of ["", "-wal", "-shm"]) await rm(`${pool}${end}`, { force: true });
  await copyFile(backup, pool);
  await site.want({ "PBX-Registrations": 12 });
  const refused = await apply();
  t.same(outcomes(refused), ["failed yes pool-rolled-back"]);
  t.match(refused.results[0]?.error?.message, /varsync release pool/);
  t.match(await site.balance(), { "PBX-Registrations": "100/0/100" }, "nothing was created");

  t.match((await site.run("release", "pool")).document, { released: "pool", cleared: [/ledger/] });
  t.same(outcomes(await apply()), ["changed yes"]);
  t.match(await site.balance(), { "PBX-Registrations": "100/7/93" });
});

t.test("what such a pool says is revoked stays on the boxes", async (t) => {
  const policy = { create: "ask", claim: "ask", reset: "when-idle", removeRevoked: true };
  const licenses = { "PBX-Registrations": 5 };
  const site = await startSite(t, { network: "127.81.91", block: 1, licenses, config: { policy } });
  const [pool, backup] = [join(site.folder, "pool.db"), join(site.folder, "backup.db")];
  const apply = () => site.run("apply", "--all", "--yes");
  t.same((await apply()).results.map(brief), ["changed yes"]);
  await revoke(site);
  const database = new DatabaseSync(pool);
  database.exec(`vacuum into '${backup}'`);
  database.close();
  await site.want({});
  await site.run("pool", "create-key", "--type", "PBX-Operators", "--count", "1", "--yes");
  t.match((await site.run("plan")).document, { plans: [{ steps: [{ kind: "remove" }, { kind: "reset" }] }] });

  for (const end of ["", "-wal", "-shm"]) await rm(`${pool}${end}`, { force: true });
  await copyFile(backup, pool);
  const { results } = await apply();
  t.same(results.map(brief), ["in-step yes"]);
  t.match(results[0], {
    warnings: [{ code: "revoked-installed", message: /is not removed: .*put back to an older state/ }],
  });
  t.same(licensesOn(site.box), ["Registrations=5"]);

  t.equal((await site.run("release", "pool")).code, 0);
  t.same((await apply()).results.map(brief), ["changed unknown"]);
  t.same(licensesOn(site.box), []);
});
