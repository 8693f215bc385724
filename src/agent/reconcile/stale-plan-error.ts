/** What a plan was computed from is no longer so. */
export class StalePlanError extends Error {
  readonly code = "stale-plan";

  constructor() {
    super("the box, its keys or the policy changed since the plan was made; make a new plan");
    this.name = "StalePlanError";
  }
}
