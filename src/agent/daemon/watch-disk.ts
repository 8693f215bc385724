import { statfs } from "node:fs/promises";
import { diskTrouble } from "../reconcile/disk-trouble.ts";
import type { Site } from "../reconcile/site.ts";

/** Less than a trial of writing takes. */
const littleBytes = 512 * 1024;

/**
 * Tells when there is no room for the state folder, and when there is again, also while no pass is due that would find
 * out. Only where little is left is writing tried: a disk is not worn by asking.
 * @returns to be called again and again
 */
export function watchDisk({ stateDir, events }: Pick<Site, "stateDir" | "events">): () => Promise<void> {
  let trouble: string | undefined;
  return async () => {
    if (trouble === undefined && (await hasRoom(stateDir))) return;
    const why = await diskTrouble(stateDir);
    if (why !== undefined || trouble !== undefined) events.diskTrouble(why);
    trouble = why;
  };
}

async function hasRoom(folder: string): Promise<boolean> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize >= littleBytes;
  } catch {
    return false;
  }
}
