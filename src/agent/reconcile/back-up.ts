import { mkdir, open, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import type { SerialNumber } from "../../license/serial-number.ts";
import { asStoreError } from "../../store/store-error.ts";
import type { Site } from "./site.ts";

/**
 * Saves the configuration as it was read, before the first write: mode 0600, kept, never uploaded, on the disk when this
 * returns. Answers the file.
 * @throws StoreError `disk-full`, `store-read-only`
 */
export async function backUp(site: Site, serial: SerialNumber, configuration: Uint8Array): Promise<string> {
  const folder = folderOf(site, serial);
  const file = join(folder, `${site.clock.now().toISOString().replaceAll(":", "-")}.txt`);
  try {
    await write(folder, file, configuration);
  } catch (error) {
    throw asStoreError(error, file);
  }
  await site.journal.entries.seen({ serial, action: "backup", detail: { file, bytes: configuration.length } });
  return file;
}

/** A backup of the box by the name of its file; `undefined` where there is none any more. */
export async function readBackup(site: Site, serial: SerialNumber, name: string): Promise<Buffer | undefined> {
  return readFile(join(folderOf(site, serial), name)).catch(() => undefined);
}

function folderOf({ stateDir }: Site, serial: SerialNumber): string {
  return join(stateDir, "backups", serial);
}

/** What was only half written is no backup, and is removed. */
async function write(folder: string, file: string, configuration: Uint8Array): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const handle = await open(file, "w", 0o600);
  try {
    await handle.writeFile(configuration);
    await handle.sync();
  } catch (error) {
    await rm(file, { force: true }).catch(() => undefined);
    throw error;
  } finally {
    await handle.close();
  }
}
