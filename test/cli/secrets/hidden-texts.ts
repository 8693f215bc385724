import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** A secret as it could slip out: as it is, in an address, in Base64 alone or behind a user, in hex. */
export function hiddenTexts(secret: string): readonly string[] {
  const encoded = [secret, `admin:${secret}`, `:${secret}`].map((text) =>
    Buffer.from(text).toString("base64").replace(/=+$/, ""),
  );
  return [secret, encodeURIComponent(secret), Buffer.from(secret).toString("hex"), ...encoded];
}

/** Every file below the folder with what is in it, as Latin-1. */
export async function filesBelow(folder: string): Promise<ReadonlyMap<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  return new Map(await Promise.all(files.map(async (file) => [file, await readFile(file, "latin1")] as const)));
}
