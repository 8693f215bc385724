import { open, rm } from "node:fs/promises";
import { join } from "node:path";

/** As much as a journal page or two and a configuration's backup want. */
const probeBytes = 256 * 1024;

/** Why nothing can be kept in the state folder, found out by writing there; `undefined` when it can. */
export async function diskTrouble(stateDir: string): Promise<string | undefined> {
  const file = join(stateDir, `.room-${process.pid}`);
  try {
    const handle = await open(file, "w", 0o600);
    try {
      await handle.writeFile(Buffer.alloc(probeBytes, 1));
      await handle.sync();
    } finally {
      await handle.close();
    }
    return undefined;
  } catch (error) {
    return wordsFor(error, stateDir);
  } finally {
    await rm(file, { force: true }).catch(() => undefined);
  }
}

function wordsFor(error: unknown, folder: string): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "ENOSPC" || code === "EDQUOT") return `no room is left in ${folder}`;
  return `${folder} cannot be written${typeof code === "string" ? ` (${code})` : ""}`;
}
