import { BoxError } from "../../box/box-error.ts";
import type { SerialNumber } from "../../license/serial-number.ts";
import type { KnownBox } from "../journal/known-boxes.ts";
import { enrolledSerials } from "../reconcile/enrolled-serials.ts";
import { inParallel } from "../reconcile/in-parallel.ts";
import { recognise } from "../reconcile/look.ts";
import type { Site } from "../reconcile/site.ts";
import { upTimeOf } from "../reconcile/up-time.ts";
import { restartSeen } from "../verify/restart-signs.ts";

/** A box that is not as it was at the last pass, and in what. */
export interface ChangedBox {
  readonly serial: SerialNumber;
  readonly what: "firmware" | "restarted" | "gone" | "back" | "swapped" | "credential";
}

/**
 * Asks every enrolled box who it is, cheaply and without a password: firmware, uptime, address. Answers those that are
 * not as they were, or that refused a credential which has changed since; a box that is restarting by a reset of ours is
 * left alone.
 * @param onBox called after each box
 */
export async function lookAround(
  site: Site,
  signal: AbortSignal,
  onBox: () => void = () => undefined,
): Promise<ChangedBox[]> {
  const known = new Map((await site.journal.boxes.all()).map((box) => [box.serial, box]));
  const states = new Map((await site.journal.states.all()).map((state) => [state.serial, state]));
  const looked: SerialNumber[] = [];
  const changed: ChangedBox[] = [];
  const one = async (serial: SerialNumber) => {
    const pending = await site.journal.resets.of(serial);
    if (pending?.sentAt !== undefined && pending.how === "now") return;
    const code = states.get(serial)?.error?.code;
    const what =
      (await changeOf(site, serial, known.get(serial), isGone(code), signal)) ??
      ((await hasNewCredential(site, serial, known.get(serial), code)) ? "credential" : undefined);
    looked.push(serial);
    if (what !== undefined) changed.push({ serial, what });
  };
  for await (const _ of inParallel(await enrolledSerials(site), site.parallel, one, signal)) {
    signal.throwIfAborted();
    onBox();
  }
  signal.throwIfAborted();
  await site.journal.states.looked(looked, site.clock.now());
  return changed;
}

function isGone(code: string | undefined): boolean {
  return code === "unreachable" || code === "timed-out" || code === "wrong-serial" || code === "unknown-box";
}

async function changeOf(
  site: Site,
  serial: SerialNumber,
  known: KnownBox | undefined,
  wasGone: boolean,
  signal: AbortSignal,
): Promise<ChangedBox["what"] | undefined> {
  const endpoint = known?.address
    ? { address: known.address, httpPort: known.httpPort ?? site.httpPort }
    : site.boxes.get(serial)?.endpoint;
  if (endpoint === undefined) return undefined;
  try {
    const identity = await recognise(site, endpoint, serial, signal);
    const upTimeSeconds = identity.upTimeSeconds ?? (await upTimeOf(site, endpoint, signal));
    if (wasGone) return "back";
    if (known?.firmware !== undefined && identity.firmware !== known.firmware) return "firmware";
    const restarted = restartSeen(known ?? {}, { ...identity, upTimeSeconds });
    const seen = upTimeSeconds !== undefined && !(restarted && (await provesLines(site, serial)));
    if (seen) await site.journal.boxes.remember({ serial, upTimeSeconds }, known);
    return restarted ? "restarted" : undefined;
  } catch (error) {
    if (!(error instanceof BoxError)) throw error;
    site.log.debug({ serial, code: error.code }, "box is not seen where it was");
    if (wasGone) return undefined;
    return error.code === "wrong-serial" ? "swapped" : "gone";
  }
}

/** Whether a restart tells something of the lines on the box: then the pass that follows compares the uptimes itself. */
async function provesLines(site: Site, serial: SerialNumber): Promise<boolean> {
  if ((await site.journal.resets.of(serial)) !== undefined) return true;
  return (await site.journal.lines.of(serial)).some(({ effectiveAt }) => effectiveAt === undefined);
}

/** Whether there is another credential for the box than the one that it refused, or one where there was none. */
async function hasNewCredential(
  site: Site,
  serial: SerialNumber,
  known: KnownBox | undefined,
  code: string | undefined,
): Promise<boolean> {
  if (code !== "auth-failed" && code !== "no-credential") return false;
  const address = known?.address ?? site.boxes.get(serial)?.endpoint?.address ?? "";
  const credential = await site.credentialFor({ serial, profile: known?.profile ?? "", address });
  if (credential === undefined) return false;
  return code === "no-credential" || site.journal.refused.isAnother(serial, credential);
}
