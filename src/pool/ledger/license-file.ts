import type { ByteText } from "../../license/byte-text.ts";
import { rawLine } from "../../license/kept-line.ts";
import type { SerialNumber } from "../../license/serial-number.ts";
import type { Account } from "../access/account.ts";
import type { Pool } from "../open-pool.ts";
import { PoolError } from "../pool-error.ts";
import { allLicenseKeys } from "./list-license-keys.ts";

/**
 * The file with all active keys of a box, a line each, CRLF at the ends; a line of the vendor has the bytes it came with.
 * @throws PoolError `no-license-keys` when the account has none for it
 */
export async function licenseFile(pool: Pool, account: Account, serial: SerialNumber): Promise<ByteText> {
  const keys = await allLicenseKeys(pool, account, { serial, status: "active" });
  if (keys.length === 0) throw new PoolError("no-license-keys", `there is no license key for ${serial}`);
  return keys.map((key) => `${rawLine(key)}\r\n`).join("") as ByteText;
}
