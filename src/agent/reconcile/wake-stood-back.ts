import type { Journal } from "../journal/open-journal.ts";
import type { Clock } from "./clock.ts";

/** Boxes that waited because the agent stood back are tried at once. */
export async function wakeStoodBack({
  journal,
  clock,
}: {
  readonly journal: Pick<Journal, "states">;
  readonly clock: Pick<Clock, "now">;
}): Promise<void> {
  const at = clock.now();
  const waiting = (await journal.states.all()).filter(({ waitKind }) => waitKind === "agent");
  await journal.states.planTries(waiting.map(({ serial }) => ({ serial, at })));
}
