import { setTimeout } from "node:timers/promises";

/** A pool server that announced itself. Anybody on the LAN can do that: it is shown to a person, never trusted. */
export interface FoundPoolServer {
  readonly url: string;
  readonly host: string;
}

/** Listens for a while for pool servers that announce themselves by DNS-SD. @throws the signal's reason */
export async function findPoolServers(waitMs: number, signal?: AbortSignal): Promise<FoundPoolServer[]> {
  const { Bonjour } = await import("bonjour-service");
  const found = new Map<string, FoundPoolServer>();
  const bonjour = new Bonjour({}, () => undefined);
  const browser = bonjour.find({ type: "varsync-pool" }, ({ port, host, addresses, txt }) => {
    const scheme: unknown = typeof txt === "object" && txt !== null && "scheme" in txt ? txt.scheme : "http";
    const address = addresses?.find((one) => /^\d+(\.\d+){3}$/.test(one));
    if (address === undefined || !/^[\w.-]{1,253}$/.test(host)) return;
    const url = `${scheme === "https" ? "https" : "http"}://${address}:${port}`;
    found.set(url, { url, host });
  });
  try {
    await setTimeout(waitMs, undefined, signal && { signal });
  } finally {
    browser.stop();
    bonjour.destroy();
  }
  return [...found.values()].sort((one, other) => one.url.localeCompare(other.url));
}
