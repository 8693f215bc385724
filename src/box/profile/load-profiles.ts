import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { CheckedYamlError } from "../../checked-yaml/checked-yaml-error.ts";
import { unknownProfileId } from "./match-profile.ts";
import type { Profile } from "./profile.ts";
import { readProfile } from "./read-profile.ts";

/** The folder with the profiles that come with varsync. */
export const builtInProfiles = fileURLToPath(new URL("../../../device-profiles/", import.meta.url));

/**
 * Loads the built-in profiles and the operator's own, which override built-in ones of the same id.
 * @throws CheckedYamlError with every mistake of the first file that has some; also when no profile is for unknown boxes, or two name one product
 */
export async function loadProfiles(ownFolder?: string): Promise<readonly Profile[]> {
  const own = ownFolder === undefined ? [] : await readFolder(ownFolder);
  const builtIn = (await readFolder(builtInProfiles)).filter(({ id }) => own.every((profile) => profile.id !== id));
  const profiles = [...own, ...builtIn].sort((one, other) => one.id.localeCompare(other.id));
  const claimed = new Map<string, Profile>();
  for (const profile of profiles) {
    for (const product of profile.recognise.products.map((name) => name.toLowerCase())) {
      const other = claimed.get(product);
      if (other) throw mistake(profile, "recognise.products", `${product} is named by profile ${other.id}, too`);
      claimed.set(product, profile);
    }
    if (profile.id === unknownProfileId && profile.write) {
      throw mistake(profile, "write", "must be false: what no profile knows is read, never written");
    }
    if (profile.recognise.products.length === 0 && profile.id !== unknownProfileId) {
      throw mistake(profile, "recognise.products", `is empty, which only the profile "${unknownProfileId}" may be`);
    }
  }
  return profiles;
}

async function readFolder(folder: string): Promise<Profile[]> {
  const names = await namesIn(folder);
  const files = names.filter((name) => /\.ya?ml$/.test(name)).map((name) => join(folder, name));
  const read = await Promise.allSettled(files.map(readProfile));
  const failed = read.find((one) => one.status === "rejected");
  if (failed) throw failed.reason;
  return read.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    const why = error instanceof Error && "code" in error ? String(error.code) : "unknown";
    throw new CheckedYamlError(folder, [{ field: "", line: 1, message: `the folder cannot be read (${why})` }]);
  }
}

function mistake(profile: Profile, field: string, message: string): CheckedYamlError {
  return new CheckedYamlError(profile.source, [{ field, line: 1, message }]);
}
