import { Cron } from "croner";
import { z } from "zod";
import { durationSchema } from "../duration.ts";

const cron = z.string().refine(isCron, 'is no cron expression that ever fires; one looks like "15 2 * * *"');

/** When the service works. */
export const scheduleSchema = z.strictObject({
  reconcile: cron.default("15 2 * * *"),
  jitter: durationSchema.default(600_000),
  identity: durationSchema.refine((ms) => ms >= 10_000, "at least 10s between two looks").default(600_000),
});

function isCron(text: string): boolean {
  try {
    return new Cron(text, { paused: true }).nextRun() !== null;
  } catch {
    return false;
  }
}
