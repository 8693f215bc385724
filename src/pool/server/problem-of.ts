import { LicenseError } from "../../license/license-error.ts";
import { StoreError } from "../../store/store-error.ts";
import { PoolError } from "../pool-error.ts";
import { errorStatus } from "./error-status.ts";
import { UnreadableBody } from "./json-body.ts";
import { type Problem, problem } from "./problem.ts";

/** Mistakes in the request itself, found before any operation: Fastify's codes, and what they mean here. */
const requestMistakes: Readonly<Record<string, readonly [number, string, string]>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: [413, "too-large", "the body is larger than this server takes"],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: [415, "not-json", "the body must be JSON: Content-Type: application/json"],
  FST_ERR_CTP_INVALID_JSON_BODY: [400, "not-json", "the body is no JSON"],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: [400, "bad-request", "the body has another length than was said"],
  FST_ERR_HANDLER_TIMEOUT: [503, "timed-out", "that took too long; ask again, with the same Idempotency-Key"],
  FST_ERR_BAD_URL: [400, "bad-request", "the address cannot be read"],
  FST_ERR_MAX_PARAM_LENGTH: [414, "bad-request", "a part of the address is too long"],
};

/** The error as a problem; `undefined` for what is a bug, whose details are nobody's business. */
export function problemOf(error: unknown): Problem | undefined {
  if (error instanceof SchemaMistakes) {
    const [first] = error.mistakes;
    return problem(422, "bad-request", `${first?.field}: ${first?.message}`, error.mistakes);
  }
  if (error instanceof UnreadableBody) return problem(error.status, "not-json", error.message);
  if (error instanceof PoolError && ["not-yours", "nothing-predefined"].includes(error.code)) {
    // Never told apart from what does not exist.
    return problem(404, "nothing-predefined", "there is no such thing, or it is not yours");
  }
  if (error instanceof PoolError && error.mistakes) {
    return problem(errorStatus[error.code], error.code, error.message, [...error.mistakes]);
  }
  if (error instanceof PoolError || error instanceof LicenseError) {
    return problem(errorStatus[error.code], error.code, error.message);
  }
  // The message names the database, which is no caller's business.
  if (error instanceof StoreError) return problem(errorStatus[error.code], error.code, storeSentence(error));
  const code = error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
  const mistake = requestMistakes[code];
  if (mistake) return problem(...mistake);
  const status = error instanceof Error && "statusCode" in error ? Number(error.statusCode) : 500;
  return status >= 400 && status < 500 ? problem(status, "bad-request", "the request cannot be read") : undefined;
}

/** What a schema refuses of a request. */
export class SchemaMistakes extends Error {
  readonly mistakes: NonNullable<Problem["errors"]>;

  constructor(mistakes: NonNullable<Problem["errors"]>) {
    super("the request does not fit the schema");
    this.name = "SchemaMistakes";
    this.mistakes = mistakes;
  }
}

function storeSentence({ code }: StoreError): string {
  if (code === "disk-full") return "the pool's disk is full; nothing was done";
  if (code === "store-busy") return "the pool's database is busy; ask again, with the same Idempotency-Key";
  if (code === "store-unreachable")
    return "the pool's database does not answer; ask again, with the same Idempotency-Key";
  return "the pool's database cannot be used; its operator must look";
}
