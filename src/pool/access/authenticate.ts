import { z } from "zod";
import { parseSerialNumber } from "../../license/serial-number.ts";
import type { Pool } from "../open-pool.ts";
import { PoolError } from "../pool-error.ts";
import type { MembershipRow, TokenRow } from "../pool-tables.ts";
import { type Account, toAccount } from "./account.ts";
import type { Caller } from "./caller.ts";
import { hashSecret } from "./new-secret.ts";
import type { Role } from "./role.ts";
import { scopes } from "./scope.ts";

/**
 * Who shows a session or an agent's token.
 * @param bearer what was handed out once
 * @param accountEmail another of the person's accounts than the one that she logged in for
 * @throws PoolError `unauthenticated` for what is unknown, expired, revoked or disabled; `unknown-account` for an account
 * that is not hers
 */
export async function authenticate(pool: Pool, bearer: string, accountEmail?: string): Promise<Caller> {
  const token = await pool.db
    .selectFrom("token")
    .selectAll()
    .where("hash", "=", hashSecret(bearer))
    .where("revoked_at", "is", null)
    .where("expires_at", ">", pool.now().toISOString())
    .executeTakeFirst();
  if (token === undefined) throw invalid();
  return token.kind === "agent" ? agentOf(pool, token, accountEmail) : personOf(pool, token, accountEmail);
}

async function agentOf(pool: Pool, token: TokenRow, accountEmail: string | undefined): Promise<Caller> {
  const account = await accountOf(pool, token.account_id);
  if (account === undefined) throw invalid();
  if (accountEmail !== undefined && account.email !== accountEmail.trim().toLowerCase()) throw notHers(accountEmail);
  const granted = z.array(z.enum(scopes)).parse(JSON.parse(token.scopes));
  const serials = z
    .array(z.string())
    .optional()
    .parse(token.serials === null ? undefined : JSON.parse(token.serials));
  return {
    name: `token ${token.name}`,
    roles: new Set<Role>(granted.map((scope) => `agent-${scope}` as const)),
    account,
    tokenId: token.id,
    limits: {
      id: token.id,
      ...(serials && { serials: new Set(serials.map(parseSerialNumber)) }),
      ...(token.site !== null && { site: token.site }),
      ...(token.per_box !== null && { perBox: token.per_box }),
      ...(token.per_day !== null && { perDay: token.per_day }),
    },
  };
}

async function personOf(pool: Pool, token: TokenRow, accountEmail: string | undefined): Promise<Caller> {
  const person = await pool.db
    .selectFrom("person")
    .select(["id", "email"])
    .where("id", "=", token.person_id ?? "")
    .where("disabled_at", "is", null)
    .executeTakeFirst();
  if (person === undefined) throw invalid();
  const who = { name: person.email, personId: person.id, tokenId: token.id };
  const accounts = await accountsOf(pool, person.id);
  const wanted =
    accountEmail === undefined
      ? accounts.find(({ account }) => account.id === token.account_id)
      : accounts.find(({ account }) => account.email === accountEmail.trim().toLowerCase());
  if (wanted) return { ...who, roles: new Set([roleIn(wanted)]), account: wanted.account };
  if (accountEmail !== undefined) throw notHers(accountEmail);
  const why = new PoolError(
    "account-needed",
    "it is not clear which of your accounts is meant: name one with --account",
  );
  return { ...who, roles: new Set<Role>(["anyone"]), whyNoAccount: why };
}

/** An account that a person works for. */
interface Workplace {
  readonly account: Account;
  readonly as: MembershipRow["role"];
}

/** Those that are not disabled, the oldest first. */
async function accountsOf(pool: Pool, personId: string): Promise<Workplace[]> {
  const rows = await pool.db
    .selectFrom("membership")
    .innerJoin("account", "account.id", "membership.account_id")
    .select([
      "account.id",
      "account.email",
      "account.name",
      "account.role",
      "account.disabled_at",
      "membership.role as as",
    ])
    .where("membership.person_id", "=", personId)
    .where("account.disabled_at", "is", null)
    .orderBy("membership.since")
    .orderBy("account.id")
    .execute();
  return rows.map((row) => ({ account: toAccount(row), as: row.as }));
}

/** Whoever works for an issuer's account is an issuer, an auditor nowhere more than that. */
function roleIn({ account, as }: Workplace): Role {
  return account.role === "issuer" && as !== "auditor" ? "issuer" : as;
}

async function accountOf({ db }: Pool, id: string | null): Promise<Account | undefined> {
  const row = await db
    .selectFrom("account")
    .selectAll()
    .where("id", "=", id ?? "")
    .where("disabled_at", "is", null)
    .executeTakeFirst();
  return row && toAccount(row);
}

function invalid(): PoolError {
  return new PoolError("unauthenticated", "the token is not valid (any more): log in, or ask for a new one");
}

function notHers(email: string): PoolError {
  return new PoolError("unknown-account", `there is no account ${email} that you work for`);
}
