import { z } from "zod";
import type { ExampleSite } from "./site-fixture.ts";

const keys = z.object({
  licenseKeys: z.array(z.looseObject({ id: z.string(), type: z.string(), status: z.string() })),
});

/** Revokes the active license keys of that type for a box, as the issuer would. */
export async function revoke(
  site: ExampleSite,
  { type = "PBX-Registrations", serial = site.box.serial } = {},
): Promise<void> {
  const { document } = await site.run("pool", "keys", "--serial", serial, "--type", type, "--status", "active");
  for (const { id } of keys.parse(document).licenseKeys) {
    const { code, stderr } = await site.run("pool", "revoke", id, "--why", "exchanged");
    if (code !== 0) throw new Error(stderr);
  }
}
