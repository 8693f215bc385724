/** Whether an approval still holds is not known now. */
export class PoolAwayError extends Error {
  readonly code = "pool-unreachable";

  constructor() {
    super("the pool does not answer, so whether this still holds is not known; it still waits for a yes, try again");
    this.name = "PoolAwayError";
  }
}
