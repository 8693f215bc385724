import type { KeySource } from "../../../../src/agent/keys/key-source.ts";
import { siteLimits } from "../../../../src/agent/keys/vendor-site/site-browser.ts";
import { type VendorSiteOptions, vendorSite } from "../../../../src/agent/keys/vendor-site/vendor-site.ts";
import { password, user } from "./play-site.ts";

/** The source for a played site, with little patience, and with what it remembers of refused logins in sight. */
export async function openVendor(
  options: Pick<VendorSiteOptions, "url" | "stateDir"> & Partial<VendorSiteOptions>,
): Promise<{ source: KeySource; refused: Set<string> }> {
  const refused = new Set<string>();
  const source = await vendorSite({
    user,
    password: async () => password,
    askAgainAfterMs: 86_400_000,
    refused: {
      isRefused: async (login) => refused.has(login.password),
      refuse: async (login) => void refused.add(login.password),
    },
    now: () => new Date(),
    limits: { ...siteLimits, connectMs: 500, idleMs: 500, requestMs: 1500, maxBytes: 100_000 },
    ...options,
  });
  return { source, refused };
}
