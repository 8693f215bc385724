import { readFile } from "node:fs/promises";

/** The resident memory of a process in megabytes; `undefined` where /proc does not tell. */
export async function residentMemory(pid: number | undefined): Promise<number | undefined> {
  try {
    const [, kilobytes] = /^VmRSS:\s*(\d+) kB/m.exec(await readFile(`/proc/${pid}/status`, "utf8")) ?? [];
    return kilobytes === undefined ? undefined : Number(kilobytes) / 1024;
  } catch {
    return undefined;
  }
}
