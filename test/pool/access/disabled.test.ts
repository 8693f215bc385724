import { openEmbeddedPool } from "../../../src/agent/keys/embedded-pool.ts";
import { resolveAccount } from "../../../src/pool/access/account.ts";
import { addAccount } from "../../../src/pool/access/add-account.ts";
import { issuingCaller, operatorCaller } from "../../../src/pool/access/operator-caller.ts";
import { setDisabled } from "../../../src/pool/access/set-disabled.ts";
import { issueActivationKey } from "../../../src/pool/ledger/issue-activation-key.ts";
import { acceptTransfer } from "../../../src/pool/operations/accept-transfer.ts";
import { addActivationKeys } from "../../../src/pool/operations/add-activation-keys.ts";
import { assignLicenseKey } from "../../../src/pool/operations/assign-license-key.ts";
import { claimPredefined } from "../../../src/pool/operations/claim-predefined.ts";
import { createLicenseKey } from "../../../src/pool/operations/create-license-key.ts";
import { createToken } from "../../../src/pool/operations/create-token.ts";
import { importLicenseFiles } from "../../../src/pool/operations/import-license-files.ts";
import { invitePerson } from "../../../src/pool/operations/invite-person.ts";
import { perform } from "../../../src/pool/operations/license-manager.ts";
import { listLicenseKeys } from "../../../src/pool/operations/list-license-keys.ts";
import { listTokens } from "../../../src/pool/operations/list-tokens.ts";
import { offerTransfer } from "../../../src/pool/operations/offer-transfer.ts";
import { revokeLicenseKey } from "../../../src/pool/operations/revoke-license-key.ts";
import { revokeToken } from "../../../src/pool/operations/revoke-token.ts";
import { showBalance } from "../../../src/pool/operations/show-balance.ts";
import { bothDatabases as t } from "../both-databases.ts";
import { addReseller, credit, examplePool, thisBox } from "../example-pool.ts";

const code = { code: "account-disabled" };

t.test("for a disabled account the operator, too, spends, adds and gives nothing, until it is enabled", async (t) => {
  const { pool, reseller } = await examplePool(t);
  const activationKey = await credit(pool, reseller, { "PBX-Operators": 5 });
  const fresh = await issueActivationKey(pool, "operator", new Map([["PBX-Operators", 1]]));
  await setDisabled(pool, "operator", reseller.email, true);
  const operator = await operatorCaller(pool, reseller.email);
  const create = { type: "PBX-Operators", count: 1 };
  const files = [{ name: "a.txt", content: "" }];
  const token = { scopes: ["read" as const], site: "here", expires: "30d" };
  await t.rejects(perform(pool, operator, createLicenseKey, create), code);
  await t.rejects(perform(pool, operator, addActivationKeys, { activationKeys: [fresh] }), code);
  await t.rejects(perform(pool, operator, claimPredefined, { serial: thisBox }), code);
  await t.rejects(perform(pool, operator, assignLicenseKey, { id: "1", serial: thisBox }), code);
  await t.rejects(perform(pool, operator, importLicenseFiles, { files }), code);
  await t.rejects(perform(pool, operator, offerTransfer, { activationKey, to: "bert@example.com" }), code);
  await t.rejects(perform(pool, operator, acceptTransfer, { id: "1" }), code);
  await t.rejects(perform(pool, operator, invitePerson, { email: "bert@example.com" }), code);
  await t.rejects(perform(pool, operator, createToken, token), code);
  await setDisabled(pool, "operator", reseller.email, false);
  t.match(await perform(pool, await operatorCaller(pool, undefined), createLicenseKey, create), {
    licenseKeys: [{ count: 1 }],
  });
});

t.test("a disabled account is still looked at, and its keys and tokens are revoked", async (t) => {
  const { pool, reseller } = await examplePool(t);
  await credit(pool, reseller, { "PBX-Operators": 5 });
  const before = await operatorCaller(pool, undefined);
  const { licenseKeys } = await perform(pool, before, createLicenseKey, { type: "PBX-Operators", count: 1 });
  await perform(pool, before, createToken, { scopes: ["read"], site: "here", expires: "30d" });
  await setDisabled(pool, "operator", reseller.email, true);
  const operator = await operatorCaller(pool, reseller.email);
  t.match(await perform(pool, operator, showBalance, {}), { balance: [{ used: 1 }] });
  t.match(await perform(pool, operator, listLicenseKeys, {}), { licenseKeys: [{ type: "PBX-Operators" }] });
  const { tokens } = await perform(pool, operator, listTokens, {});
  t.match(await perform(pool, operator, revokeToken, { id: tokens[0]?.id ?? "" }), { tokens: [{ revokedAt: /^2/ }] });
  t.match(await perform(pool, operator, revokeLicenseKey, { id: licenseKeys[0]?.id ?? "", why: "left" }), {
    licenseKeys: [{ status: "revoked" }],
  });
});

t.test("who is meant without being named is never a disabled account while there is another one", async (t) => {
  const { pool, reseller } = await examplePool(t);
  const bert = await addReseller(pool, "bert@example.com");
  await setDisabled(pool, "operator", reseller.email, true);
  t.same(await resolveAccount(pool, undefined), bert);
  await setDisabled(pool, "operator", bert.email, true);
  await t.rejects(resolveAccount(pool, undefined), { code: "account-needed" });
});

t.test("an agent gets no keys from a disabled account, and a disabled issuer issues nothing", async (t) => {
  const { pool, reseller, database } = await examplePool(t);
  const vendor = { email: "issuer@example.com", name: "Vendor", role: "issuer", password: "correct horse" } as const;
  await addAccount(pool, vendor);
  for (const email of [reseller.email, vendor.email]) await setDisabled(pool, "operator", email, true);
  await t.rejects(
    openEmbeddedPool(database, reseller.email, () => new Date()),
    code,
  );
  await t.rejects(issuingCaller(pool, vendor.email), code);
});
