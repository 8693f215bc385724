/** How long a box may take. */
export interface HttpLimits {
  /** Until the connection stands. */
  readonly connectTimeoutMs: number;
  /** Without a byte. */
  readonly idleTimeoutMs: number;
  /** For one answer in all. */
  readonly totalTimeoutMs: number;
}

/** [P] */
export const httpLimits: HttpLimits = { connectTimeoutMs: 5_000, idleTimeoutMs: 20_000, totalTimeoutMs: 60_000 };
