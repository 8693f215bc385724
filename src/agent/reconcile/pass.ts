import type { LicenseLine } from "../../license/license-line.ts";
import { StandsBackError } from "../identity/stand-back.ts";
import { whyApprovalIsNeeded } from "../plan/may-spend.ts";
import type { PlanPolicy } from "../plan/plan-input.ts";
import { restrictTo, spendingOf } from "../plan/restrict.ts";
import type { BoxPlan, Shortfall } from "../plan/step.ts";
import { effectiveOf } from "../verify/effective.ts";
import { missingRegistrations } from "./await-registrations.ts";
import { backUp } from "./back-up.ts";
import { type BoxResult, outcomeOfShortfalls, type WaitKind } from "./box-result.ts";
import { proveWritable } from "./closing.ts";
import { commandLineFor } from "./command-line-for.ts";
import { diskTrouble } from "./disk-trouble.ts";
import { holdAtPool } from "./hold-at-pool.ts";
import { lateAbort } from "./late-abort.ts";
import { lineFacts } from "./line-facts.ts";
import type { SweepOnce } from "./locate.ts";
import { installedOn, rememberRefusal, type SeenBox, seenBox } from "./look.ts";
import { type PassLimit, passLimit, passLimitMs } from "./pass-limit.ts";
import { type Prepared, prepare } from "./prepare.ts";
import { reportInstalled } from "./report-installed.ts";
import { restartBox } from "./restart-box.ts";
import { toldClaims } from "./second-claims.ts";
import { endVainRemovals, underway } from "./settle-removals.ts";
import type { Site } from "./site.ts";
import type { SoFar } from "./so-far.ts";
import { StalePlanError } from "./stale-plan-error.ts";
import { whyIdle } from "./why-idle.ts";
import { type Wait, whyNoReset } from "./why-no-reset.ts";
import { writeLines } from "./write-lines.ts";
import type { Writing } from "./writing.ts";

/** Who stands behind a pass: a person who saw the plan, or the service within its policy and window. */
export interface PassOptions {
  readonly by: "person" | "service";
  readonly resetOverride?: PlanPolicy["reset"] | undefined;
  /** The agreed plan is an old one, from a file: any other basis is refused, also where nothing is left to do. */
  readonly exactly?: boolean;
  /** A person approved exactly this plan: the service may spend what it costs. */
  readonly approved?: boolean;
  readonly sweep: SweepOnce;
  /** Kept up to date while it goes on. */
  readonly soFar: SoFar;
  /** In milliseconds; 300 s where nothing is said. */
  readonly limitMs?: number;
}

/** After a signal to stop, what is on the wire may take so long to end: well within systemd's patience. */
const graceMs = 25_000;

/**
 * Does an agreed plan on its box: locked, read again, and only if nothing that the plan was computed from has changed.
 * Doing it twice does no harm.
 * @throws BoxError, PoolError, StalePlanError; the caller turns them into a result
 */
export async function pass(site: Site, agreed: BoxPlan, options: PassOptions, signal: AbortSignal): Promise<BoxResult> {
  // Another process may wait for a restart while it holds the lock: that does not count.
  using _lock = await site.lockBox(agreed.serial, signal);
  await using _hold = await holdAtPool(site, agreed.serial, signal);
  using limit = passLimit(signal, options.limitMs ?? passLimitMs);
  try {
    return await limitedPass(site, agreed, options, limit);
  } catch (error) {
    throw limit.expired && !signal.aborted ? limit.signal.reason : error;
  }
}

async function limitedPass(site: Site, agreed: BoxPlan, options: PassOptions, limit: PassLimit): Promise<BoxResult> {
  const { signal, paused } = limit;
  const prepared = await prepare(site, { serial: agreed.serial }, { ...options, paused }, signal);
  const { look, plan: fresh } = prepared;
  options.soFar.installed = installedOn(look);
  const differs = fresh.basis !== agreed.basis;
  if (differs && (options.exactly || fresh.steps.length + fresh.shortfalls.length > 0)) throw new StalePlanError();
  const warnings = [...fresh.warnings, ...toldClaims(agreed)];
  const plan = { ...restrictTo(spendingOf(agreed.steps), fresh), shortfalls: agreed.shortfalls, warnings };
  await endVainRemovals(site, look.serial, installedOn(look));
  if (plan.steps.length === 0) return conclude(site, seenBox(look), plan, { changed: false });
  const back = await site.self.whyStandsBack();
  if (back !== undefined && options.by === "person") throw new StandsBackError(back);
  if (back !== undefined) {
    const waits = { waitingFor: `a person: ${back.message}`, waitKind: "agent" } as const;
    return conclude(site, seenBox(look), plan, { changed: false, ...waits });
  }
  const wait = options.by === "service" ? await whyServiceWaits(site, plan, options.approved) : undefined;
  const { serial, credential } = look;
  const doIt = (what: BoxPlan) => {
    const work = () => perform(site, prepared, what, options, limit);
    return credential ? rememberRefusal(site, serial, credential, work) : work();
  };
  if (wait) {
    // A line that was lost goes back at once, whatever the rest waits for.
    const lost = plan.steps.filter((step) => step.kind === "deliver" && step.putBack);
    const only = { ...plan, steps: lost, resetOutstanding: false };
    return {
      ...(await (lost.length > 0 ? doIt(only) : conclude(site, seenBox(look), plan, { changed: false }))),
      ...wait,
    };
  }
  const result = await doIt(plan);
  await site.journal.approvals.settle(serial, agreed.basis);
  return result;
}

