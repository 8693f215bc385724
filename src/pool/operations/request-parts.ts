import { z } from "zod";
import type { AnyOperation } from "./operation.ts";

/** The header that carries a request id. */
export const idempotencyHeader = "idempotency-key";

/** Below this lie the operations of a pool server. */
export const apiPrefix = "/api/v1";

/** Where each field of an operation's input travels over HTTP. */
export interface RequestParts {
  /** Names in the path. */
  readonly inPath: readonly string[];
  /** Whether `requestId` travels as a header: for whatever changes something. */
  readonly requestIdInHeader: boolean;
  /** The schema of what is named in the path. */
  readonly params: z.ZodObject;
  /** The schema of all the rest: query of GET and DELETE, else body. */
  readonly rest: z.ZodObject;
  readonly restIn: "query" | "body";
}

export function requestParts({ method, path, input }: Pick<AnyOperation, "method" | "path" | "input">): RequestParts {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
  const requestIdInHeader = method !== "GET" && "requestId" in input.shape;
  const fields = Object.entries(input.shape);
  const elsewhere = (name: string) => inPath.includes(name) || (requestIdInHeader && name === "requestId");
  return {
    inPath,
    requestIdInHeader,
    params: z.strictObject(Object.fromEntries(fields.filter(([name]) => inPath.includes(name)))),
    rest: z.strictObject(Object.fromEntries(fields.filter(([name]) => !elsewhere(name)))),
    restIn: method === "GET" || method === "DELETE" ? "query" : "body",
  };
}
