import type { Kysely } from "kysely";
import type { DeliveryTables } from "../../webhook/delivery-table.ts";
import type { CommandContext } from "../command-context.ts";
import { exitCode } from "../exit-code.ts";
import { UsageError } from "../usage/usage-error.ts";

/**
 * Has the messages that are named, or all, tried again at once, as far as they were given up. Answers the exit code.
 * @throws UsageError for an id that there is not, or that is tried again by itself
 */
export async function retryOutbox(
  { json, out }: CommandContext,
  db: Kysely<DeliveryTables>,
  ids: readonly string[] | "all",
): Promise<number> {
  const { listDeliveries, retryDeliveries } = await import("../../webhook/outbox.ts");
  const there = new Map((await listDeliveries(db)).map((one) => [one.id, one]));
  for (const id of ids === "all" ? [] : ids) {
    const one = there.get(id);
    if (one === undefined) throw new UsageError(`there is no message ${id}; the list shows those that there are`);
    if (one.status !== "kept") throw new UsageError(`message ${id} was not given up; it is tried again by itself`);
  }
  const retried = await retryDeliveries(db, ids, new Date());
  if (json) out.document({ retried });
  else out.text(`${retried} ${retried === 1 ? "message is" : "messages are"} tried again.`);
  return exitCode.done;
}
