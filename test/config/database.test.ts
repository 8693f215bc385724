import t from "tap";
import { databaseSchema, resolveDatabase, shownDatabase } from "../../src/config/database.ts";
import { showConfig } from "../../src/config/show-config.ts";
import { configOf } from "./config-file.ts";

t.test("a path is relative to the file, an address of PostgreSQL is no path", async (t) => {
  const absolute = (path: string) => `/etc/varsync/${path}`;
  t.equal(resolveDatabase("pool.db", absolute), "/etc/varsync/pool.db");
  for (const address of ["postgres://db.example.org/pool", "postgresql://u@[::1]:5433/pool?sslmode=require"]) {
    t.equal(resolveDatabase(address, absolute), address);
    t.ok(databaseSchema.safeParse(address).success);
  }
});

t.test("an address without host or database is told before anything is opened", async (t) => {
  for (const wrong of ["postgres:pool", "postgres://", "postgres://host", "postgres://host:port/pool", ""]) {
    t.notOk(databaseSchema.safeParse(wrong).success, wrong);
  }
  await t.rejects(configOf(t, 'pool: {database: "postgres://host"}\n'), {
    message: /postgres:\/\/user@host\/database/,
  });
});

t.test("a password in the address is never shown", async (t) => {
  const config = await configOf(t, 'pool: {database: "postgres://varsync:geheim@db.example.org/pool"}\n');
  t.hasStrict(config.pool, { database: "postgres://varsync:geheim@db.example.org/pool" });
  t.match(showConfig(config), { pool: { database: "postgres://varsync:***@db.example.org/pool" } });
  t.notMatch(shownDatabase("postgres://db/pool?user=varsync&password=geheim"), "geheim");
  t.equal(shownDatabase("/var/lib/varsync/pool.db"), "/var/lib/varsync/pool.db");
});
