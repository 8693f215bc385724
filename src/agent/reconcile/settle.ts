import type { SerialNumber } from "../../license/serial-number.ts";
import { isAway } from "../keys/is-away.ts";
import type { OfferedLine } from "../keys/key-source.ts";
import { isResetOutstanding, lineFingerprint } from "../verify/effective.ts";
import { restartSeen } from "../verify/restart-signs.ts";
import { settingsSample } from "../verify/settings-sample.ts";
import { awaitFromNow } from "./await-registrations.ts";
import { freezeIfStrange } from "./freeze-if-strange.ts";
import { type LineFacts, lineFacts } from "./line-facts.ts";
import { installedOn, type Look } from "./look.ts";
import { removalsOutlived } from "./settle-removals.ts";
import type { Site } from "./site.ts";
import { upTimeOf } from "./up-time.ts";

export interface SettleOptions {
  /** The box was seen to come back from a restart. */
  readonly restarted: boolean;
  /** Looks beside this see it when the box restarts by itself: it is not asked for its uptime only for that. */
  readonly looksBeside: boolean;
}

/**
 * Brings the journal up to what was just read: spending of a run that was cut off is answered from the pool, and what
 * outlived a restart is in effect. Changes nothing on the box or in the pool. Where the box was seen is kept, too.
 * Answers what the journal has then.
 */
export async function settle(
  site: Site,
  look: Look,
  { restarted, looksBeside }: SettleOptions,
  signal: AbortSignal,
): Promise<LineFacts> {
  const { serial, identity } = look;
  const { journal, clock } = site;
  const installed = installedOn(look);
  const identities = installed.map(lineFingerprint);
  await settleSpending(site, serial);
  const facts = await lineFacts(journal, serial);
  const { records, removals } = facts;
  const waits = isResetOutstanding(installed, records, removals) || (await journal.resets.of(serial)) !== undefined;
  const known = await journal.boxes.find(serial);
  const unproven = known?.upTimeSeconds !== undefined && records.some(({ effectiveAt }) => effectiveAt === undefined);
  // A box that nothing waits for is asked nothing more.
  const asks = waits || (unproven && !looksBeside);
  const upTimeSeconds = identity.upTimeSeconds ?? (asks ? await upTimeOf(site, identity.endpoint, signal) : undefined);
  if (known !== undefined) await freezeIfStrange(site, look, known, records.length > 0);
  const cameBack = restarted || restartSeen(known ?? {}, { ...identity, upTimeSeconds });
  if (cameBack) {
    const before = new Set(records.map((record) => record.identity));
    await journal.lines.outlived(
      serial,
      identities.filter((identity) => before.has(identity)),
      clock.now(),
    );
    if (removals.length > 0) await removalsOutlived(site, { serial, ...identity.endpoint }, installed);
    await awaitFromNow(site, look);
    await journal.resets.end(serial);
  }
  const { product, firmware, resetRequired, endpoint, profile } = identity;
  const settings = look.configuration && settingsSample(look.configuration.settings);
  const seen = {
    serial,
    ...endpoint,
    profile: profile.id,
    product,
    firmware,
    resetRequired,
    upTimeSeconds,
    settingsSample: settings,
  };
  await journal.boxes.remember(seen, known);
  const changed = await journal.lines.present(serial, identities, records);
  return cameBack || changed ? lineFacts(journal, serial) : facts;
}

/** `undefined` when a source that could have answered it cannot be asked. */
async function findRequest(site: Site, requestId: string): Promise<readonly (readonly OfferedLine[])[] | undefined> {
  try {
    return await Promise.all(site.sources.map((source) => source.find(requestId)));
  } catch (error) {
    if (isAway(error)) return undefined;
    throw error;
  }
}

async function settleSpending(site: Site, serial: SerialNumber): Promise<void> {
  const { entries } = site.journal;
  for (const intent of await entries.unresolvedSpending(serial)) {
    const requestId = (intent.detail as { requestId?: string }).requestId ?? "";
    const found = await findRequest(site, requestId);
    // Whoever cannot be asked may have answered it: it stays open, and nothing is created meanwhile.
    if (found === undefined) continue;
    const made = found.some((lines) => lines.length > 0);
    await entries.result(intent.id, made ? "done" : "failed", {
      serial,
      action: intent.action,
      detail: { settled: true },
    });
  }
}