/** What a box in step, or one that nothing can be done for, amounts to. */
export async function conclude(
  site: Site,
  box: SeenBox,
  plan: BoxPlan,
  done: {
    changed: boolean;
    backup?: string;
    waitingFor?: string;
    waitKind?: WaitKind;
    installed?: readonly LicenseLine[];
    shortfalls?: readonly Shortfall[];
  },
): Promise<BoxResult> {
  const { serial, identity } = box;
  const { resets } = site.journal;
  const installed = done.installed ?? box.installed;
  const { records, removals } = await lineFacts(site.journal, serial);
  const effective = effectiveOf(installed, records, removals);
  // What a deletion took that is not permanent yet may come back with a restart.
  if (underway(removals, installed).length === 0) await reportInstalled(site, serial, installed);
  const forbidden: Wait = { waitingFor: "a reset, which policy.reset forbids or postpones", waitKind: "policy" };
  const postponed = effective === "no" ? (whyIdle(await resets.of(serial)) ?? forbidden) : undefined;
  const waits = done.waitingFor ? done : postponed;
  const shortfalls = [...plan.shortfalls, ...(done.shortfalls ?? [])];
  const short = outcomeOfShortfalls(shortfalls);
  const missing = await missingRegistrations(site, box);
  const fine = waits ? "waiting-for-reset" : done.changed ? "changed" : "in-step";
  return {
    serial,
    address: identity.endpoint.address,
    ...(identity.product && { product: identity.product }),
    installed,
    effective,
    warnings: plan.warnings,
    ...(plan.setAside && { setAside: plan.setAside }),
    outcome: fine,
    ...(!plan.poolAway && !site.pushes && { shortfalls }),
    ...(missing ? { outcome: "failed", error: missing } : short),
    ...(done.backup && { backup: done.backup }),
    ...(waits?.waitingFor && { waitingFor: waits.waitingFor }),
    ...(waits?.waitKind && { waitKind: waits.waitKind }),
  };
}

async function perform(
  site: Site,
  { look, aside }: Pick<Prepared, "look" | "aside">,
  agreed: BoxPlan,
  { by, resetOverride, soFar }: PassOptions,
  { signal, paused }: PassLimit,
): Promise<BoxResult> {
  const { configuration, credential } = look;
  if (!configuration || !credential) throw new Error("a plan of a box that was not read");
  if (aside) throw aside;
  using late = lateAbort(signal, graceMs);
  const full = { ...look, configuration, credential };
  const commandLine = await commandLineFor(site, full);
  const writing: Writing = { look: full, commandLine, soFar, signal, wire: late.signal };
  const { plan, ...written } = await writeLines(site, writing, agreed, resetOverride);
  const reset = plan.steps.find((step) => step.kind === "reset");
  const done = (more: Partial<Wait> = {}) => conclude(site, seenBox(look), plan, { ...written, ...soFar, ...more });
  if (!reset || !(written.changed || plan.resetOutstanding)) return done();
  // Lines of a run that was cut off may not be permanent yet.
  soFar.backup ??= await backUp(site, look.serial, configuration.bytes);
  if (!written.changed) await proveWritable(site, writing);
  const whyNotNow = () => whyNoReset(site, look.serial, by, signal);
  const waits = await whyNotNow();
  if (waits) return done(waits);
  if (plan.warnings.some(({ code }) => code === "own-gateway")) {
    site.log.warn({ serial: look.serial }, "resetting the box that is this machine's own gateway");
  }
  const end = await paused(() => restartBox(site, writing, reset.how, soFar.installed, whyNotNow));
  if (end.kind === "waiting") return done({ waitingFor: end.waitingFor, waitKind: end.waitKind });
  const now = { ...seenBox(look), identity: end.identity };
  const told = { ...plan, warnings: [...plan.warnings, ...end.warnings] };
  return conclude(site, now, told, { ...written, ...soFar, changed: true });
}

/**
 * Why the service must ask a person before it spends what the plan costs; `undefined` when it need not.
 * @param reserved licenses of today's budget that other boxes of the round are about to be given
 */
export async function whyApproval(site: Site, plan: BoxPlan, reserved = 0): Promise<string | undefined> {
  const source = site.sources.find((candidate) => candidate.canCreate);
  const spent = (await source?.spentToday(plan.serial)) ?? { box: 0, day: 0 };
  return whyApprovalIsNeeded(plan, site.policy, { ...spent, day: spent.day + reserved });
}

/** Why the service does nothing to the box now; `undefined` when it may. */
async function whyServiceWaits(
  site: Site,
  plan: BoxPlan,
  approved = false,
): Promise<Pick<BoxResult, "outcome" | "waitingFor" | "waitKind"> | undefined> {
  const approval = approved ? undefined : await whyApproval(site, plan);
  if (approval) return { outcome: "waiting-for-approval", waitingFor: approval, waitKind: "approval" };
  const now = site.clock.now();
  if (!site.inWindow(now)) return { outcome: "waiting-for-reset", waitingFor: "the window", waitKind: "window" };
  const doubt = site.policy.reset !== "never" && site.hasWindow ? site.clockDoubt(now) : undefined;
  if (doubt) {
    const waitingFor = `a clock that can be trusted, to know the window: ${doubt}`;
    return { outcome: "waiting-for-reset", waitingFor, waitKind: "clock" };
  }
  const trouble = await diskTrouble(site.stateDir);
  site.events.diskTrouble(trouble);
  return trouble === undefined ? undefined : { outcome: "waiting-for-reset", waitingFor: trouble, waitKind: "disk" };
}
