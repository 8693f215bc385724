/** From when on a person is warned. */
export interface WarnLimits {
  /**
   * Fewer left than this is a low balance: a count, or `10%` of what was loaded; by license type, `default` for all that
   * are not named, a tenth where that is not said either.
   */
  readonly lowBalance: Readonly<Record<string, number | string>>;
  /** How long after its making a license key may be seen on no box, in milliseconds. */
  readonly unseenAfterMs: number;
}

export const usualLimits: WarnLimits = { lowBalance: {}, unseenAfterMs: 30 * 86_400_000 };

/** Whether so few are left of a type that a person should know; never of what was not loaded. */
export function isLow(
  { lowBalance }: WarnLimits,
  { type, loaded, left }: { readonly type: string; readonly loaded: number; readonly left: number },
): boolean {
  if (loaded === 0) return false;
  const threshold = lowBalance[type] ?? lowBalance["default"] ?? "10%";
  return typeof threshold === "number" ? left < threshold : left * 100 < loaded * Number.parseInt(threshold, 10);
}
