/** Up to so many boxes that change at the same moment are served at once. */
const atOnce = 20;
const perBoxMs = 2000;
const longestMs = 10 * 60_000;

/**
 * Pauses in milliseconds after which boxes that changed at the same moment are served: a few at once, a big wave, as
 * when power is back, over a time that grows with it, up to ten minutes.
 */
export function spreadWave(count: number, random: () => number): number[] {
  const span = count <= atOnce ? 0 : Math.min(longestMs, count * perBoxMs);
  return Array.from({ length: count }, () => Math.floor(random() * span));
}
