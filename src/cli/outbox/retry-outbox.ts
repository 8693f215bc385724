import type { Kysely } from "kysely";
import type { DeliveryTables } from "../../webhook/delivery-table.ts";
import type { CommandContext } from "../command-context.ts";
import { exitCode } from "../exit-code.ts";
import { UsageError } from "../usage-error.ts";

/**
 * Has the messages that are named, or all that wait or were given up, tried again at once. Answers the exit code.
 * @throws UsageError for an id that there is not
 */
export async function retryOutbox(
  { json, out }: CommandContext,
  db: Kysely<DeliveryTables>,
  ids: readonly string[],
): Promise<number> {
  const { listDeliveries, retryDeliveries } = await import("../../webhook/outbox.ts");
  const there = new Set((await listDeliveries(db)).map(({ id }) => id));
  const strange = ids.find((id) => !there.has(id));
  if (strange !== undefined)
    throw new UsageError(`there is no message ${strange}; the list shows those that there are`);
  const retried = await retryDeliveries(db, ids.length === 0 ? "all" : ids, new Date());
  if (json) out.document({ retried });
  else out.text(`${retried} ${retried === 1 ? "message is" : "messages are"} tried again.`);
  return exitCode.done;
}
