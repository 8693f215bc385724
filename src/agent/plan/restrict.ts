import { type BoxPlan, type Step, withPoint } from "./step.ts";

/** What a person, or the policy, agreed to of what cannot be undone. */
export interface AgreedSpending {
  /** License types of which keys may be created. */
  readonly creates: ReadonlySet<string>;
  readonly claims: boolean;
  /** License types of which lines may be removed. */
  readonly removes: ReadonlySet<string>;
}

/** What a plan spends. @param steps of the plan, or what a file says of them */
export function spendingOf(
  steps: readonly { readonly kind: string; readonly type?: string | undefined }[],
): AgreedSpending {
  const typesOf = (wanted: string) =>
    new Set(steps.flatMap(({ kind, type }) => (kind === wanted && type !== undefined ? [type] : [])));
  return {
    creates: typesOf("create-key"),
    claims: steps.some(({ kind }) => kind === "claim"),
    removes: typesOf("remove"),
  };
}

/**
 * The plan without what it spends; what exists already is still delivered. A revoked line stays for as long as what is to
 * take its place waits: a box is not left without.
 */
export function withoutSpending(plan: BoxPlan): BoxPlan {
  const waiting = new Set(plan.steps.flatMap(spentTypes));
  const removes = new Set([...spendingOf(plan.steps).removes].filter((type) => !waiting.has(type)));
  return restrictTo({ creates: new Set(), claims: false, removes }, plan);
}

function spentTypes(step: Step): string[] {
  if (step.kind === "claim") return [...step.licenses, ...(step.missing ?? [])].map(({ type }) => type);
  return step.kind === "create-key" ? [step.type] : [];
}

/**
 * The fresh plan, reduced to what was agreed to: a creation that the agreed plan did not have, because the balance was
 * short then, is not made now.
 */
export function restrictTo({ creates, claims, removes }: AgreedSpending, fresh: BoxPlan): BoxPlan {
  const allowed = (step: Step) => {
    if (step.kind === "remove") return step.begun === true || removes.has(step.type);
    if (step.kind === "claim" || (step.kind === "deliver" && step.from === "claim")) return claims;
    if (step.kind === "create-key" || (step.kind === "deliver" && step.from === "create-key")) {
      return creates.has(step.type);
    }
    return true;
  };
  return { ...fresh, steps: withPoint(fresh.steps.filter(allowed), fresh.resetOutstanding) };
}
