import type { Kysely } from "kysely";
import type { DeliveryTables } from "../../webhook/delivery-table.ts";
import type { CommandContext } from "../command-context.ts";
import { exitCode } from "../exit-code.ts";
import { minute } from "../show/minute.ts";

/** Prints the messages that were not delivered yet, and those that were given up. Answers the exit code. */
export async function showOutbox({ json, out }: CommandContext, db: Kysely<DeliveryTables>): Promise<number> {
  const { listDeliveries } = await import("../../webhook/outbox.ts");
  const { webhookName } = await import("../../webhook/webhook-name.ts");
  // An address may carry a secret.
  const deliveries = (await listDeliveries(db)).map((one) => ({ ...one, destination: webhookName(one.destination) }));
  if (json) out.document({ deliveries });
  else if (deliveries.length === 0) out.text("Every message was delivered.");
  else {
    const headings = ["Id", "To", "Event", "Since", "Tries", "Next try", "Last error"];
    const rows = deliveries.map(({ id, destination, event, createdAt, attempts, status, nextTryAt, lastError }) => [
      id,
      destination,
      event,
      minute(createdAt),
      String(attempts),
      status === "kept" ? "given up" : minute(nextTryAt),
      lastError ?? "",
    ]);
    await out.table(
      headings.map((heading) => ({ heading })),
      rows,
    );
  }
  return exitCode.done;
}
