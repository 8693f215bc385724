import { resolveAccount } from "../../../src/pool/access/account.ts";
import { addAccount } from "../../../src/pool/access/add-account.ts";
import { issuingCaller } from "../../../src/pool/access/operator-caller.ts";
import { hashPassword, isPassword } from "../../../src/pool/access/password.ts";
import { bothDatabases as t } from "../both-databases.ts";
import { addReseller, examplePool } from "../example-pool.ts";

t.test("an account is found by its e-mail address, whatever the case; the only one need not be named", async (t) => {
  const { pool, reseller } = await examplePool(t);
  t.same(await resolveAccount(pool, " Anna@EXAMPLE.com "), reseller);
  t.same(await resolveAccount(pool, undefined), reseller);
  await t.rejects(resolveAccount(pool, "carl@example.com"), { code: "unknown-account", message: /carl@example\.com/ });
  await addReseller(pool, "bert@example.com");
  await t.rejects(resolveAccount(pool, undefined), { code: "account-needed", message: /several accounts/ });
});

t.test("only an issuer issues, and an issuer is nobody's only account", async (t) => {
  const { pool, reseller } = await examplePool(t);
  const issuer = { email: "Issuer@example.com", name: "Issuer", role: "issuer", password: "correct horse" } as const;
  await addAccount(pool, issuer);
  t.equal((await issuingCaller(pool, "issuer@example.com")).name, "issuer@example.com");
  t.equal((await issuingCaller(pool, undefined)).name, "operator");
  await t.rejects(issuingCaller(pool, reseller.email), { code: "not-an-issuer" });
  t.same(await resolveAccount(pool, undefined), reseller);
});

t.test("an account wants an e-mail address of its own, a name and a password of 8 characters", async (t) => {
  const { pool } = await examplePool(t);
  const account = { email: "new@example.com", name: "New", role: "reseller", password: "12345678" } as const;
  await t.rejects(addAccount(pool, { ...account, email: "ANNA@example.com" }), { code: "account-exists" });
  for (const wrong of [{ email: "new" }, { email: "a b@example.com" }, { name: " " }, { password: "1234567" }]) {
    await t.rejects(addAccount(pool, { ...account, ...wrong }), { code: "bad-request" });
  }
  t.match(await addAccount(pool, account), { email: "new@example.com" });
});

t.test("a password is kept as a salted hash, and umlauts count however they are typed", async (t) => {
  const stored = await hashPassword("Gr\u00fc\u00dfe 2031");
  t.match(stored, /^scrypt\$\d+\$8\$1\$[A-Za-z0-9+/]+=*\$[A-Za-z0-9+/]+=*$/);
  t.not(stored, await hashPassword("Gr\u00fc\u00dfe 2031"), "the salt differs");
  t.ok(await isPassword("Gru\u0308\u00dfe 2031", stored));
  t.notOk(await isPassword("Gr\u00fc\u00dfe 2032", stored));
});
