/**
 * - `no-pool`: there is none to copy or to restore from
 * - `pool-not-empty`: the database has a pool already
 * - `copy-differs`: a copy is not the same as the original
 * - `ledger-broken`: the original's ledger does not hang together, so that nothing proves what a copy of it is
 */
export type CopyErrorCode = "no-pool" | "pool-not-empty" | "copy-differs" | "ledger-broken";

/** Why a pool was not copied, in a sentence for a person. */
export class CopyError extends Error {
  readonly code: CopyErrorCode;

  constructor(code: CopyErrorCode, message: string) {
    super(message);
    this.name = "CopyError";
    this.code = code;
  }
}
