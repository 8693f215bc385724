import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import pg from "pg";
import t from "tap";
import { databaseSchema, resolveDatabase, shownDatabase, withPassword } from "../../src/config/database.ts";
import { showConfig } from "../../src/config/show-config.ts";
import { webhookName } from "../../src/webhook/webhook-name.ts";
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

t.test("a password from a file reaches PostgreSQL as it is, and is never shown", async (t) => {
  for (const password of ["geheim", "a b:c@d/e?f#g%41h", "Müller €", " ", "'\"\\"]) {
    for (const address of [
      "postgres://varsync@db.example.org/pool",
      "postgres://varsync:other@db/pool?sslmode=disable",
    ]) {
      t.equal(new pg.Client({ connectionString: withPassword(address, password) }).password, password);
    }
  }
  const text = 'pool: {database: "postgres://varsync@db/pool", passwordFile: pg.password}\n';
  const config = await configOf(t, text);
  await writeFile(join(t.testdirName, "pg.password"), "geheim\n", { mode: 0o600 });
  const { pool } = config;
  t.equal(pool && "database" in pool && (await pool.address()), "postgres://varsync:geheim@db/pool");
  t.notMatch(JSON.stringify(showConfig(config, webhookName)), "geheim");
});

t.test("a password beside the database goes with PostgreSQL only, from one place", async (t) => {
  await t.rejects(configOf(t, "pool: {database: pool.db, passwordFile: pw}\n"), { message: /PostgreSQL/ });
  const both = 'pool: {database: "postgres://u@db/pool", passwordFile: pw, passwordEnv: PW}\n';
  await t.rejects(configOf(t, both), { message: /one of passwordFile, passwordEnv/ });
});

t.test("a password in the address is never shown", async (t) => {
  const config = await configOf(t, 'pool: {database: "postgres://varsync:geheim@db.example.org/pool"}\n');
  t.hasStrict(config.pool, { database: "postgres://varsync:geheim@db.example.org/pool" });
  t.match(showConfig(config, webhookName), { pool: { database: "postgres://varsync:***@db.example.org/pool" } });
  t.notMatch(shownDatabase("postgres://db/pool?user=varsync&password=geheim"), "geheim");
  t.equal(shownDatabase("/var/lib/varsync/pool.db"), "/var/lib/varsync/pool.db");
});
