import type { Logger } from "pino";
import { errorFacts } from "./box-result.ts";

/** An error that is none of ours is a bug: it ends the pass loudly, not the daemon. */
export function logBug(log: Logger, error: unknown): void {
  if (errorFacts(error).code === "internal-error") log.error({ err: error }, "unexpected error, please report it");
}
