const firstMs = 15_000;
const longestMs = 4 * 3_600_000;
/** Until then it is tried by itself. */
const patienceMs = 48 * 3_600_000;

/** The longest pause that `retryPause` can answer, in milliseconds. */
export const longestPauseMs = longestMs * 1.25;

/**
 * The pause after this many failed tries, in milliseconds: 15 s, doubling to 4 h, a quarter more or less; `undefined`
 * once the pauses so far add up to two days. It counts tries, not time, so that a clock that jumps ends nothing.
 */
export function retryPause(failedTries: number, random: () => number): number | undefined {
  let waited = 0;
  for (let earlier = 1; earlier < failedTries; earlier += 1) waited += meanPause(earlier);
  return waited >= patienceMs ? undefined : meanPause(failedTries) * (0.75 + random() / 2);
}

function meanPause(failedTries: number): number {
  return Math.min(firstMs * 2 ** (failedTries - 1), longestMs);
}
