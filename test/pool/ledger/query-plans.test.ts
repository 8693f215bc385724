import { DatabaseSync } from "node:sqlite";
import t from "tap";
import { recordStatements } from "../../../bench/record-statements.ts";
import type { Role } from "../../../src/pool/access/role.ts";
import { openPool } from "../../../src/pool/open-pool.ts";
import { perform } from "../../../src/pool/operations/license-manager.ts";
import type { Operation } from "../../../src/pool/operations/operation.ts";
import { operations } from "../../../src/pool/operations/operations.ts";
import { addReseller, credit, thisBox } from "../example-pool.ts";

const box = { serial: thisBox };
const order = { type: "PBX-Registrations", serial: thisBox, requestId: "one" };
const report = { ...box, installed: ["0000-0000-0000-0001", "0000-0000-0000-0002"] };

/** What agents and people ask for all the time. */
const asked: readonly (readonly [string, Record<string, unknown>])[] = [
  ["create-license-key", { ...order, count: 1 }],
  ["create-license-key", { ...order, count: 1 }],
  ["create-license-key", { ...order, total: 5, requestId: "two" }],
  ["create-license-key", { ...order, total: 5, requestId: "three" }],
  ["list-license-keys", box],
  ["list-license-keys", { requestId: "one" }],
  ["list-license-keys", { status: "revoked" }],
  ["show-license-file", box],
  ["show-box-offers", box],
  ["report-box", report],
  ["report-box", report],
  ["look-up-codes", { keys: report.installed }],
  ["show-balance", {}],
  ["list-transfers", {}],
  ["list-warnings", {}],
  ["show-head", {}],
];

t.test("what is asked for all the time never looks through all keys of an account", async (t) => {
  const file = `${t.testdir()}/pool.db`;
  await using pool = await openPool(file);
  const account = await addReseller(pool, "anna@example.com");
  await credit(pool, account, { "PBX-Registrations": 100 });
  const caller = { name: "anna", roles: new Set<Role>(["owner"]), account };
  const statements = await recordStatements(async () => {
    // Statements that were prepared before are not seen.
    await using fresh = await openPool(file);
    for (const [name, input] of asked) {
      const operation = operations.find((one) => one.name === name) as Operation;
      await perform(fresh, caller, operation, input);
    }
  });
  const database = new DatabaseSync(file);
  const plans = [...new Set(statements.map(({ sql }) => sql))]
    .filter((sql) => /^\s*(select|update|insert|delete)\b/i.test(sql))
    .map((sql) => ({ sql, plan: planOf(database, sql) }));
  database.close();
  t.ok(plans.length > 20);
  for (const { sql, plan } of plans) {
    for (const step of plan) {
      const wide = /^SCAN (license_key|lot_use|request)$|INDEX license_key_by_sequence \(account_id=\?\)$/.test(step);
      t.notOk(wide, `${step}: ${sql}`);
    }
  }
});

function planOf(database: DatabaseSync, sql: string): string[] {
  return database
    .prepare(`explain query plan ${sql}`)
    .all()
    .map(({ detail }) => String(detail));
}
