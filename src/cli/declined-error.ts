/** A person was asked and did not say yes; nothing was done. */
export class DeclinedError extends Error {
  readonly code = "declined";

  constructor(message = "declined: nothing was done") {
    super(message);
    this.name = "DeclinedError";
  }
}
