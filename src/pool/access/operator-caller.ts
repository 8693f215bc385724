import type { Pool } from "../open-pool.ts";
import { PoolError } from "../pool-error.ts";
import { checkEnabled, resolveAccount } from "./account.ts";
import type { Caller } from "./caller.ts";
import type { Role } from "./role.ts";

/** Why there is no account, which what needs none does not mind. */
const needsNone: ReadonlySet<string> = new Set(["account-needed", "unknown-account"]);

/**
 * Whoever can open the database: its operator, acting for the account that is named, else for the only reseller's there
 * is. A name that is none matters only to what needs an account: the first is added with it in the configuration.
 */
export async function operatorCaller(pool: Pool, email: string | undefined): Promise<Caller> {
  const operator = { name: "operator", roles: new Set<Role>(["operator"]) };
  try {
    return { ...operator, account: await resolveAccount(pool, email) };
  } catch (error) {
    if (!(error instanceof PoolError) || !needsNone.has(error.code)) throw error;
    return { ...operator, whyNoAccount: error };
  }
}

/**
 * The issuer's account that is named, with the rights of its people; the operator where none is.
 * @throws PoolError `unknown-account`, `not-an-issuer`, `account-disabled`
 */
export async function issuingCaller(pool: Pool, email: string | undefined): Promise<Caller> {
  if (email === undefined) return operatorCaller(pool, undefined);
  const account = await resolveAccount(pool, email);
  if (account.role !== "issuer") {
    throw new PoolError("not-an-issuer", `${account.email} is no issuer, and only an issuer may do that`);
  }
  checkEnabled(account);
  return { name: account.email, roles: new Set<Role>(["issuer"]), account };
}
