import { randomUUID } from "node:crypto";
import fc from "fast-check";
import type { Account } from "../../../src/pool/access/account.ts";
import type { Caller } from "../../../src/pool/access/caller.ts";
import { createToken } from "../../../src/pool/access/create-token.ts";
import { invite } from "../../../src/pool/access/invite.ts";
import { operatorCaller } from "../../../src/pool/access/operator-caller.ts";
import { createLicenseKey } from "../../../src/pool/ledger/create-license-key.ts";
import { offerTransfer } from "../../../src/pool/ledger/offer-transfer.ts";
import { reportSite } from "../../../src/pool/ledger/sites.ts";
import type { Pool } from "../../../src/pool/open-pool.ts";
import { perform } from "../../../src/pool/operations/license-manager.ts";
import type { Operation } from "../../../src/pool/operations/operation.ts";
import { operations } from "../../../src/pool/operations/operations.ts";
import { actFor } from "../act-for.ts";
import { bothDatabases as t } from "../both-databases.ts";
import { addReseller, credit, examplePool, thisBox } from "../example-pool.ts";

type Add = (pool: Pool, account: Account) => Promise<unknown>;
const newKey: Add = async (pool, account) => {
  await credit(pool, account, { "PBX-Operators": 1 });
  await createLicenseKey(pool, actFor(account), { type: "PBX-Operators", amount: { count: 1 }, serial: thisBox });
};

/** For each list: where its items are in the answer, and how one more comes into it. */
const lists: Readonly<Record<string, { readonly items: string; readonly add: Add }>> = {
  "list-license-keys": { items: "licenseKeys", add: newKey },
  "list-activation-keys": {
    items: "activations",
    add: (pool, account) => credit(pool, account, { "PBX-Operators": 1 }),
  },
  "list-audit": {
    items: "entries",
    add: (pool, account) => invite(pool, actFor(account), { email: "a@b.de", role: "member" }),
  },
  "list-warnings": { items: "warnings", add: newKey },
  "list-accounts": { items: "accounts", add: (pool) => addReseller(pool, `${randomUUID()}@example.com`) },
  "list-tokens": {
    items: "tokens",
    add: (pool, account) => createToken(pool, actFor(account), { scopes: ["read"], site: "hq", expires: "1d" }),
  },
  "list-sites": {
    items: "sites",
    add: (pool, account) => reportSite(pool, actFor(account), `site\n${randomUUID()}`, [{ serial: thisBox }]),
  },
  "list-transfers": {
    items: "transfers",
    add: async (pool, account) =>
      offerTransfer(pool, actFor(account), await credit(pool, account, { "PBX-Operators": 1 }), "bert@example.com"),
  },
};

t.test("every list is paged", async (t) => {
  const paged = operations.filter(({ input }) => "cursor" in input.shape).map(({ name }) => name);
  t.same(paged.sort(), Object.keys(lists).sort());
});

for (const [name, { items, add }] of Object.entries(lists)) {
  t.test(`${name}: all pages together are the whole list, each item once, whatever is added meanwhile`, async (t) => {
    const made = await examplePool(t);
    const pool = { ...made.pool, warnLimits: { lowBalance: { default: 0 }, unseenAfterMs: 0 } };
    for (let count = 0; count < 5; count += 1) await add(pool, made.reseller);
    const caller = await operatorCaller(pool, made.reseller.email);
    const page = pageOf(pool, caller, name, items);
    const addSome = (count: number) => Promise.all(Array.from({ length: count }, () => add(pool, made.reseller)));
    const situation = fc.tuple(fc.integer({ min: 1, max: 4 }), fc.array(fc.nat(2), { maxLength: 3 }));
    await fc.assert(
      fc.asyncProperty(situation, async ([limit, added]) => {
        const before = (await page({ limit: 1000 })).keys;
        const walked: string[] = [];
        let cursor: string | undefined;
        for (const count of [...added, ...Array.from({ length: 1000 }, () => 0)]) {
          const answer = await page({ limit, ...(cursor !== undefined && { cursor }) });
          if (answer.keys.length > limit) throw new Error("more than the page has");
          walked.push(...answer.keys);
          cursor = answer.next;
          if (cursor === undefined) break;
          await addSome(count);
        }
        if (new Set(walked).size !== walked.length) throw new Error("one came twice");
        const old = new Set(before);
        if (walked.filter((key) => old.has(key)).join() !== before.join()) throw new Error("one is missing");
      }),
      { numRuns: 10 },
    );
    t.pass("walked");
    for (const cursor of ["x", "bnVsbA", "W10"]) {
      await t.rejects(page({ limit: 1, cursor }), { code: "bad-request" }, cursor);
    }
  });
}

function pageOf(pool: Pool, caller: Caller, name: string, items: string) {
  const operation = operations.find((one) => one.name === name) as Operation;
  return async (input: { readonly limit: number; readonly cursor?: string }) => {
    const answer = (await perform(pool, caller, operation, input)) as Record<string, unknown>;
    const keys = (answer[items] as Record<string, unknown>[]).map(keyOf);
    return { keys, next: answer["next"] as string | undefined };
  };
}

/** What an item is told apart by. */
function keyOf(item: Record<string, unknown>): string {
  return String(item["id"] ?? item["sequence"] ?? item["activationKey"] ?? item["site"] ?? item["licenseKeyId"]);
}
