import { type Effective, effectiveOf } from "../verify/effective.ts";
import { type BoxResult, failed } from "./box-result.ts";
import { lineFacts } from "./line-facts.ts";
import type { PlannedPass } from "./plan-site.ts";
import type { Site } from "./site.ts";
import type { SoFar } from "./so-far.ts";

/** The result of a box that was read, and that could not be served: with its lines, and what the pass had saved. */
export async function failedPass(
  { journal }: Pick<Site, "journal">,
  { box, plan }: Pick<PlannedPass, "box" | "plan">,
  error: unknown,
  soFar: SoFar = box,
): Promise<BoxResult> {
  const { installed, backup } = soFar;
  const { records, removals } = await lineFacts(journal, plan.serial);
  const result = failed(error, plan);
  return {
    ...result,
    ...(box.identity.product && { product: box.identity.product }),
    installed,
    effective: afterReset[result.error?.code ?? ""] ?? effectiveOf(installed, records, removals),
    ...(backup !== undefined && { backup }),
    warnings: plan.warnings,
    ...(plan.setAside && { setAside: plan.setAside }),
  };
}

/** Of a line that is not there after the reset the lines that are there tell nothing, nor of a box that is away. */
const afterReset: Readonly<Partial<Record<string, Effective>>> = { "not-effective": "no", "not-back": "unknown" };
