import { chmodSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Test } from "tap";

const nobody = 65534;

/** A folder that every user can reach, with a folder `closed` in it. */
export function openFolder(t: Test): string {
  const folder = mkdtempSync(join(tmpdir(), "varsync-store-"));
  t.teardown(() => rmSync(folder, { recursive: true }));
  chmodSync(folder, 0o755);
  mkdirSync(join(folder, "closed"));
  return folder;
}

/** Does the work while nobody may write in the folder, as a user whom that keeps out: as root it keeps out nobody. */
export async function asUnprivileged(folder: string, work: () => Promise<void>): Promise<void> {
  const isRoot = process.geteuid?.() === 0;
  chmodSync(folder, 0o555);
  if (isRoot) process.seteuid?.(nobody);
  try {
    await work();
  } finally {
    if (isRoot) process.seteuid?.(0);
    chmodSync(folder, 0o755);
  }
}
