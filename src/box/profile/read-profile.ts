import { basename } from "node:path";
import { readCheckedYaml } from "../../checked-yaml/read-checked-yaml.ts";
import { type Profile, profileSchema } from "./profile.ts";

/**
 * Reads and checks one profile file.
 * @throws CheckedYamlError with every mistake by line and field, also when the file cannot be read
 */
export async function readProfile(file: string): Promise<Profile> {
  const { data, error } = await readCheckedYaml(file, profileSchema);
  const name = basename(file).replace(/\.ya?ml$/, "");
  if (data.id !== name) throw error([{ path: ["id"], message: `must be the file's name, "${name}"` }]);
  return { ...data, source: file };
}
