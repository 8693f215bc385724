import type { LicenseKeyRow } from "../pool-tables.ts";

type Texts = Pick<LicenseKeyRow, "type" | "serial" | "customer" | "location" | "description" | "code">;

/** What a search looks through, in lower case beyond ASCII too: SQLite folds only that. */
export function foldedTexts(key: Texts): Pick<LicenseKeyRow, "customer_folded" | "folded"> {
  const { type, serial, customer, location, description, code } = key;
  const all = [type, serial, customer, location, description, code].filter((text) => text !== null);
  return { customer_folded: (customer ?? "").toLowerCase(), folded: all.join("\n").toLowerCase() };
}
