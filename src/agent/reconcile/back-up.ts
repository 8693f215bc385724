import { mkdir, open } from "node:fs/promises";
import { join } from "node:path";
import type { SerialNumber } from "../../license/serial-number.ts";
import type { Site } from "./site.ts";

/**
 * Saves the configuration as it was read, before the first write: mode 0600, kept, never uploaded, on the disk when this
 * returns. Answers the file.
 */
export async function backUp(site: Site, serial: SerialNumber, configuration: Uint8Array): Promise<string> {
  const folder = join(site.stateDir, "backups", serial);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, `${site.clock.now().toISOString().replaceAll(":", "-")}.txt`);
  const handle = await open(file, "w", 0o600);
  try {
    await handle.writeFile(configuration);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await site.journal.entries.seen({ serial, action: "backup", detail: { file, bytes: configuration.length } });
  return file;
}
