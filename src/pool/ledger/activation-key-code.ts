import { createHash, hash, randomBytes } from "node:crypto";
import { PoolError } from "../pool-error.ts";

const shape = /^ACT-1-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}$/;

/** A new activation key of this installation: `ACT-1-`, three random groups and the check group [P]. */
export function newActivationKeyCode(): string {
  const groups = randomBytes(6).toString("hex").match(/.{4}/g) ?? [];
  const text = `ACT-1-${groups.join("-")}`;
  return `${text}-${checkGroup(text)}`;
}

/**
 * Reads what a person typed, whatever its case and blanks around it.
 * @throws PoolError `bad-activation-key` when the check group shows that it is none of ours; nothing is looked up for that
 */
export function parseActivationKeyCode(typed: string): string {
  const code = typed.trim().toLowerCase().replace(/^act/, "ACT");
  if (shape.test(code) && code.endsWith(`-${checkGroup(code.slice(0, -5))}`)) return code;
  const message = `"${typed.trim().slice(0, 40)}" is no activation key of this pool: either it is mistyped, or it is one of the vendor's, which the vendor's site takes`;
  throw new PoolError("bad-activation-key", message);
}

/** The first 16 bits of the SHA-256 of the text before it, so that a typing error is told without a look-up [P]. */
function checkGroup(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 4);
}

/** What the ledger keeps of an activation key that nobody added yet. */
export function activationCodeHash(code: string): string {
  return hash("sha256", code);
}
