import { costOf } from "../../agent/plan/allot.ts";
import type { BoxPlan, ResetStep, Step } from "../../agent/plan/step.ts";
import type { SitePlan } from "../../agent/reconcile/plan-site.ts";
import type { CommandContext } from "../command-context.ts";
import { licenseJson } from "./license-json.ts";
import { nameJson } from "./name-json.ts";
import { showCost } from "./show-cost.ts";
import { noBox } from "./show-results.ts";

/** The plan as `--json` and `--out` give it. */
export function planDocument({ passes, failures }: Pick<SitePlan, "passes" | "failures">) {
  return {
    plans: passes.map(({ plan }) => ({
      serial: plan.serial,
      address: plan.address,
      basis: plan.basis,
      steps: plan.steps.map(stepJson),
      warnings: plan.warnings,
      shortfalls: plan.shortfalls,
      resetOutstanding: plan.resetOutstanding,
      resetForbidden: plan.resetForbidden,
      ...(plan.setAside && { setAside: plan.setAside }),
    })),
    errors: failures.map((failure) => ({ ...nameJson(failure), ...failure.error })),
  };
}

/** Prints on one screen what would happen to which box, and what it costs. */
export async function showPlans(context: Pick<CommandContext, "out" | "progress">, site: SitePlan): Promise<void> {
  const { out, progress } = context;
  progress.stop();
  if (site.passes.length + site.failures.length === 0) return out.text(noBox);
  const changed = site.passes.filter(({ plan }) => plan.steps.length > 0);
  if (changed.length > 0) {
    const rows = changed.map(({ box, plan }) => [
      plan.serial,
      plan.address,
      box.identity.product ?? "",
      plan.steps.map(stepText),
    ]);
    await out.table(
      ["Serial number", "Address", "Product", "What will happen"].map((heading) => ({ heading })),
      rows,
    );
  }
  const lacking = site.passes.filter(({ plan }) => plan.steps.length === 0 && plan.shortfalls.length > 0).length;
  const same = site.passes.length - changed.length - lacking;
  const counts = [
    `${changed.length} of ${site.passes.length + site.failures.length} boxes change`,
    ...(same > 0 ? [`${same} stay as they are`] : []),
    ...(lacking > 0 ? [`${lacking} cannot be given what they lack`] : []),
    ...(site.failures.length > 0 ? [`${site.failures.length} could not be planned`] : []),
  ];
  out.text(`${counts.join(", ")}.`);
  const cost = costOf(site.passes.map(({ plan }) => plan));
  if (cost.size > 0) await showCost(out, cost, site.left);
  for (const { plan } of site.passes) for (const remark of remarks(plan)) out.text(`${plan.serial}: ${remark}`);
  for (const { serial, address, error } of site.failures) {
    out.text(out.style("red", `${serial ?? address}: ${error?.message} (${error?.code})`));
  }
}

function stepText(step: Step): string {
  switch (step.kind) {
    case "claim":
      if (step.source === "vendor")
        return "claim at the vendor's site (assigns to the account; contents known after download)";
      return `claim the predefined ${step.licenses.map(({ type, count }) => `${type}=${count}`).join(", ")}`;
    case "create-key":
      return `create ${step.type}=${step.count} from the balance`;
    case "remove":
      if (step.begun) return `finish the removal of ${step.type}=${step.count}, which was cut off`;
      return `remove ${step.type}=${step.count} (its key was revoked; the box loses this license)`;
    case "deliver":
      if (step.putBack) return `put back ${step.type}=${step.count}, which a removal took with it (from the backup)`;
      return `deliver ${step.type}=${step.count}${step.line ? ` (${step.from})` : ""}`;
    case "reset":
      return resetText(step);
  }
}

function resetText({ how, checks = [] }: ResetStep): string {
  const texts = [
    how === "now" ? "reset at once (drops calls)" : "reset when idle",
    ...(checks.includes("calls") && how === "when-idle" ? ["after calls have ended"] : []),
    ...(checks.includes("registrations") ? ["then wait for the phones"] : []),
  ];
  return texts.join(", ");
}

function remarks(plan: BoxPlan): string[] {
  return [
    ...plan.shortfalls.map(({ message, code }) => `${message} (${code})`),
    ...(plan.resetForbidden ? ["in effect only after a reset, which policy.reset forbids"] : []),
    ...plan.warnings.map(({ message }) => `note: ${message}`),
  ];
}

function stepJson(step: Step) {
  if (step.kind !== "deliver" && step.kind !== "remove") return step;
  const { line, ...rest } = step;
  return { ...rest, ...(line && { license: licenseJson(line) }) };
}
