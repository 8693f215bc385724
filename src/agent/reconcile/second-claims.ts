import type { Journal } from "../journal/open-journal.ts";
import type { BoxPlan, PlanWarning } from "../plan/step.ts";

/** By serial number the addresses that claimed it besides the one where its box is. */
export type SecondClaims = ReadonlyMap<string, readonly string[]>;

/** What the last sweep that saw the box, or this run, found. */
export async function secondClaims({ facts }: Pick<Journal, "facts">): Promise<SecondClaims> {
  const kept = await facts.get("second-claims");
  return new Map(kept === undefined ? [] : Object.entries(JSON.parse(kept) as Record<string, readonly string[]>));
}

/** @param seen for every box that a sweep saw, also where nobody else claims its serial number */
export async function keepSecondClaims({ facts }: Pick<Journal, "facts">, seen: SecondClaims): Promise<void> {
  const before = await secondClaims({ facts });
  const all = [...new Map([...before, ...seen])].filter(([, addresses]) => addresses.length > 0);
  const value = JSON.stringify(Object.fromEntries(all));
  if (value !== JSON.stringify(Object.fromEntries(before))) await facts.set("second-claims", value);
}

const code = "two-addresses";

/** The warnings of that kind in a plan. */
export function toldClaims({ warnings }: BoxPlan): readonly PlanWarning[] {
  return warnings.filter((warning) => warning.code === code);
}

/** The plan with a warning for each address that claims the box's serial number, too. */
export function withSecondClaims(plan: BoxPlan, claims: SecondClaims): BoxPlan {
  const addresses = (claims.get(plan.serial) ?? []).filter((address) => address !== plan.address);
  if (addresses.length === 0) return plan;
  const told = addresses.map((address) => ({
    code,
    message: `${address} claims the serial number ${plan.serial}, too; what is at ${plan.address} counts`,
  }));
  return { ...plan, warnings: [...plan.warnings, ...told] };
}
