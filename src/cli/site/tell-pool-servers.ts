import type { Logger } from "pino";

/** How long is listened for announcements, in milliseconds. */
const announcementsMs = 2000;

/** Logs which pool servers announce themselves on the LAN. None is ever used before a person names it. */
export async function tellPoolServers(log: Logger, signal: AbortSignal): Promise<void> {
  try {
    const { findPoolServers } = await import("../../pool/client/find-pool-servers.ts");
    for (const { url, host } of await findPoolServers(announcementsMs, signal)) {
      log.info({ url, host }, "a pool server announces itself; if it is yours, name it under pool.url");
    }
  } catch (error) {
    if (!signal.aborted) log.debug({ err: error }, "nobody could be asked for pool servers");
  }
}
