import type { BoxTruth } from "./lan/lan-order.ts";

/** Restarts of two boxes that were away at the same moment; nothing when there are none. @param awayMs of each restart */
export function overlappingRestarts(boxes: readonly BoxTruth[], awayMs: number): string[] {
  const all = boxes.flatMap(({ serial, restarts }) => restarts.map((at) => ({ serial, at })));
  all.sort((one, other) => one.at - other.at);
  return all.flatMap(({ serial, at }, index) => {
    const before = all[index - 1];
    if (before === undefined || at - before.at >= awayMs) return [];
    return [`${before.serial} and ${serial} restarted within ${Math.round(at - before.at)} ms`];
  });
}
