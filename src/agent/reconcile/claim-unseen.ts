import { isVendorSiteError, vendorSiteErrors } from "../keys/vendor-site/vendor-site-error.ts";
import { planBox } from "../plan/plan-box.ts";
import type { PlanPolicy } from "../plan/plan-input.ts";
import { restrictTo, spendingOf } from "../plan/restrict.ts";
import { type BoxPlan, isUnseenClaim, type Shortfall } from "../plan/step.ts";
import { gather } from "./gather.ts";
import { lineFacts } from "./line-facts.ts";
import type { Site } from "./site.ts";
import { spend } from "./spend.ts";
import type { Writing } from "./writing.ts";

/**
 * Claims what shows only once it is claimed, and makes the plan again with what came: never more than what was agreed to.
 * Where the vendor's site gives nothing, the box still gets what others have; nothing is created that the site may have.
 */
export async function claimUnseen(
  site: Site,
  { look, wire }: Writing,
  plan: BoxPlan,
  resetOverride: PlanPolicy["reset"] | undefined,
): Promise<BoxPlan> {
  const claims = plan.steps.filter(isUnseenClaim);
  if (claims.length === 0) return plan;
  const blocked = await whyBlocked(() => spend(site, claims, wire));
  const input = await gather(site, look, await lineFacts(site.journal, look.serial), resetOverride);
  const unseen = blocked && { issuer: "vendor" as const, beforeCreating: true, ...input.unseen, blocked };
  const fresh = planBox({ ...input, unseen });
  const agreed = spendingOf(plan.steps);
  const steps = fresh.steps.filter((step) => !isUnseenClaim(step));
  const dropped = steps.flatMap((step) =>
    step.kind === "create-key" && !agreed.creates.has(step.type) ? [step.type] : [],
  );
  return {
    ...restrictTo(agreed, { ...fresh, steps }),
    warnings: [...new Map([...plan.warnings, ...fresh.warnings].map((one) => [one.message, one])).values()],
    shortfalls: [...fresh.shortfalls, ...plan.shortfalls.filter((one) => isStillShort(one, dropped))],
  };
}

async function whyBlocked(claim: () => Promise<unknown>) {
  try {
    await claim();
    return undefined;
  } catch (error) {
    if (!isVendorSiteError(error)) throw error;
    const { code, message } = error;
    return { code, message, final: vendorSiteErrors[code].final };
  }
}

/** The balance is shared out among all boxes: what this one was not given there, it still lacks. */
function isStillShort({ code, type }: Shortfall, dropped: readonly string[]): boolean {
  return code === "short-of-licenses" && dropped.includes(type);
}
