import type { z } from "zod";
import type { Caller } from "../access/caller.ts";
import type { Role } from "../access/role.ts";
import type { Pool } from "../open-pool.ts";

/** What an operation is given to do its work. */
export interface Asked<Input> {
  readonly pool: Pool;
  readonly caller: Caller;
  readonly input: Input;
  /** Aborted when nobody waits for the answer any more; what takes long ends then. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * One thing that the license manager does: the same for commands on the database, for the pool server's API and for its
 * clients. Routes, OpenAPI, the client and the table of who may do what are all made from these.
 */
export interface Operation<Input extends z.ZodObject = z.ZodObject, Output extends z.ZodType = z.ZodType> {
  /** In kebab-case, like `create-license-key`. */
  readonly name: string;
  /** One line for people. */
  readonly summary: string;
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** Below `/api/v1`; `{name}` is taken from the input, the rest of it goes into the query (GET, DELETE) or the body. */
  readonly path: string;
  /** The status of a good answer; 200 unless it says something else. */
  readonly status?: 201;
  /** `text/plain` where the answer is a text, with a character a byte as in `ByteText`; else JSON. */
  readonly answers?: "text/plain";
  /** Bytes that a request may have where it is more than usual: an import. */
  readonly bodyBytes?: number;
  /** Milliseconds that an answer may take where that is more than usual. */
  readonly answerMs?: number;
  readonly may: readonly Role[];
  /** A field `requestId` travels as `Idempotency-Key`. */
  readonly input: Input;
  readonly output: Output;
  /** @throws PoolError, LicenseError, StoreError */
  run(asked: Asked<z.infer<Input>>): Promise<z.input<Output>>;
}

/** Lets TypeScript infer what `run` is given and must answer. */
export function defineOperation<Input extends z.ZodObject, Output extends z.ZodType>(
  operation: Operation<Input, Output>,
): Operation<Input, Output> {
  return operation;
}

/** An operation whose input only its schema knows. */
export type AnyOperation = Omit<Operation, "run"> & { run(asked: Asked<never>): Promise<unknown> };
