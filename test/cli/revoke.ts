import { join } from "node:path";
import { resolveAccount } from "../../src/pool/access/account.ts";
import { allLicenseKeys } from "../../src/pool/ledger/list-license-keys.ts";
import { revokeLicenseKey } from "../../src/pool/ledger/revoke-license-key.ts";
import { openPool } from "../../src/pool/open-pool.ts";
import type { ExampleSite } from "./site-fixture.ts";

/** Revokes the license keys of that type for a box, or for all, as the issuer would. */
export async function revoke(
  site: ExampleSite,
  { type = "PBX-Registrations", of = site.boxes }: { type?: string; of?: ExampleSite["boxes"] } = {},
): Promise<void> {
  await using pool = await openPool(join(site.folder, "pool.db"));
  const account = await resolveAccount(pool, undefined);
  for (const { serial } of of) {
    for (const { id } of await allLicenseKeys(pool, account, { serial, type })) {
      await revokeLicenseKey(pool, { name: "issuer" }, id, { why: "exchanged" });
    }
  }
}
