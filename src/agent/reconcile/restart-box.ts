import { BoxError } from "../../box/box-error.ts";
import type { Identity } from "../../box/identify/identify.ts";
import { type Configuration, readConfiguration } from "../../box/read/read-configuration.ts";
import type { LicenseLine } from "../../license/license-line.ts";
import type { PlanWarning, ResetWay } from "../plan/step.ts";
import { describe } from "../plan/tally.ts";
import { lostLines } from "../verify/compare-lines.ts";
import { lineFingerprint } from "../verify/effective.ts";
import { awaitFromNow, awaitRegistrations } from "./await-registrations.ts";
import { lookBeforeReset } from "./look-before-reset.ts";
import { takeResetSlot } from "./reset-slot.ts";
import { sendReset } from "./send-reset.ts";
import { removalsOutlived } from "./settle-removals.ts";
import type { Site } from "./site.ts";
import { tripBreaker } from "./trip-breaker.ts";
import { upTimeOf } from "./up-time.ts";
import { waitForRestart } from "./wait-for-restart.ts";
import { whyIdle } from "./why-idle.ts";
import type { Wait } from "./why-no-reset.ts";
import type { Writing } from "./writing.ts";

/** How a reset ended: the licenses are in force, or the box, or another one that holds the slot, still waits to restart. */
export type RestartEnd =
  | { readonly kind: "effective"; readonly identity: Identity; readonly warnings: readonly PlanWarning[] }
  | ({ readonly kind: "waiting" } & Wait);

/**
 * Resets the box once and waits for it; then its lines are read again. The site's reset slot is held until the restart
 * was seen, the box is not back, or a person released it.
 * @param whyNotNow asked again once the slot is free: others may have been waited for
 * @throws BoxError `not-back`, `not-effective` or `not-removed`, which set the box aside
 */
export async function restartBox(
  site: Site,
  writing: Writing,
  how: ResetWay,
  wanted: readonly LicenseLine[],
  whyNotNow: () => Promise<Wait | undefined>,
): Promise<RestartEnd> {
  const { look, signal } = writing;
  const { serial, identity } = look;
  const { journal } = site;
  const patience = identity.profile.reset.backWithinSeconds;
  const mine = await journal.resets.of(serial);
  const sent = how === "when-idle" ? whyIdle(mine) : undefined;
  if (sent) return { kind: "waiting", ...sent };
  const waitingFor = await takeResetSlot(site, serial, how, patience, signal);
  if (waitingFor !== undefined) return { kind: "waiting", waitingFor, waitKind: "slot" };
  const giveUp = async (wait: Wait): Promise<RestartEnd> => {
    if (mine?.sentAt === undefined) await journal.resets.end(serial);
    return { kind: "waiting", ...wait };
  };
  const wait = await whyNotNow();
  if (wait) return giveUp(wait);
  const inUse = await lookBeforeReset(site, writing, how);
  if (inUse.wait) return giveUp(inUse.wait);
  const upTimeSeconds = identity.upTimeSeconds ?? (await upTimeOf(site, identity.endpoint, signal));
  if (upTimeSeconds !== undefined) await journal.boxes.remember({ serial, upTimeSeconds });
  signal.throwIfAborted();
  await sendReset(site, writing, how, inUse);
  const before = { ...identity, serial, ...(upTimeSeconds !== undefined && { upTimeSeconds }) };
  const seen = await waitForRestart(site, before, signal);
  const where = { serial, address: identity.endpoint.address };
  if (seen.end === "still-up") {
    if (how === "now") {
      const message = `the box took the reset and did not restart; it is not reset again. Look at it, then run varsync release ${serial}`;
      const error = await trip(site, new BoxError("no-restart", message, where));
      await journal.resets.end(serial);
      throw error;
    }
    return {
      kind: "waiting",
      waitingFor: `${serial} to be idle (it answers and did not restart yet)`,
      waitKind: "idle",
    };
  }
  if (seen.end === "not-back") {
    const message = `not back ${patience} seconds after the reset; it is not reset again. Look at it, then run varsync release ${serial}`;
    const error = await trip(site, new BoxError("not-back", message, where));
    await journal.resets.end(serial);
    throw error;
  }
  const { address } = seen.identity.endpoint;
  const configuration = await proveLines(site, writing, seen.identity);
  const lost = lostLines(wanted, configuration.licenses);
  if (lost.length > 0) {
    const message = `after the reset ${lost.map(describe).join(", ")} is not there; the box is not reset again. Look at it, then run varsync release ${serial}`;
    throw await trip(site, new BoxError("not-effective", message, where));
  }
  const returned = await removalsOutlived(site, { serial, address }, configuration.licenses);
  if (returned !== undefined) throw returned;
  await journal.entries.seen({ ...where, address, action: "restart", detail: { how } });
  const back = await awaitRegistrations(site, { ...look, identity: seen.identity }, signal);
  return { kind: "effective", identity: seen.identity, warnings: [...inUse.warnings, ...back] };
}

async function readWhenReady(site: Site, { look, signal }: Writing, identity: Identity): Promise<Configuration> {
  const { credential } = look;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await readConfiguration(site.wires, identity, { credential, signal });
    } catch (error) {
      if (attempt === 10 || !(error instanceof BoxError) || error.code === "auth-failed") throw error;
      await site.clock.sleep(500, signal);
    }
  }
}

/** Reads the lines of a box that came back: what is there is in effect. The reset slot is free then, also where this fails. */
async function proveLines(site: Site, writing: Writing, identity: Identity): Promise<Configuration> {
  const { serial } = writing.look;
  const { journal, clock } = site;
  try {
    const configuration = await readWhenReady(site, writing, identity);
    writing.soFar.installed = configuration.licenses;
    const fingerprints = configuration.licenses.map(lineFingerprint);
    await journal.lines.present(serial, fingerprints);
    await journal.lines.outlived(serial, fingerprints, clock.now());
    await journal.boxes.remember({ serial, ...identity.endpoint, upTimeSeconds: identity.upTimeSeconds });
    await awaitFromNow(site, { serial, identity });
    await journal.resets.end(serial);
    return configuration;
  } catch (error) {
    // A run that is stopped here leaves it to the next one to see that the box restarted.
    if (error instanceof BoxError) await journal.resets.end(serial);
    throw error;
  }
}

/** Sets the box aside. */
async function trip(site: Site, error: BoxError): Promise<BoxError> {
  const { serial, address = "", code, message } = error;
  if (serial !== undefined) await tripBreaker(site, `box:${serial}`, code, message);
  if (serial !== undefined && code === "not-back") site.events.notBack({ serial, address, message });
  return error;
}
