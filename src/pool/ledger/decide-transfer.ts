import type { Actor } from "../access/actor.ts";
import { inTransaction, type Pool, type PoolTransaction } from "../open-pool.ts";
import { PoolError } from "../pool-error.ts";
import type { TransferRow } from "../pool-tables.ts";
import { load, unload } from "./load.ts";
import type { LotFacts } from "./lot-facts.ts";
import { record } from "./record.ts";
import { findTransfer, showTransfer, type Transfer, unspentLots } from "./transfer.ts";

/**
 * Takes what is unspent of the activation key at this moment into the account's balance; the sender's goes down by as
 * much. Accepting twice changes nothing more.
 * @throws PoolError `not-found`, `forbidden` for the sender, `nothing-left`, `bad-request` once it was declined
 */
export function acceptTransfer(pool: Pool, actor: Actor, id: string): Promise<Transfer> {
  return decide(pool, actor, id, "accepted", async (transaction, row, side) => {
    if (side === "sender") throw new PoolError("forbidden", "a transfer is accepted by whom it is offered to");
    const { account } = actor;
    const { db, at } = transaction;
    const unspent = await unspentLots(db, row.from_account_id, row.activation_key_id);
    if (unspent.length === 0) throw new PoolError("nothing-left", "all of it was spent since it was offered");
    const gone: LotFacts[] = [];
    const come: LotFacts[] = [];
    for (const { id: lotId, type, count, used } of unspent) {
      const rest = count - used;
      gone.push({ lotId, type, count: rest });
      come.push({
        lotId: await moveLot(transaction, row, account.id, lotId, used, { type, count: rest }),
        type,
        count: rest,
      });
      await unload(transaction, row.from_account_id, type, rest);
      await load(transaction, account.id, type, rest);
    }
    const lots = come.map(({ type, count }) => ({ type, count }));
    const { name } = actor;
    const out = { transfer: id, to: account.email, lots: gone };
    await record(transaction, { actor: name, account: row.from_account_id, action: "transfer-out", detail: out });
    const into = { transfer: id, lots: come };
    await record(transaction, { actor: name, account: account.id, action: "transfer-in", detail: into });
    return { to_account_id: account.id, lots: JSON.stringify(lots), decided_at: at };
  });
}

/**
 * Declines a transfer that is offered, or withdraws one. Declining twice changes nothing more.
 * @throws PoolError `not-found`, `bad-request` once it was accepted
 */
export function declineTransfer(pool: Pool, actor: Actor, id: string): Promise<Transfer> {
  return decide(pool, actor, id, "declined", async (transaction, row, side) => {
    const detail = { transfer: id, by: side };
    await record(transaction, {
      actor: actor.name,
      account: row.from_account_id,
      action: "decline-transfer",
      detail,
    });
    return { decided_at: transaction.at };
  });
}

type Change = Partial<Pick<TransferRow, "to_account_id" | "lots" | "decided_at">>;

function decide(
  pool: Pool,
  { account }: Actor,
  id: string,
  status: "accepted" | "declined",
  change: (transaction: PoolTransaction, row: TransferRow, side: "sender" | "recipient") => Promise<Change>,
): Promise<Transfer> {
  return inTransaction(pool, async (transaction) => {
    const { db } = transaction;
    const { row, side } = await findTransfer(db, account, id);
    if (row.status === status) return showTransfer(db, row);
    if (row.status !== "offered") throw new PoolError("bad-request", `the transfer was ${row.status} before`);
    const set = { status, ...(await change(transaction, row, side)) };
    await db.updateTable("transfer").set(set).where("id", "=", id).execute();
    return showTransfer(db, { ...row, ...set });
  });
}

/** A wholly unspent lot goes over; of another one the rest becomes a new lot. Answers the number of what went over. */
async function moveLot(
  { db, at }: PoolTransaction,
  { activation_key_id }: TransferRow,
  to: string,
  lotId: number,
  used: number,
  rest: Pick<LotFacts, "type" | "count">,
): Promise<number> {
  const whose = { account_id: to, loaded_at: at };
  if (used === 0) {
    await db.updateTable("lot").set(whose).where("id", "=", lotId).execute();
    return lotId;
  }
  await db.updateTable("lot").set({ count: used }).where("id", "=", lotId).execute();
  const values = { activation_key_id, ...rest, used: 0, ...whose };
  const row = await db.insertInto("lot").values(values).returning("id").executeTakeFirstOrThrow();
  return row.id;
}
