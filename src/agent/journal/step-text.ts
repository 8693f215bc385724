import type { AskedStep } from "./approvals.ts";

/** `create-key PBX-Registrations=37`: as much of a step as the journal knows. */
export function stepText({ kind, type, count, how, licenses }: AskedStep): string {
  const amounts = Array.isArray(licenses) ? (licenses as { type: string; count: number }[]) : [];
  const what = type === undefined ? amounts.map((one) => `${one.type}=${one.count}`).join(", ") : `${type}=${count}`;
  return [kind, what, typeof how === "string" ? how : ""].filter((part) => part !== "").join(" ");
}
