import type { KeySource } from "../../agent/keys/key-source.ts";
import { serverPool } from "../../agent/keys/server-pool.ts";
import type { PoolServerEntry } from "../../config/varsync-config.ts";
import { openPoolServer } from "./open-pool-server.ts";

/** An agent gives up sooner than a person: what is on the wire must end before the service does. In milliseconds. */
const times = { request: 10_000, pauses: [300, 1000] } as const;

/** Keys from the configured pool server. @throws ConfigError */
export async function openServerSource(entry: PoolServerEntry, site: string | undefined): Promise<KeySource> {
  return serverPool(await openPoolServer(entry, { times }), entry.url.origin, site);
}
