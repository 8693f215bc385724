import { missingText } from "../journal/expected-registrations.ts";
import type { PlanWarning } from "../plan/step.ts";
import { countInUse } from "./count-in-use.ts";
import type { Look, SeenBox } from "./look.ts";
import type { Site } from "./site.ts";

type Asked = Pick<Look, "serial" | "identity" | "credential">;

/** Pauses between two looks double, in milliseconds. */
const pauses = { first: 1000, longest: 60_000 } as const;

/** The restart was seen: from now on the registrations are waited for, and other boxes of the site are not reset. */
export async function awaitFromNow(
  { journal, clock }: Site,
  { serial, identity }: Pick<Asked, "serial" | "identity">,
): Promise<void> {
  const seconds = identity.profile.inUse?.registeredWithinSeconds;
  if (seconds === undefined) return;
  await journal.registrations.awaited(serial, new Date(clock.now().getTime() + seconds * 1000));
}

/**
 * After a restart waits until as many are registered as before the reset, as long as the profile says. Fewer are kept as
 * missing, until a later look finds them back or a person says `release`. Answers what a person should know.
 */
export async function awaitRegistrations(site: Site, box: Asked, signal: AbortSignal): Promise<readonly PlanWarning[]> {
  const { clock, journal, log } = site;
  const { serial, identity } = box;
  const expected = await journal.registrations.of(serial);
  const withinMs = (identity.profile.inUse?.registeredWithinSeconds ?? 0) * 1000;
  if (expected === undefined || identity.profile.inUse?.registrations === undefined) return [];
  const end = clock.monotonicMs() + (expected.missingSince === undefined ? withinMs : 0);
  for (let pause: number = pauses.first; ; pause = Math.min(2 * pause, pauses.longest)) {
    const told = await countInUse(site, box, "registrations", signal);
    if (told !== undefined && "count" in told && told.count >= expected.count) {
      await journal.registrations.end(serial);
      await note(site, box, { before: expected.count, after: told.count });
      return [];
    }
    const left = end - clock.monotonicMs();
    if (left > 0) {
      await clock.sleep(Math.min(pause, left), signal);
      continue;
    }
    if (told === undefined || "unread" in told) return unread(site, box, told?.unread ?? "");
    await journal.registrations.missing(serial, told.count, clock.now());
    if (expected.missingSince === undefined) {
      log.error({ serial, before: expected.count, after: told.count }, "registrations did not come back after a reset");
      await note(site, box, { before: expected.count, after: told.count });
    }
    return [];
  }
}

/** Of a box whose registrations are missing since a reset: the error that its result tells. */
export async function missingRegistrations(
  site: Site,
  { serial, identity }: Pick<SeenBox, "serial" | "identity">,
): Promise<{ readonly code: "registrations-missing"; readonly message: string } | undefined> {
  if (identity.profile.inUse?.registrations === undefined) return undefined;
  const expected = await site.journal.registrations.of(serial);
  if (expected?.missingSince === undefined) return undefined;
  return { code: "registrations-missing", message: missingText(expected) };
}

/** What cannot be read is not known to be missing. */
async function unread(site: Site, { serial }: Asked, why: string): Promise<readonly PlanWarning[]> {
  const waited = await site.journal.registrations.of(serial);
  if (waited?.missingSince === undefined) await site.journal.registrations.end(serial);
  site.log.warn({ serial, why }, "registrations could not be read after a reset");
  return [
    { code: "registrations-unread", message: `whether its phones are registered again could not be read: ${why}` },
  ];
}

async function note(site: Site, { serial, identity }: Asked, detail: { before: number; after: number }): Promise<void> {
  const { address } = identity.endpoint;
  await site.journal.entries.seen({ serial, address, action: "registrations", detail });
}
