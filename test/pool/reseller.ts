import type { Account } from "../../src/pool/access/account.ts";
import { addAccount } from "../../src/pool/access/add-account.ts";
import { activate } from "../../src/pool/ledger/activate.ts";
import { issueActivationKey } from "../../src/pool/ledger/issue-activation-key.ts";
import type { Pool } from "../../src/pool/open-pool.ts";
import { actFor } from "./act-for.ts";

export function addReseller(pool: Pool, email: string): Promise<Account> {
  return addAccount(pool, { email, name: "Anna Beispiel", role: "reseller", password: "correct horse" });
}

/** Credits so many licenses by a new activation key. */
export async function credit(
  pool: Pool,
  account: Account,
  licenses: Readonly<Record<string, number>>,
): Promise<string> {
  const code = await issueActivationKey(pool, "operator", new Map(Object.entries(licenses)));
  await activate(pool, actFor(account), [code]);
  return code;
}
