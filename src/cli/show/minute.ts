/** A time for people, to the minute: `2026-11-25 14:25`, UTC; empty where there is none. */
export function minute(time: string | undefined): string {
  return time?.slice(0, 16).replace("T", " ") ?? "";
}
