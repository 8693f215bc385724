import type { Kysely } from "kysely";
import { type Endpoint, endpointText } from "../../box/endpoint.ts";
import type { SerialNumber } from "../../license/serial-number.ts";
import type { Commit } from "../../store/commit-together.ts";
import type { JournalTables } from "./journal-tables.ts";

/** What must outlive a run about the wires: where Digest was seen (Basic is never given to that box again), pinned host keys. */
export interface WireMemory {
  digestSeen(endpoint: Endpoint): boolean;
  rememberDigest(endpoint: Endpoint): void;
  /**
   * This box answers there now: Digest holds for it if it was ever seen on it, wherever that was; what another box asked
   * for at that address does not.
   */
  isAt(serial: SerialNumber, endpoint: Endpoint): void;
  /** Digest was seen on the box, which answers there. */
  rememberDigestOn(serial: SerialNumber, endpoint: Endpoint): void;
  hostKey(serial: SerialNumber): string | undefined;
  pinHostKey(serial: SerialNumber, fingerprint: string): Promise<void>;
  /** The next one seen is pinned. Answers whether there was one. */
  forgetHostKey(serial: SerialNumber): Promise<boolean>;
  /** Waits until everything remembered is on the disk. */
  settled(): Promise<void>;
}

/** Nobody knew yet which box it was. */
const someBox = "1";

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
  const forget = (name: string) => {
    values.delete(name);
    const write = () => commit((within) => within.deleteFrom("wire_memory").where("name", "=", name).execute());
    writing = writing.then(write, write);
    return writing;
  };
  const place = (endpoint: Endpoint) => `digest:${endpointText(endpoint)}`;
  return {
    digestSeen: (endpoint) => values.has(place(endpoint)),
    rememberDigest(endpoint) {
      if (!values.has(place(endpoint))) set(place(endpoint), someBox).catch(() => undefined);
    },
    isAt(serial, endpoint) {
      const whose = values.get(place(endpoint));
      if (values.has(`digest:${serial}`)) set(place(endpoint), serial).catch(() => undefined);
      else if (whose !== undefined && whose !== someBox && whose !== serial)
        forget(place(endpoint)).catch(() => undefined);
    },
    rememberDigestOn(serial, endpoint) {
      set(`digest:${serial}`, someBox).catch(() => undefined);
      set(place(endpoint), serial).catch(() => undefined);
    },
    hostKey: (serial) => values.get(`host-key:${serial}`),
    async pinHostKey(serial, fingerprint) {
      await set(`host-key:${serial}`, fingerprint);
    },
    async forgetHostKey(serial) {
      const known = values.has(`host-key:${serial}`);
      await forget(`host-key:${serial}`);
      return known;
    },
    async settled() {
      await writing;
    },
  };
}
