import type { LicenseManager } from "../../../pool/operations/license-manager.ts";
import type { Output } from "../../output.ts";

/** Says what other accounts offer to this one; nothing to whoever may not see that. */
export async function showOffers(out: Output, manager: LicenseManager): Promise<void> {
  const { listTransfers } = await import("../../../pool/operations/list-transfers.ts");
  const { showCaller } = await import("../../../pool/operations/show-caller.ts");
  const { everyItem } = await import("./every-page.ts");
  const { account, roles } = await manager.call(showCaller, {});
  if (!roles.some((role) => listTransfers.may.includes(role))) return;
  const transfers = await everyItem(
    (page) => manager.call(listTransfers, page),
    (page) => page.transfers,
  );
  for (const { id, status, from, to, lots } of transfers) {
    if (status !== "offered" || to !== account?.email || lots.length === 0) continue;
    const what = lots.map(({ type, count }) => `${type}=${count}`).join(", ");
    out.text(`${from} offers ${what}: varsync pool accept ${id} adds it, varsync pool decline ${id} refuses it.`);
  }
}
