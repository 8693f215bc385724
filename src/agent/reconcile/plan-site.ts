import { BoxError } from "../../box/box-error.ts";
import { isAway } from "../keys/is-away.ts";
import { allot } from "../plan/allot.ts";
import type { PlanPolicy } from "../plan/plan-input.ts";
import type { BoxPlan } from "../plan/step.ts";
import { type BoxResult, failed } from "./box-result.ts";
import type { BoxTarget } from "./box-target.ts";
import { inParallel } from "./in-parallel.ts";
import { knownAddress } from "./known-address.ts";
import { type SweepOnce, sweepOnce } from "./locate.ts";
import { logBug } from "./log-bug.ts";
import { type SeenBox, seenBox } from "./look.ts";
import { passLimit, passLimitMs } from "./pass-limit.ts";
import { watchPoolHeads } from "./pool-head.ts";
import { prepare } from "./prepare.ts";
import { SecondClaimError } from "./recognise-at.ts";
import { type SecondClaims, secondClaims, withSecondClaims } from "./second-claims.ts";
import type { Site } from "./site.ts";

/** One box that was read and planned. */
export interface PlannedPass {
  readonly box: SeenBox;
  readonly plan: BoxPlan;
  /** How long reading and planning took, in milliseconds. */
  readonly readMs: number;
  /** What was taken out of the plan, since it waits for a person. */
  readonly withheld?: { readonly why: string; readonly whole: BoxPlan };
  /** A person approved exactly this plan. */
  readonly approved?: boolean;
  /** An earlier run began to take lines off, and did not end it. */
  readonly removalOpen?: boolean;
}

/** What would be done to the boxes, and which could not be read. */
export interface SitePlan {
  readonly passes: readonly PlannedPass[];
  readonly failures: readonly BoxResult[];
  /** The balance before, by type. */
  readonly left: ReadonlyMap<string, number>;
  readonly sweep: SweepOnce;
}

export interface PlanSiteOptions {
  /** How boxes that are not where they were are found; else by one sweep. */
  readonly sweep?: SweepOnce;
  readonly resetOverride?: PlanPolicy["reset"] | undefined;
  /** Restarts are looked for beside this, as by the service between its rounds. */
  readonly looksBeside?: boolean;
  /** Called after each box, for the progress display. */
  readonly onBox?: (done: number, total: number) => void;
}

/** Reads and plans the boxes, and shares the balance out among them in the order of their serial numbers. */
export async function planSite(
  site: Site,
  targets: readonly BoxTarget[],
  { resetOverride, onBox, looksBeside, sweep = sweepOnce(site) }: PlanSiteOptions,
  signal: AbortSignal,
): Promise<SitePlan> {
  const prepared: PlannedPass[] = [];
  const failures: BoxResult[] = [];
  const claimed: SecondClaimError[] = [];
  const one = async (target: BoxTarget) => {
    using limit = passLimit(signal, passLimitMs);
    const began = performance.now();
    const { paused } = limit;
    // Others wait for the same sweep: it does not end with one box's time.
    const unhurried: SweepOnce = () => paused(() => sweep(signal));
    try {
      const options = { sweep: unhurried, resetOverride, paused, looksBeside };
      const { look, plan, removalOpen } = await prepare(site, target, options, limit.signal);
      prepared.push({ box: seenBox(look), plan, removalOpen, readMs: performance.now() - began });
    } catch (error) {
      signal.throwIfAborted();
      const why = limit.expired ? limit.signal.reason : error;
      logBug(site.log, why);
      if (why instanceof SecondClaimError) claimed.push(why);
      const address = (why instanceof BoxError ? why.address : undefined) ?? (await knownAddress(site, target));
      failures.push(failed(why, { ...("serial" in target && { serial: target.serial }), address }));
    }
  };
  let done = 0;
  for await (const _ of inParallel(targets, site.parallel, one, signal)) onBox?.(++done, targets.length);
  signal.throwIfAborted();
  const passes = withoutDoubles(prepared).sort((a, b) => (a.plan.serial < b.plan.serial ? -1 : 1));
  await watchPoolHeads(site);
  const balance = await balanceOf(site);
  const left = balance ?? new Map<string, number>();
  const own = passes.map(({ plan }) => plan);
  const plans = balance === undefined ? own.map(withPoolAway) : allot(own, balance);
  const claims = await allClaims(site, claimed);
  const allotted = passes.map((one, index) => ({ ...one, plan: withSecondClaims(plans[index] ?? one.plan, claims) }));
  return { passes: allotted, failures, left, sweep };
}

async function allClaims({ journal }: Site, errors: readonly SecondClaimError[]): Promise<SecondClaims> {
  const claims = new Map(await secondClaims(journal));
  for (const { claimed, address } of errors) {
    claims.set(claimed, [...new Set([...(claims.get(claimed) ?? []), address])]);
  }
  return claims;
}

/** A box that was named twice, by serial number and by address, is one box. */
function withoutDoubles(passes: readonly PlannedPass[]): PlannedPass[] {
  return [...new Map(passes.map((one) => [one.plan.serial, one])).values()];
}

/** What nobody could ask the balance for is not known to be short. */
function withPoolAway(plan: BoxPlan): BoxPlan {
  return plan.steps.some(({ kind }) => kind === "create-key") ? { ...plan, poolAway: true } : plan;
}

/** What is left by type; `undefined` while the pool is away. */
async function balanceOf(site: Site): Promise<ReadonlyMap<string, number> | undefined> {
  const source = site.sources.find((candidate) => candidate.canCreate);
  try {
    return new Map((await source?.balance())?.map(({ type, left }) => [type, left]) ?? []);
  } catch (error) {
    if (isAway(error)) return undefined;
    throw error;
  }
}
