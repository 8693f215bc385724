export type ApprovalErrorCode =
  | "unknown-approval"
  | "approval-expired"
  | "approval-declined"
  | "approval-used"
  | "stale-plan";

/** An approval that cannot be decided on, in a sentence for a person. Nothing was done. */
export class ApprovalError extends Error {
  readonly code: ApprovalErrorCode;

  constructor(code: ApprovalErrorCode, message: string) {
    super(message);
    this.name = "ApprovalError";
    this.code = code;
  }
}
