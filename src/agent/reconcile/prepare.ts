import { BoxError } from "../../box/box-error.ts";
import type { SerialNumber } from "../../license/serial-number.ts";
import { planBox } from "../plan/plan-box.ts";
import type { PlanPolicy } from "../plan/plan-input.ts";
import type { BoxPlan, PlanWarning } from "../plan/step.ts";
import { awaitRegistrations } from "./await-registrations.ts";
import type { BoxTarget } from "./box-target.ts";
import { defaultGateways } from "./default-gateways.ts";
import { gather } from "./gather.ts";
import { atItsAddress, type SweepOnce } from "./locate.ts";
import { isEnrolled, type Look, lookAt, readBox } from "./look.ts";
import { asNotBack, isAwayAfterReset } from "./not-back.ts";
import { recogniseAt } from "./recognise-at.ts";
import { breakerOf, setAsideError } from "./set-aside.ts";
import { settle } from "./settle.ts";
import type { Site } from "./site.ts";
import { isKnown, unknownBox } from "./unknown-box.ts";
import { waitIfRestarting } from "./wait-if-restarting.ts";

/** A box that was read, and what would be done to it. */
export interface Prepared {
  readonly look: Look;
  readonly plan: BoxPlan;
  /** Why it is not written whatever the plan says, if it is set aside. */
  readonly aside: BoxError | undefined;
  /** An earlier run began to take lines off, and did not end it. */
  readonly removalOpen: boolean;
}

export interface PrepareOptions {
  readonly sweep: SweepOnce;
  readonly resetOverride?: PlanPolicy["reset"] | undefined;
  /** Around waiting for a restart, which does not count towards a pass's time. */
  readonly paused?: <T>(work: () => Promise<T>) => Promise<T>;
  /** Restarts are looked for beside this, as by the service between its rounds. */
  readonly looksBeside?: boolean | undefined;
}

/**
 * Reads an enrolled box, brings the journal up to what was seen, and plans. Writes nothing to the box and spends nothing.
 * @throws BoxError when the box is not found, not enrolled or cannot be read
 */
export async function prepare(
  site: Site,
  target: BoxTarget,
  { sweep, resetOverride, paused = (work) => work(), looksBeside = false }: PrepareOptions,
  signal: AbortSignal,
): Promise<Prepared> {
  const { look, restarted } = await findAndLook(site, target, { sweep, paused }, signal);
  const { serial, identity, configuration } = look;
  const { address } = identity.endpoint;
  if (configuration === undefined) {
    throw notEnrolled({ serial, address });
  }
  const lines = await settle(site, look, { restarted, looksBeside }, signal);
  const remarks = await paused(() => settleRegistrations(site, look, signal));
  const planned = planBox(await gather(site, look, lines, resetOverride));
  const plan = await withGatewayWarning({ ...planned, warnings: [...planned.warnings, ...remarks] });
  const breaker = await breakerOf(site, look);
  const removalOpen = lines.removals.some(({ doneAt }) => doneAt === undefined);
  if (breaker === undefined) return { look, plan, aside: undefined, removalOpen };
  const aside = setAsideError(breaker, look);
  const warnings = [...plan.warnings, { code: "set-aside", message: `nothing is written: ${aside.message}` }];
  const { code, message, since } = breaker;
  return { look, plan: { ...plan, warnings, setAside: { code, message, since } }, aside, removalOpen };
}

function notEnrolled({ serial, address }: { readonly serial: SerialNumber; readonly address?: string }): BoxError {
  const [at, by] = address === undefined ? ["", serial] : [` at ${address}`, address];
  const message = `${serial}${at} is not enrolled; run varsync enroll ${by}, or list it under boxes: in the configuration`;
  return new BoxError("not-enrolled", message, { serial, ...(address && { address }) });
}

/** Those of a reset whose restart was seen, by this run or an earlier one that was cut off. */
async function settleRegistrations(site: Site, look: Look, signal: AbortSignal): Promise<readonly PlanWarning[]> {
  if (look.identity.profile.inUse?.registrations === undefined) return [];
  if (await site.journal.resets.of(look.serial)) return [];
  return awaitRegistrations(site, look, signal);
}

async function withGatewayWarning(plan: BoxPlan): Promise<BoxPlan> {
  if (!plan.steps.some((step) => step.kind === "reset")) return plan;
  if (!(await defaultGateways()).has(plan.address)) return plan;
  const message = "it is this machine's own gateway: while it restarts, this machine is cut off from other networks";
  return { ...plan, warnings: [...plan.warnings, { code: "own-gateway", message }] };
}

async function findAndLook(
  site: Site,
  target: BoxTarget,
  { sweep, paused }: Required<Pick<PrepareOptions, "sweep" | "paused">>,
  signal: AbortSignal,
): Promise<{ look: Look; restarted: boolean }> {
  if ("endpoint" in target) {
    const identity = await recogniseAt(site, target.endpoint, sweep, signal);
    return { look: await readBox(site, identity, signal), restarted: false };
  }
  const { serial } = target;
  if (!(await isEnrolled(site, serial))) {
    throw (await isKnown(site, target)) ? notEnrolled({ serial }) : unknownBox(target);
  }
  const lookThere = () =>
    atItsAddress(site, serial, sweep, signal, (endpoint) => lookAt(site, endpoint, serial, signal));
  const restarted = await paused(() => waitIfRestarting(site, serial, signal));
  try {
    return { look: await lookThere(), restarted };
  } catch (error) {
    if (!(await isAwayAfterReset(site, serial, error))) throw error;
  }
  // Another process may have sent the reset only just now.
  const cameBack = await paused(() => waitIfRestarting(site, serial, signal));
  try {
    return { look: await lookThere(), restarted: restarted || cameBack };
  } catch (error) {
    throw await asNotBack(site, serial, error);
  }
}
