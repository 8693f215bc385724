import { type BoxPlan, type Step, withPoint } from "./step.ts";

/** What a person, or the policy, agreed to spend. */
export interface AgreedSpending {
  /** License types of which keys may be created. */
  readonly creates: ReadonlySet<string>;
  readonly claims: boolean;
}

/** Nothing at all: what exists already is still delivered. */
export const noSpending: AgreedSpending = { creates: new Set(), claims: false };

/** What a plan spends. @param steps of the plan, or what a file says of them */
export function spendingOf(
  steps: readonly { readonly kind: string; readonly type?: string | undefined }[],
): AgreedSpending {
  return {
    creates: new Set(steps.flatMap(({ kind, type }) => (kind === "create-key" && type !== undefined ? [type] : []))),
    claims: steps.some(({ kind }) => kind === "claim"),
  };
}

/**
 * The fresh plan, reduced to what was agreed to: a creation that the agreed plan did not have, because the balance was
 * short then, is not made now.
 */
export function restrictTo({ creates, claims }: AgreedSpending, fresh: BoxPlan): BoxPlan {
  const allowed = (step: Step) => {
    if (step.kind === "claim" || (step.kind === "deliver" && step.from === "claim")) return claims;
    if (step.kind === "create-key" || (step.kind === "deliver" && step.from === "create-key")) {
      return creates.has(step.type);
    }
    return true;
  };
  return { ...fresh, steps: withPoint(fresh.steps.filter(allowed), fresh.resetOutstanding) };
}
