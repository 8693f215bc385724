import type { z } from "zod";
import type { Caller } from "../access/caller.ts";
import type { Pool } from "../open-pool.ts";
import { PoolError } from "../pool-error.ts";
import type { Operation } from "./operation.ts";
import { unkeepableText } from "./unkeepable-text.ts";

/** Where operations are asked for: on the database itself, or at a server. */
export interface LicenseManager extends AsyncDisposable {
  /** @throws PoolError, LicenseError, StoreError */
  call<Input extends z.ZodObject, Output extends z.ZodType>(
    operation: Operation<Input, Output>,
    input: z.input<Input>,
  ): Promise<z.output<Output>>;
}

/**
 * Does an operation for somebody, if they may.
 * @param signal aborted when nobody waits for the answer any more
 * @throws PoolError `forbidden`, `bad-request`, and what the operation throws
 */
export async function perform<Input extends z.ZodObject, Output extends z.ZodType>(
  pool: Pool,
  caller: Caller,
  operation: Operation<Input, Output>,
  given: z.input<Input>,
  signal?: AbortSignal,
): Promise<z.output<Output>> {
  checkMay(caller, operation);
  const parsed = operation.input.safeParse(given);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new PoolError("bad-request", `${issue?.path.join(".")}: ${issue?.message}`);
  }
  const unkeepable = unkeepableText(parsed.data);
  if (unkeepable !== undefined) {
    throw new PoolError("bad-request", `${unkeepable}: has a zero byte or half a character in it`);
  }
  const output = await operation.run({ pool, caller, input: parsed.data, signal });
  return operation.output.parse(output);
}

/** @throws PoolError `forbidden`; `account-needed` for who has no role because it is not clear for which account */
export function checkMay(caller: Caller, { may, summary }: Pick<Operation, "may" | "summary">): void {
  if (may.some((role) => role === "anyone" || caller.roles.has(role))) return;
  throw caller.whyNoAccount ?? new PoolError("forbidden", `${caller.name} may not do that: ${summary}`);
}
