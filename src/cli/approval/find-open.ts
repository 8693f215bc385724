import type { Approval, Approvals } from "../../agent/journal/approvals.ts";
import { ApprovalError } from "./approval-error.ts";

/**
 * The approvals that a person named, each once.
 * @throws ApprovalError for the first that is not open any more
 */
export async function findOpen(approvals: Approvals, ids: readonly string[], now: Date): Promise<Approval[]> {
  const open: Approval[] = [];
  for (const id of new Set(ids.map((text) => text.trim().toLowerCase()))) {
    const approval = await approvals.find(id);
    if (approval === undefined) {
      throw new ApprovalError("unknown-approval", `there is no approval ${id}; varsync approvals lists what waits`);
    }
    const closed = whyClosed(approval, now);
    if (closed) throw closed;
    open.push(approval);
  }
  return open;
}

/** Why nobody can decide on it any more; `undefined` while it is open. */
export function whyClosed(approval: Approval, now: Date): ApprovalError | undefined {
  const { id, serial, state, decidedAt, decidedBy, reason, expiresAt } = approval;
  const again = `what waits now: varsync approvals; what is to be done now: varsync plan ${serial}`;
  switch (state) {
    case "open":
      return expiresAt > now.toISOString()
        ? undefined
        : new ApprovalError("approval-expired", `${id} expired at ${expiresAt}; ${again}`);
    case "expired":
      return new ApprovalError("approval-expired", `${id} expired at ${expiresAt}; ${again}`);
    case "declined":
      return new ApprovalError(
        "approval-declined",
        `${decidedBy} declined ${id} at ${decidedAt} (${reason}); ${again}`,
      );
    case "superseded":
      return new ApprovalError(
        "stale-plan",
        `${serial}, its keys or the policy changed since ${id} was asked for; ${again}`,
      );
    case "approved":
      return new ApprovalError(
        "approval-used",
        `${decidedBy} approved ${id} at ${decidedAt}; the service does it, and varsync apply ${serial} does it now`,
      );
    case "done":
      return new ApprovalError("approval-used", `${decidedBy} approved ${id} at ${decidedAt}, and it is done`);
  }
}
