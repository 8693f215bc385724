import { randomUUID } from "node:crypto";
import { open, rename, rm } from "node:fs/promises";

/** Writes a file so that it is there whole or not at all; readable by its owner only, since keys may stand in it. */
export async function writeFileWhole(file: string, text: string): Promise<void> {
  const part = `${file}.${randomUUID().slice(0, 8)}.part`;
  const handle = await open(part, "wx", 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
    await handle.close();
    await rename(part, file);
  } catch (error) {
    await handle.close().catch(() => {});
    await rm(part, { force: true });
    throw error;
  }
}
