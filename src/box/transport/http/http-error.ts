import { BoxError, type BoxErrorCode } from "../../box-error.ts";
import { type Endpoint, endpointText } from "../../endpoint.ts";

/** What a request was doing when its time was up: connecting, waiting for a byte, or all of it. */
export type HttpPhase = "connect" | "idle" | "request";

/** A limit of time was reached. */
export class LateError extends Error {
  readonly code = "ETIMEDOUT";
  readonly phase: HttpPhase;

  constructor(phase: HttpPhase) {
    super(`timed out (${phase})`);
    this.phase = phase;
  }
}

/**
 * What went wrong on the wire as a BoxError. Its cause is built anew: the platform's own error can carry the request, and
 * with that the login. An abort is thrown as its reason, and what is no trouble of the wire as it is.
 */
export function httpError(error: unknown, endpoint: Endpoint, signal: AbortSignal): unknown {
  if (signal.aborted) return signal.reason;
  if (error instanceof BoxError || !(error instanceof Error)) return error;
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  if (code === "" || error instanceof TypeError) return error;
  const phase = error instanceof LateError ? error.phase : undefined;
  const [kind, what] = classify(phase === undefined ? code : `timeout:${phase}`);
  const cause = Object.assign(new Error(error.message), { code: phase === "connect" ? "ECONNTIMEOUT" : code });
  return new BoxError(kind, `${endpointText(endpoint)} ${what} (${code})`, { address: endpoint.address, cause });
}

function classify(code: string): readonly [BoxErrorCode, string] {
  if (code === "timeout:connect") return ["unreachable", "does not answer"];
  if (code.startsWith("timeout:")) return ["timed-out", "did not finish its answer in time"];
  if (code === "HPE_HEADER_OVERFLOW") return ["too-large", "sends too many headers"];
  if (code === "HPE_INVALID_EOF_STATE") return ["unreachable", "closed the connection in the middle of its answer"];
  if (code.startsWith("HPE_")) return ["not-understood", "does not answer in HTTP"];
  if (/^(ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|EHOSTDOWN)$/.test(code)) return ["unreachable", "cannot be reached"];
  return ["unreachable", "lost the connection"];
}
