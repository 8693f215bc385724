import type { Account } from "../../../src/pool/access/account.ts";
import { addAuditor } from "../../../src/pool/access/add-auditor.ts";
import { anyoneCaller } from "../../../src/pool/access/anyone-caller.ts";
import { authenticate } from "../../../src/pool/access/authenticate.ts";
import { createToken } from "../../../src/pool/access/create-token.ts";
import { invite } from "../../../src/pool/access/invite.ts";
import { join } from "../../../src/pool/access/join.ts";
import { leave } from "../../../src/pool/access/leave.ts";
import { operatorCaller } from "../../../src/pool/access/operator-caller.ts";
import { revokeToken } from "../../../src/pool/access/revoke-token.ts";
import { setDisabled } from "../../../src/pool/access/set-disabled.ts";
import { setPassword } from "../../../src/pool/access/set-password.ts";
import { assignLicenseKey } from "../../../src/pool/ledger/assign-license-key.ts";
import { claim } from "../../../src/pool/ledger/claim.ts";
import { createLicenseKey } from "../../../src/pool/ledger/create-license-key.ts";
import { acceptTransfer, declineTransfer } from "../../../src/pool/ledger/decide-transfer.ts";
import { issueActivationKey } from "../../../src/pool/ledger/issue-activation-key.ts";
import { offerTransfer } from "../../../src/pool/ledger/offer-transfer.ts";
import { predefine } from "../../../src/pool/ledger/predefine.ts";
import { replaceBox } from "../../../src/pool/ledger/replace-box.ts";
import { revokeLicenseKey } from "../../../src/pool/ledger/revoke-license-key.ts";
import { unclaim } from "../../../src/pool/ledger/unclaim.ts";
import type { Pool } from "../../../src/pool/open-pool.ts";
import { createLicenseKey as ask } from "../../../src/pool/operations/create-license-key.ts";
import { perform } from "../../../src/pool/operations/license-manager.ts";
import { actFor } from "../act-for.ts";
import { addReseller, credit, otherBox, thisBox } from "../example-pool.ts";

/** One of everything that the ledger tells of. */
export async function everything(pool: Pool, anna: Account, bert: Account): Promise<void> {
  const issuer = { name: "issuer@example.com" };
  const why = "wrong data";
  await issueActivationKey(pool, "operator", new Map([["PBX-Operators", 3]]));
  const codes = [
    await credit(pool, anna, { "PBX-Registrations": 100, "PBX-Operators": 10 }),
    await credit(pool, anna, { "PBX-Operators": 10, "Relay-BRIs": 10 }),
    await credit(pool, anna, { "DECT-Users": 10 }),
  ];
  const create = async (type: string, count: number, serial?: typeof thisBox) => {
    const request = { type, amount: { count }, serial, customer: "Blumen Müller", requestId: `${type}${count}` };
    return (await createLicenseKey(pool, actFor(anna), request))[0]?.id ?? "";
  };
  await create("PBX-Registrations", 5, thisBox);
  await create("Relay-BRIs", 2, otherBox);
  await assignLicenseKey(pool, actFor(anna), await create("PBX-Operators", 3), otherBox);
  await revokeLicenseKey(pool, issuer, await create("PBX-Operators", 2), { why, removed: true });
  await revokeLicenseKey(pool, issuer, await create("PBX-Operators", 1), { why });
  await predefine(pool, "operator", { serial: thisBox, type: "Relay-PRIs", count: 1 });
  await predefine(pool, "operator", { serial: otherBox, type: "Relay-PRIs", count: 2 });
  await claim(pool, actFor(anna), thisBox);
  await claim(pool, actFor(bert), otherBox);
  await unclaim(pool, "operator", otherBox, why);
  await replaceBox(pool, issuer, { serial: thisBox, newSerial: otherBox, why });
  const [first = "", second = "", third = ""] = codes;
  await acceptTransfer(pool, actFor(bert), (await offerTransfer(pool, actFor(anna), second, bert.email)).id);
  await declineTransfer(pool, actFor(bert), (await offerTransfer(pool, actFor(anna), third, bert.email)).id);
  await acceptTransfer(pool, actFor(bert), (await offerTransfer(pool, actFor(anna), third, bert.email)).id);
  await offerTransfer(pool, actFor(anna), first, "carl@example.com");
  const limits = { scopes: ["create"], serials: [thisBox], expires: "30d", perBox: 5, perDay: 5 } as const;
  const { token } = await createToken(pool, actFor(anna), limits);
  await perform(pool, await authenticate(pool, token), ask, { type: "PBX-Registrations", count: 1, serial: thisBox });
  const { id } = await createToken(pool, actFor(anna), { scopes: ["read"], site: "hq", expires: "30d" });
  await revokeToken(pool, actFor(anna), id);
  await operatorCaller(pool, anna.email);
  const { code } = await invite(pool, actFor(anna), { email: "dora@example.com", role: "member" });
  const login = { name: "Dora", password: "correct horse", agreement: "1" };
  await join(pool, anyoneCaller("127.0.0.1"), { code, ...login });
  await invite(pool, actFor(anna), { email: "emil@example.com", role: "owner" });
  await addAuditor(pool, { email: "fred@example.com", name: "Fred", password: "correct horse" }, anna.email);
  await addAuditor(pool, { email: bert.email, name: "Bert", password: "correct horse" }, anna.email);
  await setPassword(pool, "operator", "fred@example.com", "battery staple");
  await leave(pool, await operatorCaller(pool, anna.email), "dora@example.com");
  const carl = await addReseller(pool, "carl@example.com");
  await setDisabled(pool, "operator", carl.email, true);
}
