import type { Endpoint } from "../../box/endpoint.ts";
import type { Site } from "./site.ts";

const sysUpTime = "1.3.6.1.2.1.1.3.0";

/** SNMP sysUpTime in seconds, if the box answers it [I]; never an error. */
export async function upTimeOf(site: Site, endpoint: Endpoint, signal: AbortSignal): Promise<number | undefined> {
  try {
    const answers = await site.wires.snmp.get(endpoint.address, [sysUpTime], { timeoutMs: 1000, signal });
    const ticks = answers.get(sysUpTime);
    return typeof ticks === "number" ? Math.floor(ticks / 100) : undefined;
  } catch {
    signal.throwIfAborted();
    return undefined;
  }
}
