import { sql } from "kysely";
import t from "tap";
import { contradictions } from "../check-books.ts";
import { balanceText, credit, examplePool } from "../example-pool.ts";
import { runningServer, sessionOf } from "./running-server.ts";

t.test(
  "a disk that is full during a create: 507, nothing is spent, and once there is room the same request is done",
  async (t) => {
    const { pool, reseller } = await examplePool(t);
    await credit(pool, reseller, { "PBX-Registrations": 1000 });
    const token = await sessionOf(pool, reseller);
    const { ask } = await runningServer(t, pool, "127.61.62.1");
    const create = (id: string) =>
      ask("/api/v1/license-keys", {
        method: "POST",
        token,
        json: { type: "PBX-Registrations", count: 1, description: "x".repeat(800) },
        headers: { "idempotency-key": id },
      });
    const { rows } = await sql<{ page_count: number }>`pragma page_count`.execute(pool.db);
    await sql`pragma max_page_count = ${sql.lit((rows[0]?.page_count ?? 0) + 8)}`.execute(pool.db);
    let made = 0;
    while ((await create(`key ${made}`)).status === 201) made += 1;
    const before = await balanceText(pool, reseller);
    t.same(before, { "PBX-Registrations": `1000/${made}/${1000 - made}` });
    const full = await create(`key ${made}`);
    t.match(full, { status: 507, json: { code: "disk-full" } });
    t.match(full.headers.get("content-type"), /^application\/problem\+json/);
    t.equal((await ask("/api/v1/balance", { token })).status, 200, "reading goes on");
    t.same(await balanceText(pool, reseller), before);
    t.same(await contradictions(pool), []);
    await sql`pragma max_page_count = 1000000`.execute(pool.db);
    t.equal((await create(`key ${made}`)).status, 201);
    t.same(await balanceText(pool, reseller), { "PBX-Registrations": `1000/${made + 1}/${999 - made}` });
  },
);
