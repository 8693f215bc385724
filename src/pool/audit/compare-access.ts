import type { Kysely } from "kysely";
import { toAgentToken } from "../access/agent-token.ts";
import { hashSecret } from "../access/new-secret.ts";
import type { PoolTables } from "../pool-tables.ts";
import type { Books } from "./books.ts";
import type { Difference } from "./difference.ts";
import { tokenLimits } from "./replay-access.ts";
import { tableRows } from "./table-rows.ts";

/** Accounts, and what agents' tokens may do. */
export async function compareAccess(db: Kysely<PoolTables>, books: Books): Promise<Difference | undefined> {
  return (await compareAccounts(db, books)) ?? (await compareTokens(db, books));
}

async function compareAccounts(db: Kysely<PoolTables>, { accounts }: Books): Promise<Difference | undefined> {
  for await (const row of tableRows(db, "account")) {
    const book = accounts.get(row.id);
    const same =
      book?.email === row.email &&
      (book.name ?? row.name) === row.name &&
      book.role === row.role &&
      book.createdAt === row.created_at &&
      book.disabledAt === row.disabled_at;
    if (!same) return { message: `the account ${row.id} is not what the ledger says`, entry: book?.entry ?? 0 };
    accounts.delete(row.id);
  }
  const lost = accounts.first();
  return lost && { message: `the account ${lost[0]} is missing`, entry: lost[1].entry };
}

async function compareTokens(db: Kysely<PoolTables>, { tokens }: Books): Promise<Difference | undefined> {
  for await (const row of tableRows(db, "token")) {
    if (row.kind !== "agent") continue;
    const book = tokens.get(row.id);
    const same =
      book?.account === row.account_id &&
      book.revokedAt === row.revoked_at &&
      book.limits === readLimits(row) &&
      row.person_id === null &&
      (book.fingerprint === undefined || book.fingerprint === hashSecret(row.hash));
    if (!same) return { message: `the token ${row.id} is not what the ledger says`, entry: book?.entry ?? 0 };
    tokens.delete(row.id);
  }
  const lost = tokens.first();
  return lost && { message: `the token ${lost[0]} is missing`, entry: lost[1].entry };
}

function readLimits(row: Parameters<typeof toAgentToken>[0]): string | undefined {
  try {
    return tokenLimits(JSON.stringify(toAgentToken(row)));
  } catch {
    return undefined;
  }
}
