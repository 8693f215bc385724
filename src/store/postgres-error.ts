import { StoreError, type StoreErrorCode } from "./store-error.ts";

/** PostgreSQL's codes (or the first two characters of a class of them) that mean something to a person. */
const meanings: Readonly<Record<string, readonly [StoreErrorCode, string]>> = {
  "53100": ["disk-full", "its disk is full; make room and do the same again"],
  "53300": ["store-busy", "it has too many connections; try again"],
  "55P03": ["store-busy", "other processes hold it for too long; try again"],
  "25P03": ["store-busy", "a transaction waited for too long; try again"],
  "25006": ["store-read-only", "it is read-only; name the primary server"],
  "42501": ["store-read-only", "this user may not do that there"],
  "3D000": ["store-unusable", "there is no such database; createdb makes one"],
  "28": ["store-unusable", "it refuses user or password"],
  "08": ["store-unreachable", "the connection was lost; try again"],
  "57": ["store-unreachable", "it is shutting down or starting; try again"],
  XX: ["store-unusable", "it reports damage"],
  ECONNREFUSED: ["store-unreachable", "nothing answers there"],
  ECONNRESET: ["store-unreachable", "the connection was lost; try again"],
  EPIPE: ["store-unreachable", "the connection was lost; try again"],
  ETIMEDOUT: ["store-unreachable", "it does not answer"],
  EHOSTUNREACH: ["store-unreachable", "there is no way to it"],
  ENETUNREACH: ["store-unreachable", "there is no way to it"],
  ENOTFOUND: ["store-unreachable", "there is no host of that name"],
  EAI_AGAIN: ["store-unreachable", "the name of its host cannot be looked up"],
  ENOENT: ["store-unreachable", "there is no such socket"],
};

/** What pg says in words only, when the connection is gone. */
const lost =
  /connection terminated|connection timeout|timeout exceeded|query read timeout|not queryable|client was closed/i;

/** The error as a StoreError, if it is one of PostgreSQL's that means something to a person; else itself. */
export function asPostgresError(error: unknown, name: string): unknown {
  if (!(error instanceof Error) || error instanceof StoreError) return error;
  const code = codeOf(error);
  const meaning = meanings[code] ?? meanings[code.slice(0, 2)];
  if (meaning) return new StoreError(meaning[0], `${name}: ${meaning[1]}`, error);
  if (!lost.test(error.message)) return error;
  return new StoreError("store-unreachable", `${name}: the connection was lost; try again`, error);
}

function codeOf(error: Error): string {
  // A host with several addresses gives one error for all of them.
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error;
  return first instanceof Error && "code" in first && typeof first.code === "string" ? first.code : "";
}
