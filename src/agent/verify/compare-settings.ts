import type { ByteText } from "../../license/byte-text.ts";

/** Configuration lines that came or went, the license lines and those that change by themselves left out. */
export interface SettingsDifference {
  readonly added: readonly ByteText[];
  readonly removed: readonly ByteText[];
}

/** Compares as sets of lines with their numbers of occurrence; `undefined` when everything is as it was. */
export function compareSettings(
  before: readonly ByteText[],
  after: readonly ByteText[],
): SettingsDifference | undefined {
  const added = without(after, before);
  const removed = without(before, after);
  return added.length + removed.length === 0 ? undefined : { added, removed };
}

function without(lines: readonly ByteText[], others: readonly ByteText[]): ByteText[] {
  const counts = new Map<ByteText, number>();
  for (const line of others) counts.set(line, (counts.get(line) ?? 0) + 1);
  return lines.filter((line) => {
    const left = counts.get(line) ?? 0;
    counts.set(line, left - 1);
    return left <= 0;
  });
}
