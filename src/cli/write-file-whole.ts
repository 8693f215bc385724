import { randomUUID } from "node:crypto";
import { link, open, rename, rm } from "node:fs/promises";

/**
 * Writes a file so that it is there whole or not at all; readable by its owner only, since keys may stand in it.
 * @param overwrite without it a file that exists is an error, `EEXIST`
 */
export async function writeFileWhole(file: string, text: string, { overwrite }: { overwrite: boolean }): Promise<void> {
  const part = `${file}.${randomUUID().slice(0, 8)}.part`;
  try {
    await writeSynced(part, text);
    if (overwrite) await rename(part, file);
    else await link(part, file);
  } catch (error) {
    // The name of the part means nothing to a person.
    throw error instanceof Error ? Object.assign(error, { path: file }) : error;
  } finally {
    await rm(part, { force: true });
  }
}

async function writeSynced(file: string, text: string): Promise<void> {
  const handle = await open(file, "wx", 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}
