import { access, readFile } from "node:fs/promises";
import { z } from "zod";
import { type AgreedSpending, spendingOf } from "../../agent/plan/restrict.ts";
import { parseSerialNumber, tryParseSerialNumber } from "../../license/serial-number.ts";
import { UsageError } from "../usage/usage-error.ts";
import { writeOutput } from "../write-file-whole.ts";

const planFile = z.object({
  plans: z.array(
    z.object({
      serial: z.string().refine((text) => tryParseSerialNumber(text) !== undefined, "is no serial number"),
      address: z.string(),
      basis: z.string().regex(/^[0-9a-f]{32}$/, "is no basis"),
      steps: z.array(z.object({ kind: z.string(), type: z.string().optional() })),
    }),
  ),
});

/** What a plan file says of one box: enough to compute the same plan again, and to refuse any other. */
export interface FiledPlan {
  readonly serial: ReturnType<typeof parseSerialNumber>;
  readonly basis: string;
  readonly spending: AgreedSpending;
}

/** Reads what `plan --out` wrote. @throws UsageError when it is anything else */
export async function readPlanFile(file: string): Promise<FiledPlan[]> {
  const text = await readFile(file, "utf8");
  const parsed = planFile.safeParse(parseJson(text, file));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new UsageError(
      `${file} is no plan: ${issue?.path.join(".")}: ${issue?.message}; varsync plan --out writes one`,
    );
  }
  return parsed.data.plans.map(({ serial, basis, steps }) => ({
    serial: parseSerialNumber(serial),
    basis,
    spending: spendingOf(steps),
  }));
}

/** @throws UsageError when there is a file of that name that is no plan: only plans are overwritten */
export async function mayBeWritten(file: string): Promise<void> {
  try {
    await access(file);
  } catch {
    return;
  }
  try {
    await readPlanFile(file);
  } catch {
    throw new UsageError(`${file} exists and is no plan; it is not overwritten`);
  }
}

/** Writes what `readPlanFile` reads. */
export async function writePlanFile(file: string, document: unknown): Promise<void> {
  writeOutput(file, `${JSON.stringify(document, undefined, 2)}\n`, { overwrite: true });
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new UsageError(`${file} is no plan: it is not JSON; varsync plan --out writes one`);
  }
}
