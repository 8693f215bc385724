import { authenticate } from "../../../src/pool/access/authenticate.ts";
import type { Caller } from "../../../src/pool/access/caller.ts";
import { createToken } from "../../../src/pool/access/create-token.ts";
import { logIn } from "../../../src/pool/access/log-in.ts";
import { operatorCaller } from "../../../src/pool/access/operator-caller.ts";
import { tokenExpiry } from "../../../src/pool/access/token-expiry.ts";
import { claim } from "../../../src/pool/ledger/claim.ts";
import { createLicenseKey as create } from "../../../src/pool/ledger/create-license-key.ts";
import { predefine } from "../../../src/pool/ledger/predefine.ts";
import type { Pool } from "../../../src/pool/open-pool.ts";
import { claimPredefined } from "../../../src/pool/operations/claim-predefined.ts";
import { createLicenseKey } from "../../../src/pool/operations/create-license-key.ts";
import { perform } from "../../../src/pool/operations/license-manager.ts";
import { listLicenseKeys } from "../../../src/pool/operations/list-license-keys.ts";
import { listTokens } from "../../../src/pool/operations/list-tokens.ts";
import { revokeToken } from "../../../src/pool/operations/revoke-token.ts";
import { showBoxOffers } from "../../../src/pool/operations/show-box-offers.ts";
import { unclaimPredefined } from "../../../src/pool/operations/unclaim-predefined.ts";
import { actFor } from "../act-for.ts";
import { bothDatabases as t } from "../both-databases.ts";
import { addReseller, credit, examplePool, otherBox, thisBox } from "../example-pool.ts";

const all = ["read", "claim", "create"] as const;
const forThisBox = { scopes: all, serials: [thisBox], expires: "30d", perBox: 5, perDay: 5 };

t.test("a token wants scopes, a site or serial numbers, an end, and budgets where it may create", async (t) => {
  const { pool, reseller } = await examplePool(t);
  const good = { scopes: ["read"], site: "hq", expires: "30d" } as const;
  for (const wrong of [
    { ...good, scopes: [] },
    { ...good, site: undefined },
    { ...good, serials: [thisBox] },
    { ...good, serials: [], site: undefined },
    { ...good, expires: "never" },
    { ...good, expires: "0d" },
    { ...good, expires: "2001-01-01" },
    { ...good, perBox: 5, perDay: 5 },
    { ...good, scopes: all },
    { ...good, scopes: all, perBox: 5 },
  ]) {
    await t.rejects(createToken(pool, actFor(reseller), wrong), { code: "bad-request" }, JSON.stringify(wrong));
  }
  t.match(await createToken(pool, actFor(reseller), good), { name: "hq", site: "hq", token: /^varsync-agent-/ });
});

t.test("a token ends after so many days, or on a day; in two years at the latest", async (t) => {
  const now = new Date("2031-05-01T10:00:00Z");
  t.same(tokenExpiry("30d", now), new Date("2031-05-31T10:00:00Z"));
  t.same(tokenExpiry("2031-12-31", now), new Date("2031-12-31"));
  for (const wrong of ["", "d", "-1d", "1.5d", "9999d", "2031-13-01", "1", "2050-01-01"]) {
    t.throws(() => tokenExpiry(wrong, now), { code: "bad-request" }, wrong);
  }
});

t.test("a token is told by its hash, and is worth nothing once it has ended or was revoked", async (t) => {
  let now = new Date();
  const { pool, reseller } = await examplePool(t, () => now);
  const { token, id } = await createToken(pool, actFor(reseller), forThisBox);
  const agent = await authenticate(pool, token);
  t.match(agent, { name: `token of ${thisBox}`, account: reseller, limits: { id, perBox: 5, perDay: 5 } });
  t.same([...agent.roles], ["agent-read", "agent-claim", "agent-create"]);
  await t.rejects(authenticate(pool, `${token}x`), { code: "unauthenticated" });
  await t.rejects(authenticate(pool, token, "bert@example.com"), { code: "unknown-account" });
  const { token: second, id: secondId } = await createToken(pool, actFor(reseller), forThisBox);
  const operator = await operatorCaller(pool, undefined);
  await perform(pool, operator, revokeToken, { id: secondId });
  await perform(pool, operator, revokeToken, { id: secondId });
  await t.rejects(authenticate(pool, second), { code: "unauthenticated" });
  const { tokens } = await perform(pool, operator, listTokens, {});
  t.equal(tokens.filter(({ revokedAt }) => revokedAt !== undefined).length, 1);
  t.notMatch(JSON.stringify(tokens), token);
  now = new Date(now.getTime() + 31 * 24 * 3_600_000);
  await t.rejects(authenticate(pool, token), { code: "unauthenticated" });
});

t.test("a token of another account is told no differently from one that does not exist", async (t) => {
  const { pool, reseller } = await examplePool(t);
  await addReseller(pool, "bert@example.com");
  const { id } = await createToken(pool, actFor(reseller), forThisBox);
  const bert = await operatorCaller(pool, "bert@example.com");
  await t.rejects(perform(pool, bert, revokeToken, { id }), { code: "unknown-token" });
  await t.rejects(perform(pool, bert, revokeToken, { id: "x" }), { code: "unknown-token" });
});

