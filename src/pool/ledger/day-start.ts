/** When the pool's day began, which budgets are counted for. */
export function dayStart(now: Date): string {
  const midnight = new Date(now);
  midnight.setHours(0, 0, 0, 0);
  return midnight.toISOString();
}
