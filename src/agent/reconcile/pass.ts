import { openCommandLine } from "../../box/deliver/open-command-line.ts";
import type { LicenseLine } from "../../license/license-line.ts";
import { whyApprovalIsNeeded } from "../plan/may-spend.ts";
import type { PlanPolicy } from "../plan/plan-input.ts";
import { restrictTo } from "../plan/restrict.ts";
import type { BoxPlan, DeliverStep, Shortfall } from "../plan/step.ts";
import { effectiveOf } from "../verify/effective.ts";
import { backUp } from "./back-up.ts";
import { type BoxResult, outcomeOfShortfalls } from "./box-result.ts";
import { commandLineOptions } from "./command-line-options.ts";
import { deliverLines, proveWritable, setAside, type Writing } from "./deliver-lines.ts";
import { installedOn } from "./gather.ts";
import type { SweepOnce } from "./locate.ts";
import type { Look } from "./look.ts";
import { prepare } from "./prepare.ts";
import { restartBox } from "./restart-box.ts";
import type { Site } from "./site.ts";
import { spend } from "./spend.ts";

/** Who stands behind a pass: a person who saw the plan, or the service within its policy and window. */
export interface PassOptions {
  readonly by: "person" | "service";
  readonly resetOverride?: PlanPolicy["reset"] | undefined;
  readonly sweep: SweepOnce;
}

/**
 * Does an agreed plan on its box: locked, read again, and only if nothing that the plan was computed from has changed.
 * Doing it twice does no harm.
 * @throws BoxError, PoolError; the caller turns them into a result
 */
export async function pass(site: Site, agreed: BoxPlan, options: PassOptions, signal: AbortSignal): Promise<BoxResult> {
  using _lock = await site.lockBox(agreed.serial, signal);
  const { look, plan: fresh } = await prepare(site, { serial: agreed.serial }, options, signal);
  if (fresh.basis !== agreed.basis && fresh.steps.length + fresh.shortfalls.length > 0) return stale(look, fresh);
  const plan = restrictTo(agreed, fresh);
  if (plan.steps.length === 0) return conclude(site, look, plan, { changed: false });
  const wait = options.by === "service" ? await whyServiceWaits(site, plan) : undefined;
  if (wait) return { ...(await conclude(site, look, plan, { changed: false })), ...wait };
  return perform(site, look, plan, signal);
}

/** What a box in step, or one that nothing can be done for, amounts to. */
export async function conclude(
  site: Site,
  look: Look,
  plan: BoxPlan,
  done: {
    changed: boolean;
    backup?: string;
    waitingFor?: string;
    installed?: readonly LicenseLine[];
    shortfalls?: readonly Shortfall[];
  },
): Promise<BoxResult> {
  const installed = done.installed ?? installedOn(look);
  const effective = effectiveOf(installed, await site.journal.lines.of(look.serial));
  const waits =
    done.waitingFor ?? (effective === "no" ? "a reset, which policy.reset forbids or postpones" : undefined);
  const short = outcomeOfShortfalls([...plan.shortfalls, ...(done.shortfalls ?? [])]);
  const fine = waits ? "waiting-for-reset" : done.changed ? "changed" : "in-step";
  return {
    serial: look.serial,
    address: look.identity.endpoint.address,
    ...(look.identity.product && { product: look.identity.product }),
    installed,
    effective,
    warnings: plan.warnings,
    outcome: fine,
    ...short,
    ...(done.backup && { backup: done.backup }),
    ...(waits && { waitingFor: waits }),
  };
}

async function perform(site: Site, look: Look, plan: BoxPlan, signal: AbortSignal): Promise<BoxResult> {
  const { serial, identity, configuration } = look;
  if (configuration === undefined) throw new Error("a plan of a box that was not read");
  const breaker = await site.journal.breakers.open(serial, identity.profile.id);
  if (breaker) throw setAside(breaker, look);
  const delivers = plan.steps.filter((step): step is DeliverStep => step.kind === "deliver");
  const reset = plan.steps.find((step) => step.kind === "reset");
  await using commandLine = await openCommandLine(...commandLineOptions(site, look, signal));
  const writing: Writing = { look: { ...look, configuration }, commandLine, signal };
  let current = configuration;
  let backup: string | undefined;
  let shortfalls: readonly Shortfall[] = [];
  if (delivers.length > 0) {
    backup = await backUp(site, serial, configuration.bytes);
    await proveWritable(site, writing);
    const spent = await spend(site, plan.steps);
    shortfalls = spent.shortfalls;
    const lines = [...delivers.flatMap((step) => step.line ?? []), ...spent.lines.map((offer) => offer.line)];
    if (lines.length > 0) current = await deliverLines(site, writing, lines);
  }
  const changed = current !== configuration;
  const installed = current.licenses;
  const facts = { changed, installed, shortfalls, ...(backup && { backup }) };
  if (!reset || !(changed || plan.resetOutstanding)) return conclude(site, look, plan, facts);
  const end = await restartBox(site, writing, reset.how, installed);
  if (end.kind === "waiting") return conclude(site, look, plan, { ...facts, waitingFor: end.waitingFor });
  return conclude(site, look, plan, { ...facts, changed: true, installed: end.configuration.licenses });
}

async function whyServiceWaits(
  site: Site,
  plan: BoxPlan,
): Promise<Pick<BoxResult, "outcome" | "waitingFor"> | undefined> {
  const source = site.sources.find((candidate) => candidate.canCreate);
  const spent = (await source?.spentToday(plan.serial)) ?? { box: 0, day: 0 };
  const approval = whyApprovalIsNeeded(plan, site.policy, spent);
  if (approval) return { outcome: "waiting-for-approval", waitingFor: `${approval} (varsync apply ${plan.serial})` };
  if (site.inWindow(site.clock.now())) return undefined;
  return { outcome: "waiting-for-reset", waitingFor: "the window" };
}

function stale(look: Look, fresh: BoxPlan): BoxResult {
  return {
    serial: look.serial,
    address: look.identity.endpoint.address,
    outcome: "failed",
    installed: installedOn(look),
    effective: "unknown",
    warnings: fresh.warnings,
    error: {
      code: "stale-plan",
      message: "the box, its keys or the policy changed since the plan was made; make a new plan",
    },
  };
}
