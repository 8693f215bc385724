import { reserveTries } from "../../../src/pool/access/reserve-tries.ts";
import { bothDatabases as t } from "../both-databases.ts";
import { examplePool } from "../example-pool.ts";

const limit = { tries: 2, withinMs: 60_000 };

t.test("tries are not kept for ever: a million addresses that try once leave nothing behind", async (t) => {
  let now = new Date("2031-05-01T10:00:00Z");
  const { pool } = await examplePool(t, () => now);
  for (let index = 0; index < 20; index += 1) await reserveTries(pool, { [`login-from:192.0.2.${index}`]: limit });
  now = new Date("2031-05-01T11:00:00Z");
  await reserveTries(pool, { "login-from:192.0.2.99": limit });
  t.match(await pool.db.selectFrom("attempt").select("scope").execute(), [{ scope: "login-from:192.0.2.99" }]);
  await reserveTries(pool, { "login-from:192.0.2.99": limit });
  await t.rejects(reserveTries(pool, { "login-from:192.0.2.99": limit }), { code: "too-many-tries", retryAfter: 60 });
});
