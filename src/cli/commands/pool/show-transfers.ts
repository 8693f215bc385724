import type { z } from "zod";
import type { transfersAnswer } from "../../../pool/operations/fields.ts";
import type { CommandContext } from "../../command-context.ts";

/** Prints transfers the way that is asked for. Answers exit code 0. */
export async function showTransfers(
  { json, out }: CommandContext,
  { transfers }: z.output<typeof transfersAnswer>,
): Promise<number> {
  if (json) out.document({ transfers });
  else if (transfers.length === 0) out.text("There is no transfer.");
  else {
    const headings = ["Id", "Status", "Activation key", "From", "To", "Licenses"];
    const rows = transfers.map(({ id, status, activationKey, from, to, lots }) => [
      id,
      status,
      activationKey,
      from,
      to,
      lots.map(({ type, count }) => `${type}=${count}`).join(", "),
    ]);
    await out.table(
      headings.map((heading) => ({ heading })),
      rows,
    );
  }
  return 0;
}
