import { randomUUID } from "node:crypto";
import type { Test } from "tap";
import type { Account } from "../../../src/pool/access/account.ts";
import { addAccount } from "../../../src/pool/access/add-account.ts";
import { anyoneCaller } from "../../../src/pool/access/anyone-caller.ts";
import { authenticate } from "../../../src/pool/access/authenticate.ts";
import type { Caller } from "../../../src/pool/access/caller.ts";
import { createToken } from "../../../src/pool/access/create-token.ts";
import { operatorCaller } from "../../../src/pool/access/operator-caller.ts";
import type { Role } from "../../../src/pool/access/role.ts";
import { claim } from "../../../src/pool/ledger/claim.ts";
import { createLicenseKey } from "../../../src/pool/ledger/create-license-key.ts";
import { issueActivationKey } from "../../../src/pool/ledger/issue-activation-key.ts";
import { offerTransfer } from "../../../src/pool/ledger/offer-transfer.ts";
import { predefine } from "../../../src/pool/ledger/predefine.ts";
import { reportSite } from "../../../src/pool/ledger/sites.ts";
import type { Pool } from "../../../src/pool/open-pool.ts";
import { perform } from "../../../src/pool/operations/license-manager.ts";
import type { Operation } from "../../../src/pool/operations/operation.ts";
import { operations } from "../../../src/pool/operations/operations.ts";
import { problemOf } from "../../../src/pool/server/problem-of.ts";
import { actFor } from "../act-for.ts";
import { bothDatabases as t } from "../both-databases.ts";
import { addReseller, credit, examplePool, otherBox, thisBox } from "../example-pool.ts";
import { agentToken, sessionOf } from "../server/running-server.ts";

type Callers = Readonly<Record<Role, Caller>>;

t.test("whoever is allowed to do something can do it", async (t) => {
  const { pool, reseller, bert, callers } = await world(t);
  const refused = new Set(["forbidden", "unauthenticated", "account-needed", "not-an-issuer"]);
  let done = 0;
  for (const operation of operations) {
    for (const role of operation.may.includes("anyone") ? (["anyone"] as const) : operation.may) {
      const input = await inputFor(pool, operation.name, reseller, bert);
      const outcome = await outcomeOf(pool, callers[role], operation.name, input);
      // Whoever has no session cannot end one.
      const noSession = operation.name === "end-session" && role === "anyone";
      t.notOk(refused.has(outcome) && !noSession, `${operation.name} as ${role}: ${outcome}`);
      if (outcome === "done") done += 1;
    }
  }
  t.ok(done > 100, `${done} succeeded`);
});

t.test("what is another account's is told no differently from what does not exist, by whatever is asked", async (t) => {
  const { pool, reseller, bert } = await world(t);
  const bertsCaller = await authenticate(pool, await sessionOf(pool, bert));
  const withIdentifier = operations.filter(({ path, may }) => /\{(id|serial)\}/.test(path) && may.includes("owner"));
  t.ok(withIdentifier.length >= 10);
  for (const { name } of withIdentifier) {
    const annas = await inputFor(pool, name, reseller, await addReseller(pool, `${randomUUID()}@example.com`));
    const nobodys = { ...annas, ...("id" in annas ? { id: randomUUID() } : { serial: "00-90-33-aa-aa-aa" }) };
    const [real, invented] = [
      await answerTo(pool, bertsCaller, name, annas),
      await answerTo(pool, bertsCaller, name, nobodys),
    ];
    const blank = (text: string) =>
      text.replaceAll(/00-90-33(-[0-9a-f]{2}){3}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "…");
    t.equal(blank(real), blank(invented), name);
  }
});

async function world(t: Test) {
  const { pool, reseller } = await examplePool(t);
  const bert = await addReseller(pool, "bert@example.com");
  const vendor = { email: "issuer@example.com", name: "Vendor", role: "issuer", password: "correct horse" } as const;
  const issuer = await addAccount(pool, vendor);
  for (const account of [reseller, bert, issuer]) {
    await credit(pool, account, { "PBX-Operators": 10_000, "PBX-Registrations": 10_000 });
  }
  await reportSite(pool, actFor(reseller), "sindelfingen", [{ serial: thisBox }]);
  const session = async (account: Account, role?: "owner" | "member" | "auditor") =>
    authenticate(pool, await sessionOf(pool, account, role));
  const agent = async (scope: string) =>
    authenticate(pool, await agentToken(pool, reseller, [scope], { per_box: 1000, per_day: 1000 }));
  const callers: Callers = {
    operator: await operatorCaller(pool, reseller.email),
    issuer: await session(issuer),
    owner: await session(reseller),
    member: await session(reseller, "member"),
    auditor: await session(reseller, "auditor"),
    "agent-read": await agent("read"),
    "agent-claim": await agent("claim"),
    "agent-create": await agent("create"),
    anyone: anyoneCaller("127.0.0.1"),
  };
  return { pool, reseller, bert, callers };
}

