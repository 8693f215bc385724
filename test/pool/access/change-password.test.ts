import { anyoneCaller } from "../../../src/pool/access/anyone-caller.ts";
import { authenticate } from "../../../src/pool/access/authenticate.ts";
import { logIn } from "../../../src/pool/access/log-in.ts";
import { changePassword } from "../../../src/pool/operations/change-password.ts";
import { perform } from "../../../src/pool/operations/license-manager.ts";
import { bothDatabases as t } from "../both-databases.ts";
import { examplePool } from "../example-pool.ts";

const from = "192.0.2.1";
const old = { email: "anna@example.com", password: "correct horse" };
const change = { oldPassword: "correct horse", password: "battery staple" };

t.test("whoever knows the old password sets a new one; this session goes on, others end", async (t) => {
  const { pool } = await examplePool(t);
  const [{ token }, { token: elsewhere }] = [await logIn(pool, old, from), await logIn(pool, old, from)];
  const anna = await authenticate(pool, token);
  t.same(await perform(pool, anna, changePassword, change), { email: "anna@example.com" });
  t.match(await authenticate(pool, token), { name: "anna@example.com" });
  await t.rejects(authenticate(pool, elsewhere), { code: "unauthenticated" });
  await t.rejects(logIn(pool, old, from), { code: "unauthenticated" });
  t.ok(await logIn(pool, { ...old, password: "battery staple" }, from));
  const entry = await pool.db.selectFrom("ledger").selectAll().where("action", "=", "set-password").executeTakeFirst();
  t.match(entry, { actor: "anna@example.com", detail: /^{"email":"anna@example.com","password":"[0-9a-f]{64}"}$/ });
});

t.test("a wrong old password changes nothing, and cannot be guessed at", async (t) => {
  const { pool } = await examplePool(t);
  const { token } = await logIn(pool, old, from);
  const anna = { ...(await authenticate(pool, token)), from };
  for (let tries = 0; tries < 5; tries += 1) {
    await t.rejects(perform(pool, anna, changePassword, { ...change, oldPassword: "guess" }), { code: "forbidden" });
  }
  await t.rejects(perform(pool, anna, changePassword, change), { code: "too-many-tries" });
  await t.rejects(logIn(pool, old, from), { code: "too-many-tries" }, "they count like those to log in");
  const again = { ...old, email: "anna@example.com" };
  await t.rejects(perform(pool, anna, changePassword, { ...change, password: "short" }), { code: "bad-request" });
  await pool.db.deleteFrom("attempt").execute();
  t.ok(await logIn(pool, again, from), "it is the old one still");
});

t.test("who is not logged in has no password to change", async (t) => {
  const { pool, reseller } = await examplePool(t);
  await t.rejects(perform(pool, anyoneCaller(from), changePassword, change), { code: "unauthenticated" });
  const agent = { name: "token a", roles: new Set(["agent-read"] as const), account: reseller };
  await t.rejects(perform(pool, agent, changePassword, change), { code: "unauthenticated" });
});
