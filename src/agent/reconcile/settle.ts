import type { LicenseLine } from "../../license/license-line.ts";
import type { SerialNumber } from "../../license/serial-number.ts";
import { lineFingerprint } from "../verify/effective.ts";
import { type RestartFacts, restartSeen } from "../verify/restart-signs.ts";
import type { Site } from "./site.ts";

/**
 * Brings the journal up to what was just read: spending of a run that was cut off is answered from the pool, and what
 * outlived a restart is in effect. Changes nothing on the box or in the pool.
 */
export async function settle(
  site: Site,
  serial: SerialNumber,
  installed: readonly LicenseLine[],
  seen: RestartFacts & { readonly address: string; readonly restarted: boolean },
): Promise<void> {
  const { journal, clock } = site;
  const identities = installed.map(lineFingerprint);
  await settleSpending(site, serial);
  const known = await journal.boxes.find(serial);
  if (seen.restarted || restartSeen(known ?? {}, seen)) {
    const before = new Set((await journal.lines.of(serial)).map((record) => record.identity));
    await journal.lines.outlived(
      serial,
      identities.filter((identity) => before.has(identity)),
      clock.now(),
    );
    await journal.resets.end(serial);
  }
  await journal.lines.present(serial, identities);
}

async function settleSpending(site: Site, serial: SerialNumber): Promise<void> {
  const { entries } = site.journal;
  for (const intent of await entries.unresolved(serial, ["create-key", "claim"])) {
    const requestId = (intent.detail as { requestId?: string }).requestId ?? "";
    const found = await Promise.all(site.sources.map((source) => source.find(requestId)));
    const made = found.some((lines) => lines.length > 0);
    await entries.result(intent.id, made ? "done" : "failed", {
      serial,
      action: intent.action,
      detail: { settled: true },
    });
  }
}
