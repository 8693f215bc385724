import type { Kysely } from "kysely";
import { type Endpoint, endpointText } from "../../box/endpoint.ts";
import type { SerialNumber } from "../../license/serial-number.ts";
import type { Commit } from "../../store/commit-together.ts";
import type { JournalTables } from "./journal-tables.ts";

/** What must outlive a run about the wires: where Digest was seen (Basic is never given to that address or box again), pinned host keys. */
export interface WireMemory {
  digestSeen(endpoint: Endpoint): boolean;
  rememberDigest(endpoint: Endpoint): void;
  /** Digest was seen on the box, wherever it was then. */
  digestSeenOn(serial: SerialNumber): boolean;
  rememberDigestOn(serial: SerialNumber): void;
  hostKey(serial: SerialNumber): string | undefined;
  pinHostKey(serial: SerialNumber, fingerprint: string): Promise<void>;
  /** The next one seen is pinned. Answers whether there was one. */
  forgetHostKey(serial: SerialNumber): Promise<boolean>;
  /** Waits until everything remembered is on the disk. */
  settled(): Promise<void>;
}

export async function wireMemory(db: Kysely<JournalTables>, commit: Commit<JournalTables>): Promise<WireMemory> {
  const rows = await db.selectFrom("wire_memory").selectAll().execute();
  const values = new Map(rows.map(({ name, value }) => [name, value]));
  let writing: Promise<unknown> = Promise.resolve();
  const set = (name: string, value: string) => {
    if (values.get(name) === value) return writing;
    values.set(name, value);
    const write = () =>
      commit((within) =>
        within
          .insertInto("wire_memory")
          .values({ name, value })
          .onConflict((conflict) => conflict.column("name").doUpdateSet({ value }))
          .execute(),
      );
    writing = writing.then(write, write);
    return writing;
  };
  return {
    digestSeen: (endpoint) => values.has(`digest:${endpointText(endpoint)}`),
    rememberDigest(endpoint) {
      set(`digest:${endpointText(endpoint)}`, "1").catch(() => undefined);
    },
    digestSeenOn: (serial) => values.has(`digest:${serial}`),
    rememberDigestOn(serial) {
      set(`digest:${serial}`, "1").catch(() => undefined);
    },
    hostKey: (serial) => values.get(`host-key:${serial}`),
    async pinHostKey(serial, fingerprint) {
      await set(`host-key:${serial}`, fingerprint);
    },
    async forgetHostKey(serial) {
      const name = `host-key:${serial}`;
      await writing;
      await db.deleteFrom("wire_memory").where("name", "=", name).execute();
      return values.delete(name);
    },
    async settled() {
      await writing;
    },
  };
}