/** Something that makes sense to ask for, about things of the account. */
async function inputFor(pool: Pool, name: string, account: Account, other: Account): Promise<Record<string, unknown>> {
  const activationKey = () => credit(pool, account, { "DECT-Users": 5 });
  const licenseKey = async (serial?: typeof thisBox) => {
    const request = { type: "PBX-Operators", amount: { count: 1 }, serial };
    return (await createLicenseKey(pool, actFor(account), request))[0]?.id ?? "";
  };
  const offer = async (from: Account, to: Account) =>
    (await offerTransfer(pool, actFor(from), await credit(pool, from, { "DECT-Users": 5 }), to.email)).id;
  const why = "wrong data";
  const email = `${randomUUID()}@example.com`;
  const person = { email, name: "Carl", password: "correct horse" };
  const inputs: Readonly<Record<string, () => Promise<Record<string, unknown>>>> = {
    "register-account": async () => ({ ...person, agreement: "1" }),
    "begin-session": async () => ({ email: account.email, password: "correct horse" }),
    "add-account": async () => ({ ...person, role: "reseller" }),
    "add-auditor": async () => ({ ...person, auditorOf: account.email }),
    "disable-account": async () => ({ email: (await addReseller(pool, email)).email }),
    "enable-account": async () => ({ email: (await addReseller(pool, email)).email }),
    "set-password": async () => ({ email: (await addReseller(pool, email)).email, password: "correct horse 2" }),
    "change-password": async () => ({ old: "correct horse", new: "correct horse 2" }),
    "invite-person": async () => ({ email }),
    "join-account": async () => ({ code: "varsync-invitation-none", name: "Carl", password: "correct horse" }),
    "create-token": async () => ({ scopes: ["read"], site: "hq", expires: "30d" }),
    "revoke-token": async () => ({
      id: (await createToken(pool, actFor(account), { scopes: ["read"], site: "hq", expires: "30d" })).id,
    }),
    "add-activation-keys": async () => ({
      activationKeys: [await issueActivationKey(pool, "operator", new Map([["DECT-Users", 1]]))],
    }),
    "offer-transfer": async () => ({ activationKey: await activationKey(), to: "dora@example.com" }),
    "accept-transfer": async () => ({ id: await offer(other, account) }),
    "decline-transfer": async () => ({ id: await offer(account, other) }),
    "create-license-key": async () => ({ type: "PBX-Operators", count: 1, serial: thisBox }),
    "create-license-keys": async () => ({ licenseKeys: [{ type: "PBX-Operators", count: 1, serial: thisBox }] }),
    "assign-license-key": async () => ({ id: await licenseKey(), serial: thisBox }),
    "look-up-codes": async () => ({ keys: ["0000-0000-0000-0000"] }),
    "report-site": async () => ({ site: "sindelfingen", boxes: [{ serial: thisBox, outcome: "in-step" }] }),
    "claim-predefined": async () => {
      await predefine(pool, "operator", { serial: thisBox, type: "Relay-BRIs", count: 1 });
      await claim(pool, actFor(account), thisBox).catch(() => undefined);
      return { serial: thisBox };
    },
    "unclaim-predefined": async () => ({ serial: thisBox, why }),
    "issue-activation-key": async () => ({ licenses: { "PBX-Operators": 1 } }),
    "predefine-license": async () => ({ serial: thisBox, type: "Relay-BRIs", count: 1 }),
    "revoke-license-key": async () => ({ id: await licenseKey(thisBox), why }),
    "replace-box": async () => ({ serial: thisBox, newSerial: otherBox, why }),
  };
  const given = await inputs[name]?.();
  if (given) return given;
  const { path } = operations.find((one) => one.name === name) ?? { path: "" };
  return path.includes("{serial}") ? { serial: thisBox } : {};
}

/** Everything that comes back, as text: the answer, or the error as a server tells it. */
function answerTo(pool: Pool, caller: Caller, name: string, input: Record<string, unknown>): Promise<string> {
  const operation = operations.find((one) => one.name === name) as Operation;
  return perform(pool, caller, operation, input).then(
    (answer) => JSON.stringify(answer),
    (error: Error) => {
      const { code, detail } = problemOf(error) ?? { code: "bug", detail: error.message };
      return `${code}: ${detail}`;
    },
  );
}

async function outcomeOf(pool: Pool, caller: Caller, name: string, input: Record<string, unknown>): Promise<string> {
  const answer = await answerTo(pool, caller, name, input);
  const [, code] = /^([a-z]+(?:-[a-z]+)*|undefined): /.exec(answer) ?? [];
  return code ?? "done";
}
