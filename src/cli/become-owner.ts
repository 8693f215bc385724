import { stat } from "node:fs/promises";

/**
 * A command that root runs becomes the user whose the state folder is: what it writes there stays the service's, and it
 * reads the same secrets. Where the folder is root's, or there is none yet, nothing changes.
 * @param forGood else `asCaller` is root again for a moment
 */
export async function becomeOwner(stateDir: string, { forGood }: { readonly forGood: boolean }): Promise<void> {
  if (process.geteuid?.() !== 0) return;
  const owner = await stat(stateDir).catch(() => undefined);
  if (owner === undefined || owner.uid === 0) return;
  process.setgroups?.([owner.gid]);
  if (forGood) {
    process.setgid?.(owner.gid);
    process.setuid?.(owner.uid);
  } else {
    process.setegid?.(owner.gid);
    process.seteuid?.(owner.uid);
  }
}
