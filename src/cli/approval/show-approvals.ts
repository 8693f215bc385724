import type { Approval } from "../../agent/journal/approvals.ts";
import { stepText } from "../../agent/journal/step-text.ts";
import type { CommandContext } from "../command-context.ts";
import { minute } from "../show/minute.ts";

/** What `--json` gives of approvals. */
export function approvalsDocument(approvals: readonly Approval[]): { approvals: readonly Approval[] } {
  return { approvals };
}

/** Prints what waits for a person, and what it costs. */
export async function showApprovals(
  { out }: Pick<CommandContext, "out">,
  approvals: readonly Approval[],
): Promise<void> {
  if (approvals.length === 0) return out.text("Nothing waits for a person.");
  const rows = approvals.map(({ id, serial, steps, createdAt, expiresAt }) => [
    id,
    serial,
    steps.map(stepText),
    minute(createdAt),
    minute(expiresAt),
  ]);
  await out.table(
    ["Approval", "Serial number", "What would happen", "Since (UTC)", "Until (UTC)"].map((heading) => ({ heading })),
    rows,
  );
  for (const { id, why } of approvals) out.text(`${id}: ${why}`);
  out.text("varsync approve ID does it; varsync decline ID --why REASON sees to it that nobody is asked again.");
}
