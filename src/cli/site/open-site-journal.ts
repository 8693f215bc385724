import { rmSync } from "node:fs";
import { join } from "node:path";
import { damageNote, journalDamage } from "../../agent/journal/journal-damage.ts";
import { type Journal, openJournal } from "../../agent/journal/open-journal.ts";
import { isHalfRebuilt, rebuildJournal } from "../../agent/journal/rebuild-journal.ts";
import { systemClock } from "../../agent/reconcile/clock.ts";
import { isDamage, StoreError } from "../../store/store-error.ts";
import type { CommandContext } from "../command-context.ts";
import { tryAgentLock } from "./agent-lock.ts";

/**
 * Opens the journal of a state folder. One that is damaged is set aside, and a new one is made with what can be saved.
 * @throws StoreError also when it is damaged, and the agent that works on it holds it
 */
export async function openSiteJournal(stateDir: string, context: Pick<CommandContext, "logger">): Promise<Journal> {
  const file = join(stateDir, "journal.db");
  const now = () => systemClock.now();
  const isSound = async () => !isHalfRebuilt(file) && (await journalDamage(file)) === undefined;
  if (await isSound()) {
    try {
      return await openJournal(file, now);
    } catch (error) {
      if (!isDamage(error)) throw error;
    }
  }
  using held = tryAgentLock(stateDir);
  if (held === undefined) {
    const message = `${file} is damaged, and the agent works with it; restart the agent: it sets the file aside and makes a new one`;
    throw new StoreError("store-unusable", message);
  }
  // Another process may have been quicker.
  if (await isSound()) {
    rmSync(damageNote(file), { force: true });
    return await openJournal(file, now);
  }
  const rebuilt = await rebuildJournal(file, now());
  const log = await context.logger();
  log.error(
    rebuilt,
    "the journal was damaged: it was set aside and a new one made; enroll boxes again that are not in the configuration and that `varsync status` does not show",
  );
  const journal = await openJournal(file, now);
  await journal.entries.seen({ action: "rebuild-journal", detail: { ...rebuilt } });
  return journal;
}
