import { BoxError } from "../../box/box-error.ts";
import { resetCommand } from "../../box/deliver/delivery-door.ts";
import { waitForRestart } from "../../box/deliver/reset.ts";
import { type Configuration, readConfiguration } from "../../box/read/read-configuration.ts";
import type { LicenseLine } from "../../license/license-line.ts";
import type { ResetWay } from "../plan/step.ts";
import { describe } from "../plan/tally.ts";
import { lostLines } from "../verify/compare-lines.ts";
import { lineFingerprint } from "../verify/effective.ts";
import type { Writing } from "./deliver-lines.ts";
import { sendCommand } from "./send-command.ts";
import type { Site } from "./site.ts";
import { upTimeOf } from "./up-time.ts";

/** How a reset ended: the licenses are in force, or the box, or another one that holds the slot, still waits to restart. */
export type RestartEnd =
  | { readonly kind: "effective"; readonly configuration: Configuration }
  | { readonly kind: "waiting"; readonly waitingFor: string };

/**
 * Resets the box once and waits for it; then its lines are read again. One box of a site at a time: the slot is held
 * until the restart was seen, the box is not back, or a person released it.
 * @throws BoxError `not-back` or `not-effective`, which set the box aside
 */
export async function restartBox(
  site: Site,
  writing: Writing,
  how: ResetWay,
  wanted: readonly LicenseLine[],
): Promise<RestartEnd> {
  const { look, signal } = writing;
  const { serial, identity } = look;
  const { journal, clock } = site;
  const mine = await journal.resets.of(serial);
  if (mine?.sentAt !== undefined && mine.how === "when-idle")
    return { kind: "waiting", waitingFor: `idle since ${mine.sentAt}` };
  const waitingFor = await takeSlot(site, writing, how);
  if (waitingFor !== undefined) return { kind: "waiting", waitingFor };
  const upTimeSeconds = identity.upTimeSeconds ?? (await upTimeOf(site, identity.endpoint, signal));
  if (upTimeSeconds !== undefined) await journal.boxes.remember({ serial, upTimeSeconds });
  await send(site, writing, how);
  await journal.resets.sent(serial, clock.now());
  const withinSeconds = identity.profile.reset.backWithinSeconds;
  const before = { ...identity, ...(upTimeSeconds !== undefined && { upTimeSeconds }) };
  const end = await waitForRestart(site.wires, before, { withinSeconds, signal, clock });
  if (end === "still-up")
    return { kind: "waiting", waitingFor: `${serial} to be idle (it answers and did not restart yet)` };
  await journal.resets.end(serial);
  const where = { serial, address: identity.endpoint.address };
  if (end === "not-back") {
    const message = `not back ${withinSeconds} seconds after the reset; it is not reset again. Look at it, then run varsync release ${serial}`;
    return trip(site, new BoxError("not-back", message, where));
  }
  const configuration = await readWhenReady(site, writing);
  const fingerprints = configuration.licenses.map(lineFingerprint);
  await journal.lines.present(serial, fingerprints);
  await journal.lines.outlived(serial, fingerprints, clock.now());
  const lost = lostLines(wanted, configuration.licenses);
  if (lost.length > 0) {
    const message = `after the reset ${lost.map(describe).join(", ")} is not there; the box is not reset again. Look at it, then run varsync release ${serial}`;
    return trip(site, new BoxError("not-effective", message, where));
  }
  await journal.entries.seen({ ...where, action: "restart", detail: { how } });
  return { kind: "effective", configuration };
}

async function takeSlot(site: Site, { look, signal }: Writing, how: ResetWay): Promise<string | undefined> {
  const { resets } = site.journal;
  const end = site.clock.now().getTime() + look.identity.profile.reset.backWithinSeconds * 1000;
  for (;;) {
    const holder = await resets.take(look.serial, how, site.clock.now());
    if (holder === undefined) return undefined;
    const parked = holder.sentAt !== undefined && site.resetsUnderWay.has(holder.serial) === false;
    if (parked || site.clock.now().getTime() > end)
      return `the reset of ${holder.serial}, which holds the site's reset slot since ${holder.intendedAt}`;
    await site.clock.sleep(100, signal);
  }
}

async function send(site: Site, writing: Writing, how: ResetWay): Promise<void> {
  const { look, commandLine, signal } = writing;
  const facts = {
    serial: look.serial,
    address: look.identity.endpoint.address,
    action: "reset",
    detail: { how },
    secrets: [look.credential?.password ?? ""],
  };
  try {
    const answer = await sendCommand(site, commandLine, resetCommand(look.identity.profile, how), facts, signal);
    if (answer.understood) return;
    await site.journal.resets.end(look.serial);
    throw new BoxError("refused", "the box answered ? to the reset", facts);
  } catch (error) {
    if (!(error instanceof BoxError) || error.code === "refused" || error.code === "auth-failed") throw error;
    site.log.debug({ serial: look.serial, code: error.code }, "no whole answer to the reset");
  }
}

async function readWhenReady(site: Site, { look, signal }: Writing): Promise<Configuration> {
  const options = { signal, ...(look.credential && { credential: look.credential }) };
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await readConfiguration(site.wires, look.identity, options);
    } catch (error) {
      if (attempt === 10 || !(error instanceof BoxError) || error.code === "auth-failed") throw error;
      await site.clock.sleep(500, signal);
    }
  }
}

async function trip(site: Site, error: BoxError): Promise<never> {
  if (error.serial)
    await site.journal.breakers.trip(`box:${error.serial}`, error.code, error.message, site.clock.now());
  throw error;
}
