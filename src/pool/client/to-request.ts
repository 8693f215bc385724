import type { AnyOperation } from "../operations/operation.ts";
import { apiPrefix, idempotencyHeader, requestParts } from "../operations/request-parts.ts";

/** A request as it goes over the wire. */
export interface PoolRequest {
  readonly method: AnyOperation["method"];
  /** Path and query, below the server's address. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON. */
  readonly body?: string;
}

/** An operation's input as a request: path, header, and query or body. */
export function toRequest(
  operation: Pick<AnyOperation, "method" | "path" | "input">,
  input: Readonly<Record<string, unknown>>,
): PoolRequest {
  const { inPath, requestIdInHeader, restIn } = requestParts(operation);
  const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(input[name])));
  const id = requestIdInHeader ? input["requestId"] : undefined;
  const rest = Object.entries(input).filter(
    ([name, value]) => value !== undefined && !inPath.includes(name) && !(requestIdInHeader && name === "requestId"),
  );
  const query =
    restIn === "query" ? new URLSearchParams(rest.map(([name, value]): [string, string] => [name, String(value)])) : "";
  return {
    method: operation.method,
    target: `${apiPrefix}${path}${query.toString() && `?${query}`}`,
    headers: typeof id === "string" ? { [idempotencyHeader]: id } : {},
    ...(restIn === "body" && { body: JSON.stringify(Object.fromEntries(rest)) }),
  };
}
