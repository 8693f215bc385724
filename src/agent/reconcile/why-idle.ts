import type { PendingReset } from "../journal/pending-resets.ts";
import type { Wait } from "./why-no-reset.ts";

/** What a box waits for that was told to restart when idle and was not seen to; `undefined` where it was not told so. */
export function whyIdle(reset: PendingReset | undefined): Wait | undefined {
  if (reset?.sentAt === undefined || reset.how !== "when-idle") return undefined;
  return { waitingFor: `${reset.serial} to be idle, since ${reset.sentAt}`, waitKind: "idle" };
}
