import { agreement } from "../../../src/pool/access/agreement.ts";
import { anyoneCaller } from "../../../src/pool/access/anyone-caller.ts";
import { authenticate } from "../../../src/pool/access/authenticate.ts";
import { verifyLedger } from "../../../src/pool/audit/verify-ledger.ts";
import { beginSession } from "../../../src/pool/operations/begin-session.ts";
import { perform } from "../../../src/pool/operations/license-manager.ts";
import { registerAccount } from "../../../src/pool/operations/register-account.ts";
import { showAgreement } from "../../../src/pool/operations/show-agreement.ts";
import { bothDatabases as t } from "../both-databases.ts";
import { examplePool } from "../example-pool.ts";

const stranger = anyoneCaller("192.0.2.1");
const carl = { email: "Carl@example.com", name: "Carl", password: "battery staple" };

t.test("anybody reads the agreement, accepts it, registers and logs in", async (t) => {
  const { pool } = await examplePool(t);
  const { version, text } = await perform(pool, stranger, showAgreement, {});
  t.match(text, /cannot be taken back/);
  const { account } = await perform(pool, stranger, registerAccount, { ...carl, agreement: version });
  t.same(account, { email: "carl@example.com", name: "Carl" });
  const { token } = await perform(pool, stranger, beginSession, { email: carl.email, password: carl.password });
  t.match(await authenticate(pool, token), { account: { email: "carl@example.com", role: "reseller" } });
  const person = await pool.db.selectFrom("person").selectAll().where("email", "=", "carl@example.com").execute();
  t.match(person, [{ agreement_version: version, agreed_at: /^\d{4}-/ }]);
  const entry = await pool.db.selectFrom("ledger").selectAll().where("action", "=", "register").executeTakeFirst();
  t.match(entry, { actor: "carl@example.com", detail: /agreementVersion/ });
});

t.test("without the agreement nobody is registered", async (t) => {
  const { pool } = await examplePool(t);
  for (const accepted of [undefined, "0", "yes"]) {
    const registration = { ...carl, agreement: accepted };
    await t.rejects(perform(pool, stranger, registerAccount, registration), { code: "agreement-missing" });
  }
  t.equal((await pool.db.selectFrom("person").selectAll().execute()).length, 1);
});

t.test("registering an address that has an account answers the same, and changes nothing", async (t) => {
  const { pool } = await examplePool(t);
  const before = await pool.db.selectFrom("person").selectAll().execute();
  const anna = { ...carl, email: "anna@example.com", agreement: agreement.version };
  t.same(await perform(pool, stranger, registerAccount, anna), {
    account: { email: "anna@example.com", name: "Carl" },
  });
  t.same(await pool.db.selectFrom("person").selectAll().execute(), before);
});

t.test("also the time tells nothing: both are written into the ledger, only issuer and operator see it", async (t) => {
  const { pool } = await examplePool(t);
  const ledger = async () => (await pool.db.selectFrom("ledger").select(["action", "account_id"]).execute()).slice(-1);
  await perform(pool, stranger, registerAccount, { ...carl, email: "anna@example.com", agreement: agreement.version });
  t.same(await ledger(), [{ action: "register-again", account_id: null }]);
  t.equal((await verifyLedger(pool)).broken, undefined);
});
