import type { Logger } from "pino";
import { boxErrors } from "../../box/box-error.ts";
import { awayCodes } from "../keys/is-away.ts";
import { vendorSiteErrors } from "../keys/vendor-site/vendor-site-error.ts";
import type { BoxResult } from "../reconcile/box-result.ts";

/** Logs what became of a box: as info what changed, as warning what will be tried again, as error what needs a person. */
export function logResult(log: Logger, result: BoxResult): void {
  const { serial, address, outcome, effective, error, waitingFor } = result;
  const facts = { serial, address, outcome, effective, ...(waitingFor && { waitingFor }), ...error };
  const retried =
    error !== undefined &&
    (awayCodes.has(error.code) ||
      Object.entries({ ...boxErrors, ...vendorSiteErrors }).some(([code, { retry }]) => code === error.code && retry));
  if (error?.code === "interrupted") log.info(facts, "stopped before the box was done");
  else if (outcome === "in-step") log.debug(facts, "box is in step");
  else if (outcome === "changed") log.info(facts, "box changed");
  else if (outcome === "waiting-for-reset" || retried) log.warn(facts, "box not done yet, tried again next round");
  else log.error(facts, "box needs a person");
}
