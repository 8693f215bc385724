import type { Approval } from "../../agent/journal/approvals.ts";
import type { Journal } from "../../agent/journal/open-journal.ts";
import { ApprovalError } from "./approval-error.ts";
import { decidedBy } from "./decided-by.ts";
import { whyClosed } from "./find-open.ts";

/**
 * Writes down what a person decided, and answers the approval as it then is.
 * @param expiresAt until when a yes holds
 * @throws ApprovalError when somebody else decided meanwhile
 */
export async function decide(
  { approvals, entries }: Pick<Journal, "approvals" | "entries">,
  { id, serial, basis }: Approval,
  decision: { readonly verdict: "approved"; readonly expiresAt: Date } | { verdict: "declined"; reason: string },
  now: Date,
): Promise<Approval> {
  const by = decidedBy();
  const inTime = await approvals.decide(id, { ...decision, by }, now);
  const approval = await approvals.find(id);
  if (approval === undefined) throw new ApprovalError("unknown-approval", `${serial} was forgotten, and ${id} with it`);
  const closed = inTime ? undefined : whyClosed(approval, now);
  if (closed) throw closed;
  const action = decision.verdict === "approved" ? "approve" : "decline";
  const why = decision.verdict === "declined" ? { why: decision.reason } : {};
  await entries.seen({ serial, action, detail: { id, by, basis, ...why } });
  return approval;
}
