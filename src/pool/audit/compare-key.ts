import { keepLine, rawLine } from "../../license/kept-line.ts";
import { parseLicenseLine, writeLicenseLine } from "../../license/license-line.ts";
import { foldedTexts } from "../ledger/folded-texts.ts";
import { importedKey } from "../ledger/imported-key.ts";
import { lineHash } from "../ledger/insert-given-key.ts";
import { keptLine } from "../ledger/license-key.ts";
import type { LicenseKeyRow } from "../pool-tables.ts";
import type { KeyBook } from "./books.ts";

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
    ["request id", row.request_id === book.requestId],
    ["time", row.created_at === book.createdAt],
    ["number", book.sequence === undefined || row.sequence === book.sequence],
    ["token", book.token === undefined || row.token_id === book.token],
    ["revocation", row.revoked_at === book.revokedAt && row.revoked_why === book.revokedWhy],
    ["return", row.returned_at === book.returnedAt],
    ["successor", row.replaced_by === book.replacedBy],
    ["line", book.line === undefined || lineHash(keptLine(row)) === book.line],
    ["line", row.issuer === "vendor" ? saysTheSame(row) : row.line_is_bytes === 0 && lineOf(row) === row.line],
    ["text for searches", isFolded(row)],
  ];
  return checks.find(([, same]) => !same)?.[0];
}

function isFolded(row: LicenseKeyRow): boolean {
  const { customer_folded, folded } = foldedTexts(row);
  return row.customer_folded === customer_folded && row.folded === folded;
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
