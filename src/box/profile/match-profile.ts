import type { Profile } from "./profile.ts";

/** The profile for boxes that no other names: an empty list of products. */
export const unknownProfileId = "unknown";

/**
 * The profile that names the product, whatever its case; else the one for unknown boxes.
 * @param profiles as `loadProfiles` gives them, which sees to it that there is one for unknown boxes
 */
export function matchProfile(profiles: readonly Profile[], product: string | undefined): Profile {
  const wanted = product?.toLowerCase();
  const named = profiles.find(({ recognise }) => recognise.products.some((name) => name.toLowerCase() === wanted));
  const found = named ?? profiles.find(({ id }) => id === unknownProfileId);
  if (found === undefined) throw new Error("there is no profile for unknown boxes");
  return found;
}
