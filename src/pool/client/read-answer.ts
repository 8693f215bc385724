import { z } from "zod";
import { type ByteText, readable } from "../../license/byte-text.ts";
import type { Operation } from "../operations/operation.ts";
import { PoolError, type PoolErrorCode } from "../pool-error.ts";
import type { PoolServerAnswer } from "./send-request.ts";

const problem = z.object({
  code: z
    .string()
    .regex(/^[a-z]+(-[a-z]+)*$/)
    .max(60),
  detail: z.string().max(100_000),
});

/**
 * The operation's output.
 * @throws PoolError with the server's code, or `bad-answer`
 */
export function readAnswer<Input extends z.ZodObject, Output extends z.ZodType>(
  operation: Operation<Input, Output>,
  { status, type, body, retryAfter }: PoolServerAnswer,
): z.output<Output> {
  if (status !== (operation.status ?? 200)) throw refusal({ status, type, body, ...(retryAfter && { retryAfter }) });
  const content = operation.answers === "text/plain" ? body : readJson(body);
  const parsed = operation.output.safeParse(content);
  if (parsed.success) return parsed.data;
  throw new PoolError("bad-answer", `the pool server's answer to "${operation.name}" is not understood`);
}

function refusal({ status, type, body, retryAfter }: PoolServerAnswer): PoolError {
  const parsed = problem.safeParse(/^application\/problem\+json\b/.test(type) ? readJson(body) : undefined);
  if (!parsed.success) {
    // A proxy answers so when there is no server behind it.
    const code = [502, 503, 504].includes(status) ? "pool-unreachable" : "bad-answer";
    return new PoolError(code, `what answers at the pool server's address says ${status}, and not why`);
  }
  const { code, detail } = parsed.data;
  // A newer server may know more codes than this program; whoever reacts to codes reacts to those it knows.
  return new PoolError(code as PoolErrorCode, detail, retryAfter === undefined ? {} : { retryAfter });
}

function readJson(body: ByteText): unknown {
  try {
    return JSON.parse(readable(body));
  } catch {
    return undefined;
  }
}
