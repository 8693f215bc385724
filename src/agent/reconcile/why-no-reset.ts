import { BoxError } from "../../box/box-error.ts";
import type { SerialNumber } from "../../license/serial-number.ts";
import type { WaitKind } from "./box-result.ts";
import { whyGivesWay } from "./give-way.ts";
import { recognise } from "./look.ts";
import type { Site } from "./site.ts";

/** Why something is not done now, in words and for programs. */
export interface Wait {
  readonly waitingFor: string;
  readonly waitKind: WaitKind;
}

/**
 * Why the box is not reset now although the policy allows it; `undefined` when it may be. The box that stands in for it,
 * or that it stands in for, must answer: a master is never away together with its standby.
 * @param by a person decides about clock and window
 */
export async function whyNoReset(
  site: Site,
  serial: SerialNumber,
  by: "person" | "service",
  signal: AbortSignal,
): Promise<Wait | undefined> {
  const doubt = by === "service" ? site.clockDoubt(site.clock.now()) : undefined;
  if (doubt !== undefined) return { waitingFor: `a clock that can be trusted: ${doubt}`, waitKind: "clock" };
  const closed = by === "service" && !site.inWindow(site.clock.now());
  if (closed) return { waitingFor: "the window", waitKind: "window" };
  if ((await site.journal.registrations.of(serial))?.missingSince !== undefined) {
    const waitingFor = `its registrations, which did not come back after the last reset (varsync release ${serial}, when you have looked)`;
    return { waitingFor, waitKind: "registrations" };
  }
  for (const partner of partnersOf(site, serial)) {
    const why = await whyAway(site, partner, signal);
    if (why === undefined) continue;
    const waitingFor = `${partner}, its master or standby, to be there: ${why}`;
    return { waitingFor, waitKind: "partner" };
  }
  const turn = by === "service" ? await whyGivesWay(site, serial) : undefined;
  return turn === undefined ? undefined : { waitingFor: turn, waitKind: "slot" };
}

/** The boxes that stand in for it, and the one that it stands in for. */
function partnersOf(site: Site, serial: SerialNumber): SerialNumber[] {
  const master = site.boxes.get(serial)?.standbyOf;
  const standbys = [...site.boxes].flatMap(([other, { standbyOf }]) => (standbyOf === serial ? [other] : []));
  return [...(master === undefined ? [] : [master]), ...standbys];
}

async function whyAway(site: Site, partner: SerialNumber, signal: AbortSignal): Promise<string | undefined> {
  if (await site.journal.resets.of(partner)) return "a reset of it is outstanding";
  if (await site.journal.registrations.of(partner)) return "its phones are not back since its reset";
  const known = await site.journal.boxes.find(partner);
  const endpoint = known?.address
    ? { address: known.address, httpPort: known.httpPort ?? site.httpPort }
    : site.boxes.get(partner)?.endpoint;
  if (endpoint === undefined) return "its address is not known";
  try {
    await recognise(site, endpoint, partner, signal);
    return undefined;
  } catch (error) {
    if (!(error instanceof BoxError)) throw error;
    return error.message;
  }
}
