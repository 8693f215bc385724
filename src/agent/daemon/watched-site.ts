import type { Site } from "../reconcile/site.ts";
import type { Sign } from "./signs-of-life.ts";

/** Another process may hold a box for so long, while boxes restart one after the other, in milliseconds. */
const longestHoldMs = 3_600_000;

/** The site for work that is watched: each pause that ends is a sign of life, and each pass; boxes that are locked are named. */
export function watchedSite(site: Site, sign: Sign): Site {
  const { clock, events } = site;
  return {
    ...site,
    clock: {
      now: () => clock.now(),
      monotonicMs: () => clock.monotonicMs(),
      async sleep(milliseconds, signal) {
        await clock.sleep(milliseconds, signal);
        sign.cameOn();
      },
    },
    events: {
      ...events,
      passEnded(result, tookMs) {
        sign.cameOn();
        events.passEnded(result, tookMs);
      },
    },
    async lockBox(serial, signal) {
      using locked = new DisposableStack();
      locked.use(sign.at(serial));
      locked.use(await sign.waiting(longestHoldMs, () => site.lockBox(serial, signal)));
      return locked.move();
    },
  };
}
