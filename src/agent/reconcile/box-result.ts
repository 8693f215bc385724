import { BoxError, type BoxErrorCode } from "../../box/box-error.ts";
import type { LicenseLine } from "../../license/license-line.ts";
import type { SerialNumber } from "../../license/serial-number.ts";
import type { PlanWarning, SetAside, Shortfall } from "../plan/step.ts";
import type { Effective } from "../verify/effective.ts";

/** How a pass over one box ended. */
export type Outcome =
  | "in-step"
  | "changed"
  | "differs"
  | "waiting-for-reset"
  | "waiting-for-approval"
  | "short-of-licenses"
  | "failed";

/** What a box waits for, for programs; `waitingFor` says it in words. */
export type WaitKind =
  /** a person's yes */
  | "approval"
  | "window"
  /** the site's one reset slot */
  | "slot"
  /** nobody speaking; the reset is sent */
  | "idle"
  /** the end of calls, before the reset is sent */
  | "calls"
  /** its phones, which are not back since the last reset */
  | "registrations"
  /** the box that stands in for it to be up */
  | "partner"
  /** a clock that can be trusted */
  | "clock"
  /** room on the disk */
  | "disk"
  /** a person to say which of two agents goes on */
  | "agent"
  /** a policy that lets it be reset */
  | "policy";

/** What a pass did and saw, as `apply --json` shows it. */
export interface BoxResult {
  readonly serial?: SerialNumber;
  readonly address?: string;
  readonly product?: string;
  readonly outcome: Outcome;
  readonly installed: readonly LicenseLine[];
  readonly effective: Effective;
  /** The file with the configuration as it was before. */
  readonly backup?: string;
  readonly error?: { readonly code: string; readonly message: string };
  /** Why nothing is written to it, however it stands. */
  readonly setAside?: SetAside;
  readonly warnings: readonly PlanWarning[];
  /** What it waits for, in words. */
  readonly waitingFor?: string;
  readonly waitKind?: WaitKind;
  /** What it lacks; missing where that could not be found out. */
  readonly shortfalls?: readonly Shortfall[];
  /** The approval that it waits for, as `varsync approve` wants it. */
  readonly approval?: string;
}

/** The result of a box that could not be served. */
export function failed(
  error: unknown,
  box: { serial?: SerialNumber | undefined; address?: string | undefined },
): BoxResult {
  const facts = error instanceof BoxError ? error : undefined;
  const serial = box.serial ?? facts?.serial;
  const address = box.address ?? facts?.address;
  return {
    ...(serial && { serial }),
    ...(address && { address }),
    outcome: "failed",
    installed: [],
    effective: "unknown",
    error: errorFacts(error),
    warnings: [],
  };
}

/** Code and sentence of an error; what is none of ours is a bug, and says so. */
export function errorFacts(error: unknown): { code: string; message: string } {
  // What then went wrong with closing things says less.
  if (error instanceof SuppressedError) return errorFacts(error.suppressed);
  if (error instanceof Error && error.name === "AbortError") {
    return { code: "interrupted", message: "stopped before it was done; run the same command again" };
  }
  if (!(error instanceof Error)) return { code: "internal-error", message: "an unexpected error; please report it" };
  if ("code" in error && typeof error.code === "string" && error.name !== "Error") {
    return { code: error.code satisfies BoxErrorCode | string, message: error.message };
  }
  return { code: "internal-error", message: `an unexpected error, please report it: ${error.message}` };
}

/** Per type all or nothing: the shortfall that names the outcome is the gravest one. */
export function outcomeOfShortfalls(
  shortfalls: readonly Shortfall[],
): Pick<BoxResult, "outcome" | "error"> | undefined {
  const [first] = [...shortfalls].sort((one, other) => gravity(other) - gravity(one));
  if (first === undefined) return undefined;
  const message = shortfalls.map((shortfall) => shortfall.message).join("; ");
  const outcome = first.code === "short-of-licenses" ? "short-of-licenses" : "failed";
  return { outcome, error: { code: first.code, message } };
}

function gravity({ code }: Shortfall): number {
  return code === "short-of-licenses" ? 0 : 1;
}
