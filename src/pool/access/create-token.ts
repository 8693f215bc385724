import { randomUUID } from "node:crypto";
import type { SerialNumber } from "../../license/serial-number.ts";
import { record } from "../ledger/record.ts";
import { inTransaction, type Pool } from "../open-pool.ts";
import { PoolError } from "../pool-error.ts";
import type { TokenRow } from "../pool-tables.ts";
import type { Actor } from "./actor.ts";
import { type AgentToken, toAgentToken } from "./agent-token.ts";
import { hashSecret, newSecret } from "./new-secret.ts";
import type { Scope } from "./scope.ts";
import { tokenExpiry } from "./token-expiry.ts";

/** What a token is to be for. */
export interface NewToken {
  readonly name?: string | undefined;
  readonly scopes: readonly Scope[];
  /** One of these two. */
  readonly serials?: readonly SerialNumber[] | undefined;
  readonly site?: string | undefined;
  /** `30d` or a date. */
  readonly expires: string;
  /** Licenses that may be created for a box, and in all, a day; both with the scope `create`, and only with it. */
  readonly perBox?: number | undefined;
  readonly perDay?: number | undefined;
}

/** Makes a token for an agent. `token` is shown this once. @throws PoolError `bad-request` */
export async function createToken(
  pool: Pool,
  { name: actor, account }: Actor,
  wanted: NewToken,
): Promise<AgentToken & { readonly token: string }> {
  const scopes = [...new Set(wanted.scopes)];
  check(wanted, scopes);
  const expiresAt = tokenExpiry(wanted.expires, pool.now()).toISOString();
  const { secret, hash } = newSecret("agent");
  const name = wanted.name?.trim() || wanted.site || `of ${wanted.serials?.[0]}`;
  return inTransaction(pool, async (transaction) => {
    const row: TokenRow = {
      id: randomUUID(),
      hash,
      kind: "agent",
      person_id: null,
      account_id: account.id,
      name,
      scopes: JSON.stringify(scopes),
      serials: wanted.serials ? JSON.stringify([...new Set(wanted.serials)]) : null,
      site: wanted.site ?? null,
      per_box: wanted.perBox ?? null,
      per_day: wanted.perDay ?? null,
      created_at: transaction.at,
      expires_at: expiresAt,
      revoked_at: null,
      refused_at: null,
    };
    await transaction.db.insertInto("token").values(row).execute();
    const token = toAgentToken(row);
    await record(transaction, {
      actor,
      account: account.id,
      action: "create-token",
      detail: { ...token, fingerprint: hashSecret(hash) },
    });
    return { token: secret, ...token };
  });
}

function check({ serials, site, perBox, perDay }: NewToken, scopes: readonly Scope[]): void {
  if (scopes.length === 0) throw new PoolError("bad-request", "a token wants a scope: read, claim or create");
  if ((site === undefined) === (serials === undefined || serials.length === 0)) {
    throw new PoolError("bad-request", "a token is for a site or for serial numbers: give one of the two");
  }
  const budgets = [perBox, perDay].filter((budget) => budget !== undefined).length;
  if (scopes.includes("create") && budgets < 2) {
    throw new PoolError("bad-request", "a token that may create wants both budgets: per box and per day");
  }
  if (!scopes.includes("create") && budgets > 0) {
    throw new PoolError("bad-request", "a budget is for a token that may create");
  }
}
