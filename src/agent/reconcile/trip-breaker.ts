import type { BreakerScope } from "../journal/breakers.ts";
import type { Site } from "./site.ts";

/** Sets a box, or every box of a profile, aside until a person has looked, and tells so. */
export async function tripBreaker(site: Site, scope: BreakerScope, code: string, message: string): Promise<void> {
  await site.journal.breakers.trip(scope, code, message, site.clock.now());
  site.events.breakerTripped({ scope, code, message });
}
