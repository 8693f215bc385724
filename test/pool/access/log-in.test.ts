import tap from "tap";
import { addAccount } from "../../../src/pool/access/add-account.ts";
import { anyoneCaller } from "../../../src/pool/access/anyone-caller.ts";
import { authenticate } from "../../../src/pool/access/authenticate.ts";
import { logIn } from "../../../src/pool/access/log-in.ts";
import { logOut } from "../../../src/pool/access/log-out.ts";
import { openPool } from "../../../src/pool/open-pool.ts";
import { bothDatabases as t } from "../both-databases.ts";
import { addReseller, examplePool } from "../example-pool.ts";
import { needsPostgres, startPostgres } from "../real-postgres.ts";

const anna = { email: "anna@example.com", password: "correct horse" };
const wrong = { ...anna, password: "wrong horse" };

t.test("a session is for the account of the person's address, and ends when it is logged out", async (t) => {
  const { pool, reseller } = await examplePool(t);
  const { token, expiresAt } = await logIn(pool, { ...anna, email: " ANNA@example.com" }, "127.0.0.1");
  t.ok(expiresAt > new Date().toISOString());
  const caller = await authenticate(pool, token);
  t.match(caller, { name: "anna@example.com", account: reseller });
  t.same([...caller.roles], ["owner"]);
  await logOut(pool, caller);
  await t.rejects(authenticate(pool, token), { code: "unauthenticated" });
  await t.rejects(logOut(pool, anyoneCaller("127.0.0.1")), { code: "unauthenticated" });
});

t.test("neither a token nor a password can be read from the database", async (t) => {
  const { pool } = await examplePool(t);
  const { token } = await logIn(pool, anna, undefined);
  const tables = [pool.db.selectFrom("token"), pool.db.selectFrom("person"), pool.db.selectFrom("attempt")] as const;
  const rows = JSON.stringify(await Promise.all(tables.map((table) => table.selectAll().execute())));
  t.notMatch(rows, token);
  t.notMatch(rows, anna.password);
});

t.test("a session ends by itself, and when its person or account is disabled", async (t) => {
  let now = new Date("2031-05-01T10:00:00Z");
  const { pool, reseller } = await examplePool(t, () => now);
  const { token } = await logIn(pool, anna, undefined);
  now = new Date("2031-06-01T10:00:00Z");
  await t.rejects(authenticate(pool, token), { code: "unauthenticated" });
  const { token: another } = await logIn(pool, anna, undefined);
  await pool.db.updateTable("account").set({ disabled_at: "x" }).where("id", "=", reseller.id).execute();
  t.equal((await authenticate(pool, another)).account, undefined);
  await t.rejects(logIn(pool, anna, undefined), { code: "unauthenticated" }, "there is nothing to log in for");
  await pool.db.updateTable("person").set({ disabled_at: "x" }).execute();
  await t.rejects(authenticate(pool, another), { code: "unauthenticated" });
});

t.test("an unknown address, a wrong password and a disabled person get the same answer", async (t) => {
  const { pool } = await examplePool(t);
  await addReseller(pool, "bert@example.com");
  await pool.db.updateTable("person").set({ disabled_at: "x" }).where("email", "=", "bert@example.com").execute();
  const tries = [wrong, { ...anna, email: "nobody@example.com" }, { ...anna, email: "bert@example.com" }];
  const answers = await Promise.all(tries.map((login) => logIn(pool, login, undefined).catch(String)));
  t.same(new Set(answers), new Set(["PoolError: e-mail address or password is not right"]));
});

t.test("five failed tries a minute for an account, whatever address they come from", async (t) => {
  let now = new Date("2031-05-01T10:00:00Z");
  const { pool } = await examplePool(t, () => now);
  for (let index = 0; index < 4; index += 1) {
    await t.rejects(logIn(pool, wrong, `192.0.2.${index}`), { code: "unauthenticated" });
    await logIn(pool, anna, "192.0.2.9");
  }
  await t.rejects(logIn(pool, wrong, "192.0.2.5"), { code: "unauthenticated" });
  now = new Date("2031-05-01T10:00:20Z");
  await t.rejects(logIn(pool, anna, "192.0.2.6"), { code: "too-many-tries", retryAfter: 40 });
  await t.rejects(logIn(pool, { ...anna, email: "ANNA@example.com " }, "192.0.2.6"), { code: "too-many-tries" });
  now = new Date("2031-05-01T10:01:00Z");
  t.ok(await logIn(pool, anna, "192.0.2.6"));
});

t.test("five failed tries a minute from an address, whatever accounts are tried", async (t) => {
  const { pool } = await examplePool(t);
  for (let index = 0; index < 5; index += 1) {
    const login = { email: `nobody${index}@example.com`, password: "wrong horse" };
    await t.rejects(logIn(pool, login, "192.0.2.1"), { code: "unauthenticated" });
  }
  await t.rejects(logIn(pool, anna, "192.0.2.1"), { code: "too-many-tries" });
  t.ok(await logIn(pool, anna, "192.0.2.2"));
});

t.test("a clock that was set back does not shut anybody out for longer than a minute", async (t) => {
  let now = new Date("2031-05-01T10:00:00Z");
  const { pool } = await examplePool(t, () => now);
  for (let index = 0; index < 5; index += 1) await logIn(pool, wrong, undefined).catch(() => {});
  now = new Date("2031-05-01T09:00:00Z");
  t.ok(await logIn(pool, anna, undefined));
});

tap.test(
  "guesses at the same moment at two servers of one PostgreSQL: five are looked at",
  needsPostgres(),
  async (t) => {
    const postgres = await startPostgres();
    t.teardown(() => postgres[Symbol.asyncDispose]());
    const address = await postgres.newDatabase();
    const pools = [await openPool(address), await openPool(address)] as const;
    await addAccount(pools[0], { ...anna, name: "Anna", role: "reseller" });
    const guesses = Array.from({ length: 12 }, (_, index) =>
      logIn(index % 2 === 0 ? pools[0] : pools[1], wrong, undefined).catch((error: { code: string }) => error.code),
    );
    const codes = await Promise.all(guesses);
    t.equal(codes.filter((code) => code === "unauthenticated").length, 5);
    t.equal(codes.filter((code) => code === "too-many-tries").length, 7);
    await Promise.all(pools.map((pool) => pool[Symbol.asyncDispose]()));
  },
);
