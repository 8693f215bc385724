import type { SerialNumber } from "../../license/serial-number.ts";
import type { Site } from "../reconcile/site.ts";
import { compactJournal } from "./compact-journal.ts";
import { type ChangedBox, lookAround } from "./look-around.ts";
import { type RoundOptions, round } from "./round.ts";
import type { SharedSweeps } from "./shared-sweeps.ts";
import type { SignsOfLife } from "./signs-of-life.ts";
import { watchedSite } from "./watched-site.ts";

/** What the service does; whatever of it gets stuck is found. */
export interface WatchedWork {
  round(options: RoundOptions, serials?: readonly SerialNumber[]): Promise<unknown>;
  sweep(): Promise<unknown>;
  look(): Promise<ChangedBox[]>;
  compact(keepMs: number): Promise<void>;
}

export function watchedWork(site: Site, life: SignsOfLife, shared: SharedSweeps, signal: AbortSignal): WatchedWork {
  let looked = false;
  return {
    round: (options, serials) =>
      life.during("a round", (sign) => {
        const onBox = (done: number, total: number) => {
          sign.cameOn();
          options.onBox?.(done, total);
        };
        const sweep = (until: AbortSignal) => shared.forMissing(until, sign.cameOn);
        // A box that a look found changed is asked itself; and all are, as long as no look could tell.
        const looksBeside = looked && serials === undefined;
        return round(watchedSite(site, sign), { ...options, onBox, sweep, looksBeside }, signal, serials);
      }),
    sweep: () => life.during("a sweep", ({ cameOn }) => shared.now(signal, cameOn)),
    async look() {
      const changed = await life.during("a look", (sign) => lookAround(watchedSite(site, sign), signal, sign.cameOn));
      looked = true;
      return changed;
    },
    compact: (keepMs) =>
      life.during("letting go of old entries", (sign) => compactJournal(watchedSite(site, sign), keepMs, signal)),
  };
}
