import type { SerialNumber } from "../../license/serial-number.ts";
import type { Journal } from "../journal/open-journal.ts";
import type { Removal } from "../journal/removals.ts";
import type { LineRecord } from "../verify/effective.ts";

/** What the journal has about the license lines of one box: delivered, outlived a restart, taken off. */
export interface LineFacts {
  readonly records: readonly LineRecord[];
  readonly removals: readonly Removal[];
}

export async function lineFacts({ lines, removals }: Journal, serial: SerialNumber): Promise<LineFacts> {
  return { records: await lines.of(serial), removals: await removals.of(serial) };
}
