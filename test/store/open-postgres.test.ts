import { sql } from "kysely";
import pg from "pg";
import t from "tap";
import { openPostgres } from "../../src/store/open-postgres.ts";
import { databaseName } from "../../src/store/postgres-address.ts";
import { writeTransaction } from "../../src/store/write-transaction.ts";
import { needsPostgres, startPostgres } from "../pool/real-postgres.ts";
import { first, type NoteTables, notes, second } from "./note-store.ts";

const open = (address: string, migrations = { "001-first": first }) =>
  openPostgres<NoteTables>(address, { migrations });

t.test("a name for people has host and database, and never a password", async (t) => {
  t.equal(
    databaseName("postgres://anna:geheim@db.example.org:5433/pool?password=geheim"),
    "postgres://db.example.org:5433/pool",
  );
  t.equal(databaseName("postgres://anna:geheim@:pool"), "postgres://…");
  t.equal(databaseName("/var/lib/varsync/pool.db"), "/var/lib/varsync/pool.db");
});

t.test("PostgreSQL", needsPostgres(), async (t) => {
  await using server = await startPostgres();

  await t.test("whatever keeps it from being opened is told in words, without the password", async (t) => {
    const address = await server.newDatabase();
    const [wrong, missing] = [new URL(address), new URL(address)];
    wrong.password = "geheim";
    missing.pathname = "/elsewhere";
    for (const [href, code, message] of [
      [wrong.href, "store-unusable", /refuses user or password/],
      [missing.href, "store-unusable", /no such database/],
      ["postgres://anna:geheim@127.0.0.1:1/pool", "store-unreachable", /nothing answers there/],
    ] as const) {
      await t.rejects(open(href), { name: "StoreError", code, message });
      await t.rejects(open(href), { message: /^(?!.*geheim)/ });
    }
  });

  await t.test("migrations run once, however many open it at the same moment; a newer one is refused", async (t) => {
    const address = await server.newDatabase();
    const all = { "001-first": first, "002-second": second };
    const opened = await Promise.all(Array.from({ length: 8 }, () => open(address, all)));
    for (const db of opened) t.equal((await notes(db)).length, 1);
    for (const db of opened) await db.destroy();
    await t.rejects(open(address), { code: "store-newer", message: /002-second.*update varsync/ });
  });

  await t.test("a read-only database says so", async (t) => {
    const address = await server.newDatabase();
    await using db = await open(address);
    await onServer(address, "alter database pool3 set default_transaction_read_only = on");
    await using again = await open(address);
    await t.rejects(again.insertInto("note").values({ id: 1, text: "x" }).execute(), { code: "store-read-only" });
    t.same(await notes(db), []);
  });

  await t.test("a client that is killed in a transaction leaves nothing behind and nothing locked", async (t) => {
    const address = await server.newDatabase();
    await using db = await open(address);
    const victim = await open(address);
    const cut = writeTransaction(victim, async (transaction) => {
      await transaction.insertInto("note").values({ id: 1, text: "half" }).execute();
      await onServer(
        address,
        "select pg_terminate_backend(pid) from pg_stat_activity where datname = 'pool4' and state = 'idle in transaction'",
      );
      await sql`select 1`.execute(transaction);
    });
    await t.rejects(cut, { name: "StoreError", code: "store-unreachable" });
    await writeTransaction(db, (transaction) =>
      transaction.insertInto("note").values({ id: 2, text: "whole" }).execute(),
    );
    t.match(await notes(db), [{ id: 2 }]);
    t.match(await notes(victim), [{ id: 2 }], "and the pool of connections goes on");
    await victim.destroy();
  });

  await t.test("while the server is gone every request says so, and once it is back they work again", async (t) => {
    const address = await server.newDatabase();
    await using db = await open(address);
    await server.stop();
    for (let time = 0; time < 3; time += 1) await t.rejects(notes(db), { code: "store-unreachable" });
    await server.start();
    await writeTransaction(db, (transaction) =>
      transaction.insertInto("note").values({ id: 1, text: "back" }).execute(),
    );
    t.match(await notes(db), [{ text: "back" }]);
  });

  await t.test("too many connections is told as busy", async (t) => {
    await using small = await startPostgres([
      "max_connections=4",
      "superuser_reserved_connections=0",
      "reserved_connections=0",
    ]);
    const address = await small.newDatabase();
    const clients = Array.from({ length: 4 }, () => new pg.Client(address));
    for (const client of clients) await client.connect();
    await t.rejects(open(address), { code: "store-busy", message: /too many connections/ });
    for (const client of clients) await client.end();
  });
});

async function onServer(address: string, text: string): Promise<void> {
  const client = new pg.Client(Object.assign(new URL(address), { pathname: "/postgres" }).href);
  await client.connect();
  await client.query(text);
  await client.end();
}