t.test("a token for boxes reads, claims and creates for these only, within its budgets", async (t) => {
  const { pool, reseller } = await examplePool(t);
  await credit(pool, reseller, { "PBX-Registrations": 100 });
  for (const serial of [thisBox, otherBox]) await predefine(pool, "operator", { serial, type: "Relay-BRIs", count: 2 });
  await create(pool, actFor(reseller), { type: "PBX-Registrations", amount: { count: 7 }, serial: otherBox });
  const agent = await authenticate(pool, (await createToken(pool, actFor(reseller), forThisBox)).token);
  t.match(await perform(pool, agent, claimPredefined, { serial: thisBox }), { licenseKeys: [{ count: 2 }] });
  await t.rejects(perform(pool, agent, claimPredefined, { serial: otherBox }), { code: "forbidden" });
  await t.rejects(perform(pool, agent, showBoxOffers, { serial: otherBox }), { code: "forbidden" });
  const wish = { type: "PBX-Registrations", count: 3, serial: thisBox };
  t.match(await perform(pool, agent, createLicenseKey, wish), { licenseKeys: [{ count: 3 }] });
  await t.rejects(perform(pool, agent, createLicenseKey, wish), { code: "budget-used-up" });
  await t.rejects(perform(pool, agent, createLicenseKey, { ...wish, serial: otherBox }), { code: "forbidden" });
  const { licenseKeys } = await perform(pool, agent, listLicenseKeys, {});
  t.same(new Set(licenseKeys.map(({ serial }) => serial)), new Set([thisBox]));
});

t.test(
  "a token for a site claims for the account's own boxes: those it has keys for, those the site reports",
  async (t) => {
    const { pool, reseller } = await examplePool(t);
    for (const serial of [thisBox, otherBox])
      await predefine(pool, "operator", { serial, type: "Relay-BRIs", count: 2 });
    const { token } = await createToken(pool, actFor(reseller), {
      scopes: ["read", "claim"],
      site: "hq",
      expires: "30d",
    });
    const agent = await authenticate(pool, token);
    t.match(await perform(pool, agent, showBoxOffers, { serial: thisBox }), { licenseKeys: [], predefined: [] });
    await t.rejects(perform(pool, agent, claimPredefined, { serial: thisBox }), { code: "forbidden" });
    await report(pool, reseller.id, thisBox, "elsewhere");
    await t.rejects(perform(pool, agent, claimPredefined, { serial: thisBox }), { code: "forbidden" });
    await pool.db.updateTable("box").set({ site: "hq" }).execute();
    t.match(await perform(pool, agent, showBoxOffers, { serial: thisBox }), { predefined: [{ count: 2 }] });
    t.match(await perform(pool, agent, claimPredefined, { serial: thisBox }), { licenseKeys: [{ count: 2 }] });
    await claim(pool, actFor(reseller), otherBox);
    t.match(await perform(pool, agent, claimPredefined, { serial: otherBox }), { licenseKeys: [{ count: 2 }] });
    t.equal((await perform(pool, agent, listLicenseKeys, {})).licenseKeys.length, 2);
  },
);

t.test("claims are limited to 60 a minute for an account", async (t) => {
  const { pool } = await examplePool(t);
  const { token } = await logIn(pool, { email: "anna@example.com", password: "correct horse" }, undefined);
  const anna = await authenticate(pool, token);
  const codes = new Map<string, number>();
  for (let index = 0; index < 62; index += 1) {
    const code = await codeOf(perform(pool, anna, claimPredefined, { serial: thisBox }));
    codes.set(code, (codes.get(code) ?? 0) + 1);
  }
  t.same(Object.fromEntries(codes), { "nothing-predefined": 60, "too-many-tries": 2 });
});

t.test("the issuer undoes a claim: the key is revoked, and the next who claims gets the license", async (t) => {
  const { pool, reseller } = await examplePool(t);
  const bert = await addReseller(pool, "bert@example.com");
  await predefine(pool, "operator", { serial: thisBox, type: "Relay-BRIs", count: 2 });
  await claim(pool, actFor(reseller), thisBox);
  const operator: Caller = await operatorCaller(pool, "bert@example.com");
  const undone = await perform(pool, operator, unclaimPredefined, { serial: thisBox, why: "wrong account" });
  t.match(undone, { licenseKeys: [{ status: "revoked", serial: thisBox }] });
  await t.rejects(perform(pool, operator, unclaimPredefined, { serial: thisBox, why: "again" }), {
    code: "nothing-predefined",
  });
  t.match(await claim(pool, actFor(bert), thisBox), [{ status: "active" }]);
  await t.rejects(claim(pool, actFor(reseller), thisBox), { code: "not-yours" });
});

async function report(pool: Pool, accountId: string, serial: typeof thisBox, site: string): Promise<void> {
  const row = { account_id: accountId, serial, site, added_by: "site", added_at: "x", reported_at: "x", state: null };
  await pool.db.insertInto("box").values(row).execute();
}

function codeOf(outcome: Promise<unknown>): Promise<string> {
  return outcome.then(
    () => "done",
    (error: { readonly code: string }) => error.code,
  );
}
