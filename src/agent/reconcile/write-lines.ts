import type { PlanPolicy } from "../plan/plan-input.ts";
import { type BoxPlan, changesLines, type DeliverStep, type RemoveStep, type Shortfall } from "../plan/step.ts";
import { backUp } from "./back-up.ts";
import { claimUnseen } from "./claim-unseen.ts";
import { proveWritable } from "./closing.ts";
import { deliverLines } from "./deliver-lines.ts";
import { removeLines } from "./remove-lines.ts";
import { restoreLines } from "./restore-lines.ts";
import { endVainRemovals } from "./settle-removals.ts";
import type { Site } from "./site.ts";
import { spend } from "./spend.ts";
import { upTimeOf } from "./up-time.ts";
import type { Writing } from "./writing.ts";

/** What a pass put on its box, and took off it. */
export interface Written {
  readonly changed: boolean;
  readonly shortfalls: readonly Shortfall[];
  /** The plan as it was once all its contents were known. */
  readonly plan: BoxPlan;
}

/**
 * In this order: backup, what an earlier removal took and goes back, proof that the box can be written, spending,
 * delivery, removal.
 */
export async function writeLines(
  site: Site,
  writing: Writing,
  agreed: BoxPlan,
  resetOverride: PlanPolicy["reset"] | undefined,
): Promise<Written> {
  const { serial, configuration } = writing.look;
  if (!agreed.steps.some(changesLines)) return { changed: false, shortfalls: [], plan: agreed };
  writing.soFar.backup = await backUp(site, serial, configuration.bytes);
  const whole = await putBack(site, writing, agreed);
  const full = { ...writing, look: { ...writing.look, configuration: whole } };
  await proveWritable(site, full);
  full.signal.throwIfAborted();
  const plan = await claimUnseen(site, full, agreed, resetOverride);
  const { lines: made, shortfalls } = await spend(site, plan.steps, full.wire);
  const delivers = plan.steps.filter((step): step is DeliverStep => step.kind === "deliver" && !step.putBack);
  const lines = [...delivers.flatMap((step) => step.line ?? []), ...made.map((offer) => offer.line)];
  const removes = plan.steps.filter((step): step is RemoveStep => step.kind === "remove");
  if (lines.length + removes.length > 0) await rememberUpTime(site, full);
  const current = lines.length === 0 ? whole : await deliverLines(site, full, lines);
  const removed = await removeLines(site, full, removes, current);
  await endVainRemovals(site, serial, removed.configuration.licenses);
  return {
    changed: whole !== configuration || lines.length > 0 || removed.changed,
    shortfalls: [...shortfalls, ...removed.shortfalls],
    plan,
  };
}

/** Before anything is made permanent: a restart would bring back what is missing now. */
async function putBack(site: Site, writing: Writing, { steps }: BoxPlan) {
  const { configuration } = writing.look;
  const gone = steps.flatMap((step) => (step.kind === "deliver" && step.putBack ? (step.line ?? []) : []));
  if (gone.length === 0) return configuration;
  return restoreLines(site, writing, [...configuration.licenses, ...gone], configuration);
}

/** By the fall of it the restart shows that comes after this. */
async function rememberUpTime(site: Site, { look: { serial, identity }, wire }: Writing): Promise<void> {
  const upTimeSeconds = identity.upTimeSeconds ?? (await upTimeOf(site, identity.endpoint, wire));
  await site.journal.boxes.remember({ serial, upTimeSeconds });
}
