import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { LineCounter, parseDocument } from "yaml";
import { type Profile, profileSchema } from "./profile.ts";
import { ProfileError } from "./profile-error.ts";

/**
 * Reads and checks one profile file.
 * @throws ProfileError with every mistake by line and field, also when the file cannot be read
 */
export async function readProfile(file: string): Promise<Profile> {
  const lineCounter = new LineCounter();
  const document = parseDocument(await textOf(file), { lineCounter });
  if (document.errors.length > 0) {
    const mistakes = document.errors.map(({ message, pos }) => ({
      field: "",
      line: lineCounter.linePos(pos[0]).line,
      message: message.split("\n")[0] ?? message,
    }));
    throw new ProfileError(file, mistakes);
  }
  const checked = profileSchema.safeParse(document.toJS());
  if (!checked.success) {
    const mistakes = checked.error.issues.map(({ path, message }) => ({
      field: path.join("."),
      line: lineOf(path),
      message,
    }));
    throw new ProfileError(file, mistakes);
  }
  const name = basename(file).replace(/\.ya?ml$/, "");
  if (checked.data.id !== name) {
    throw new ProfileError(file, [{ field: "id", line: lineOf(["id"]), message: `is not the file's name "${name}"` }]);
  }
  return { ...checked.data, source: file };

  /** The line of the node at the path, or of the nearest one above it. */
  function lineOf(path: readonly PropertyKey[]): number {
    for (let length = path.length; length > 0; length -= 1) {
      const node = document.getIn(path.slice(0, length), true);
      if (typeof node === "object" && node !== null && "range" in node && Array.isArray(node.range)) {
        return lineCounter.linePos(Number(node.range[0])).line;
      }
    }
    return 1;
  }
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    const why = error instanceof Error && "code" in error ? String(error.code) : "unknown";
    throw new ProfileError(file, [{ field: "", line: 1, message: `cannot be read (${why})` }]);
  }
}
