import type { SerialNumber } from "../../license/serial-number.ts";
import type { LastRound } from "../journal/facts.ts";
import type { BoxResult } from "../reconcile/box-result.ts";
import { enrolledSerials } from "../reconcile/enrolled-serials.ts";
import { type PlanSiteOptions, planSite } from "../reconcile/plan-site.ts";
import { recordResults } from "../reconcile/record-results.ts";
import { reportStates } from "../reconcile/report-states.ts";
import type { Site } from "../reconcile/site.ts";
import { logResult } from "./log-result.ts";
import { tellNeverIdle } from "./never-idle.ts";
import { countOutcomes, summaryLine } from "./summary-line.ts";
import { withinBudget } from "./within-budget.ts";
import { workThrough } from "./work-through.ts";

/** What a round tells of itself while it runs. */
export interface RoundOptions extends PlanSiteOptions {
  readonly onResult?: (result: BoxResult) => void;
  readonly onRound?: (results: readonly BoxResult[]) => Promise<void>;
}

/**
 * One run over all enrolled boxes of the site, within what the policy lets the service do by itself; what it came to is
 * kept and told.
 * @param serials only these
 */
export async function round(
  site: Site,
  options: RoundOptions,
  signal: AbortSignal,
  serials?: readonly SerialNumber[],
): Promise<readonly BoxResult[]> {
  const startedAt = site.clock.now();
  const targets = (serials ?? (await enrolledSerials(site))).map((serial) => ({ serial }));
  const plan = await withinBudget(site, await planSite(site, targets, options, signal));
  const ended: BoxResult[] = [];
  for await (const result of workThrough(site, plan, signal)) {
    ended.push(result);
    logResult(site.log, result);
    options.onResult?.(result);
  }
  const results = await tellNeverIdle(site, ended);
  await recordResults(site, results, "service");
  await reportStates(site);
  const counts = countOutcomes(results);
  const kind = serials === undefined ? "round" : "passes";
  const line = summaryLine(results);
  const endedAt = site.clock.now();
  site.log.info({ ...counts, summary: line }, kind === "round" ? "round ended" : "passes ended");
  if (kind === "round") await keepRound(site, { startedAt, endedAt, counts });
  site.events.roundEnded({ kind, startedAt, endedAt, counts, results, line });
  await options.onRound?.(results);
  return results;
}

async function keepRound(
  site: Site,
  { startedAt, endedAt, counts }: { startedAt: Date; endedAt: Date; counts: Readonly<Record<string, number>> },
): Promise<void> {
  const kept: LastRound = { startedAt: startedAt.toISOString(), endedAt: endedAt.toISOString(), counts };
  try {
    await site.journal.facts.set("last-round", JSON.stringify(kept));
  } catch (error) {
    site.log.warn({ err: error }, "how the round went could not be kept");
  }
}
