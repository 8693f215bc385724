/** Errors that only say that nobody answers: the same may be asked again later. */
export const awayCodes: ReadonlySet<unknown> = new Set(["pool-unreachable", "store-unreachable"]);

/** Whether an error only means that a source of keys cannot be reached now. */
export function isAway(error: unknown): error is Error {
  return error instanceof Error && "code" in error && awayCodes.has(error.code);
}
