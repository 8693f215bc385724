import { BoxError } from "../../box/box-error.ts";
import type { Identity } from "../../box/identify/identify.ts";
import type { SerialNumber } from "../../license/serial-number.ts";
import { type RestartFacts, restartSeen, stayedUp } from "../verify/restart-signs.ts";
import { isSightingOf } from "./locate.ts";
import { recognise } from "./look.ts";
import type { Site } from "./site.ts";
import { upTimeOf } from "./up-time.ts";

/** How a reset ended. */
export type RestartSeen =
  | { readonly end: "restarted"; readonly identity: Identity }
  /** It answers, and nothing says that it restarted. */
  | { readonly end: "still-up" }
  | { readonly end: "not-back" };

/** Pauses between two looks, in milliseconds: soon after the reset, and later. */
const pauses = { early: 500, late: 2000, earlyForMs: 20_000 } as const;
/** A box that is away so long may have come back at another address. */
const sweepAfterMs = 15_000;

/**
 * Looks at a box that was told to reset until it was seen to restart, at its address or where a sweep finds it.
 * @throws the reason of `signal`; BoxErrors only mean that it is not back yet
 */
export async function waitForRestart(
  site: Site,
  before: Identity & { readonly serial: SerialNumber },
  signal: AbortSignal,
): Promise<RestartSeen> {
  const { clock } = site;
  const withinMs = before.profile.reset.backWithinSeconds * 1000;
  const began = clock.monotonicMs();
  const elapsed = () => clock.monotonicMs() - began;
  let { endpoint } = before;
  let away = false;
  let sweep: Promise<void> | undefined;
  const over = new AbortController();
  let answers = true;
  // Beside the looks, since in large networks it takes longer than a restart.
  const findElsewhere = async () => {
    const sightings = await site.discover(AbortSignal.any([signal, over.signal]));
    endpoint = sightings.find((sighting) => isSightingOf(before.serial, sighting)) ?? endpoint;
  };
  try {
    while (elapsed() < withinMs) {
      await clock.sleep(elapsed() < pauses.earlyForMs ? pauses.early : pauses.late, signal);
      try {
        const identity = await recognise(site, endpoint, before.serial, signal);
        answers = true;
        const upTimeSeconds =
          identity.upTimeSeconds ??
          (before.upTimeSeconds === undefined ? undefined : await upTimeOf(site, endpoint, signal));
        const after: RestartFacts = { ...identity, upTimeSeconds };
        if (restartSeen(before, after) || (away && !stayedUp(before, after, elapsed() / 1000))) {
          return { end: "restarted", identity: { ...identity, ...(upTimeSeconds !== undefined && { upTimeSeconds }) } };
        }
      } catch (error) {
        if (!(error instanceof BoxError)) throw error;
        answers = error.code === "not-understood";
        away ||= error.code === "unreachable" || error.code === "timed-out" || error.code === "wrong-serial";
        if (elapsed() > Math.min(sweepAfterMs, withinMs / 2)) sweep ??= findElsewhere().catch(() => undefined);
      }
    }
  } finally {
    over.abort();
    await sweep;
  }
  return { end: away && !answers ? "not-back" : "still-up" };
}
