import fc from "fast-check";
import type { Account } from "../../../src/pool/access/account.ts";
import { createLicenseKey } from "../../../src/pool/ledger/create-license-key.ts";
import { acceptTransfer } from "../../../src/pool/ledger/decide-transfer.ts";
import { offerTransfer } from "../../../src/pool/ledger/offer-transfer.ts";
import { revokeLicenseKey } from "../../../src/pool/ledger/revoke-license-key.ts";
import { openPool, type Pool } from "../../../src/pool/open-pool.ts";
import { PoolError } from "../../../src/pool/pool-error.ts";
import { actFor } from "../act-for.ts";
import { newDatabase, bothDatabases as t } from "../both-databases.ts";
import { contradictions } from "../check-books.ts";
import { addReseller, credit } from "../example-pool.ts";

const type = "PBX-Registrations";
const who = fc.nat(3);
const step = fc.oneof(
  fc.record({ kind: fc.constant("credit" as const), who, count: fc.integer({ min: 1, max: 9 }) }),
  fc.record({ kind: fc.constant("spend" as const), who, count: fc.integer({ min: 1, max: 9 }) }),
  fc.record({ kind: fc.constant("transfer" as const), who, to: who, key: fc.nat(5) }),
  fc.record({ kind: fc.constant("revoke" as const), key: fc.nat(9) }),
);

t.test(
  "whatever four accounts transfer, spend and get back: nothing is lost, nothing made, oldest first",
  async (t) => {
    const template = await newDatabase(t);
    const accounts = await fourAccounts(template);
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40, size: "max" }), async (steps) => {
        await using pool = await openPool(await newDatabase(t, template));
        const activationKeys: string[] = [];
        const keys: string[] = [];
        let issued = 0;
        for (const one of steps) {
          try {
            if (one.kind === "revoke") {
              const id = keys[one.key] ?? "";
              await revokeLicenseKey(pool, { name: "operator" }, id, { why: "wrong data", removed: true });
              continue;
            }
            const account = accounts[one.who] ?? fail("no such account");
            if (one.kind === "credit") {
              activationKeys.push(await credit(pool, account, { [type]: one.count }));
              issued += one.count;
            } else if (one.kind === "spend") {
              const oldest = await lotsOf(pool, account);
              const request = { type, amount: { count: one.count } };
              keys.push(...(await createLicenseKey(pool, actFor(account), request)).map(({ id }) => id));
              await spentOldestFirst(pool, account, oldest, one.count);
            } else {
              const to = accounts[one.to] ?? fail("no such account");
              const offer = await offerTransfer(pool, actFor(account), activationKeys[one.key] ?? "", to.email);
              await acceptTransfer(pool, actFor(to), offer.id);
            }
          } catch (error) {
            if (!(error instanceof PoolError)) throw error;
          }
        }
        const balances = await pool.db.selectFrom("balance").select(["loaded", "used"]).execute();
        const loaded = balances.reduce((sum, row) => sum + row.loaded, 0);
        if (loaded !== issued) fail(`${issued} were issued, and ${loaded} are loaded`);
        const wrong = await contradictions(pool);
        if (wrong.length > 0) fail(wrong.join());
      }),
      { numRuns: 25 },
    );
    t.pass("conserved");
  },
);

interface Lot {
  readonly id: number;
  readonly left: number;
}

/** What is left of each lot, in the order in which they are to be spent. */
async function lotsOf({ db }: Pool, { id }: Account): Promise<Lot[]> {
  const lots = await db.selectFrom("lot").selectAll().where("account_id", "=", id).orderBy("id").execute();
  const inOrder = lots.toSorted((one, other) => Date.parse(one.loaded_at ?? "") - Date.parse(other.loaded_at ?? ""));
  return inOrder.map((lot) => ({ id: lot.id, left: lot.count - lot.used }));
}

async function spentOldestFirst(pool: Pool, account: Account, before: readonly Lot[], count: number): Promise<void> {
  const after = new Map((await lotsOf(pool, account)).map(({ id, left }) => [id, left]));
  let missing = count;
  for (const { id, left } of before) {
    const taken = Math.min(missing, left);
    if (after.get(id) !== left - taken) fail(`lot ${id} gave something else than the oldest first`);
    missing -= taken;
  }
}

async function fourAccounts(database: string): Promise<Account[]> {
  await using pool = await openPool(database);
  const accounts: Account[] = [];
  for (const name of ["anna", "bert", "carl", "dora"]) accounts.push(await addReseller(pool, `${name}@example.com`));
  return accounts;
}

function fail(message: string): never {
  throw new Error(message);
}
