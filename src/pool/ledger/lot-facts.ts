/** What the ledger tells of a lot. */
export interface LotFacts {
  readonly lotId: number;
  readonly type: string;
  readonly count: number;
}
