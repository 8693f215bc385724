import { randomUUID } from "node:crypto";
import type { Actor } from "../access/actor.ts";
import { inTransaction, type Pool } from "../open-pool.ts";
import { PoolError } from "../pool-error.ts";
import type { TransferRow } from "../pool-tables.ts";
import { parseActivationKeyCode } from "./activation-key-code.ts";
import { record } from "./record.ts";
import { showTransfer, type Transfer, unspentLots } from "./transfer.ts";

/**
 * Offers what is unspent of an activation key to an e-mail address. Whether somebody has an account of that address is
 * not looked up: the offer waits for whoever has it, or will. Nothing changes until it is accepted; the same offer twice
 * is one.
 * @throws PoolError `bad-activation-key`, `unknown-activation-key` (also for another account's), `nothing-left`, `bad-request`
 */
export async function offerTransfer(pool: Pool, actor: Actor, typed: string, email: string): Promise<Transfer> {
  const code = parseActivationKeyCode(typed);
  const to = email.trim().toLowerCase();
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(to)) throw new PoolError("bad-request", `"${email}" is no e-mail address`);
  if (to === actor.account.email) throw new PoolError("bad-request", "it is this account's already");
  return inTransaction(pool, async (transaction) => {
    const { db, at } = transaction;
    const { account } = actor;
    const key = await db.selectFrom("activation_key").select("id").where("code", "=", code).executeTakeFirst();
    const lots = key
      ? await db
          .selectFrom("lot")
          .select("id")
          .where("account_id", "=", account.id)
          .where("activation_key_id", "=", key.id)
          .execute()
      : [];
    if (key === undefined || lots.length === 0) {
      throw new PoolError("unknown-activation-key", `${code} cannot be transferred: this account has no such one`);
    }
    if ((await unspentLots(db, account.id, key.id)).length === 0) {
      throw new PoolError("nothing-left", `nothing is left of ${code}`);
    }
    const open = await db
      .selectFrom("transfer")
      .selectAll()
      .where("from_account_id", "=", account.id)
      .where("activation_key_id", "=", key.id)
      .where("status", "=", "offered")
      .executeTakeFirst();
    if (open?.to_email === to) return showTransfer(db, open);
    if (open) throw new PoolError("bad-request", `${code} is offered to ${open.to_email}; decline that offer first`);
    const row: TransferRow = {
      id: randomUUID(),
      activation_key_id: key.id,
      from_account_id: account.id,
      to_email: to,
      to_account_id: null,
      status: "offered",
      lots: null,
      created_at: at,
      decided_at: null,
    };
    await db.insertInto("transfer").values(row).execute();
    const detail = { transfer: row.id, activationKey: code, to };
    await record(transaction, { actor: actor.name, account: account.id, action: "offer-transfer", detail });
    return showTransfer(db, row);
  });
}
