import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { hostname, networkInterfaces } from "node:os";

/** What tells one machine from another. */
export interface Machine {
  /** systemd's, where there is one: a copied machine may have the same. */
  readonly id?: string;
  /** Host name and hardware addresses; none in a container, where each start has others. */
  readonly traits: readonly string[];
}

/** What this machine shows of itself now; interfaces that are down show nothing. */
export async function thisMachine(): Promise<Machine> {
  const id = await machineId();
  const isContainer = existsSync("/.dockerenv") || existsSync("/run/.containerenv");
  return { ...(id !== undefined && { id }), traits: isContainer ? [] : [`host ${hostname()}`, ...hardwareAddresses()] };
}

async function machineId(file = "/etc/machine-id"): Promise<string | undefined> {
  try {
    const text = (await readFile(file, "utf8")).trim();
    return /^[0-9a-f]{32}$/.test(text) ? text : undefined;
  } catch {
    return undefined;
  }
}

function hardwareAddresses(): string[] {
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  return [...new Set(all.flatMap(({ internal, mac }) => (internal || /^(00:){5}00$/.test(mac) ? [] : [`mac ${mac}`])))];
}
