/** What the journal knows of a deletion; lines by `lineFingerprint`. */
export interface RemovalRecord {
  readonly removed: readonly string[];
  readonly survivors: readonly string[];
  /** When it was read back and made permanent. */
  readonly doneAt?: string | undefined;
}

/** Whether a removal waits for a restart of the box. */
export function isRemovalOutstanding(records: readonly RemovalRecord[]): boolean {
  return records.some(({ doneAt }) => doneAt !== undefined);
}

/**
 * Whether a deletion that is not finished took anything off the box. What is there is not settled then.
 * @param present fingerprints of the lines on the box
 */
export function isUnderway({ removed, survivors, doneAt }: RemovalRecord, present: ReadonlySet<string>): boolean {
  return doneAt === undefined && ![...removed, ...survivors].every((print) => present.has(print));
}
