import { type LicenseLine, licenseIdentity, nameOnBox } from "../../license/license-line.ts";
import type { PlanInput } from "./plan-input.ts";
import type { DeliverStep, PlanWarning, RemoveStep } from "./step.ts";
import { describe } from "./tally.ts";

/** What becomes of lines whose keys were revoked: each goes, or it is told why it stays. */
export interface Revoked {
  readonly steps: readonly RemoveStep[];
  readonly warnings: readonly PlanWarning[];
}

/**
 * Takes off the box what the pool itself says is revoked, and is its own key for this very box. A deletion may take every
 * line of that name with it [I]: where others are beside it, it must have been seen on this box that lines can be put
 * back. What an earlier run took off, and did not make permanent, is finished first.
 * @param deliveries of this plan, which come before: of the same variable they are such a proof
 */
export function planRevoked(input: PlanInput, deliveries: readonly DeliverStep[]): Revoked {
  const warnings: PlanWarning[] = [];
  const steps = input.begun.map((line): RemoveStep => ({ ...removalOf(line), begun: true }));
  const revoked = input.installed.filter((line) => factOf(input, line)?.status === "revoked");
  const seen = new Set<string>();
  for (const line of revoked) {
    const identity = `${nameOnBox(line)} ${licenseIdentity(line)}`;
    if (seen.has(identity)) continue;
    seen.add(identity);
    const warn = (code: string, what: string) =>
      warnings.push({ code, message: `${describe(line)}: its key was revoked and must not be used; ${what}` });
    const stays = whyItStays(input, line);
    if (input.removal === undefined) warn("revoked-installed", "it does not count");
    else if (stays !== undefined) warn("revoked-installed", `it does not count, and is not removed: ${stays}`);
    else {
      const safe = safetyOf(input, line, deliveries);
      if (safe === "unproven") warn("remove-unproven", unproven(line));
      else steps.push({ ...removalOf(line), ...(safe === "by-delivery" && { provenBy: "delivery" }) });
    }
  }
  return { steps, warnings };
}

function removalOf(line: LicenseLine): RemoveStep {
  return { kind: "remove", type: line.type, count: line.count, variable: line.variable, line };
}

function factOf({ keyFacts }: PlanInput, { key }: LicenseLine) {
  return key === undefined ? undefined : keyFacts.get(key);
}

function whyItStays(input: PlanInput, line: LicenseLine): string | undefined {
  const fact = factOf(input, line);
  const { box, removal } = input;
  if (removal?.blocked !== undefined) return removal.blocked;
  if (fact?.serial !== box.serial) return `the pool has it for ${fact?.serial ?? "no box"}; take it off by hand`;
  const isSame = fact.type === line.type && fact.count === line.count;
  if (!isSame || (line.serial !== undefined && line.serial !== box.serial)) {
    return "the line is not the one that the pool has under this key";
  }
  return box.knownVariables.has(line.variable)
    ? undefined
    : `the profile ${box.profile} does not know the variable ${line.variable}`;
}

/** Whether what the deletion may take with it can be put back. */
function safetyOf(
  input: PlanInput,
  { variable }: LicenseLine,
  deliveries: readonly DeliverStep[],
): "proven" | "by-delivery" | "unproven" {
  const others = input.installed.filter(
    (line) => line.variable === variable && factOf(input, line)?.status !== "revoked",
  );
  const coming = deliveries.filter((step) => step.variable === variable).length;
  const survivors = new Set(others.map(licenseIdentity)).size + coming;
  const proof = input.removal?.proofs.get(variable);
  if (canBePutBack(survivors, proof)) return "proven";
  return coming > 0 ? "by-delivery" : "unproven";
}

/**
 * Whether so many lines of a variable can be put back, should a deletion take them.
 * @param proof how a line of the variable was seen to be put on the box
 */
export function canBePutBack(survivors: number, proof: "alone" | "beside" | undefined): boolean {
  return survivors === 0 || (survivors === 1 ? proof !== undefined : proof === "beside");
}

function unproven({ variable }: LicenseLine): string {
  return `it is not removed: deleting ${variable} may take other lines with it, and nobody saw yet that this box lets them be put back`;
}
