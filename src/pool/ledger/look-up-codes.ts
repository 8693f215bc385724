import type { Pool } from "../open-pool.ts";
import { type LicenseKey, toLicenseKey } from "./license-key.ts";

/** How many codes one statement asks for. */
const atOnce = 500;

/** The license keys with these codes, whoever's they are; whether a line on a box is genuine is answered by this. */
export async function lookUpCodes({ db }: Pick<Pool, "db">, codes: readonly string[]): Promise<LicenseKey[]> {
  const found: LicenseKey[] = [];
  for (let start = 0; start < codes.length; start += atOnce) {
    const some = codes.slice(start, start + atOnce);
    const rows = await db.selectFrom("license_key").selectAll().where("code", "in", some).execute();
    found.push(...rows.map(toLicenseKey));
  }
  return found;
}
