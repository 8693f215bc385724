import type { Journal } from "../../agent/journal/open-journal.ts";
import type { VarsyncConfig } from "../../config/varsync-config.ts";
import type { CommandContext } from "../command-context.ts";

/** Opens the journal alone, for commands that need no box and no pool, and closes it after the work. */
export async function withJournal<T>(
  context: CommandContext,
  work: (opened: { readonly journal: Journal; readonly config: VarsyncConfig; readonly now: Date }) => Promise<T>,
): Promise<T> {
  const { openSiteJournal } = await import("./open-site-journal.ts");
  const { systemClock } = await import("../../agent/reconcile/clock.ts");
  const config = await context.config();
  const now = systemClock.now();
  await using journal = await openSiteJournal(config.stateDir, context);
  return await work({ journal, config, now });
}
