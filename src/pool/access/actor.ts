import type { Account } from "./account.ts";

/** Who does something, and for which account: what the ledger tells of every change. */
export interface Actor {
  /** An e-mail address, `token NAME`, or `operator`. */
  readonly name: string;
  /** Whose balance and keys it is about. */
  readonly account: Account;
  /** The agent's token that it is done with; its budget is counted by this. */
  readonly tokenId?: string;
}
