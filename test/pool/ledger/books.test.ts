import fc from "fast-check";
import { LicenseError } from "../../../src/license/license-error.ts";
import type { Account } from "../../../src/pool/access/account.ts";
import { verifyLedger } from "../../../src/pool/audit/verify-ledger.ts";
import { balanceOf } from "../../../src/pool/ledger/balance.ts";
import { openPool } from "../../../src/pool/open-pool.ts";
import { PoolError } from "../../../src/pool/pool-error.ts";
import { newDatabase, bothDatabases as t } from "../both-databases.ts";
import { contradictions } from "../check-books.ts";
import { addReseller, balanceText } from "../example-pool.ts";
import { operation, perform, type World } from "./random-operations.ts";

t.test(
  "whatever is asked for, in whatever order and at once: the books agree, and nothing is spent twice",
  async (t) => {
    const template = await newDatabase(t);
    const accounts = await addAccounts(template);
    let runs = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(operation, { maxLength: 40, size: "max" }),
        fc.boolean(),
        async (operations, atOnce) => {
          runs += 1;
          await using pool = await openPool(await newDatabase(t, template));
          const world: World = { pool, accounts, activationKeys: [], keys: [], asked: [] };
          if (atOnce) {
            await Promise.all(operations.map((operation) => refusable(perform(world, operation))));
            await checkBooks(world);
            await checkLedger(world);
            return;
          }
          for (const operation of operations) {
            const before = await balancesOf(world);
            const refused = await refusable(perform(world, operation));
            await checkBooks(world);
            if (refused) same(await balancesOf(world), before, `${refused.code} changed a balance`);
          }
          await checkLedger(world);
        },
      ),
      { numRuns: 60 },
    );
    t.pass(`${runs} runs`);
  },
);

async function addAccounts(database: string): Promise<Account[]> {
  await using pool = await openPool(database);
  return [await addReseller(pool, "anna@example.com"), await addReseller(pool, "bert@example.com")];
}

async function refusable(work: Promise<void>): Promise<PoolError | LicenseError | undefined> {
  try {
    await work;
    return undefined;
  } catch (error) {
    if (error instanceof PoolError || error instanceof LicenseError) return error;
    throw error;
  }
}

const balancesOf = ({ pool, accounts }: World) => Promise.all(accounts.map((account) => balanceText(pool, account)));

async function checkBooks(world: World): Promise<void> {
  same(await contradictions(world.pool), [], "the books contradict each other");
  for (const account of world.accounts) {
    const wrong = (await balanceOf(world.pool, account)).filter(
      ({ loaded, used, left }) => loaded - used !== left || left < 0,
    );
    same(wrong, [], "left is not what was loaded less what was used");
  }
}

async function checkLedger({ pool }: World): Promise<void> {
  same((await verifyLedger(pool)).broken, undefined, "the ledger does not verify");
}

function same(found: unknown, wanted: unknown, message: string): void {
  if (JSON.stringify(found) !== JSON.stringify(wanted)) fail(`${message}: ${JSON.stringify(found)}`);
}

function fail(message: string): never {
  throw new Error(message);
}
