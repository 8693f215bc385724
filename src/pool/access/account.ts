import type { Pool } from "../open-pool.ts";
import { PoolError } from "../pool-error.ts";
import type { AccountRow } from "../pool-tables.ts";

/** Whose balance it is, or who issues. */
export interface Account {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly role: "reseller" | "issuer";
  /** Since when it is shut out: nobody spends, adds or gives anything for it. */
  readonly disabledAt?: string;
}

/** @throws PoolError `unknown-account` */
export async function findAccount(pool: Pool, email: string): Promise<Account> {
  const row = await pool.db
    .selectFrom("account")
    .selectAll()
    .where("email", "=", email.trim().toLowerCase())
    .executeTakeFirst();
  if (row) return toAccount(row);
  throw new PoolError("unknown-account", `there is no account ${email}; varsync pool account add makes one`);
}

/**
 * The account that is meant: the one that is named, else the only reseller account there is that is not disabled.
 * @throws PoolError `unknown-account`, `account-needed`
 */
export async function resolveAccount(pool: Pool, email: string | undefined): Promise<Account> {
  if (email !== undefined) return findAccount(pool, email);
  const resellers = pool.db.selectFrom("account").selectAll().where("role", "=", "reseller").limit(2);
  const open = await resellers.where("disabled_at", "is", null).execute();
  const rows = open.length > 0 ? open : await resellers.execute();
  const [only, another] = rows;
  if (only && another === undefined) return toAccount(only);
  const why = only ? "there are several accounts" : "there is no account yet; varsync pool account add makes one";
  throw new PoolError("account-needed", only ? `${why}: name one with --account, or under pool.account` : why);
}

/** @throws PoolError `account-disabled` */
export function checkEnabled({ email, disabledAt }: Account): void {
  if (disabledAt === undefined) return;
  const message = `the account ${email} is disabled since ${disabledAt}; varsync pool account enable lets it in again`;
  throw new PoolError("account-disabled", message);
}

export function toAccount({ id, email, name, role, disabled_at }: Omit<AccountRow, "created_at">): Account {
  return { id, email, name, role, ...(disabled_at !== null && { disabledAt: disabled_at }) };
}
