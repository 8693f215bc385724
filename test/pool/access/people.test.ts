import { addAuditor } from "../../../src/pool/access/add-auditor.ts";
import { agreement } from "../../../src/pool/access/agreement.ts";
import { anyoneCaller } from "../../../src/pool/access/anyone-caller.ts";
import { authenticate } from "../../../src/pool/access/authenticate.ts";
import { invite } from "../../../src/pool/access/invite.ts";
import { join } from "../../../src/pool/access/join.ts";
import { leave } from "../../../src/pool/access/leave.ts";
import { logIn } from "../../../src/pool/access/log-in.ts";
import { operatorCaller } from "../../../src/pool/access/operator-caller.ts";
import { setDisabled } from "../../../src/pool/access/set-disabled.ts";
import { setPassword } from "../../../src/pool/access/set-password.ts";
import type { Pool } from "../../../src/pool/open-pool.ts";
import { actFor } from "../act-for.ts";
import { bothDatabases as t } from "../both-databases.ts";
import { addReseller, examplePool } from "../example-pool.ts";

const password = "correct horse";
const stranger = anyoneCaller("192.0.2.1");

async function session(pool: Pool, email: string, account?: string) {
  return authenticate(pool, (await logIn(pool, { email, password }, undefined)).token, account);
}

t.test(
  "the invited joins once, with a login of her own or a new one; one person works for several accounts",
  async (t) => {
    const { pool, reseller } = await examplePool(t);
    const bert = await addReseller(pool, "bert@example.com");
    const { code } = await invite(pool, actFor(reseller), { email: "Bert@example.com", role: "member" });
    await t.rejects(join(pool, stranger, { code }), { code: "unauthenticated" });
    await t.rejects(join(pool, await session(pool, "anna@example.com"), { code }), { code: "bad-invitation" });
    t.same(await join(pool, await session(pool, "bert@example.com"), { code }), reseller);
    await t.rejects(join(pool, await session(pool, "bert@example.com"), { code }), { code: "bad-invitation" });
    t.match(await session(pool, "bert@example.com"), { account: bert });
    const forAnna = await session(pool, "bert@example.com", "anna@example.com");
    t.match(forAnna, { name: "bert@example.com", account: reseller });
    t.same([...forAnna.roles], ["member"]);
    const second = await invite(pool, actFor(reseller), { email: "carl@example.com", role: "auditor" });
    const carl = { code: second.code, name: "Carl", password };
    await t.rejects(join(pool, stranger, carl), { code: "agreement-missing" });
    await join(pool, stranger, { ...carl, agreement: agreement.version });
    t.same([...(await session(pool, "carl@example.com")).roles], ["auditor"]);
  },
);

t.test("an invitation ends after a week, and only its hash is kept", async (t) => {
  let now = new Date();
  const { pool, reseller } = await examplePool(t, () => now);
  const { code } = await invite(pool, actFor(reseller), { email: "carl@example.com", role: "member" });
  t.notMatch(JSON.stringify(await pool.db.selectFrom("invitation").selectAll().execute()), code);
  now = new Date(now.getTime() + 8 * 24 * 3_600_000);
  const joining = { code, name: "Carl", password, agreement: agreement.version };
  await t.rejects(join(pool, stranger, joining), { code: "bad-invitation" });
});

t.test(
  "the last owner cannot leave; a member leaves, and has no account at once; an owner ends others' work",
  async (t) => {
    const { pool, reseller } = await examplePool(t);
    const operator = await operatorCaller(pool, undefined);
    for (const name of ["bert", "carl"]) {
      const { code } = await invite(pool, actFor(reseller), { email: `${name}@example.com`, role: "member" });
      await join(pool, operator, { code, name, password });
    }
    const [anna, bert] = [await session(pool, "anna@example.com"), await session(pool, "bert@example.com")];
    await t.rejects(leave(pool, anna, undefined), { code: "last-owner" });
    await t.rejects(leave(pool, operator, "anna@example.com"), { code: "last-owner" });
    await t.rejects(leave(pool, bert, "carl@example.com"), { code: "forbidden" });
    await leave(pool, anna, "carl@example.com");
    await leave(pool, bert, undefined);
    const { token } = await logIn(pool, { email: "bert@example.com", password }, undefined);
    t.equal((await authenticate(pool, token)).account, undefined);
    await t.rejects(leave(pool, operator, "bert@example.com"), { code: "unknown-person" });
  },
);

t.test("an auditor is added to one account, and keeps her password where she has one", async (t) => {
  const { pool } = await examplePool(t);
  await addReseller(pool, "bert@example.com");
  const bert = { email: "bert@example.com", name: "Bert", password: "another password" };
  await addAuditor(pool, bert, "anna@example.com");
  t.same([...(await session(pool, "bert@example.com", "anna@example.com")).roles], ["auditor"]);
  await t.rejects(addAuditor(pool, bert, "anna@example.com"), { code: "account-exists" });
});

t.test("whoever is disabled is out at once, and in again when enabled; a new password ends all sessions", async (t) => {
  const { pool } = await examplePool(t);
  const { token } = await logIn(pool, { email: "anna@example.com", password }, undefined);
  await setDisabled(pool, "operator", "ANNA@example.com", true);
  await t.rejects(authenticate(pool, token), { code: "unauthenticated" });
  await t.rejects(session(pool, "anna@example.com"), { code: "unauthenticated" });
  await setDisabled(pool, "operator", "anna@example.com", false);
  t.ok(await authenticate(pool, token));
  await setPassword(pool, "operator", "anna@example.com", "battery staple");
  await t.rejects(authenticate(pool, token), { code: "unauthenticated" });
  t.ok(await logIn(pool, { email: "anna@example.com", password: "battery staple" }, undefined));
  await t.rejects(setDisabled(pool, "operator", "nobody@example.com", true), { code: "unknown-account" });
});
