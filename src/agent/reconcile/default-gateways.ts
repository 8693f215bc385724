import { readFile } from "node:fs/promises";

/** Addresses through which this machine reaches other networks, as Linux tells them; none elsewhere. */
export async function defaultGateways(file = "/proc/net/route"): Promise<ReadonlySet<string>> {
  try {
    return gatewaysIn(await readFile(file, "utf8"));
  } catch {
    return new Set();
  }
}

/** Reads the table of `/proc/net/route`: destination and gateway are hexadecimal, lowest byte first. */
export function gatewaysIn(table: string): ReadonlySet<string> {
  const rows = table.split("\n").slice(1);
  const gateways = rows.flatMap((row) => {
    const [, destination, gateway = ""] = row.split(/\s+/);
    if (destination !== "00000000" || !/^[0-9A-F]{8}$/i.test(gateway) || gateway === "00000000") return [];
    return [[6, 4, 2, 0].map((at) => Number.parseInt(gateway.slice(at, at + 2), 16)).join(".")];
  });
  return new Set(gateways);
}
