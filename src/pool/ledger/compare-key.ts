import { keepLine, rawLine } from "../../license/kept-line.ts";
import { parseLicenseLine, writeLicenseLine } from "../../license/license-line.ts";
import type { LicenseKeyRow } from "../pool-tables.ts";
import { importedKey } from "./imported-key.ts";
import { lineHash } from "./insert-given-key.ts";
import { keptLine } from "./license-key.ts";
import type { KeyBook } from "./replay.ts";

/** Which field of a license key is not what the ledger says. */
export function wrongInKey(row: LicenseKeyRow, book: KeyBook): string | undefined {
  const checks: readonly (readonly [string, boolean])[] = [
    ["account", row.account_id === book.account],
    ["type", row.type === book.type],
    ["count", row.count === book.count],
    ["serial number", row.serial === book.serial],
    ["status", row.status === book.status],
    ["issuer", row.issuer === book.issuer],
    ["origin", (row.predefined === 1) === book.predefined],
    ["return", (row.returned_at !== null) === book.returned],
    ["successor", row.replaced_by === book.replacedBy],
    ["line", book.line === undefined || lineHash(keptLine(row)) === book.line],
    ["line", row.issuer === "vendor" ? saysTheSame(row) : row.line_is_bytes === 0 && lineOf(row) === row.line],
  ];
  return checks.find(([, same]) => !same)?.[0];
}

/** Whether a line that the vendor issued, which is kept as it is, says what stands beside it. */
function saysTheSame(row: LicenseKeyRow): boolean {
  const kept = keptLine(row);
  try {
    const said = importedKey(parseLicenseLine(rawLine(kept)));
    return (
      keepLine(rawLine(kept)).lineIsBytes === kept.lineIsBytes &&
      said.key === row.code &&
      said.type === row.type &&
      said.count === row.count &&
      // One without a serial number may have been given to a box.
      (said.serial ?? row.serial) === row.serial &&
      (said.customer ?? null) === row.customer &&
      (said.location ?? null) === row.location &&
      (said.description ?? null) === row.description
    );
  } catch {
    return false;
  }
}

function lineOf({ type, count, serial, customer, location, description, code }: LicenseKeyRow): string {
  const texts = {
    serial: serial ?? undefined,
    customer: customer ?? undefined,
    location: location ?? undefined,
    description: description ?? undefined,
  };
  try {
    return writeLicenseLine({ type, count, ...texts, key: code });
  } catch {
    return "";
  }
}
